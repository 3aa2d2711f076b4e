"""Pictures of goods: made of what strangers send, and then in all sizes. Only pixels leave here."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Final

from store.adapters.drivers.raster import TYPES, Bounds, decoded, encoded
from store.application.catalogue.picture_ports import LARGEST, PicturesAway, Uploads
from store.application.catalogue.ports import Media, MediaAway, ShownMedia
from store.application.catalogue.sizes import JPEG, kinds_of, named, of_size, sizes_of, widths_of
from store.application.shared.ports import Clock
from store.domain.shared.ids import ProductId
from store.domain.shared.pictures import PictureTooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

LEAST: Final = 200
MEGAPIXELS: Final = 25
LONGEST_SIDE: Final = 2400
"""Of what is kept, in pixels: enough to look closely on a fine screen."""
_BOUNDS: Final = Bounds(LEAST, MEGAPIXELS)
_OWN: Final = Bounds(1, MEGAPIXELS)
_ENOUGH: Final = 1600
_DIGITS: Final = 32


class PillowStudio:
    """A :class:`~store.application.catalogue.picture_ports.Studio` over the shop's pictures."""

    def __init__(self, media: Media, shown: ShownMedia, uploads: Uploads, clock: Clock) -> None:
        self._media, self._shown, self._uploads, self._clock = media, shown, uploads, clock

    def take_in(self, product: ProductId, data: bytes) -> str:
        """The product is in its name: the same picture of another product is another file."""
        if len(data) > LARGEST:
            raise PictureTooLarge(LARGEST // 1_000_000)
        file, width, height = decoded(data, _BOUNDS, _ENOUGH, _whole)
        name = named(sha256(product.bytes + file).hexdigest()[:_DIGITS], width, height)
        self._uploads.begin(name, product, self._clock.now())
        with _reachable():
            self._media.put(name, file, TYPES[JPEG])
        return name

    def make_sizes(self, name: str) -> bool:
        """From the widest down, each of the one before: what was made smaller needn't be looked at in full again."""
        with _reachable():
            data = asyncio.run(self._read(name))
        if data is None:
            return False
        for made, file in decoded(data, _OWN, _ENOUGH, lambda image: list(_sizes(name, image))):
            with _reachable():
                self._media.put(made, file, TYPES[made[made.rindex("."):]])
        return True

    def throw_away(self, name: str) -> None:
        """The whole one last: what is left over when this is cut short is found by it."""
        with _reachable():
            for one in (*sizes_of(name), name):
                self._media.remove(one)

    async def _read(self, name: str) -> bytes | None:
        file = await self._shown.read(name)
        return None if file is None else b"".join([piece async for piece in file.chunks])


def _whole(image: "Image") -> tuple[bytes, int, int]:
    from PIL.Image import Resampling

    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Resampling.LANCZOS, reducing_gap=3.0)
    out = BytesIO()
    image.save(out, "JPEG", quality=88, optimize=True, progressive=True)
    return out.getvalue(), image.width, image.height


def _sizes(name: str, image: "Image") -> Iterator[tuple[str, bytes]]:
    from PIL.Image import Resampling

    ratio = image.height / image.width
    for width in reversed(widths_of(name)):
        image = image.resize((width, max(1, round(width * ratio))), Resampling.LANCZOS, reducing_gap=3.0)
        for ending in kinds_of(name):
            yield of_size(name, width, ending), encoded(image, ending)


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except MediaAway as away:
        raise PicturesAway from away
