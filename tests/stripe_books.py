"""What a small Stripe knows and how its cards behave: see :mod:`tests.stripe_server`."""

import hashlib
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests import stripe_setups

DECLINES = {
    "pm_card_chargeDeclined": ("card_declined", "generic_decline"),
    "pm_card_chargeDeclinedInsufficientFunds": ("card_declined", "insufficient_funds"),
    "pm_card_chargeDeclinedExpiredCard": ("expired_card", None),
    "pm_card_chargeDeclinedStolenCard": ("card_declined", "stolen_card"),
}
ASKING = {"pm_card_authenticationRequired", "ctoken_asking"}
SLOW = {"pm_card_processing"}
NOT_KEPT = {"pm_card_notHeld"}
GOOD = {"pm_card_visa", "pm_card_notHeld", "ctoken_visa", "pm_card_pendingRefund", "pm_card_refundFail"}
REFUNDS = {"pm_card_pendingRefund": "pending", "pm_card_refundFail": "failed"}
IN_TENS = {"bhd", "jod", "kwd", "omr", "tnd"}
NO_DECIMALS = {"jpy", "krw", "vnd", "clp"}
CANCELLABLE = {"requires_payment_method", "requires_confirmation", "requires_action", "requires_capture"}


class Fault(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, **error: Any) -> None:
        super().__init__(status)
        self.status, self.body = status, {"error": error}


