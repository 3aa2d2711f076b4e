"""A partner who receives webhooks: over real HTTP, or in this process.

It checks each signature with nothing but the secret it was told and the convention of Standard Webhooks, in code of
its own. What it does with a delivery is its ``mood``: a status, or something worse.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 30.0


class Partner:
    """Takes deliveries, and remembers each."""

    def __init__(self, mood: Any = 200) -> None:
        self.mood, self.secrets = mood, []
        self.taken: list[dict[str, Any]] = []
        """What it confirmed, as JSON, in order."""
        self.seen: list[tuple[dict[str, str], bytes]] = []
        """Headers and bytes of whatever came."""
        self.address = ""
        self._news = threading.Condition()

    def receive(self, headers: dict[str, str], body: bytes) -> int:
        """A delivery came; the status to answer."""
        mood = self.mood(headers, body) if callable(self.mood) else self.mood
        status = mood if isinstance(mood, int) else 200
        if self.secrets and not self.genuine(headers, body):
            status = 401
        with self._news:
            self.seen.append((headers, body))
            if status == 200:
                self.taken.append(json.loads(body))
            self._news.notify_all()
        return status

    def genuine(self, headers: dict[str, str], body: bytes, secret: str = "") -> bool:
        """Whether one of its secrets, or this *secret*, made one of the signatures."""
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        made = {
            base64.b64encode(hmac.new(base64.b64decode(one.removeprefix("whsec_")), signed, hashlib.sha256).digest())
            for one in ([secret] if secret else self.secrets)
        }
        return bool(made & {one.removeprefix("v1,").encode() for one in headers["webhook-signature"].split()})

    @property
    def facts(self) -> list[dict[str, Any]]:
        """All facts it confirmed, doubles included."""
        return [fact for delivery in self.taken for fact in delivery["items"]]

    @property
    def places(self) -> list[tuple[str, int]]:
        """Stream and version of each of them."""
        return [(fact["stream"], fact["version"]) for fact in self.facts]

    def until(self, condition: Any, seconds: float = PATIENCE) -> None:
        """Wait until *condition* holds."""
        with self._news:
            assert self._news.wait_for(condition, seconds), (len(self.seen), len(self.facts))


@contextlib.contextmanager
def listening(partner: Partner, tls: ssl.SSLContext | None = None) -> Iterator[Partner]:
    """*partner* behind a real HTTP server on this machine, at ``partner.address``."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = partner.receive({name.lower(): value for name, value in self.headers.items()}, body)
            with contextlib.suppress(OSError):  # whoever sent it may have hung up
                _answer(self, partner.mood, status)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    partner.address = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield partner
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


def _answer(handler: BaseHTTPRequestHandler, mood: Any, status: int) -> None:
    if isinstance(mood, str):
        MOODS[mood](handler)
        return
    handler.send_response(status)
    handler.send_header("content-length", "2")
    handler.end_headers()
    handler.wfile.write(b"ok")


def _garbage(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\x01 this is no HTTP \xff\r\n\r\n")


def _until_gone(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.settimeout(PATIENCE)
    handler.connection.recv(1)


def _one_sign_at_a_time(handler: BaseHTTPRequestHandler) -> None:
    for sign in b"HTTP/1.1 200 OK\r\nx-slow: " + b"z" * 4000:
        handler.wfile.write(bytes([sign]))
        time.sleep(0.05)  # to be slow is its character: it waits for nothing


def _hangs_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def _redirect(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(302)
    handler.send_header("location", "http://127.0.0.1:1/elsewhere")
    handler.end_headers()


def _huge(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65536)


def _huge_head(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-huge: " + b"z" * 10_000_000)


MOODS = {
    "garbage": _garbage, "silent": _until_gone, "slow": _one_sign_at_a_time, "hangs up": _hangs_up,
    "redirect": _redirect, "huge": _huge, "huge head": _huge_head,
}
