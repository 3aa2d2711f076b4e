"""A geocoding service on this machine that can be slow, broken, away, or lie."""

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

FOR_EVER = 30.0
"""Seconds that whoever waits for the whole of a slow answer waits."""
PLACE: dict[str, Any] = {
    "formatted": "Lindenweg 4, 10115 Berlin, Germany", "street": "Lindenweg", "housenumber": "4", "postcode": "10115",
    "city": "Berlin", "state_code": "BE", "country_code": "de", "lat": 52.53, "lon": 13.38,
    "rank": {"confidence": 0.97}, "something": {"else": [1, 2]},
}


class Geocoder:
    """Answers ``mood``: places, bytes, a status, or ``slow``."""

    def __init__(self) -> None:
        self.mood: Any = [PLACE]
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.address = ""
        self.released = threading.Event()

    def says(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        self.asked.append((parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}))
        mood = self.mood
        if mood == "slow":
            handler.send_response(200)
            handler.end_headers()
            with contextlib.suppress(OSError):  # whoever asked has gone
                for _ in range(int(FOR_EVER / 0.05)):
                    handler.wfile.write(b" ")
                    handler.wfile.flush()
                    if self.released.wait(0.05):
                        return
            return
        status = mood if isinstance(mood, int) else 200
        body = mood if isinstance(mood, bytes) else json.dumps({"results": mood}).encode()
        handler.send_response(status)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        with contextlib.suppress(OSError):
            handler.wfile.write(body)


@contextlib.contextmanager
def geocoding() -> Iterator[Geocoder]:
    """One behind a real HTTP server, at ``address``."""
    geocoder = Geocoder()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            geocoder.says(self)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    geocoder.address = f"http://127.0.0.1:{server.server_port}/v1/geocode?apiKey=the-key"
    try:
        yield geocoder
    finally:
        geocoder.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