@dataclass
class Books:
    """What Stripe knows."""

    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, tuple[str, int, bytes]] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    most_on_a_page: int = 100
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    customers: int = 0
    setups: dict[str, dict[str, Any]] = field(default_factory=dict)

    def create(self, form: dict[str, str]) -> dict[str, Any]:
        amount, currency = int(form["amount"]), form["currency"]
        if currency != currency.lower():
            raise Fault(400, type="invalid_request_error", param="currency", message="Invalid currency")
        if currency in IN_TENS and amount % 10:
            raise Fault(400, type="invalid_request_error", param="amount", message="Amount must end in zero")
        method = form.get("payment_method")
        self.expect_card(method)
        id = f"pi_{len(self.intents) + 1:04}{hashlib.sha256(repr(sorted(form.items())).encode()).hexdigest()[:8]}"
        metadata = {key[9:-1]: value for key, value in form.items() if key.startswith("metadata[")}
        self.intents[id] = intent = {
            "id": id, "object": "payment_intent", "amount": amount, "amount_received": 0, "currency": currency,
            "status": "requires_confirmation" if method else "requires_payment_method", "livemode": False,
            "payment_method": method, "metadata": metadata, "customer": form.get("customer"),
            "setup_future_usage": form.get("setup_future_usage"), "client_secret": f"{id}_secret_{'s' * 16}",
            "next_action": None, "last_payment_error": None, "return_url": None,
            "created": int(time.time()), "capture_method": form.get("capture_method", "automatic_async"),
        }
        return intent

    def confirm(self, intent: dict[str, Any], form: dict[str, str]) -> dict[str, Any]:
        if intent["status"] not in {"requires_payment_method", "requires_confirmation", "requires_action"}:
            raise self._state(intent)
        card = form.get("confirmation_token") or form.get("payment_method") or intent["payment_method"]
        self.expect_card(card)
        intent["return_url"] = form.get("return_url")
        if kept := self.kept.get(card or ""):
            if kept["customer"] != intent["customer"]:
                raise Fault(400, type="invalid_request_error", code="resource_missing", message="Another customer's")
            card = kept["behaves"]
        intent["card"] = card
        if card in DECLINES:
            self._decline(intent, *DECLINES[card])
            raise Fault(402, type="card_error", message=f"Your card {card} was declined.", payment_intent=intent,
                        **intent["last_payment_error"])
        if card in ASKING and form.get("off_session") == "true":
            self._decline(intent, "authentication_required", None)
            raise Fault(402, type="card_error", message="Its owner isn't there", payment_intent=intent,
                        code="authentication_required")
        if card in ASKING:
            elsewhere = {"url": f"{self.address}/bank/{intent['id']}", "return_url": intent["return_url"]}
            kind, way = ("use_stripe_sdk", {}) if card.startswith("ctoken") else ("redirect_to_url", elsewhere)
            intent |= {"status": "requires_action", "next_action": {"type": kind, kind: way}}
        elif card in SLOW:
            intent["status"] = "processing"
        else:
            self._take(intent)
        return intent

    def cancel(self, intent: dict[str, Any], _: dict[str, str]) -> dict[str, Any]:
        if intent["status"] not in CANCELLABLE:
            raise self._state(intent)
        intent |= {"status": "canceled", "next_action": None}
        return intent

    def refund(self, form: dict[str, str]) -> dict[str, Any]:
        intent = self.intents.get(form["payment_intent"])
        if intent is None or intent["status"] != "succeeded":
            raise Fault(400, type="invalid_request_error", code="resource_missing", message="No charge to refund")
        amount, left = int(form["amount"]), intent["amount_received"] - sum(
            one["amount"] for one in self.refunds_of(intent["id"]) if one["status"] != "failed"
        )
        if not left:
            raise Fault(400, type="invalid_request_error", code="charge_already_refunded", message="Already refunded")
        if not 0 < amount <= left:
            raise Fault(400, type="invalid_request_error", param="amount", message="Greater than unrefunded amount")
        id = f"re_{len(self.refunds) + 1:04}"
        self.refunds[id] = made = {
            "id": id, "object": "refund", "amount": amount, "currency": intent["currency"],
            "created": int(time.time()),
            "payment_intent": intent["id"], "status": REFUNDS.get(intent["payment_method"], "succeeded"),
            "metadata": {key[9:-1]: value for key, value in form.items() if key.startswith("metadata[")},
        }
        return made

    def since(self, kind: str, asked: dict[str, str]) -> dict[str, Any]:
        """A page of those made since then, the newest first."""
        all_ = reversed((self.intents if kind == "payment_intents" else self.refunds).values())
        young = [one for one in all_ if one["created"] >= int(asked["created[gte]"])]
        if after := asked.get("starting_after"):
            young = young[[one["id"] for one in young].index(after) + 1:]
        most = min(int(asked.get("limit", "10")), self.most_on_a_page)
        return {"object": "list", "url": f"/v1/{kind}", "data": young[:most], "has_more": len(young) > most}

    def refunds_of(self, intent: str) -> list[dict[str, Any]]:
        """The newest first."""
        return [one for one in reversed(self.refunds.values()) if one["payment_intent"] == intent]

    def answer(self, id: str, *, approved: bool) -> dict[str, Any]:
        """The shopper answers the bank."""
        with self.lock:
            if id in self.setups:
                return stripe_setups.answer(self, self.setups[id], approved=approved)
            intent = self.intents[id]
            if intent["status"] == "requires_action":
                intent["next_action"] = None
                if approved:
                    self._take(intent)
                else:
                    self._decline(intent, "payment_intent_authentication_failure", None)
            return intent

    def keep(self, customer: str, behaves: str) -> str:
        """A card of *customer*, kept for next time."""
        id = f"pm_kept{len(self.kept) + 1:04}"
        self.kept[id] = {
            "id": id, "object": "payment_method", "customer": customer, "behaves": behaves,
            "card": {"brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2030},
        }
        return id

    def customer(self, _: dict[str, str]) -> dict[str, Any]:
        self.customers += 1
        return {"id": f"cus_{self.customers:04}", "object": "customer"}

    def method(self, id: str, *, detached: bool = False) -> dict[str, Any]:
        if id not in self.kept:
            raise Fault(404, type="invalid_request_error", code="resource_missing", message="No such thing")
        return self.kept.pop(id) if detached else self.kept[id]

    def _take(self, intent: dict[str, Any]) -> None:
        if intent["setup_future_usage"] and intent["customer"]:
            intent["payment_method"] = self.keep(intent["customer"], intent["card"])
        if intent["capture_method"] == "manual":
            intent |= {"status": "requires_capture", "last_payment_error": None}
            return
        intent |= {"status": "succeeded", "amount_received": intent["amount"], "last_payment_error": None}

    def capture(self, intent: dict[str, Any], form: dict[str, str]) -> dict[str, Any]:
        if intent["status"] != "requires_capture":
            raise self._state(intent)
        amount = int(form.get("amount_to_capture", intent["amount"]))
        if not 0 < amount <= intent["amount"]:
            raise Fault(400, type="invalid_request_error", code="amount_too_large", message="Too much")
        if intent["payment_method"] in NOT_KEPT:
            raise Fault(400, type="invalid_request_error", code="charge_expired_for_capture", message="Too late")
        intent |= {"status": "succeeded", "amount_received": amount}
        return intent

    @staticmethod
    def _decline(intent: dict[str, Any], code: str, decline_code: str | None) -> None:
        error = {"code": code} | ({"decline_code": decline_code} if decline_code else {})
        intent |= {"status": "requires_payment_method", "payment_method": None, "last_payment_error": error}

    @staticmethod
    def _state(intent: dict[str, Any]) -> Fault:
        return Fault(400, type="invalid_request_error", code="payment_intent_unexpected_state",
                     message=f"This PaymentIntent is {intent['status']}", payment_intent=intent)

    def expect_card(self, card: str | None) -> None:
        if card and card not in self.kept and card not in GOOD | ASKING | SLOW | set(DECLINES):
            raise Fault(400, type="invalid_request_error", code="resource_missing", param="payment_method",
                        message=f"No such PaymentMethod: '{card}'")

    address = ""
