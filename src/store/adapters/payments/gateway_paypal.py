"""PayPal behind the shop's gateway port (Orders v2).

The shopper approves an order there; only then the shop takes the money, by a call of its own. So nothing is ever taken
that the shop has given up: whoever is about to take writes so down first, in the row where giving up is written, too.
"""

from datetime import datetime
from hmac import compare_digest
from typing import Any, Final, assert_never

import structlog

from store.adapters.payments.paypal_amounts import NotPayable, to_paypal
from store.adapters.payments.paypal_answers import Moved, Nothing, Order, Refused, Silent
from store.adapters.payments.paypal_client import PayPal
from store.adapters.payments.paypal_holding import hold_again, holding, pay_again, sure_until
from store.adapters.payments.paypal_orders import OrderBook
from store.adapters.payments.paypal_reasons import (
    ABANDONED,
    GIVEN_UP,
    NO_SUCH_SUM,
    NOTHING,
    held_reason_of,
    reason_of,
)
from store.adapters.payments.paypal_refunding import refund, refunded
from store.adapters.payments.paypal_statement import statement
from store.application.payments.cards import CardWish
from store.application.payments.ports import (
    Authorised,
    CannotGiveBack,
    Captured,
    Challenged,
    Declined,
    RefundVerdict,
    Undecided,
    Unheard,
    Verdict,
    WayToBank,
)
from store.application.payments.statements import Statement
from store.domain.shared.ids import PaymentId, RefundId
from store.domain.shared.money import Money

WAITING: Final = frozenset(("CREATED", "SAVED", "PAYER_ACTION_REQUIRED"))
"""What PayPal says of orders that nobody approved yet."""


