"""What the catalogue needs of the world."""

from collections.abc import AsyncIterator
from typing import Protocol

from msgspec import Struct


class MediaAway(Exception):
    """The store of pictures can't be reached; whoever asked may ask again."""


class MediaFacts(Struct, frozen=True):
    """What is known of a picture without looking at it. ``version`` changes whenever its bytes do; size in bytes."""

    type: str
    size: int
    version: str


class MediaFile(Struct, frozen=True):
    """A picture about to be read, once."""

    facts: MediaFacts
    chunks: AsyncIterator[bytes]


class Media(Protocol):
    """The shop's pictures, by name. Of a name, one sees the old bytes or the new ones and never half of either.

    All of them raise :exc:`MediaAway` while the store can't be reached.
    """

    def put(self, name: str, data: bytes, type: str) -> None:
        """Keep *data*, in place of what was there.

        :raises NotAMediaName: if the name is none, or stands for another type.
        """

    def remove(self, name: str) -> None:
        """Keep it no longer. What isn't there, or is no name, is removed already."""

    def exists(self, name: str) -> bool:
        """Whether there is one; never for what is no name."""

    def probe(self) -> str:
        """Write something, read it back and take it away again; where that went well, in words for people.

        :raises MediaAway: if it didn't, with the reason.
        """


class ShownMedia(Protocol):
    """The same pictures, as visitors look at them. Both raise :exc:`MediaAway` while the store can't be reached."""

    async def about(self, name: str) -> MediaFacts | None:
        """What there is under *name*; nothing for what is no name."""

    async def read(self, name: str) -> MediaFile | None:
        """The picture called *name*; nothing for what is no name."""
