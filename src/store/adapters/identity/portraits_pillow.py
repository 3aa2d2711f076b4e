"""Squares of people's pictures. Whatever came is decoded, and only pixels leave: no place, no second file."""

from hashlib import sha256
from secrets import token_bytes
from typing import TYPE_CHECKING, Final, Protocol

from store.adapters.drivers.raster import TYPES, Bounds, decoded, encoded
from store.application.identity.portraits import JPEG, LARGE, LARGEST, SMALL, WEBP, names_of
from store.domain.shared.ids import AccountId
from store.domain.shared.pictures import PictureTooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

LEAST: Final = 64
MEGAPIXELS: Final = 16
_BOUNDS: Final = Bounds(LEAST, MEGAPIXELS, moves=True)
_DIGITS: Final = 32


class Keeping(Protocol):
    """The part of the shop's pictures that is needed here. Both raise ``PicturesAway`` where they can't."""

    def put(self, name: str, data: bytes, type: str) -> None: ...
    def remove(self, name: str) -> None: ...


class PillowPortraits:
    """A :class:`~store.application.identity.portraits.Portraits`."""

    def __init__(self, media: Keeping) -> None:
        self._media = media

    def make(self, account: AccountId, data: bytes) -> str:
        """Make the squares and keep them, under a name that no other ever had.

        Of uploads that come at once each takes away what was shown before it: if that had the name of one that is shown
        again by now, the wrong files would go.
        """
        if len(data) > LARGEST:
            raise PictureTooLarge(LARGEST // 1_000_000)
        files = decoded(data, _BOUNDS, 2 * LARGE, _squares)
        whole = sha256(token_bytes(_DIGITS) + account.bytes + b"".join(files)).hexdigest()[:_DIGITS]
        picture = f"portrait-{whole}"
        for name, file in zip(names_of(picture), files, strict=True):
            self._media.put(name, file, next(kind for ending, kind in TYPES.items() if name.endswith(ending)))
        return picture

    def remove(self, picture: str) -> None:
        """Take the files away."""
        for name in names_of(picture):
            self._media.remove(name)


def _squares(image: "Image") -> list[bytes]:
    from PIL import ImageOps

    large = ImageOps.fit(image, (LARGE, LARGE))
    small = large.resize((SMALL, SMALL), reducing_gap=3.0)
    return [encoded(one, ending) for one in (small, large) for ending in (WEBP, JPEG)]
