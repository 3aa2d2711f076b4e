"""Keyed digests of pieces of names and addresses."""

from typing import Final

from store.adapters.identity.blind_index import BlindIndex
from store.application.identity.grams import Field

_PURPOSES: Final = {
    Field.WHOLE_EMAIL: "whole e-mail", Field.WHOLE_NAME: "whole name", Field.NAME: "piece of a name",
    Field.EMAIL: "piece of an e-mail",
}
"""They go into the digests, and are never to be renamed."""


class HmacMarks:
    """A :class:`~store.application.identity.grams.Marks` on the key of the blind index, each field under a name of its
    own: a piece of a name says nothing about the same piece of an address.
    """

    def __init__(self, index: BlindIndex) -> None:
        self._index = index

    def of(self, field: Field, piece: str) -> int:
        """The first 64 bits of the digest, as Postgres counts them."""
        return int.from_bytes(self._index.of(_PURPOSES[field], piece)[:8], signed=True)

    def digest(self, purpose: str, text: str) -> bytes:
        """The first 128 bits of the digest."""
        return self._index.of(f"whole {purpose}", text)[:16]
