"""Reads the whole log and checks that every fact is the one that was written.

Each fact's hash covers its bytes and its predecessor's hash, so a fact that was changed, taken out of the
middle, slipped in or moved to another stream shows. A cut tail and a vanished stream don't: that takes
checkpoints that are signed with a key from outside the database.
"""

from typing import Final, LiteralString
from uuid import UUID

import psycopg
from msgspec import Struct

from store.adapters.drivers.eventlog.rows import link

_ALL: Final[LiteralString] = (
    "SELECT stream, version, tag, state, metadata, hash FROM log.events ORDER BY stream, version"
)
_FAULTS_TOLD: Final = 100


class Found(Struct):
    """What a check found; of very many faults the first hundred are told."""

    facts: int = 0
    streams: int = 0
    faults: list[str] = []


def check_log(url: str) -> Found:
    """Check every stream, in one snapshot, reading a batch at a time."""
    found = Found()
    current: UUID | None = None
    head, expected = b"", 1
    with psycopg.connect(url) as db, db.cursor("every_fact") as cursor:
        cursor.itersize = 5000
        for stream, version, tag, state, metadata, hash in cursor.execute(_ALL):
            if stream != current:
                current, head, expected = stream, b"", 1
                found.streams += 1
            found.facts += 1
            if version != expected:
                _tell(found, f"{stream}: version {expected} is missing, {version} follows")
            elif link(head, stream, version, tag, state.encode(), metadata.encode()) != bytes(hash):
                _tell(found, f"{stream}: version {version} ({tag}) is not what was written")
            head, expected = bytes(hash), version + 1
    return found


def _tell(found: Found, fault: str) -> None:
    if len(found.faults) < _FAULTS_TOLD:
        found.faults.append(fault)
