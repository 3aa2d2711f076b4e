"""Cards that are added without buying, at Stripe: SetupIntents, created and confirmed in two calls like payments.

What comes of one that was refused is the end of it: it is cancelled there, so that nobody who holds its secret tries
one card after the other at Stripe itself, past the shop's limits.
"""

from typing import Any, Final

from store.adapters.payments.stripe_cards import NO_CUSTOMER, customer_of, face_of
from store.adapters.payments.stripe_intents import Intents, Refused, Silent
from store.adapters.payments.stripe_reasons import NO_CARD, NOT_ADDED, REFUSED, reason_of
from store.adapters.payments.stripe_setup_book import SetupBook, SetupIntent
from store.adapters.payments.stripe_tokens import TOKEN, card_params
from store.application.payments.adding import AddingId, CardAdded, CardRefused, CardVerdict
from store.application.payments.ports import Challenged, Undecided, Unheard, WayToBank

USAGE: Final = "on_session"
"""What the bank is asked for: whoever pays by it is there."""


class StripeAdding:
    """:class:`~store.application.payments.adding.CardAdding`. *address* is the shop's."""

    def __init__(self, intents: Intents, book: SetupBook, address: str) -> None:
        self._intents, self._book, self._address = intents, book, address

    def add(self, id: AddingId, token: str, customer: str) -> CardVerdict:
        """Keep the card behind *token*. A try heard of before keeps its outcome."""
        if self._book.find(id) is not None:
            return _decided(self.look(id))
        if not TOKEN.fullmatch(token):
            return self._never(id, NO_CARD)
        customer = customer_of(self._intents, id, customer)
        if customer == NO_CUSTOMER:
            return Undecided()
        by, confirmation = card_params(token)
        match self._call("create", f"store-{id}-setup", {
            "customer": customer, "usage": USAGE, "payment_method_types": ["card"], "metadata": {"adding": str(id)},
            **by,
        }):
            case Refused(fault):
                return self._never(id, reason_of(fault, NO_CARD))
            case SetupIntent(id=intent):
                return self._confirm(id, intent, confirmation)
            case _:
                return Undecided()

    def look(self, id: AddingId) -> CardVerdict:
        """What became of it, from Stripe itself. One that was never confirmed is as good as unheard of."""
        kept = self._book.find(id)
        if kept is None:
            return Unheard()
        if kept.intent is None:
            return CardRefused(NOT_ADDED)
        reply = self._retrieved(kept.intent)
        return self._verdict(id, reply) if isinstance(reply, SetupIntent) else Undecided()

    def cancel(self, id: AddingId) -> CardVerdict:
        """Make sure that none is ever kept by it, unless one already is."""
        kept = self._book.give_up(id)
        return self._end(id, kept.intent, NOT_ADDED) if kept.intent else CardRefused(NOT_ADDED)

    def way(self, id: AddingId) -> WayToBank | None:
        """Where the bank asks."""
        kept = self._book.find(id)
        match self._retrieved(kept.intent) if kept and kept.intent else None:
            case SetupIntent(status="requires_action", next_action=action, client_secret=secret) if action:
                at = action.redirect_to_url
                return WayToBank(url=at.url) if at else WayToBank(secret=secret or "")
            case _:
                return None

    def _confirm(self, id: AddingId, created: str, confirmation: dict[str, str]) -> CardVerdict:
        kept = self._book.keep(id, created)
        intent = kept.intent or created
        if kept.given_up:
            return self._end(id, intent, NOT_ADDED)
        page = f"{self._address}/account/cards/{id}/return"
        reply = self._call("confirm", f"store-{id}-confirm", {"return_url": page, **confirmation}, intent)
        match reply:
            case SetupIntent():
                return _decided(self._verdict(id, reply))
            case Refused(fault):
                return self._end(id, intent, reason_of(fault, REFUSED if reply.card else NO_CARD))
            case Silent():
                return _decided(self.look(id))

    def _verdict(self, id: AddingId, intent: SetupIntent) -> CardVerdict:
        match intent.status:
            case "succeeded":
                card = face_of(self._intents, intent.payment_method, intent.customer)
                return CardAdded(card) if card else Undecided()
            case "requires_action":
                return Challenged(intent.id, f"/account/cards/{id}/bank")
            case "canceled":
                fault = intent.last_setup_error
                return CardRefused(reason_of(fault, REFUSED) if fault else NOT_ADDED)
            case "requires_payment_method" if intent.last_setup_error:
                return self._end(id, intent.id, reason_of(intent.last_setup_error, REFUSED))
            case "requires_payment_method" | "requires_confirmation":
                return Unheard()
            case _:
                return Undecided()

    def _end(self, id: AddingId, intent: str, reason: str) -> CardVerdict:
        """Have Stripe refuse *intent* for ever. What it kept before that, it kept."""
        match self._call("cancel", "", {}, intent):
            case SetupIntent(status="canceled"):
                return CardRefused(reason)
            case Refused():
                now = self._retrieved(intent)
                if isinstance(now, SetupIntent) and now.status == "canceled":
                    return CardRefused(reason)
                succeeded = isinstance(now, SetupIntent) and now.status == "succeeded"
                return self._verdict(id, now) if succeeded and isinstance(now, SetupIntent) else Undecided()
            case _:
                return Undecided()

    def _never(self, id: AddingId, reason: str) -> CardVerdict:
        kept = self._book.give_up(id)
        return _decided(self.look(id)) if kept.intent else CardRefused(reason)

    def _retrieved(self, intent: str) -> SetupIntent | Refused | Silent:
        return self._intents.ask(SetupIntent, lambda: self._intents.setups.retrieve(intent))

    def _call(self, act: str, key: str, params: dict[str, Any], *intent: str) -> SetupIntent | Refused | Silent:
        call = getattr(self._intents.setups, act)
        options: dict[str, Any] = {"idempotency_key": key} if key else {}
        return self._intents.ask(SetupIntent, lambda: call(*intent, params=params, options=options))


def _decided(verdict: CardVerdict) -> CardVerdict:
    return Undecided() if isinstance(verdict, Unheard) else verdict
