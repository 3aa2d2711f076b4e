"""Where pictures of people are kept: among the shop's pictures, whose troubles they say in words of their own."""

from collections.abc import Iterator
from contextlib import contextmanager

from store.application.catalogue.ports import Media, MediaAway
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

    def exists(self, name: str) -> bool:
        """Whether it is kept."""
        with _reachable():
            return self._media.exists(name)


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except MediaAway as away:
        raise PicturesAway from away
