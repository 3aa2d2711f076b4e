"""What the checker reads: the rows of the log and the gateway's books, with nothing of the shop's own code."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg


@dataclass(frozen=True)
class Fact:
    """One row of ``log.events``, as it is stored."""

    stream: UUID
    version: int
    position: int
    tag: str
    state: str
    metadata: str
    hash: bytes

    @cached_property
    def said(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.state)
        return said

    @cached_property
    def recorded_at(self) -> datetime:
        return datetime.fromisoformat(json.loads(self.metadata)["recorded_at"])

    @property
    def transaction(self) -> int:
        """What was written together has this in common: the low bits only count within a transaction."""
        return self.position >> 16

    def __str__(self) -> str:
        return f"{self.tag} at position {self.position} (stream {self.stream}, version {self.version})"


@dataclass(frozen=True)
class Charge:
    """One line of the gateway's books."""

    payment: str
    minor: int
    currency: str
    state: str
    at: datetime


@dataclass(frozen=True)
class Offence:
    """A promise that was broken, and the fact that broke it: none where a fact is missing altogether."""

    promise: str
    words: str
    fact: Fact | None = None

    def __str__(self) -> str:
        return f"{self.promise}: {self.words}" + (f" [{self.fact}]" if self.fact else "")


def read_log(url: str) -> list[Fact]:
    """Every fact in the order of the log, in one snapshot."""
    query = "SELECT stream, version, position, tag, state, metadata, hash FROM log.events ORDER BY position"
    with psycopg.connect(url) as db:
        return [Fact(*row[:6], bytes(row[6])) for row in db.execute(query)]


def read_refunds(file: Path) -> list[Charge]:
    """Every refund the gateway ever heard of, by its id; the state is why it was refused, and empty for those made."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
        rows = db.execute("SELECT refund, minor, currency, reason, at FROM refunds ORDER BY at").fetchall()
    db.close()
    return [Charge(refund, minor, currency, reason, datetime.fromisoformat(at))
            for refund, minor, currency, reason, at in rows]


def read_books(file: Path) -> list[Charge]:
    """Every charge the gateway ever heard of. Read it after the log: then the log can't be ahead of it."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
        rows = db.execute("SELECT payment, minor, currency, state, at FROM charges ORDER BY at").fetchall()
    db.close()
    return [Charge(payment, minor, currency, state, datetime.fromisoformat(at))
            for payment, minor, currency, state, at in rows]
