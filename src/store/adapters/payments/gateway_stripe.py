"""Stripe behind the shop's gateway port.

Creating an intent and confirming it are two calls, and the intent's id is written down between them. An intent that
was never confirmed takes nothing, whoever died before its id was kept; one that may have been confirmed is always
found again by its payment.
"""

from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, Final, Protocol, assert_never

import structlog

from store.adapters.payments.stripe_amounts import NotChargeable, from_stripe, to_stripe
from store.adapters.payments.stripe_cards import forget_card, kept_card, wished
from store.adapters.payments.stripe_holding import Renewed, RenewingBook, Wish, hold_again, let_go_before, pay_again
from store.adapters.payments.stripe_intents import Intent, Intents, Refused, Silent
from store.adapters.payments.stripe_reasons import (
    GIVEN_UP,
    NO_CARD,
    NO_SUCH_SUM,
    NOT_HELD,
    NOTHING,
    REFUSED,
    reason_of,
)
from store.adapters.payments.stripe_refunding import refund, refunded
from store.adapters.payments.stripe_statement import statement
from store.adapters.payments.stripe_tokens import TOKEN, Kept, card_params
from store.application.payments.adding import CardAdding
from store.application.payments.cards import CardWish, KeptCard
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

if TYPE_CHECKING:
    from collections.abc import Callable

HELD_FOR: Final = timedelta(days=7)
"""Cards hold money for a week where nobody said more."""


class IntentBook(RenewingBook, Protocol):
    """Which intent belongs to which payment."""

    def keep(self, payment_id: PaymentId, intent: str) -> Kept:
        """Write *intent* down, unless one stands there already; what stands there now."""

    def give_up(self, payment_id: PaymentId) -> Renewed:
        """Write down that nothing is to be charged for it; what stands there now."""

    def payment_of(self, intent: str) -> PaymentId | None: ...


