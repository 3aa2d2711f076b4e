"""Where pictures of people are kept: among the shop's pictures, whose troubles they say in words of their own."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from store.application.catalogue.ports import Media, MediaAway, ShownMedia
from store.application.identity.portraits import PicturesAway


class AmongThePictures:
    """A :class:`~store.adapters.identity.portraits_pillow.Keeping` over a ``Media``."""

    def __init__(self, media: Media) -> None:
        self._media = media

    def put(self, name: str, data: bytes, type: str) -> None:
        """Keep it."""
        with _reachable():
            self._media.put(name, data, type)

    def remove(self, name: str) -> None:
        """Keep it no longer."""
        with _reachable():
            self._media.remove(name)


class FromThePictures:
    """:class:`~store.application.privacy.copy_ports.Squares` over a ``ShownMedia``, for a thread that has no loop."""

    def __init__(self, media: ShownMedia) -> None:
        self._media = media

    def read(self, name: str) -> bytes | None:
        """All of a file."""
        with _reachable():
            return asyncio.run(self._read(name))

    async def _read(self, name: str) -> bytes | None:
        file = await self._media.read(name)
        return None if file is None else b"".join([piece async for piece in file.chunks])


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except MediaAway as away:
        raise PicturesAway from away
