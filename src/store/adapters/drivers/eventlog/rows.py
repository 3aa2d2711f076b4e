"""A row of the log, and the hash that ties it to the one before it."""

import hashlib
from dataclasses import dataclass
from struct import Struct
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent

_LENGTH = Struct("!Q").pack
_PLACE = Struct("!Q16sQQQ").pack
ORDINAL_BITS = 16
MOST_EVENTS = 1 << ORDINAL_BITS
"""Events of one transaction: their place in it stands in the low bits of their positions."""


@dataclass(frozen=True)
class Fact(StoredEvent):
    """A stored event with what is known of how it came about, and its link of the stream's chain."""

    metadata: bytes
    hash: bytes


@dataclass(frozen=True)
class TailedFact(Notification):
    """A fact with its position in the log."""

    metadata: bytes
    hash: bytes


def link(head: bytes, stream: UUID, version: int, tag: str, state: bytes, metadata: bytes) -> bytes:
    """The hash of a fact that follows the one whose hash is *head* (empty for the first).

    SHA-256 over the predecessor's hash and every stored part, each preceded by its length, so that
    no two different rows feed it the same bytes. The position is left out: a restore may change it.
    """
    name = tag.encode()
    return hashlib.sha256(b"".join((
        _LENGTH(len(head)), head, _PLACE(16, stream.bytes, 8, version, len(name)), name,
        _LENGTH(len(state)), state, _LENGTH(len(metadata)), metadata,
    ))).digest()
