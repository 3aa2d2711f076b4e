"""A small PayPal on this machine: real HTTP, real state, and faults on request.

Written from the public API reference (Orders v2, Payments v2, Webhooks v1), for what a shop relies on: tokens that run
out, orders that the shopper approves on a page of PayPal's, request ids that replay what was answered first, money held
and taken, refunds, and notices whose signature PayPal itself vouches for. Whatever was taken stands in ``taken``.

``python -m tests.paypal_server 12112`` runs it alone, for STORE_PAYPAL_URL.
"""

import base64
import json
import re
import sys
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.paypal_books import Books, Fault
from tests.stripe_server import Trouble

CLIENT, SECRET, WEBHOOK = "an-app-of-this-shop", "its-secret", "WH-OF-THIS-SHOP"


class PayPalServer:
    """The server; a context manager. ``troubles`` go wrong once each, in their order."""

    def __init__(self, port: int = 0) -> None:
        self.troubles: deque[Trouble] = deque()
        self.requests: list[tuple[str, str]] = []
        self.hanging = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._http.paypal = self  # type: ignore[attr-defined]  # for its handlers
        self._http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.books = Books(self.address)

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hanging.set()
        self._http.shutdown()
        self._http.server_close()

    def serve(self) -> None:
        self._http.serve_forever()

    @property
    def taken(self) -> list[tuple[str, str, str]]:
        """All money taken: payment, amount, currency."""
        return [
            (one["custom_id"], one["amount"]["value"], one["amount"]["currency_code"])
            for one in self.books.captures.values() if one["status"] in {"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"}
        ]

    @property
    def given_back(self) -> list[tuple[str, str, str]]:
        """All money given back: refund, amount, currency."""
        return [
            (one["custom_id"], one["amount"]["value"], one["amount"]["currency_code"])
            for one in self.books.refunds.values() if one["status"] == "COMPLETED"
        ]

    def newest_order_of(self, payment: object) -> dict[str, Any]:
        """The last one that was made for it."""
        return [one for one in self.books.orders.values()
                if one["purchase_units"][0]["custom_id"] == str(payment)][-1]

    def order_of(self, payment: object) -> dict[str, Any]:
        """The order of a payment, when there is exactly one."""
        [order] = [
            one for one in self.books.orders.values() if one["purchase_units"][0]["custom_id"] == str(payment)
        ]
        return order

    def goes_wrong(self, asked: str, kind: str, *, after: bool = False, times: int = 1) -> None:
        """The next request(s) in which *asked* is found come to grief."""
        self.troubles.extend(Trouble(asked, kind, after) for _ in range(times))


def notice(order: dict[str, Any], kind: str = "CHECKOUT.ORDER.APPROVED", id: str = "WH-1") -> bytes:
    """A notice as PayPal sends one."""
    return json.dumps({
        "id": id, "event_version": "1.0", "event_type": kind, "resource_type": "checkout-order", "resource": order,
    }, indent=1).encode()


def signed(body: bytes, by: str = "paypal") -> dict[str, str]:
    """The headers of a notice. PayPal vouches for what bears its name."""
    return {
        "content-type": "application/json", "paypal-auth-algo": "SHA256withRSA",
        "paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/CERT-1",
        "paypal-transmission-id": "69cd13f0-d67a-11e5-baa3-778b53f4ae55",
        "paypal-transmission-sig": f"{by}:{len(body)}", "paypal-transmission-time": "2026-11-22T12:00:00Z",
    }


