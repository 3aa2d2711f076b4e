"""A small carrier on this machine, with books, that can be slow, broken, cut short, or lie."""

import contextlib
import json
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from store.adapters.ordering.labels_typst import TypstLabels
from store.application.ordering.carrier_ports import LabelPage

TOKEN = "the-token-of-the-shop"
NOWHERE = "00000"
DRIPS = {
    "slow": (b"HTTP/1.1 200 OK\r\n\r\n", b" "), "trickles": (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
    "not yet": (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
}
"""What is sent first, and then again and again."""


def a_label() -> bytes:
    """A PDF, as a carrier makes them."""
    import asyncio

    return asyncio.run(TypstLabels().pdf([LabelPage("Their own", "X1", "N", "S", "P", "s", None)]))


class CarrierServer:
    """``mood``: a status for all, one of ``DRIPS``, ``cut``, ``loses`` (the first answer to a booking), bytes, or well.
    ``kind``: what it says its answers are.
    """

    def __init__(self) -> None:
        self.mood: Any = "well"
        self.kind: str | None = None
        self.label: bytes | None = a_label()
        self.shipments: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, str] = {}
        self.events: dict[str, list[dict[str, Any]]] = {}
        self.asked: list[tuple[str, str]] = []
        self.address, self.released, self._lock = "", threading.Event(), threading.Lock()

    def scans(self, tracking: str, id: str, code: str, at: datetime, place: str = "") -> None:
        """Something happened to a parcel."""
        self.events.setdefault(tracking, []).append(
            {"id": id, "code": code, "occurred_at": at.isoformat(), "location": place, "driver": "Otto"}
        )
        next(it for it in self.shipments.values() if it["tracking_number"] == tracking)["collected"] = True

    def says(self, it: BaseHTTPRequestHandler) -> None:
        parts, body = urlsplit(it.path), it.rfile.read(int(it.headers.get("content-length") or 0))
        self.asked.append((it.command, it.path))
        mood = self.mood
        if mood in DRIPS:
            first, piece = DRIPS[mood]
            it.close_connection = True
            with contextlib.suppress(OSError):  # whoever asked has gone
                it.wfile.write(first)
                while not self.released.wait(0.05):
                    it.wfile.write(piece)
            return
        if mood == "cut":
            it.send_response(200)
            it.send_header("content-length", "1000")
            it.end_headers()
            it.wfile.write(b'{"id"')
            it.close_connection = True
            return
        if isinstance(mood, int | bytes):
            self._tell(it, mood if isinstance(mood, int) else 200, mood if isinstance(mood, bytes) else b"{}")
        elif it.headers.get("authorization") != f"Bearer {TOKEN}":
            self._tell(it, 401, b"{}")
        else:
            status, answer = self._well(it.command, parts.path, parse_qs(parts.query), it.headers, body)
            if mood == "loses" and it.command == "POST":
                self.mood = "well"
                it.close_connection = True
                return
            self._tell(it, status, answer)

    def _well(self, verb: str, path: str, asked: Any, headers: Any, body: bytes) -> tuple[int, bytes]:
        match verb, path.removeprefix("/v1/").split("/"):
            case "POST", ["shipments" | "returns" as what]:
                wish = json.loads(body)
                where = wish["recipient" if what == "shipments" else "sender"]
                return self._book(headers["idempotency-key"], where["postal_code"])
            case "GET", ["drop-off-points"]:
                return self._near(asked["country"][0], asked["postal_code"][0])
            case "DELETE", ["shipments", id]:
                return self._call_off(id)
            case "GET", ["shipments", id, "label"]:
                return (200, self.label or b"") if id in self.shipments and self.label else (406, b"")
            case "GET", ["trackings", number, "events"]:
                return self._since(number, asked.get("after", [""])[0])
            case _:
                return 404, b"{}"

    def _near(self, country: str, postal_code: str) -> tuple[int, bytes]:
        if postal_code == NOWHERE:
            return 404, b"{}"
        points = [
            {"name": name, "address": "1 Main Street", "postal_code": postal_code, "city": country, "metres": 90,
             "opening_hours": "Mo-Fr 9-17"} for name in ("Kiosk", "Baker")
        ]
        return 200, json.dumps({"points": points}).encode()

    def _book(self, key: str, postal_code: str) -> tuple[int, bytes]:
        if postal_code == NOWHERE:
            return 422, json.dumps({"detail": f"we deliver\nnothing to {NOWHERE}"}).encode()
        with self._lock:
            id = self.keys.setdefault(key, f"shp_{len(self.keys) + 1}")
            it = self.shipments.setdefault(id, {"id": id, "tracking_number": f"00340{len(self.keys):09}", "more": 1})
        if it.get("called_off"):
            return 409, json.dumps({"detail": "that was called off"}).encode()
        return 201, json.dumps(it).encode()

    def _call_off(self, id: str) -> tuple[int, bytes]:
        it = self.shipments.get(id)
        if it is None:
            return 404, b"{}"
        if it.get("collected"):
            return 409, json.dumps({"detail": "it is collected"}).encode()
        it["called_off"] = True
        return 204, b""

    def _since(self, number: str, after: str) -> tuple[int, bytes]:
        if number not in self.events:
            return 404, b"{}"
        events = self.events[number]
        known = [it["id"] for it in events]
        return 200, json.dumps({"events": events[known.index(after) + 1 if after in known else 0:]}).encode()

    def _tell(self, it: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        it.send_response(status)
        kind = "application/pdf" if body.startswith(b"%PDF") else "application/json"
        it.send_header("content-type", self.kind or kind)
        if 300 <= status < 400:
            it.send_header("location", f"{self.address}/elsewhere")
        it.send_header("content-length", str(len(body)))
        it.end_headers()
        with contextlib.suppress(OSError):
            it.wfile.write(body)


@contextlib.contextmanager
def carrying() -> Iterator[CarrierServer]:
    """One behind a real HTTP server, at ``address``."""
    carrier = CarrierServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            carrier.says(self)

        def do_POST(self) -> None:
            carrier.says(self)

        def do_DELETE(self) -> None:
            carrier.says(self)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    carrier.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield carrier
    finally:
        carrier.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
