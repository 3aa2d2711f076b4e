"""Random bytes of the system's, fetched by the page.

To ask for some lets go of the interpreter's lock, and wakes whichever thread waits for it, for twelve bytes: an order
asked forty times. Each thread has a page of its own. For ids and nonces; keys ask the system itself.
"""

import os
from threading import local
from typing import Final
from uuid import UUID

_PAGE: Final = 4096


class _Drawer(local):
    """What a thread has left of its page."""

    page = b""
    at = 0


_drawer: Final = _Drawer()


def chance(count: int) -> bytes:
    """So many bytes that nobody had before and nobody can guess."""
    its = _drawer
    start, end = its.at, its.at + count
    if end > len(its.page):
        its.page, start, end = os.urandom(max(_PAGE, count)), 0, count
    its.at = end
    return its.page[start:end]


def random_id() -> UUID:
    """An id of 122 random bits (RFC 9562, version 4)."""
    return UUID(bytes=chance(16), version=4)


def _forget() -> None:
    _drawer.page, _drawer.at = b"", 0


os.register_at_fork(after_in_child=_forget)  # or both would draw the same
