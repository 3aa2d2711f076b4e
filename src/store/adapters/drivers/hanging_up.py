"""Hangs up on whoever takes too long.

What a library calls a timeout is for one read, of which there may be endlessly many: headers that trickle in, or one
*not yet* after another. So whoever calls hangs up when the time is over, whatever the line is at.
"""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any

import httpx


@contextmanager
def hanging_up(request: httpx.Request, seconds: float) -> Iterator[Callable[[], bool]]:
    """After so many *seconds* the connection for *request* is cut, from whatever it waits; yields whether it was."""
    lines: list[socket.socket] = []
    cut: list[bool] = []

    def over() -> None:
        cut.append(True)
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def opened(event: str, info: Mapping[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            # Another handle of the same connection: encryption takes the first one away.
            lines.append(info["return_value"].get_extra_info("socket").dup())
        if cut:
            over()

    request.extensions["trace"] = opened
    timer = Timer(seconds, over)
    timer.daemon = True
    timer.start()
    try:
        yield lambda: bool(cut)
    finally:
        timer.cancel()
        timer.join()
        for line in lines:
            line.close()
