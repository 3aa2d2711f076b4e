"""What gateways say they moved, beside what the shop wrote down, and what doesn't agree."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from msgspec import Struct

from store.domain.shared.ids import OrderNumber, PaymentId, RefundId
from store.domain.shared.money import Money


class Movement(Struct, frozen=True):
    """Money that a gateway moved: taken, or given back where it has a *refund*. *went*: it is over, and so it is.

    *failed*: it did not go, or came back. *payment_id* and *refund_id* are what it says it was for, if anything.
    """

    reference: str
    amount: Money
    at: datetime
    went: bool
    failed: bool = False
    refund: bool = False
    payment_id: PaymentId | None = None
    refund_id: RefundId | None = None


class Statement(Struct, frozen=True):
    """The movements of a time. *whole*: there were no more of them."""

    movements: tuple[Movement, ...]
    whole: bool = True


@runtime_checkable
class Statements(Protocol):
    """A gateway that can be asked what it moved."""

    def statement(self, since: datetime) -> Statement | None:
        """All that was begun there since; ``None`` when it does not answer."""


class Ours(Struct, frozen=True):
    """A payment as the shop wrote it down."""

    number: OrderNumber
    stage: str
    taken: Money | None = None
    refunds: dict[RefundId, str] = {}


class Taken(Struct, frozen=True):
    """Money the shop wrote down as taken."""

    payment_id: PaymentId
    reference: str
    amount: Money
    at: datetime


class TakenSince(Protocol):
    """What the shop wrote down as taken."""

    def __call__(self, method: str, since: datetime, until: datetime) -> Sequence[Taken]:
        """Of the payments asked for by *method* in that time."""


