"""Pictures from strangers, decoded: the one way in, by Pillow. What comes out is pixels on a new canvas, and no more.

What a file says of itself is looked at before it is decoded: its first bytes, whether it is something else as well, how
many pixels it would be and how many pictures. Each process decodes one at a time, which bounds the memory that
strangers can ask for. The library is imported with the first of them.
"""

import re
import struct
from collections.abc import Callable
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec import Struct

from store.application.shared.picture_kinds import kind_of
from store.domain.shared.pictures import NotAPicture, PictureMoves, PictureOutOfSize

if TYPE_CHECKING:
    from PIL.Image import Image, Transpose

T = TypeVar("T")

AVIF, WEBP, JPEG = ".avif", ".webp", ".jpg"
TYPES: Final = {AVIF: "image/avif", WEBP: "image/webp", JPEG: "image/jpeg"}
_HOW: Final[dict[str, dict[str, Any]]] = {
    AVIF: {"format": "AVIF", "quality": 72, "speed": 8, "max_threads": 1},
    WEBP: {"format": "WEBP", "quality": 82}, JPEG: {"format": "JPEG", "quality": 85, "optimize": True},
}
_BROKEN: Final = (
    OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, ArithmeticError, struct.error, RuntimeError,
    MemoryError,
)
"""What decoders raise at files that were made to have them raise something."""
_ALSO: Final = re.compile(
    rb"<script[\s>/]|<html[\s>]|<!doctype html|<\?php\s|<svg\s[^<>]{0,200}xmlns|%PDF-1\.", re.IGNORECASE
)
"""What a browser or a server might run. None of it is so short that it comes about by chance among pixels."""
_ARCHIVE: Final = b"PK\x05\x06"
_TAIL: Final = 66_000
"""An archive ends with its list, behind which a comment of 65,535 bytes may stand."""
_ONE_AT_A_TIME: Final = Lock()


class Bounds(Struct, frozen=True):
    """What is decoded at all: pixels on each side at *least*, *megapixels* at most, and whether one that *moves* is
    taken for its first picture.
    """

    least: int
    megapixels: int
    moves: bool = False


def decoded(data: bytes, bounds: Bounds, enough: int, then: Callable[["Image"], T]) -> T:
    """What *then* makes of the picture in *data*: upright, in RGB, on white. It may be smaller than it was, as long as
    each side keeps *enough* pixels.

    :raises NotAPicture: if it is nothing that is decoded here, or something else as well.
    :raises PictureOutOfSize, PictureMoves: before anything is decoded, where that can be told.
    """
    from PIL import Image

    kind = kind_of(data)
    if kind is None or _ALSO.search(data) or (_ARCHIVE in data[-_TAIL:]):
        raise NotAPicture
    if kind == "WEBP":
        _expect_pixels(*_canvas(data), bounds)  # its decoder asks for memory as soon as it is opened
    with _ONE_AT_A_TIME:
        try:
            with Image.open(BytesIO(data), formats=[kind]) as image:
                return then(_upright(image, bounds, enough))
        except Image.DecompressionBombError:
            raise PictureOutOfSize(bounds.least, bounds.megapixels) from None
        except _BROKEN:
            raise NotAPicture from None


def encoded(image: "Image", ending: str) -> bytes:
    """*image* as a file of the kind that *ending* stands for."""
    out = BytesIO()
    image.save(out, **_HOW[ending])
    return out.getvalue()


def _upright(image: "Image", bounds: Bounds, enough: int) -> "Image":
    _expect_pixels(*image.size, bounds)
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1 and not bounds.moves:  # phones add a small second
        raise PictureMoves
    image.draft("RGB", (enough, enough))  # a JPEG is decoded no larger than needed
    turn = _turn(image)
    plain = image if image.mode in {"RGB", "RGBA", "L", "CMYK"} else image.convert("RGBA")
    less = min(plain.size) // enough
    canvas = _on_white(plain.reduce(less) if less > 1 else plain)
    return canvas if turn is None else canvas.transpose(turn)


def _expect_pixels(width: int, height: int, bounds: Bounds) -> None:
    if min(width, height) < bounds.least or width * height > bounds.megapixels * 1_000_000:
        raise PictureOutOfSize(bounds.least, bounds.megapixels)


def _canvas(data: bytes) -> tuple[int, int]:
    """Width and height, as the head of a WebP of each of the three kinds has them."""
    match data[12:16]:
        case b"VP8X":
            return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
        case b"VP8L":
            both = int.from_bytes(data[21:25], "little")
            return (both & 0x3FFF) + 1, (both >> 14 & 0x3FFF) + 1
        case b"VP8 " if data[23:26] == b"\x9d\x01\x2a":
            return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
        case _:
            raise NotAPicture


def _turn(image: "Image") -> "Transpose | None":
    """How the camera was held; one that can't be read was held upright."""
    from PIL.Image import Transpose as Turn

    try:
        held = image.getexif().get(0x0112, 1)
    except _BROKEN:
        return None
    return {
        2: Turn.FLIP_LEFT_RIGHT, 3: Turn.ROTATE_180, 4: Turn.FLIP_TOP_BOTTOM, 5: Turn.TRANSPOSE,
        6: Turn.ROTATE_270, 7: Turn.TRANSVERSE, 8: Turn.ROTATE_90,
    }.get(held)


def _on_white(image: "Image") -> "Image":
    """Pixels alone, on a new canvas: nothing that the file said beside them comes along."""
    from PIL import Image

    canvas = Image.new("RGB", image.size, "white")
    if image.mode == "RGBA":
        canvas.paste(image, mask=image.getchannel("A"))
    else:
        canvas.paste(image.convert("RGB"))
    return canvas
