"""Cursors of keyset pages: where a list left off, as text nobody needs to understand."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, Final, TypeVar

from msgspec import DecodeError, json

from store.application.shared.errors import BadCursor

K = TypeVar("K")
_MOST: Final = 2**63


def cursor_of(*keys: Any) -> str:
    """A cursor that says where the next page begins."""
    return urlsafe_b64encode(json.encode(keys)).decode().rstrip("=")


def keys_of(cursor: str, shape: type[K]) -> K:
    """What :func:`cursor_of` was given, if it has this *shape*.

    :raises BadCursor: for anything else, and for what no column holds.
    """
    try:
        keys = json.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=shape)
    except (ValueError, DecodeError):
        raise BadCursor from None
    if isinstance(keys, tuple) and not all(map(_can_be, keys)):
        raise BadCursor
    return keys


def _can_be(key: object) -> bool:
    """Whether Postgres could have told it: no number is longer than eight bytes, and no text has NUL in it."""
    return -_MOST <= key < _MOST if isinstance(key, int) else not (isinstance(key, str) and "\0" in key)
