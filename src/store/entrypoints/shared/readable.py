"""Addresses are text of a sensible length: nothing behind the door need care for those that aren't."""

from typing import Any, Final

from litestar.connection import ASGIConnection
from litestar.exceptions import NotFoundException

from store.application.shared.errors import TextWithNul

_ZERO: Final = "\0"
_LONGEST_NAME: Final = 255
"""Bytes between two slashes; no file system and nothing in the shop has longer names."""


def expect_readable(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Refuse an address or a query with a zero byte, and say of a name beyond all measure that it is not here."""
    path: str = connection.scope["path"]
    if _ZERO in path or b"%00" in connection.scope["query_string"]:
        raise TextWithNul
    if len(path) > _LONGEST_NAME // 4 and any(len(name.encode()) > _LONGEST_NAME for name in path.split("/")):
        raise NotFoundException
