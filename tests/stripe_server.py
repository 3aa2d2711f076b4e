"""A small Stripe on this machine: real HTTP, real state, and faults on request.

Written from the public API reference, for what a shop relies on: PaymentIntents, idempotency keys that replay what was
answered first (a 500 too) and refuse other parameters, cards that decline or ask the bank, amounts in steps, signed
events. Whatever was taken stands in ``taken``, which is what an auditor would ask Stripe for.

``python -m tests.stripe_server 12111`` runs it alone, for STORE_STRIPE_URL.
"""

import hashlib
import hmac
import json
import re
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from tests import stripe_setups
from tests.stripe_books import Books, Fault

KEY = "sk_test_of_a_shop_on_this_machine"


@dataclass
class Trouble:
    """What goes wrong with the next request like *asked* (``POST /v1/...``): before it was carried out, or after."""

    asked: str
    kind: str  # "500", "429", "cut", "hang"
    after: bool = False


class StripeServer:
    """The server; a context manager. ``troubles`` go wrong once each, in their order."""

    def __init__(self, port: int = 0) -> None:
        self.books = Books()
        self.troubles: deque[Trouble] = deque()
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.hanging = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._http.stripe = self  # type: ignore[attr-defined]  # for its handlers
        self._http.daemon_threads = True
        self.address = self.books.address = f"http://127.0.0.1:{self._http.server_address[1]}"

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
    def taken(self) -> list[tuple[str, int, str]]:
        """All money taken: payment, amount, currency."""
        return [
            (intent["metadata"]["payment"], intent["amount_received"], intent["currency"])
            for intent in self.books.intents.values() if intent["amount_received"]
        ]

    @property
    def given_back(self) -> list[tuple[str, int, str]]:
        """All money given back: refund, amount, currency."""
        return [
            (one["metadata"]["refund"], one["amount"], one["currency"])
            for one in self.books.refunds.values() if one["status"] == "succeeded"
        ]

    def intent_of(self, payment: object) -> dict[str, Any]:
        """The intent of a payment, when there is exactly one."""
        [intent] = [one for one in self.books.intents.values() if one["metadata"]["payment"] == str(payment)]
        return intent

    def setup_of(self, adding: object) -> dict[str, Any]:
        """The SetupIntent of a try to add a card, when there is exactly one."""
        [setup] = [one for one in self.books.setups.values() if one["metadata"]["adding"] == str(adding)]
        return setup

    def goes_wrong(self, asked: str, kind: str, *, after: bool = False, times: int = 1) -> None:
        """The next request(s) in which *asked* is found, such as ``/confirm`` or ``GET``, come to grief."""
        self.troubles.extend(Trouble(asked, kind, after) for _ in range(times))


def event(
    subject: dict[str, Any], type: str = "payment_intent.succeeded", id: str = "evt_1", **more: Any
) -> bytes:
    """A notice as Stripe sends one, laid out as Stripe does."""
    return json.dumps({
        "id": id, "object": "event", "type": type, "livemode": False, "created": int(time.time()),
        "data": {"object": subject},
    } | more, indent=2).encode()


def signature(body: bytes, secret: str, at: float | None = None) -> str:
    """The header that says *body* is Stripe's."""
    stamp = int(time.time() if at is None else at)
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={digest},v0={'0' * 64}"


