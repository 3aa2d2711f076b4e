"""The sizes a picture of goods is shown in. Its name alone says which there are, so that nobody has to ask for them."""

import re
from typing import Final

from store.application.shared.answers import Image

WIDTHS: Final = (320, 640, 960, 1600)
"""In pixels, for a card on a phone up to a page on a wide and fine screen."""
AVIF, WEBP, JPEG = ".avif", ".webp", ".jpg"
KINDS: Final = (AVIF, WEBP, JPEG)

_WHOLE: Final = re.compile(r"(goods-[0-9a-f]{32}-([1-9][0-9]{0,4})x([1-9][0-9]{0,4})(a?))\.jpg")
_SIZE: Final = re.compile(r"(goods-[0-9a-f]{32}-[0-9x]{3,11}a?)\.([0-9]{2,4})(?:\.avif|\.jpg|\.webp)")


def named(digest: str, width: int, height: int) -> str:
    """What a picture of so many pixels is called: 32 digits vouch for its bytes, and its size stands behind them. The
    letter at the end says that it is made as AVIF, too; pictures of before have none.
    """
    return f"goods-{digest}-{width}x{height}a{JPEG}"


def of_size(name: str, width: int, ending: str) -> str:
    """What the picture *name* is called at *width*."""
    return f"{name.removesuffix(JPEG)}.{width}{ending}"


def widths_of(name: str) -> list[int]:
    """The widths *name* is made in: none wider than it is, and none at all for what didn't come by an upload."""
    whole = _WHOLE.fullmatch(name)
    if whole is None:
        return []
    width = int(whole[2])
    return [*(one for one in WIDTHS if one < width), *([width] if width <= WIDTHS[-1] else [])]


def kinds_of(name: str) -> tuple[str, ...]:
    """In which kinds *name* is made."""
    whole = _WHOLE.fullmatch(name)
    return () if whole is None else KINDS if whole[4] else (WEBP, JPEG)


def sizes_of(name: str) -> list[str]:
    """All files that are made of *name*."""
    return [of_size(name, width, ending) for width in widths_of(name) for ending in kinds_of(name)]


def whole_of(name: str) -> str | None:
    """The picture that *name* is a size of; nothing where it is none that would be made."""
    size = _SIZE.fullmatch(name)
    whole = f"{size[1]}{JPEG}" if size else ""
    return whole if name in sizes_of(whole) else None


def shown(media: str, name: str, alt: str) -> Image:
    """The picture *name* as pages and programs are told of it, below the address *media*."""
    whole = _WHOLE.fullmatch(name)
    if whole is None:
        return Image(media + name, alt)
    offered = ", ".join(f"{media}{of_size(name, width, WEBP)} {width}w" for width in widths_of(name))
    return Image(media + name, alt, int(whole[2]), int(whole[3]), offered)