class PayPalGateway:
    """A :class:`~store.application.payments.ports.Gateway`, and its ``BankVisits``. *address* is the shop's.

    *later*: money is held when the shopper approves, and taken when somebody says so.
    """

    methods: tuple[str, ...] = ("paypal",)

    def __init__(self, paypal: PayPal, book: OrderBook, address: str, *, later: bool = False) -> None:
        self.paypal, self._book, self._address, self._later = paypal, book, address, later

    def charge(
        self, payment_id: PaymentId, amount: Money, method: str, token: str, card: CardWish | None = None
    ) -> Verdict:
        """Ask PayPal to ask the shopper; nothing else is needed. A payment heard of before keeps its outcome."""
        del token, card
        if self._book.find(payment_id) is not None:
            return _decided(self.look(payment_id))
        try:
            wish = self._wish(payment_id, to_paypal(amount)) if method in self.methods else None
        except NotPayable:
            wish = None
        if wish is None:
            self._book.give_up(payment_id)
            return Declined(NO_SUCH_SUM)
        reply = self.paypal.create(f"{payment_id}-create", wish)
        match reply:
            case Order():
                if self._book.keep(payment_id, reply.id).given_up:
                    return Declined(GIVEN_UP)
                return _decided(self._verdict(payment_id, reply))
            case Refused(issue):
                kept = self._book.give_up(payment_id)
                return _decided(self.look(payment_id)) if kept.order else Declined(reason_of(issue))
            case Silent():
                return Undecided()
            case _:
                assert_never(reply)

    def look(self, payment_id: PaymentId) -> Verdict:
        """What became of it, from PayPal itself. What the shopper approved is taken now, or held."""
        kept = self._book.find(payment_id)
        if kept is None:
            return Unheard()
        if kept.order is None or (kept.given_up and not kept.taking):
            return Declined(GIVEN_UP)
        reply = self.paypal.order(kept.order)
        match reply:
            case Order():
                return self._verdict(payment_id, reply)
            case Refused() if not kept.taking:  # PayPal forgets what nobody approves
                return self._ended(payment_id, ABANDONED)
            case Refused():
                structlog.get_logger().error("paypal does not know an order", payment=str(payment_id))
                return Undecided()
            case Silent():
                return Undecided()
            case _:
                assert_never(reply)

    def cancel(self, payment_id: PaymentId) -> Verdict:
        """Make sure nothing is ever taken, unless it is about to be. What is held is let go."""
        if not self._book.give_up(payment_id).taking:
            return Declined(GIVEN_UP)
        verdict = self.look(payment_id)
        if not isinstance(verdict, Authorised):
            return verdict
        match self.paypal.let_go(verdict.reference, f"{payment_id}-void-{verdict.reference}"):
            case Nothing():
                ended = self._ended(payment_id, GIVEN_UP)
                kept = self._book.find(payment_id)
                if kept and kept.held and kept.held != verdict.reference:  # held again meanwhile
                    self.paypal.let_go(kept.held, f"{payment_id}-void-{kept.generation}")
                return ended
            case _:
                now = self.look(payment_id)
                return Undecided() if isinstance(now, Authorised) else now

    def capture(self, payment_id: PaymentId, amount: Money) -> Verdict:
        """Take *amount* of what is held."""
        verdict = self.look(payment_id)
        if not isinstance(verdict, Authorised):
            return verdict
        try:
            key = f"{payment_id}-capture-{verdict.reference}"
            reply = self.paypal.take_held(verdict.reference, key, to_paypal(amount))
        except NotPayable:
            return Declined(NO_SUCH_SUM)
        match reply:
            case Moved():
                return self._taken(payment_id, reply)
            case Refused(issue):
                now = self.look(payment_id)
                if isinstance(now, Authorised) and now.reference == verdict.reference:
                    return Declined(held_reason_of(issue))
                return Undecided() if isinstance(now, Authorised) else now  # held again meanwhile
            case Silent():
                return Undecided()
            case _:
                assert_never(reply)

    def hold_again(self, payment_id: PaymentId, generation: int, amount: Money) -> Verdict:
        """Have all of it held anew: PayPal says how much of it is taken in the end."""
        del amount
        why_not = hold_again(self.paypal, self._book, payment_id, generation)
        return Declined(why_not) if why_not else _decided(self.look(payment_id))

    def pay_again(
        self, payment_id: PaymentId, generation: int, amount: Money, token: str, card: CardWish | None = None
    ) -> Verdict:
        """Send whoever pays there once more."""
        del token, card
        wish = self._wish(payment_id, to_paypal(amount))
        wish["intent"] = "AUTHORIZE"
        wish["purchase_units"][0]["invoice_id"] = f"{payment_id}-{generation}"
        why_not = pay_again(self.paypal, self._book, payment_id, generation, wish)
        return Declined(why_not) if why_not else _decided(self.look(payment_id))

    def refund(self, payment_id: PaymentId, refund_id: RefundId, amount: Money) -> RefundVerdict:
        """Give *amount* of what was taken back. Asking again under the same *refund_id* never gives it twice."""
        kept = self._book.find(payment_id)
        return refund(self.paypal, kept.order, refund_id, amount) if kept and kept.order else CannotGiveBack(NOTHING)

    def refunded(self, payment_id: PaymentId, refund_id: RefundId) -> RefundVerdict:
        """What became of a refund."""
        kept = self._book.find(payment_id)
        return refunded(self.paypal, kept.order, refund_id) if kept and kept.order else Undecided()

    def statement(self, since: datetime) -> Statement | None:
        """All that PayPal moved since then."""
        return statement(self.paypal, self._book, since)

    def way(self, payment_id: PaymentId) -> WayToBank | None:
        """Where the shopper approves."""
        kept = self._book.find(payment_id)
        order = self.paypal.order(kept.order) if kept and kept.order and not kept.given_up else None
        if not isinstance(order, Order) or order.status not in WAITING:
            return None
        return WayToBank(url=order.approval) if order.approval else None

    def came_back(self, payment_id: PaymentId, proof: str) -> bool:
        """Whether *proof* is the order's id, which PayPal hands to the browser that comes back."""
        kept = self._book.find(payment_id)
        return bool(kept and kept.order and compare_digest(kept.order.encode(), proof.encode()))

    def close(self) -> None:
        """Let go of the connection."""
        self.paypal.close()

    def _wish(self, payment_id: PaymentId, amount: dict[str, str]) -> dict[str, Any]:
        page = f"{self._address}/payments/{payment_id}"
        return {
            "intent": "AUTHORIZE" if self._later else "CAPTURE",
            "purchase_units": [{
                "reference_id": "default", "custom_id": str(payment_id), "invoice_id": str(payment_id),
                "amount": amount,
            }],
            "payment_source": {"paypal": {"experience_context": {
                "return_url": f"{page}/return", "cancel_url": f"{page}/unpaid", "user_action": "PAY_NOW",
                "shipping_preference": "NO_SHIPPING", "payment_method_preference": "IMMEDIATE_PAYMENT_REQUIRED",
            }}},
        }

    def _verdict(self, payment_id: PaymentId, order: Order) -> Verdict:
        if order.payments.captures:
            return self._taken(payment_id, order.payments.captures[0])
        if order.payments.authorizations:
            kept = self._book.find(payment_id)
            held = holding(self.paypal, kept, order)
            return self._held(payment_id, held, renewing=bool(kept and kept.renewing)) if held else Undecided()
        match order.status:
            case "APPROVED":
                return self._take(payment_id, order)
            case status if status in WAITING:
                return Challenged(order.id, f"/payments/{payment_id}/bank")
            case "VOIDED":
                return self._ended(payment_id, GIVEN_UP)
            case _:
                return Undecided()

    def _take(self, payment_id: PaymentId, order: Order) -> Verdict:
        if not self._book.take(payment_id).taking:
            return Declined(GIVEN_UP)
        if order.intent == "AUTHORIZE":
            reply = self.paypal.hold(order.id, f"{payment_id}-authorize")
        else:
            reply = self.paypal.take(order.id, f"{payment_id}-capture")
        match reply:
            case Order() if reply.payments.captures or reply.payments.authorizations:
                return self._verdict(payment_id, reply)
            case Refused("ORDER_ALREADY_CAPTURED" | "ORDER_ALREADY_AUTHORIZED"):
                now = self.paypal.order(order.id)
                moved = isinstance(now, Order) and (now.payments.captures or now.payments.authorizations)
                return self._verdict(payment_id, now) if moved and isinstance(now, Order) else Undecided()
            case Refused(issue):
                return self._ended(payment_id, reason_of(issue))
            case Order() | Silent():
                return Undecided()
            case _:
                assert_never(reply)

    def _taken(self, payment_id: PaymentId, capture: Moved) -> Verdict:
        match capture.status:
            case "COMPLETED" | "PARTIALLY_REFUNDED" | "REFUNDED" if capture.amount:
                return Captured(capture.id, capture.amount.money)
            case "DECLINED" | "FAILED":
                return self._ended(payment_id, reason_of("INSTRUMENT_DECLINED"))
            case _:  # PENDING: a bank transfer on its way, or PayPal looks at it first
                return Undecided()

    def _held(self, payment_id: PaymentId, held: Moved, *, renewing: bool) -> Verdict:
        match held.status:
            case "CREATED" if held.amount:
                return Authorised(held.id, held.amount.money, sure_until(held))
            case "DENIED" | "VOIDED" | "EXPIRED" if not renewing:
                reason = reason_of("INSTRUMENT_DECLINED") if held.status == "DENIED" else GIVEN_UP
                return self._ended(payment_id, reason)
            case _:
                return Undecided()

    def _ended(self, payment_id: PaymentId, reason: str) -> Declined:
        self._book.end(payment_id)
        return Declined(reason)


def _decided(verdict: Verdict) -> Verdict:
    """Whoever charges is never told that nobody heard of it: it may be on its way from elsewhere."""
    return Undecided() if isinstance(verdict, Unheard) else verdict
