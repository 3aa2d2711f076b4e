"""Squares of people's pictures, by Pillow. Whatever came is decoded, and only pixels leave: no place, no second file.

What a file says of itself is looked at before it is decoded: its first bytes, and how many pixels it would be.
"""

import struct
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Protocol

from store.application.identity.portraits import JPEG, LARGE, LARGEST, SMALL, WEBP, names_of
from store.domain.identity.errors import NotAPicture, PictureOutOfSize, PictureTooLarge
from store.domain.shared.ids import AccountId

if TYPE_CHECKING:
    from PIL.Image import Image

LEAST: Final = 64
MEGAPIXELS: Final = 16
_MAGIC: Final = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_DIGITS: Final = 32
_HOW: Final[dict[str, dict[str, Any]]] = {
    WEBP: {"format": "WEBP", "quality": 82}, JPEG: {"format": "JPEG", "quality": 85, "optimize": True},
}
_TYPES: Final = {WEBP: "image/webp", JPEG: "image/jpeg"}
_BROKEN: Final = (
    OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, ArithmeticError, struct.error, RuntimeError,
)
"""What decoders raise at files that were made to have them raise something."""


class Keeping(Protocol):
    """The part of the shop's pictures that is needed here. All three raise ``PicturesAway`` where they can't."""

    def put(self, name: str, data: bytes, type: str) -> None: ...
    def remove(self, name: str) -> None: ...
    def exists(self, name: str) -> bool: ...


class PillowPortraits:
    """A :class:`~store.application.identity.portraits.Portraits`. Each process decodes one picture at a time,
    which bounds the memory that strangers can ask for. The library is imported with the first of them.
    """

    def __init__(self, media: Keeping) -> None:
        self._media = media
        self._lock = Lock()

    def make(self, account: AccountId, data: bytes) -> str:
        """Make the squares and keep them. The account is in their name: nobody removes those of somebody else."""
        with self._lock:
            files = _squares(data)
        whole = sha256(account.bytes + b"".join(files)).hexdigest()[:_DIGITS]
        picture = f"portrait-{whole}"
        for name, file in zip(names_of(picture), files, strict=True):
            if not self._media.exists(name):
                self._media.put(name, file, next(kind for ending, kind in _TYPES.items() if name.endswith(ending)))
        return picture

    def remove(self, picture: str) -> None:
        """Take the files away."""
        for name in names_of(picture):
            self._media.remove(name)


def _squares(data: bytes) -> list[bytes]:
    from PIL import Image

    if len(data) > LARGEST:
        raise PictureTooLarge(LARGEST // 1_000_000)
    kind = _kind(data)
    try:
        with Image.open(BytesIO(data), formats=[kind]) as image:
            return _made(image)
    except Image.DecompressionBombError:
        raise PictureOutOfSize(LEAST, MEGAPIXELS) from None
    except _BROKEN:
        raise NotAPicture from None


def _kind(data: bytes) -> str:
    """By what every such file begins with, whatever its name or the sender says."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    kind = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)
    if kind is None:
        raise NotAPicture
    return kind


def _made(image: "Image") -> list[bytes]:
    from PIL import ImageOps

    if min(image.size) < LEAST or image.width * image.height > MEGAPIXELS * 1_000_000:
        raise PictureOutOfSize(LEAST, MEGAPIXELS)
    image.draft("RGB", (2 * LARGE, 2 * LARGE))  # a JPEG is decoded no larger than needed
    turn = _turn(image)
    plain = image if image.mode in {"RGB", "RGBA", "L", "CMYK"} else image.convert("RGBA")
    square = ImageOps.fit(plain, (LARGE, LARGE))
    upright = _on_white(square if turn is None else square.transpose(turn))
    small = upright.resize((SMALL, SMALL), reducing_gap=3.0)
    return [_file(one, ending) for one in (small, upright) for ending in (WEBP, JPEG)]


def _turn(image: "Image") -> "Image.Transpose | None":  # type: ignore[name-defined]  # an enum of the module
    """How the camera was held; one that can't be read was held upright."""
    from PIL.Image import Transpose

    try:
        held = image.getexif().get(0x0112, 1)
    except _BROKEN:
        return None
    return {
        2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90,
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


def _file(image: "Image", ending: str) -> bytes:
    out = BytesIO()
    image.save(out, **_HOW[ending])
    return out.getvalue()
