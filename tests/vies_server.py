"""A small VIES on this machine: registers of member states behind one address, that can be away, slow, cut, or lie."""

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

REQUESTERS = {("DE", "123456788")}


class ViesServer:
    """``given_out`` numbers by country; ``away`` are countries whose register is. ``mood``: a status, bytes,
    ``trickles``, ``cut``, the name of an error, or well. ``consulted``: each answer that has a consultation number.
    """

    def __init__(self) -> None:
        self.mood: Any = "well"
        self.given_out: set[tuple[str, str]] = set()
        self.away: set[str] = set()
        self.consulted: dict[str, tuple[str, str, bool]] = {}
        self.asked: list[dict[str, str]] = []
        self.address, self.released, self._lock = "", threading.Event(), threading.Lock()

    def says(self, it: BaseHTTPRequestHandler) -> None:
        body = it.rfile.read(int(it.headers.get("content-length") or 0))
        if it.path != "/rest-api/check-vat-number" or it.headers.get("content-type") != "application/json":
            self._tell(it, 404, b"{}")
            return
        asked = json.loads(body)
        with self._lock:
            self.asked.append(asked)
        mood = self.mood
        if mood == "trickles":
            it.close_connection = True
            with contextlib.suppress(OSError):
                it.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while not self.released.wait(0.05):
                    it.wfile.write(b"X-A: b\r\n")
        elif mood == "cut":
            it.send_response(200)
            it.send_header("content-length", "1000")
            it.end_headers()
            it.wfile.write(b'{"valid": tr')
            it.close_connection = True
        elif isinstance(mood, int):
            self._tell(it, mood, b'{"valid": true}')
        elif isinstance(mood, bytes):
            self._tell(it, 200, mood)
        elif mood != "well":
            self._refuse(it, mood)
        else:
            self._look_up(it, asked)

    def _look_up(self, it: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        country, number = asked["countryCode"], asked["vatNumber"]
        who = asked.get("requesterMemberStateCode"), asked.get("requesterNumber")
        if not (country.isalpha() and number.replace("+", "").replace("*", "").isalnum()):
            self._refuse(it, "INVALID_INPUT")
        elif who[0] and who not in REQUESTERS:
            self._refuse(it, "INVALID_REQUESTER_INFO")
        elif country in self.away:
            self._refuse(it, "MS_UNAVAILABLE")
        else:
            valid, consultation = (country, number) in self.given_out, ""
            with self._lock:
                if who[0] and valid:
                    consultation = f"WAPIAAAA{len(self.consulted):08}"
                    self.consulted[consultation] = (country, number, valid)
            self._tell(it, 200, json.dumps({
                "countryCode": country, "vatNumber": number, "requestDate": "2026-05-31T12:00:00.000Z", "valid": valid,
                "requestIdentifier": consultation, "name": "A TRADER", "address": "A STREET 1", "traderName": "---",
            }).encode())

    def _refuse(self, it: BaseHTTPRequestHandler, error: str) -> None:
        self._tell(it, 500 if error.endswith("UNAVAILABLE") else 400, json.dumps(
            {"actionSucceed": False, "errorWrappers": [{"error": error}]}
        ).encode())

    def _tell(self, it: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        it.send_response(status)
        it.send_header("content-type", "application/json")
        if 300 <= status < 400:
            it.send_header("location", f"{self.address}/check-vat-number")
        it.send_header("content-length", str(len(body)))
        it.end_headers()
        with contextlib.suppress(OSError):
            it.wfile.write(body)


@contextlib.contextmanager
def answering() -> Iterator[ViesServer]:
    """One behind a real HTTP server, at ``address``."""
    vies = ViesServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            vies.says(self)

        def do_POST(self) -> None:
            vies.says(self)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    vies.address = f"http://127.0.0.1:{server.server_port}/rest-api"
    try:
        yield vies
    finally:
        vies.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
