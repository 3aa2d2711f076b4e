"""Cursors of keyset pages: where a list left off, as text nobody needs to understand."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, TypeVar

from msgspec import DecodeError, json

from store.application.shared.errors import BadCursor

K = TypeVar("K")


def cursor_of(*keys: Any) -> str:
    """A cursor that says where the next page begins."""
    return urlsafe_b64encode(json.encode(keys)).decode().rstrip("=")


def keys_of(cursor: str, shape: type[K]) -> K:
    """What :func:`cursor_of` was given, if it has this *shape*.

    :raises BadCursor: for anything else.
    """
    try:
        return json.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=shape)
    except (ValueError, DecodeError):
        raise BadCursor from None