class Handler(BaseHTTPRequestHandler):
    """Answers for the :class:`StripeServer` it belongs to."""

    protocol_version = "HTTP/1.1"

    @property
    def stripe(self) -> StripeServer:
        found: StripeServer = self.server.stripe  # type: ignore[attr-defined]  # set when the server was made
        return found

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        form = dict(parse_qsl(raw, keep_blank_values=True))
        self.stripe.requests.append(("POST", self.path, form))
        self._with_trouble(lambda: self._once(raw, form))

    def do_GET(self) -> None:
        self.stripe.requests.append(("GET", self.path, {}))
        if at_bank := re.fullmatch(r"/bank/((?:pi|seti)_\w+)\?outcome=(approve|refuse)", self.path):
            intent = self.stripe.books.answer(at_bank[1], approved=at_bank[2] == "approve")
            proof = {intent["object"]: intent["id"], f"{intent['object']}_client_secret": intent["client_secret"]}
            back = urlencode(proof)
            self.send_response(303)
            self.send_header("Location", f"{intent['return_url']}?{back}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if re.fullmatch(r"/bank/(pi|seti)_\w+", self.path):
            links = "".join(f'<p><a href="{self.path}?outcome={way}">{way}</a></p>' for way in ("approve", "refuse"))
            self._say(200, f"<!doctype html><title>Bank</title><h1>Is this you?</h1>{links}".encode(), "text/html")
            return
        self._with_trouble(lambda: self._carried_out({}))

    def _with_trouble(self, act: Any) -> None:
        trouble = next((one for one in self.stripe.troubles if one.asked in f"{self.command} {self.path}"), None)
        if trouble is None:
            self._say(*act())
            return
        self.stripe.troubles.remove(trouble)
        if trouble.after:
            act()
        match trouble.kind:
            case "cut":
                self.connection.close()
                self.close_connection = True
            case "hang":
                self.stripe.hanging.wait(30)
                self.close_connection = True
            case status:
                self._say(int(status), json.dumps({"error": {"type": "api_error", "message": "Oh no"}}).encode())

    def _once(self, raw: str, form: dict[str, str]) -> tuple[int, bytes]:
        """What was answered under this key before, or the answer of now, kept."""
        key = self.headers.get("idempotency-key")
        if key is None:
            return self._carried_out(form)
        asked = f"{self.path}\n{raw}"
        with self.stripe.books.lock:
            if key in self.stripe.books.busy:
                return 409, _error(type="idempotency_error", code="idempotency_key_in_use", message="In use")
            if key in self.stripe.books.answers:
                first, status, body = self.stripe.books.answers[key]
                if first != asked:
                    return 400, _error(type="idempotency_error", message="Keys are for the same parameters")
                return status, body
            self.stripe.books.busy.add(key)
        try:
            status, body = self._carried_out(form)
            self.stripe.books.answers[key] = (asked, status, body)
        finally:
            self.stripe.books.busy.discard(key)
        return status, body

    def _carried_out(self, form: dict[str, str]) -> tuple[int, bytes]:
        if self.headers.get("authorization") != f"Bearer {KEY}":
            return 401, _error(type="invalid_request_error", message=f"Invalid API Key provided: {KEY}")
        try:
            with self.stripe.books.lock:
                return 200, json.dumps(self._route(form)).encode()
        except Fault as fault:
            return fault.status, json.dumps(fault.body).encode()

    def _route(self, form: dict[str, str]) -> dict[str, Any]:
        books = self.stripe.books
        plain = {"/v1/payment_intents": books.create, "/v1/refunds": books.refund, "/v1/customers": books.customer}
        if self.path in plain:
            return plain[self.path](form)
        if listed := re.fullmatch(r"/v1/(payment_intents|refunds)\?(.*created.*)", self.path):
            return books.since(listed[1], dict(parse_qsl(listed[2])))
        if asked := re.fullmatch(r"/v1/refunds\?.*payment_intent=(pi_\w+).*", self.path):
            its = books.refunds_of(asked[1])
            return {"object": "list", "url": "/v1/refunds", "data": its[:100], "has_more": len(its) > 100}
        if method := re.fullmatch(r"/v1/payment_methods/(pm_\w+)(/detach)?", self.path):
            return books.method(method[1], detached=bool(method[2]))
        if setup := re.fullmatch(r"/v1/setup_intents(?:/(seti_\w+)(/confirm|/cancel)?)?", self.path):
            return self._about_setup(form, *setup.groups())
        return self._about_intent(form)

    def _about_setup(self, form: dict[str, str], id: str | None, act: str | None) -> dict[str, Any]:
        books = self.stripe.books
        if id is None:
            return stripe_setups.create(books, form)
        if id not in books.setups:
            raise Fault(404, type="invalid_request_error", code="resource_missing", message="No such thing")
        acts = {"/confirm": stripe_setups.confirm, "/cancel": stripe_setups.cancel}
        return acts[act](books, books.setups[id], form) if act else books.setups[id]

    def _about_intent(self, form: dict[str, str]) -> dict[str, Any]:
        books = self.stripe.books
        found = re.fullmatch(r"/v1/payment_intents/(pi_\w+)(/confirm|/cancel|/capture)?", self.path)
        if found is None or found[1] not in books.intents:
            raise Fault(404, type="invalid_request_error", code="resource_missing", message="No such thing")
        intent = books.intents[found[1]]
        acts = {"/confirm": books.confirm, "/capture": books.capture, "/cancel": books.cancel}
        return acts[found[2]](intent, form) if found[2] else intent

    def _say(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Request-Id", "req_on_this_machine")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _error(**error: Any) -> bytes:
    return json.dumps({"error": error}).encode()


if __name__ == "__main__":
    StripeServer(int(sys.argv[1])).serve()
