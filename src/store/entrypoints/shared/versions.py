"""``ETag`` and ``If-None-Match``: whether somebody has an answer already."""

from hashlib import sha256
from typing import Final

_DIGITS: Final = 22
_PACKED: Final = ("br", "gzip")
"""The ways an answer may leave, in the order in which they are tried on ``Accept-Encoding``."""


def tag_of(ready: bytes, accepted: str) -> str:
    """A strong tag of *ready* as it leaves for somebody who said to accept *accepted*: packed, it is other bytes."""
    way = next((f"-{way}" for way in _PACKED if way in accepted), "")
    return f'"{sha256(ready).hexdigest()[:_DIGITS]}{way}"'


def knows(known: str, tag: str) -> bool:
    """Whether ``If-None-Match`` names *tag*, compared weakly (RFC 9110, 13.1.2)."""
    tags = {one.strip().removeprefix("W/") for one in known.split(",")}
    return "*" in tags or tag.removeprefix("W/") in tags
