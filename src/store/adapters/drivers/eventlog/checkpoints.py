"""What is signed about the log: which facts it held, up to a position, each by its hash.

A checkpoint covers the facts since the one before it and names that one by its digest, so that together they
cover the log from its first fact on. What it says of the facts is one digest over their *leaves*; the leaves
themselves stand in a file beside the signed statements and are there to name the fact that is wrong.
"""

import hashlib
from base64 import b64decode, b64encode
from binascii import Error
from datetime import datetime
from struct import Struct as Layout
from typing import Final, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import DecodeError, Struct, json

from store.adapters.drivers.eventlog.tokens import parse_token

_LAYOUT: Final = Layout(">q16sI4s32s")
LEAF: Final = _LAYOUT.size
"""Bytes of a leaf: 64."""
MARK: Final = 4


class Leaf(NamedTuple):
    """A fact in 64 bytes. The mark of its tag says of a stream that vanished what it was about."""

    position: int
    stream: UUID
    version: int
    mark: bytes
    hash: bytes

    @property
    def place(self) -> tuple[UUID, int]:
        """What tells facts apart."""
        return self.stream, self.version


class Checkpoint(Struct, frozen=True, kw_only=True):
    """The statement that is signed. Positions are as the outside names them.

    ``before`` counts the facts that earlier ones cover.
    """

    number: int
    previous: str
    after: str
    upto: str
    before: int
    facts: int
    digest: str
    at: datetime
    kind: str = "store/checkpoint-1"

    @property
    def range(self) -> tuple[int, int]:
        """The positions it covers: above the first, up to the second."""
        return parse_token(self.after)[1], parse_token(self.upto)[1]


class Signed(Struct, frozen=True):
    """A statement exactly as it was signed."""

    statement: str
    signature: str

    def read(self) -> Checkpoint:
        """What it says.

        :raises ValueError: if it says nothing.
        """
        try:
            found = json.decode(self.statement, type=Checkpoint)
            _ = found.range
        except DecodeError as wrong:
            raise ValueError(str(wrong)) from None
        return found

    def digest(self) -> str:
        """What the next one names it by."""
        return hashlib.sha256(self.statement.encode()).hexdigest()

    def holds(self, key: Ed25519PublicKey) -> bool:
        """Whether the owner of *key* signed this very text."""
        try:
            key.verify(b64decode(self.signature, validate=True), self.statement.encode())
        except (InvalidSignature, Error, ValueError):
            return False
        return True


def sign(statement: Checkpoint, key: Ed25519PrivateKey) -> Signed:
    """*statement*, signed."""
    text = json.encode(statement)
    return Signed(text.decode(), b64encode(key.sign(text)).decode())


def mark_of(tag: str) -> bytes:
    """Four bytes by which a tag is known again."""
    return hashlib.sha256(tag.encode()).digest()[:MARK]


def leaf_bytes(position: int, stream: UUID, version: int, tag: str, hash: bytes) -> bytes:
    """A fact as its leaf."""
    return _LAYOUT.pack(position, stream.bytes, version, mark_of(tag), hash)


def leaves_in(text: bytes) -> list[Leaf]:
    """The leaves that stand in *text* one after the other."""
    return [
        Leaf(position, UUID(bytes=stream), version, mark, hash)
        for position, stream, version, mark, hash in _LAYOUT.iter_unpack(text)
    ]


def digest_of(leaves: bytes) -> str:
    """What a checkpoint says of its facts: SHA-256 over their leaves in the order of the log."""
    return hashlib.sha256(leaves).hexdigest()
