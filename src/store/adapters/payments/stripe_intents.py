"""PaymentIntents and their refunds: each call tried again a bounded number of times, answered in one of three ways."""

import logging
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import structlog
from msgspec import Struct, ValidationError, convert, json

from store.adapters.drivers.breaker import Breaker

if TYPE_CHECKING:
    from stripe import StripeClient, StripeError, StripeObject

SECONDS_A_CALL: Final = 8.0
SECONDS_IN_ALL: Final = 12.0
"""After this long no further try is begun: a shopper waits, and a thread with them."""
PAUSES: Final = (0.3, 0.9)
_IN_USE: Final = 409
_OURS_TO_MEND: Final = frozenset((401, 403))
_TOO_OFTEN: Final = 429
_THEIRS_TO_MEND: Final = 500


class Fault(Struct, frozen=True):
    """Why an intent was refused, in Stripe's code words; its sentences may name a card, so nobody reads them."""

    code: str | None = None
    decline_code: str | None = None


class Redirect(Struct, frozen=True):
    url: str


class NextAction(Struct, frozen=True):
    type: str
    redirect_to_url: Redirect | None = None


class Intent(Struct, frozen=True):
    """The part of a PaymentIntent that matters here."""

    id: str
    status: str
    amount: int
    currency: str
    amount_received: int | None = None
    """Servers that stand in for Stripe leave it out."""
    client_secret: str | None = None
    next_action: NextAction | None = None
    last_payment_error: Fault | None = None
    created: int = 0
    metadata: dict[str, str] | None = None
    customer: str | None = None
    payment_method: str | None = None
    setup_future_usage: str | None = None


class StripeRefund(Struct, frozen=True):
    """The part of a Refund that matters here. *metadata* says which of ours it is."""

    id: str
    status: str | None
    amount: int
    currency: str
    metadata: dict[str, str] | None = None
    failure_reason: str | None = None
    created: int = 0
    payment_intent: str | None = None


class StripeRefunds(Struct, frozen=True):
    """The newest refunds of an intent."""

    data: list[StripeRefund]
    has_more: bool = False


class Customer(Struct, frozen=True):
    """Whose cards are kept together at Stripe; it knows nothing of the person."""

    id: str


class CardFace(Struct, frozen=True):
    """What the owner of a card knows it by."""

    brand: str
    last4: str
    exp_month: int
    exp_year: int


class PaymentMethod(Struct, frozen=True):
    """What stands for a card at Stripe."""

    id: str
    card: CardFace | None = None
    customer: str | None = None


class IntentPage(Struct, frozen=True):
    """Some of the intents of a time, the newest first."""

    data: list[Intent]
    has_more: bool = False


class RefundPage(Struct, frozen=True):
    """Some of the refunds of a time, the newest first."""

    data: list[StripeRefund]
    has_more: bool = False


class Refused(Struct, frozen=True):
    """A clear no to this call. *card*: it was the card that was refused, not the request."""

    fault: Fault
    card: bool = False


class Silent(Struct, frozen=True):
    """No answer that says what happened."""


S = TypeVar("S", bound=Struct)
Reply: TypeAlias = Intent | Refused | Silent


class Connection(Struct, frozen=True):
    """A way to Stripe that can be given back."""

    api: "StripeClient"
    close: Callable[[], None]


def connect(key: str, address: str = "", seconds: float = SECONDS_A_CALL) -> Connection:
    """Stripe's own client, which never tries again by itself: :class:`Intents` does, and counts.

    Imported here: it takes a second and 30 MB, and a shop without Stripe should not notice.
    """
    import stripe

    logging.getLogger("stripe").setLevel(logging.WARNING)  # below that it writes down what it sends
    http = stripe.RequestsClient(timeout=seconds)
    addresses: dict[str, Any] = {"base_addresses": {"api": address}} if address else {}
    return Connection(stripe.StripeClient(key, http_client=http, max_network_retries=0, **addresses), http.close)