class StripeGateway:
    """A :class:`~store.application.payments.ports.Gateway`, and its ``BankVisits``. *address* is the shop's.

    *later*: money is held when the card is charged, and taken when somebody says so. *adding*: keeps cards by which
    nothing is paid yet.
    """

    methods: tuple[str, ...] = ("stripe",)

    def __init__(
        self, intents: Intents, book: IntentBook, address: str, close: "Callable[[], None]", *, later: bool = False,
        adding: CardAdding | None = None,
    ) -> None:
        self.adding = adding
        self._intents, self._book, self._address, self._close = intents, book, address, close
        self._how = {"capture_method": "manual"} if later else {}

    def charge(
        self, payment_id: PaymentId, amount: Money, method: str, token: str, card: CardWish | None = None
    ) -> Verdict:
        """Take *amount* from the card behind *token*. A payment heard of before keeps its outcome."""
        if self._book.find(payment_id) is not None:
            return _decided(self.look(payment_id))
        if method not in self.methods or not TOKEN.fullmatch(token):
            return self._never(payment_id, NO_CARD)
        try:
            minor = to_stripe(amount)
        except NotChargeable:
            return self._never(payment_id, NO_SUCH_SUM)
        by, confirmation = card_params(token)
        match self._intents.create(f"store-{payment_id}-create", {
            "amount": minor, "currency": amount.currency.lower(), "payment_method_types": ["card"],
            "metadata": {"payment": str(payment_id)}, **by, **self._how, **wished(self._intents, payment_id, card),
        }):
            case Refused(fault):
                return self._never(payment_id, reason_of(fault, NO_CARD))
            case Silent():
                return Undecided()
            case Intent(id=intent):
                return self._confirm(payment_id, intent, confirmation)

    def look(self, payment_id: PaymentId) -> Verdict:
        """What became of it, from Stripe itself. One that was never confirmed is as good as unheard of."""
        kept = self._book.find(payment_id)
        if kept is None:
            return Unheard()
        if kept.intent is None:
            return Declined(GIVEN_UP)
        reply = self._intents.retrieve(kept.intent)
        if isinstance(reply, Intent):
            return self._verdict(payment_id, reply)
        if isinstance(reply, Refused):
            structlog.get_logger().error("stripe does not know an intent", payment=str(payment_id), intent=kept.intent)
        return Undecided()

    def cancel(self, payment_id: PaymentId) -> Verdict:
        """Make sure nothing is ever taken, unless it already was."""
        kept = self._book.give_up(payment_id)
        if kept.before and not let_go_before(self._intents, self._book, payment_id, kept):
            return _decided(self.look(payment_id))
        return self._end(payment_id, kept.intent, GIVEN_UP) if kept.intent else Declined(GIVEN_UP)

    def capture(self, payment_id: PaymentId, amount: Money) -> Verdict:
        """Take *amount* of what is held."""
        verdict = self.look(payment_id)
        if not isinstance(verdict, Authorised):
            return verdict
        key = f"store-{payment_id}-{amount.minor}-{verdict.reference}"
        match self._intents.capture(verdict.reference, key, to_stripe(amount)):
            case Intent() as reply:
                return self._verdict(payment_id, reply)
            case Refused(fault):
                now = self.look(payment_id)
                if isinstance(now, Authorised) and now.reference == verdict.reference:
                    return Declined(reason_of(fault, NOT_HELD))
                return Undecided() if isinstance(now, Authorised) else now  # held again meanwhile
            case _:
                return Undecided()

    def hold_again(self, payment_id: PaymentId, generation: int, amount: Money) -> Verdict:
        """Have it held by another intent, if the card was kept."""
        why_not = hold_again(self._intents, self._book, payment_id, generation, to_stripe(amount))
        return Declined(why_not) if why_not else _decided(self.look(payment_id))

    def pay_again(
        self, payment_id: PaymentId, generation: int, amount: Money, token: str, card: CardWish | None = None
    ) -> Verdict:
        """Have it held by another card, whose owner is there."""
        if not TOKEN.fullmatch(token):
            return Declined(NO_CARD)
        by, confirmation = card_params(token)
        page = f"{self._address}/payments/{payment_id}/return"
        why_not = pay_again(self._intents, self._book, payment_id, generation, token, Wish({
            "amount": to_stripe(amount), "currency": amount.currency.lower(), "payment_method_types": ["card"],
            "metadata": {"payment": str(payment_id)}, "capture_method": "manual", **by,
            **wished(self._intents, payment_id, card),
        }, {"return_url": page, **confirmation}))
        return Declined(why_not) if why_not else _decided(self.look(payment_id))

    def refund(self, payment_id: PaymentId, refund_id: RefundId, amount: Money) -> RefundVerdict:
        """Give *amount* of what was taken back. Asking again under the same *refund_id* never gives it twice."""
        kept = self._book.find(payment_id)
        if kept is None or kept.intent is None:
            return CannotGiveBack(NOTHING)
        return refund(self._intents, kept.intent, refund_id, amount)

    def refunded(self, payment_id: PaymentId, refund_id: RefundId) -> RefundVerdict:
        """What became of a refund."""
        kept = self._book.find(payment_id)
        return refunded(self._intents, kept.intent, refund_id) if kept and kept.intent else Undecided()

    def kept_card(self, payment_id: PaymentId) -> KeptCard | None:
        """The card that was kept when this was paid."""
        kept = self._book.find(payment_id)
        return kept_card(self._intents, kept.intent) if kept and kept.intent else None

    def forget_card(self, card: KeptCard) -> bool:
        """Keep it no longer."""
        return forget_card(self._intents, card)

    def statement(self, since: datetime) -> Statement | None:
        """All that Stripe moved since then."""
        return statement(self._intents, self._book.payment_of, since)

    def way(self, payment_id: PaymentId) -> WayToBank | None:
        """Where the bank asks."""
        match self._retrieved(payment_id):
            case Intent(status="requires_action", next_action=action, client_secret=secret) if action:
                at = action.redirect_to_url
                return WayToBank(url=at.url) if at else WayToBank(secret=secret or "")
            case _:
                return None

    def came_back(self, payment_id: PaymentId, proof: str) -> bool:
        """Whether *proof* is the intent's secret, which Stripe hands to the browser that comes back."""
        intent = self._retrieved(payment_id) if proof else None
        return bool(intent and intent.client_secret and compare_digest(intent.client_secret.encode(), proof.encode()))

    def close(self) -> None:
        """Let go of the connection."""
        self._close()

    def _confirm(self, payment_id: PaymentId, created: str, confirmation: dict[str, Any]) -> Verdict:
        kept = self._book.keep(payment_id, created)
        intent = kept.intent or created
        if kept.given_up:
            return self._end(payment_id, intent, GIVEN_UP)
        page = f"{self._address}/payments/{payment_id}/return"
        reply = self._intents.confirm(
            intent, f"store-{payment_id}-confirm", {"return_url": page, **confirmation}
        )
        match reply:
            case Intent():
                return _decided(self._verdict(payment_id, reply))
            case Silent():
                return _decided(self.look(payment_id))
            case Refused(fault):
                return self._end(payment_id, intent, reason_of(fault, REFUSED if reply.card else NO_CARD))
            case _:
                assert_never(reply)

    def _verdict(self, payment_id: PaymentId, intent: Intent) -> Verdict:
        match intent.status:
            case "succeeded":
                taken = intent.amount if intent.amount_received is None else intent.amount_received
                return Captured(intent.id, from_stripe(taken, intent.currency))
            case "requires_capture" | "requires_action":
                return _held(intent) or Challenged(intent.id, f"/payments/{payment_id}/bank")
            case "canceled":
                fault = intent.last_payment_error
                return Declined(reason_of(fault, REFUSED) if fault else GIVEN_UP)
            case "requires_payment_method" if intent.last_payment_error:
                return self._end(payment_id, intent.id, reason_of(intent.last_payment_error, REFUSED))
            case "requires_payment_method" | "requires_confirmation":
                return Unheard()
            case _:  # processing, and whatever Stripe may come to say: not over yet
                return Undecided()

    def _end(self, payment_id: PaymentId, intent: str, reason: str) -> Verdict:
        """Have Stripe refuse *intent* for ever. What it took before that, it took."""
        match self._intents.cancel(intent):
            case Intent(status="canceled"):
                return Declined(reason)
            case Refused():
                return self._past_cancelling(payment_id, intent, reason)
            case _:
                return Undecided()

    def _past_cancelling(self, payment_id: PaymentId, intent: str, reason: str) -> Verdict:
        match self._intents.retrieve(intent):
            case Intent(status="canceled"):
                return Declined(reason)
            case Intent(status="succeeded" | "processing" | "requires_capture") as reply:
                return self._verdict(payment_id, reply)
            case _:
                return Undecided()

    def _never(self, payment_id: PaymentId, reason: str) -> Verdict:
        """Refuse it before Stripe could take anything; if somebody else has sent it there meanwhile, ask."""
        kept = self._book.give_up(payment_id)
        return _decided(self.look(payment_id)) if kept.intent else Declined(reason)

    def _retrieved(self, payment_id: PaymentId) -> Intent | None:
        kept = self._book.find(payment_id)
        reply = self._intents.retrieve(kept.intent) if kept and kept.intent else None
        return reply if isinstance(reply, Intent) else None


def _held(intent: Intent) -> Authorised | None:
    if intent.status != "requires_capture":
        return None
    until = datetime.fromtimestamp(intent.created, UTC) + HELD_FOR
    return Authorised(intent.id, from_stripe(intent.amount, intent.currency), until)


def _decided(verdict: Verdict) -> Verdict:
    """Whoever charges is never told that nobody heard of it: it may be on its way from elsewhere."""
    return Undecided() if isinstance(verdict, Unheard) else verdict
