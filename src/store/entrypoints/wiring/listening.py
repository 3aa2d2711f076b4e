"""The port the shop listens on, seen from outside the server."""

import socket
import time
from contextlib import suppress
from typing import Final

from store.entrypoints.wiring.settings import Settings

_STATUS: Final = len(b"HTTP/1.1 200")


class PortTaken(Exception):
    """Something else listens where the shop should."""


def check_port(settings: Settings) -> None:
    """Try the port as the HTTP server will: better before Postgres starts than after."""
    try:
        family, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    except OSError as reason:
        raise PortTaken(
            f"{settings.host} is no address to listen on: {reason.strerror}. Choose another with STORE_HOST."
        ) from reason
    deadline = time.monotonic() + 1.0
    while True:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
                probe.listen(1)
            except OSError as reason:
                # Children of a start killed a moment ago may still be on their way out.
                if time.monotonic() > deadline:
                    raise PortTaken(
                        f"port {settings.port} on {settings.host} can't be used: {reason.strerror}."
                        " Choose another with STORE_PORT."
                    ) from reason
            else:
                return
        time.sleep(0.1)


def answers_ready(settings: Settings) -> bool:
    """Whether a shop answers there that it is ready."""
    return answer(settings).endswith(b"200")


def answer(settings: Settings) -> bytes:
    """How the answer to whether it is ready begins, if something that speaks HTTP is there.

    One request by hand: an HTTP client would stay in memory for the rest of this process's life.
    """
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104  # compared with
    with suppress(OSError), socket.create_connection((host, settings.port), timeout=2) as connection:
        connection.sendall(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return connection.recv(_STATUS)
    return b""
