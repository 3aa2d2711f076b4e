"""What a file is, by how it begins: whatever its name or its sender says."""

from typing import Final

_BEGINNINGS: Final = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
ENOUGH: Final = 12
"""So many bytes of a file say whether it is one of the three."""


def kind_of(first: bytes) -> str | None:
    """``JPEG``, ``PNG`` or ``WEBP``; nothing for what is none of them. *first* are its first bytes, or all of it."""
    if first[:4] == b"RIFF" and first[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for beginning, kind in _BEGINNINGS.items() if first.startswith(beginning)), None)
