"""How the shop's pictures are called. Names are flat, and their ending says what they are."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

TYPES: Final[Mapping[str, str]] = {
    ".avif": "image/avif", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""What may be kept, by the ending of its name."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_HASHED: Final = re.compile(r"[.-][0-9a-f]{16,64}[.-]")
_DIGITS: Final = 16
_OF_PEOPLE: Final = "portrait-"
"""How names of people's pictures begin, which hang among those of goods."""
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_FOR_A_WHILE: Final = "public, max-age=3600"
_FOR_ITS_VISITOR: Final = "private, max-age=3600"


class NotAMediaName(ValueError):
    """Nothing is kept under such a name."""


def type_of(name: str) -> str:
    """The media type that *name* stands for.

    :raises NotAMediaName: for one that leads elsewhere, begins with a dot, or ends in anything but a picture's ending.
    """
    stem, dot, ending = name.rpartition(".")
    kind = TYPES.get(dot + ending)
    if kind is None or not stem or not _NAME.fullmatch(name):
        raise NotAMediaName(name)
    return kind


def hashed(stem: str, data: bytes, ending: str) -> str:
    """A name that changes whenever *data* does."""
    return f"{stem}.{sha256(data).hexdigest()[:_DIGITS]}{ending}"


def never_changes(name: str) -> bool:
    """Whether a digest in *name* (16 hexadecimal digits or more) vouches that its bytes stay as they are."""
    return _HASHED.search(name) is not None


def is_of_a_person(name: str) -> bool:
    """Whether the picture under *name* is somebody's own."""
    return name.startswith(_OF_PEOPLE)


def kept_for(name: str) -> str:
    """Who may keep the picture under *name*, and how long, as ``Cache-Control`` says it.

    Those of people are nobody's to keep but a visitor's browser's, for an hour: who takes theirs away is to be gone.
    """
    if is_of_a_person(name):
        return _FOR_ITS_VISITOR
    return _FOR_EVER if never_changes(name) else _FOR_A_WHILE


def redirect_kept_for(name: str) -> str:
    """The same of the way to it elsewhere, which may change."""
    return _FOR_ITS_VISITOR if is_of_a_person(name) else _FOR_A_WHILE
