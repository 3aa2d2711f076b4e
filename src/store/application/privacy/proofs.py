"""The proof of an erasure: what became unreadable, row by row, and how one finds out whether that is still so.

It names streams, versions and fields, tables and numbers of rows, and no person.
"""

from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from msgspec import Struct, json

from store.domain.privacy.events import LostKey

FORM: Final = "store/erasure-proof-1"


class Unreadable(Struct, frozen=True):
    """A fact of which these fields open no more, by any key there is."""

    stream: UUID
    version: int
    position: str
    tag: str
    fields: tuple[str, ...]


class Head(Struct, frozen=True):
    """Where the chain of a stream stood: the hash of its last fact, in hexadecimal."""

    stream: UUID
    version: int
    hash: str


class Removed(Struct, frozen=True):
    """So many rows, files or documents that were taken out of one place."""

    place: str
    count: int


class Kept(Struct, frozen=True):
    """What has to stay for now."""

    subject: UUID
    because: str
    until: datetime | None


class Proof(Struct, frozen=True):
    """One piece of an erasure. What is canonical is its JSON: the digest of that stands in the log."""

    form: str
    erasure: UUID
    piece: int
    about: str
    about_id: UUID
    ground: str | None
    made_at: datetime
    position: str
    keys: tuple[LostKey, ...]
    facts: tuple[Unreadable, ...]
    heads: tuple[Head, ...]
    removed: tuple[Removed, ...]
    kept: tuple[Kept, ...]

    @property
    def rows(self) -> int:
        """How much was removed."""
        return sum(removed.count for removed in self.removed)

    @property
    def text(self) -> bytes:
        """What the digest is of."""
        return json.encode(self)

    @property
    def digest(self) -> str:
        """SHA-256 of it, in hexadecimal."""
        return sha256(self.text).hexdigest()


class Fault(Struct, frozen=True):
    """What isn't as the proof says."""

    piece: int
    words: str


class Checked(Struct, frozen=True):
    """What came of looking again."""

    parts: int
    keys: int
    facts: int
    faults: list[Fault]
