"""What a small PayPal knows: see :mod:`tests.paypal_server`."""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

MOVED = {"EUR", "USD", "GBP", "JPY", "HUF"}
LATER = "2099-01-01T00:00:00Z"


class Fault(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, issue: str) -> None:
        super().__init__(status, issue)
        self.status = status
        self.body = {"name": "UNPROCESSABLE_ENTITY" if status == 422 else issue, "details": [{"issue": issue}],
                     "debug_id": "on-this-machine"}


@dataclass
class Books:
    """What PayPal knows. *refunds_end* says how the next refunds end."""

    address: str
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    held: dict[str, dict[str, Any]] = field(default_factory=dict)
    captures: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[tuple[str, str], bytes] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    lock: Any = field(default_factory=threading.RLock)
    token: str = ""
    tokens: int = 0
    lasts: int = 32400

    def new_token(self) -> dict[str, Any]:
        self.tokens += 1
        self.token = f"A21AA-{self.tokens}"
        return {"access_token": self.token, "token_type": "Bearer", "expires_in": self.lasts}

    def create(self, wish: dict[str, Any]) -> dict[str, Any]:
        [unit] = wish["purchase_units"]
        amount = unit["amount"]
        if amount["currency_code"] not in MOVED:
            raise Fault(422, "CURRENCY_NOT_SUPPORTED")
        if amount["currency_code"] in {"JPY", "HUF"} and "." in amount["value"]:
            raise Fault(422, "DECIMALS_NOT_SUPPORTED")
        id = f"5O{len(self.orders) + 1:015}"
        self.orders[id] = order = {
            "id": id, "intent": wish["intent"], "status": "PAYER_ACTION_REQUIRED",
            "payment_source": wish["payment_source"], "purchase_units": [unit | {"payments": {}}],
            "links": [{"rel": "payer-action", "href": f"{self.address}/checkoutnow?token={id}", "method": "GET"}],
        }
        return self.shown(order)

    def approve(self, id: str, source: str = "good") -> None:
        """The shopper approves, and pays from that *source*."""
        with self.lock:
            if self.orders[id]["status"] == "PAYER_ACTION_REQUIRED":
                self.orders[id]["status"] = "APPROVED"
                self.sources[id] = source

    def take(self, order: dict[str, Any]) -> dict[str, Any]:
        self._expect_approved(order, "ORDER_ALREADY_CAPTURED")
        unit = order["purchase_units"][0]
        order["status"] = "COMPLETED"
        self._capture(order["id"], unit["custom_id"], unit["amount"])
        return self.shown(order)

    def hold(self, order: dict[str, Any]) -> dict[str, Any]:
        self._expect_approved(order, "ORDER_ALREADY_AUTHORIZED")
        unit = order["purchase_units"][0]
        order["status"] = "COMPLETED"
        id = f"0A{len(self.held) + 1:015}"
        self.held[id] = {
            "id": id, "status": "CREATED", "amount": unit["amount"], "custom_id": unit["custom_id"],
            "order": order["id"], "expiration_time": LATER, "create_time": datetime.now(UTC).isoformat(),
        }
        return self.shown(order)

    def take_held(self, held: dict[str, Any], amount: dict[str, str]) -> dict[str, Any]:
        if held["status"] != "CREATED" or self.sources[held["order"]] == "not held":
            why = "EXPIRED" if held["status"] == "CREATED" else held["status"]
            raise Fault(422, f"AUTHORIZATION_{why}")
        if Decimal(amount["value"]) > Decimal(held["amount"]["value"]):
            raise Fault(422, "MAX_CAPTURE_AMOUNT_EXCEEDED")
        held["status"] = "CAPTURED"
        return self._capture(held["order"], held["custom_id"], amount)

    def let_go(self, held: dict[str, Any]) -> None:
        if held["status"] != "CREATED":
            raise Fault(422, "PREVIOUSLY_CAPTURED" if held["status"] == "CAPTURED" else "PREVIOUSLY_VOIDED")
        held["status"] = "VOIDED"

    def hold_again(self, held: dict[str, Any]) -> dict[str, Any]:
        if held["status"] != "CREATED":
            raise Fault(422, f"AUTHORIZATION_{held['status']}")
        if datetime.now(UTC) < datetime.fromisoformat(held["create_time"]) + timedelta(days=3):
            raise Fault(422, "REAUTHORIZATION_TOO_SOON")
        if self.sources[held["order"]] == "held once":
            raise Fault(422, "REAUTHORIZATION_NOT_SUPPORTED")
        id = f"0A{len(self.held) + 1:015}"
        self.held[id] = again = held | {"id": id, "create_time": datetime.now(UTC).isoformat()}
        held["status"] = "VOIDED"
        return again

    def give_back(self, capture: dict[str, Any], wish: dict[str, Any]) -> dict[str, Any]:
        asked, source = Decimal(wish["amount"]["value"]), self.sources[capture["order"]]
        left = Decimal(capture["amount"]["value"]) - sum(
            Decimal(one["amount"]["value"]) for one in self._refunds_of(capture["order"]) if one["status"] != "FAILED"
        )
        if not left:
            raise Fault(422, "CAPTURE_FULLY_REFUNDED")
        if not 0 < asked <= left:
            raise Fault(422, "REFUND_AMOUNT_EXCEEDED")
        id = f"1R{len(self.refunds) + 1:015}"
        status = {"slow": "PENDING", "no refund": "FAILED"}.get(source, "COMPLETED")
        self.refunds[id] = made = {
            "id": id, "status": status, "amount": wish["amount"], "custom_id": wish.get("custom_id", ""),
            "order": capture["order"],
        }
        return made

    def shown(self, thing: dict[str, Any]) -> dict[str, Any]:
        """An order with all that moved because of it; anything else as it is."""
        if "purchase_units" not in thing:
            return thing
        id, unit = thing["id"], thing["purchase_units"][0]
        moved = {
            "authorizations": [one for one in self.held.values() if one["order"] == id],
            "captures": [one for one in self.captures.values() if one["order"] == id],
            "refunds": self._refunds_of(id),
        }
        return thing | {"purchase_units": [unit | {"payments": moved}]}

    def _capture(self, order: str, custom: str, amount: dict[str, str]) -> dict[str, Any]:
        id = f"3C{len(self.captures) + 1:015}"
        self.captures[id] = made = {
            "id": id, "status": "COMPLETED", "amount": amount, "custom_id": custom, "order": order,
            "final_capture": True,
        }
        return made

    def _refunds_of(self, order: str) -> list[dict[str, Any]]:
        return [one for one in self.refunds.values() if one["order"] == order]

    def _expect_approved(self, order: dict[str, Any], already: str) -> None:
        if order["status"] == "COMPLETED":
            raise Fault(422, already)
        if order["status"] != "APPROVED":
            raise Fault(422, "ORDER_NOT_APPROVED")
        if self.sources[order["id"]] == "poor":
            order["status"] = "PAYER_ACTION_REQUIRED"
            raise Fault(422, "INSTRUMENT_DECLINED")
