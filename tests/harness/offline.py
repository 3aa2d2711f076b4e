"""A guard for tests that must not need anything but Python."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class NeedsTheNetwork(AssertionError):
    """A test of pure rules spoke to a server."""


_forbidden = False


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if _forbidden and event in {"socket.connect", "socket.bind", "socket.getaddrinfo"}:
        raise NeedsTheNetwork(f"{event} {arguments[1:]}")


sys.addaudithook(_refuse)


@contextmanager
def offline() -> Iterator[None]:
    """Whoever connects to anything inside fails."""
    global _forbidden  # noqa: PLW0603 - an audit hook stays for ever, so it needs a switch
    _forbidden = True
    try:
        yield
    finally:
        _forbidden = False