class Handler(BaseHTTPRequestHandler):
    """Answers for the :class:`PayPalServer` it belongs to."""

    protocol_version = "HTTP/1.1"

    @property
    def paypal(self) -> PayPalServer:
        found: PayPalServer = self.server.paypal  # type: ignore[attr-defined]  # set when the server was made
        return found

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.paypal.requests.append(("POST", self.path))
        self._with_trouble(lambda: self._once(raw))

    def do_GET(self) -> None:
        self.paypal.requests.append(("GET", self.path))
        if self.path.startswith("/checkoutnow"):
            self._page()
            return
        self._with_trouble(lambda: self._carried_out(b""))

    def _page(self) -> None:
        """Where the shopper approves: by links, each a way it may go."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        order = self.paypal.books.orders[asked["token"]]
        pages = order["payment_source"]["paypal"]["experience_context"]
        outcome = asked.get("outcome")
        if outcome is None:
            ways = "".join(
                f'<p><a href="{self.path}&outcome={way}">{way}</a></p>' for way in ("approve", "decline", "leave")
            )
            self._say(200, f"<!doctype html><title>PayPal</title><h1>Pay?</h1>{ways}".encode(), "text/html")
            return
        if outcome != "leave":
            self.paypal.books.approve(order["id"], source="poor" if outcome == "decline" else "good")
        back = pages["cancel_url"] if outcome == "leave" else pages["return_url"]
        self.send_response(303)
        self.send_header("Location", f"{back}?token={order['id']}&PayerID=PAYER1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _with_trouble(self, act: Any) -> None:
        trouble = next((one for one in self.paypal.troubles if one.asked in f"{self.command} {self.path}"), None)
        if trouble is None:
            self._say(*act())
            return
        self.paypal.troubles.remove(trouble)
        if trouble.after:
            act()
        match trouble.kind:
            case "cut":
                self.connection.close()
                self.close_connection = True
            case "hang":
                self.paypal.hanging.wait(30)
                self.close_connection = True
            case status:
                self._say(int(status), json.dumps({"name": "INTERNAL_SERVER_ERROR"}).encode())

    def _once(self, raw: bytes) -> tuple[int, bytes]:
        """What was answered under this request id before, or the answer of now, kept if it did something."""
        key, books = self.headers.get("paypal-request-id"), self.paypal.books
        with books.lock:
            if key and (self.path, key) in books.answers:
                return 200, books.answers[self.path, key]
            status, body = self._carried_out(raw)
            if key and status < 300:
                books.answers[self.path, key] = body
            return status, body

    def _carried_out(self, raw: bytes) -> tuple[int, bytes]:
        books = self.paypal.books
        if self.path == "/v1/oauth2/token":
            basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            if self.headers.get("authorization") != f"Basic {basic}" or raw != b"grant_type=client_credentials":
                return 401, json.dumps({"error": "invalid_client"}).encode()
            return 200, json.dumps(books.new_token()).encode()
        if self.headers.get("authorization") != f"Bearer {books.token}":
            return 401, json.dumps({"name": "AUTHENTICATION_FAILURE"}).encode()
        try:
            with books.lock:
                made = self._route(json.loads(raw) if raw else {})
                return (204, b"") if made is None else (200, json.dumps(made).encode())
        except Fault as fault:
            return fault.status, json.dumps(fault.body).encode()

    def _route(self, body: dict[str, Any]) -> dict[str, Any] | None:
        books = self.paypal.books
        if self.path == "/v2/checkout/orders":
            return books.create(body)
        if self.path == "/v1/notifications/verify-webhook-signature":
            vouched = body["webhook_id"] == WEBHOOK and body["transmission_sig"].startswith("paypal:")
            return {"verification_status": "SUCCESS" if vouched else "FAILURE"}
        found = re.fullmatch(
            r"/v2/(checkout/orders|payments/authorizations|payments/captures)/(\w+)(?:/(\w+))?", self.path
        )
        known: dict[str, dict[str, dict[str, Any]]] = {
            "checkout/orders": books.orders, "payments/authorizations": books.held,
            "payments/captures": books.captures,
        }
        if found is None or found[2] not in known[found[1]]:
            raise Fault(404, "INVALID_RESOURCE_ID")
        thing = known[found[1]][found[2]]
        acts: dict[tuple[str, str | None], Any] = {
            ("checkout/orders", "capture"): lambda: books.take(thing),
            ("checkout/orders", "authorize"): lambda: books.hold(thing),
            ("payments/authorizations", "capture"): lambda: books.take_held(thing, body["amount"]),
            ("payments/authorizations", "void"): lambda: books.let_go(thing),
            ("payments/authorizations", "reauthorize"): lambda: books.hold_again(thing),
            ("payments/captures", "refund"): lambda: books.give_back(thing, body),
        }
        act = acts.get((found[1], found[3]), lambda: books.shown(thing))
        made: dict[str, Any] | None = act()
        return made

    def _say(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Paypal-Debug-Id", "on-this-machine")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    PayPalServer(int(sys.argv[1])).serve()