class Intents:
    """Stripe's PaymentIntents by way of *client*."""

    def __init__(
        self, client: "StripeClient", pause: Callable[[float], None] = time.sleep, breaker: Breaker | None = None
    ) -> None:
        self._intents, self._refunds = client.v1.payment_intents, client.v1.refunds
        self._customers, self._methods = client.v1.customers, client.v1.payment_methods
        self.setups = client.v1.setup_intents
        self._pause, self._breaker = pause, breaker or Breaker(time.monotonic)

    def create(self, key: str, params: Mapping[str, Any]) -> Reply:
        """An intent that nothing can be taken by before it is confirmed. The same *key* finds the same one."""
        return self.ask(Intent, lambda: self._intents.create(params=_any(params), options={"idempotency_key": key}))

    def confirm(self, id: str, key: str, params: Mapping[str, Any]) -> Reply:
        """Have the money taken. The same *key* never takes it twice."""
        return self.ask(
            Intent, lambda: self._intents.confirm(id, params=_any(params), options={"idempotency_key": key})
        )

    def retrieve(self, id: str) -> Reply:
        """How it stands."""
        return self.ask(Intent, lambda: self._intents.retrieve(id))

    def capture(self, id: str, key: str, amount: int) -> Reply:
        """Take *amount* of what is held, once and for all."""
        return self.ask(Intent, lambda: self._intents.capture(
            id, params={"amount_to_capture": amount}, options={"idempotency_key": key},
        ))

    def cancel(self, id: str) -> Reply:
        """See to it that nothing is ever taken by it; refused once something was."""
        return self.ask(Intent, lambda: self._intents.cancel(id))

    def refund(self, key: str, params: Mapping[str, Any]) -> StripeRefund | Refused | Silent:
        """Have money sent back. The same *key* never sends it twice, for the day that Stripe remembers it."""
        return self.ask(
            StripeRefund, lambda: self._refunds.create(params=_any(params), options={"idempotency_key": key})
        )

    def refunds_of(self, intent: str) -> StripeRefunds | Refused | Silent:
        """What was given back of it, or is going to be."""
        return self.ask(StripeRefunds, lambda: self._refunds.list(params={"payment_intent": intent, "limit": 100}))

    def customer(self, key: str) -> Customer | Refused | Silent:
        """Somebody whose cards are kept together; the same *key* is the same one."""
        return self.ask(Customer, lambda: self._customers.create(params={}, options={"idempotency_key": key}))

    def method(self, id: str) -> PaymentMethod | Refused | Silent:
        """What stands for a card."""
        return self.ask(PaymentMethod, lambda: self._methods.retrieve(id))

    def detach(self, id: str) -> PaymentMethod | Refused | Silent:
        """Keep a card no longer."""
        return self.ask(PaymentMethod, lambda: self._methods.detach(id))

    def since(self, at: int, after: str) -> IntentPage | Refused | Silent:
        """A page of all intents made since then, from the one called *after* on."""
        return self.ask(IntentPage, lambda: self._intents.list(params=_any(_page(at, after))))

    def refunds_since(self, at: int, after: str) -> RefundPage | Refused | Silent:
        """A page of all refunds made since then."""
        return self.ask(RefundPage, lambda: self._refunds.list(params=_any(_page(at, after))))

    def ask(self, shape: type[S], call: "Callable[[], StripeObject]") -> S | Refused | Silent:
        """Its answer, a clear no, or neither."""
        from stripe import StripeError

        if not self._breaker.lets_through():
            return Silent()
        give_up = time.monotonic() + SECONDS_IN_ALL
        for pause in (*PAUSES, None):
            try:
                answer = _read(shape, call())
            except StripeError as error:
                status = error.http_status or 0
                if not _passes(status):
                    self._breaker.went_well()
                    return _refused(error, status)
                _note(error, last=pause is None)
            else:
                self._breaker.went_well()
                return answer
            if pause is None or time.monotonic() + pause > give_up:
                break
            self._pause(pause)
        self._breaker.failed()
        return Silent()


def _passes(status: int) -> bool:
    """Whether the same call may be answered another way in a moment. 0 stands for no answer at all."""
    return status in {0, _IN_USE, _TOO_OFTEN} or status >= _THEIRS_TO_MEND


def _refused(error: "StripeError", status: int) -> Refused | Silent:
    if status in _OURS_TO_MEND:
        _note(error, last=True)
        return Silent()
    from stripe import CardError

    body = error.json_body if isinstance(error.json_body, dict) else {}
    try:
        fault = convert(body.get("error", {}), Fault)
    except ValidationError:
        fault = Fault()
    return Refused(fault, card=isinstance(error, CardError))


def _read(shape: type[S], answer: "StripeObject") -> S | Silent:
    response = answer.last_response
    try:
        return json.decode(response.body, type=shape) if response else Silent()
    except (ValidationError, ValueError):
        structlog.get_logger().error("stripe's answer is not understood")
        return Silent()


def _note(error: "StripeError", *, last: bool) -> None:
    """Its kind and the number under which Stripe can be asked about it: never its words, they may name a card."""
    log = structlog.get_logger().bind(
        kind=type(error).__name__, status=error.http_status, code=error.code, stripe_request=error.request_id
    )
    (log.error if last else log.warning)("stripe did not answer")


def _page(at: int, after: str) -> dict[str, Any]:
    return {"created": {"gte": at}, "limit": 100} | ({"starting_after": after} if after else {})


def _any(params: Mapping[str, Any]) -> Any:
    """Stripe types every field of every call; here they are put together step by step."""
    return dict(params)
