"""The life of an account's credit in one currency: what came in, what orders took of it, and what they gave back."""

from enum import StrEnum
from typing import TypeAlias

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId, CreditId, OrderId, OrderNumber
from store.domain.shared.money import Money


class Why(StrEnum):
    """What credit is granted for. The values stand in facts: never reword one."""

    RETURN = "return"
    """Goods came back, and whoever sent them asked for credit; *number* is the return's."""
    ORDER = "order"
    """An order that credit had paid for was cancelled, or goods of it came back; *number* is the order's."""
    GOODWILL = "goodwill"
    """Staff gave it, for a reason of the shop's own."""
    EXCHANGE = "exchange"
    """Goods came back, and others go out for them: it pays for these in the same moment; *number* is the return's."""


class CreditGranted(Event, frozen=True, omit_defaults=True, tag="credit/granted-1"):
    """Somebody has so much more to spend here."""

    credit_id: CreditId
    account_id: AccountId
    """Whose it is; where it is an exchange's, the id of its return: then it is no account's."""
    amount: Money
    why: Why
    number: str = ""
    """Of the return or of the order; staff give it for neither."""
    reason: str = ""
    """Why staff did; left out otherwise."""
    order_id: OrderId | None = None
    """The order whose money it was; left out where staff gave it."""
    returned: str = ""
    """The return that goods of *order_id* came back with, where credit had paid for them; left out otherwise."""


class CreditClaimed(Event, frozen=True, tag="credit/claimed-1"):
    """An order wants to be paid by so much of it: nothing else can have it."""

    credit_id: CreditId
    order_id: OrderId
    number: OrderNumber
    amount: Money


class CreditReleased(Event, frozen=True, tag="credit/released-1"):
    """The order came to nothing, and what it claimed can be spent again."""

    credit_id: CreditId
    order_id: OrderId
    amount: Money


class CreditSpent(Event, frozen=True, tag="credit/spent-1"):
    """The order stands, and is paid by so much of it."""

    credit_id: CreditId
    order_id: OrderId
    amount: Money


class CreditTakenBack(Event, frozen=True, tag="credit/taken-back-1"):
    """Staff took back what they had given by mistake."""

    credit_id: CreditId
    amount: Money
    reason: str


class CreditPaidOut(Event, frozen=True, tag="credit/paid-out-1"):
    """It goes back to the payment of *order_id*, where it once came from: that payment owes it now."""

    credit_id: CreditId
    order_id: OrderId
    number: OrderNumber
    amount: Money


CreditEvent: TypeAlias = (
    CreditGranted | CreditClaimed | CreditReleased | CreditSpent | CreditTakenBack | CreditPaidOut
)
