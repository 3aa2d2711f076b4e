"""PayPal's REST API: each call tried again a bounded number of times, answered in one of three ways.

Each call that moves something bears a ``PayPal-Request-Id``, so that it may be tried again. While PayPal doesn't
answer, a breaker spares shoppers the wait.
"""

import logging
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, Final, TypeVar

import httpx
import structlog
from msgspec import DecodeError, Struct, json

from store.adapters.drivers.breaker import Breaker
from store.adapters.payments.paypal_answers import Moved, No, Nothing, Order, Silent, Token, Verified
from store.adapters.payments.paypal_reading import UNAUTHORISED, note, passes, read

LIVE: Final = "https://api-m.paypal.com"
SECONDS_A_CALL: Final = 8.0
SECONDS_IN_ALL: Final = 12.0
"""After this long no further try is begun: a shopper waits, and a thread with them."""
PAUSES: Final = (0.3, 0.9)
EARLY: Final = 60.0
"""Seconds before its end a token is given up."""
LARGEST: Final = 1_000_000

S = TypeVar("S", bound=Struct)


def connect(seconds: float = SECONDS_A_CALL) -> httpx.Client:
    """A connection to PayPal that follows nobody elsewhere."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False)


class PayPal:
    """PayPal at *address*, asked as the app *id*."""

    def __init__(
        self, http: httpx.Client, address: str, id: str, secret: str, breaker: Breaker,
        pause: Callable[[float], None] = time.sleep, now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http, self._address, self._app, self._breaker = http, address.rstrip("/"), (id, secret), breaker
        self._pause, self._now = pause, now
        self._token, self._good_until, self._lock = "", 0.0, Lock()

    def create(self, key: str, order: Mapping[str, Any]) -> Order | No:
        """An order that nothing is taken by before it is approved and captured. The same *key* finds the same one."""
        return self._ask(Order, "POST", "/v2/checkout/orders", key, json.encode(order))

    def order(self, id: str) -> Order | No:
        """How it stands."""
        return self._ask(Order, "GET", f"/v2/checkout/orders/{id}")

    def take(self, id: str, key: str) -> Order | No:
        """Take the money of an approved order. The same *key* never takes it twice."""
        return self._ask(Order, "POST", f"/v2/checkout/orders/{id}/capture", key, b"{}")

    def hold(self, id: str, key: str) -> Order | No:
        """Have the money of an approved order held."""
        return self._ask(Order, "POST", f"/v2/checkout/orders/{id}/authorize", key, b"{}")

    def take_held(self, id: str, key: str, amount: Mapping[str, str]) -> Moved | No:
        """Take *amount* of what is held, once and for all."""
        body = json.encode({"amount": amount, "final_capture": True})
        return self._ask(Moved, "POST", f"/v2/payments/authorizations/{id}/capture", key, body)

    def let_go(self, id: str, key: str) -> Nothing | No:
        """Let go of what is held."""
        return self._ask(Nothing, "POST", f"/v2/payments/authorizations/{id}/void", key, b"{}")

    def held(self, id: str) -> Moved | No:
        """How what is held stands."""
        return self._ask(Moved, "GET", f"/v2/payments/authorizations/{id}")

    def hold_again(self, id: str, key: str) -> Moved | No:
        """Have it held for longer: from the fourth to the 29th day."""
        return self._ask(Moved, "POST", f"/v2/payments/authorizations/{id}/reauthorize", key, b"{}")

    def give_back(self, capture: str, key: str, refund: Mapping[str, Any]) -> Moved | No:
        """Send money back. The same *key* never sends it twice, for the 45 days that PayPal remembers it."""
        return self._ask(Moved, "POST", f"/v2/payments/captures/{capture}/refund", key, json.encode(refund))

    def verified(self, notice: bytes) -> Verified | No:
        """Whether a notice is PayPal's own."""
        return self._ask(Verified, "POST", "/v1/notifications/verify-webhook-signature", "", notice)

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def _ask(self, shape: type[S], verb: str, path: str, key: str = "", body: bytes | None = None) -> S | No:
        if not self._breaker.lets_through():
            return Silent()
        give_up, fresh = self._now() + SECONDS_IN_ALL, False
        for pause in (*PAUSES, None):
            answer = self._once(verb, path, key, body)
            if answer is not None and answer.status_code == UNAUTHORISED and not fresh:
                fresh = True
                self._forget_token()
                answer = self._once(verb, path, key, body)
            if answer is not None and not passes(answer.status_code):
                self._breaker.went_well()
                return read(shape, answer)
            note(path, answer, last=pause is None)
            if pause is None or self._now() + pause > give_up:
                break
            self._pause(pause)
        self._breaker.failed()
        return Silent()

    def _once(self, verb: str, path: str, key: str, body: bytes | None) -> httpx.Response | None:
        """One try; nothing where no answer came."""
        try:
            token = self._known_token()
            if isinstance(token, httpx.Response):
                return token
            headers = {"authorization": f"Bearer {token}", "content-type": "application/json",
                       "prefer": "return=representation"} | ({"paypal-request-id": key} if key else {})
            return self._http.request(verb, self._address + path, headers=headers, content=body)
        except httpx.HTTPError as error:
            structlog.get_logger().warning("paypal could not be reached", kind=type(error).__name__)
            return None

    def _known_token(self) -> str | httpx.Response:
        """The token there is, or a new one (OAuth 2.0, client credentials); or the answer that gave none."""
        with self._lock:
            if self._token and self._now() < self._good_until:
                return self._token
            answer = self._http.post(
                f"{self._address}/v1/oauth2/token", auth=self._app, data={"grant_type": "client_credentials"}
            )
            if answer.status_code != httpx.codes.OK:
                return answer
            try:
                token = json.decode(answer.content, type=Token)
            except DecodeError:
                return httpx.Response(httpx.codes.BAD_GATEWAY)
            self._token, self._good_until = token.access_token, self._now() + token.expires_in - EARLY
            return self._token

    def _forget_token(self) -> None:
        with self._lock:
            self._token = ""


