"""Orders that somebody looks at before they are sent."""

from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.bus import Command, Query, handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.order import Order
from store.domain.ordering.screening import Reason
from store.domain.shared.ids import OrderId, OrderNumber, order_of


class Accepted(Struct, frozen=True):
    """How the order stands now."""

    number: OrderNumber
    status: str
    version: int


class AcceptOrder(Command[Accepted], frozen=True):
    """Have an order sent that was looked at. Whoever finds it wanting cancels it instead."""

    number: OrderNumber
    version: int | None = None


class RemindOfReview(Command[None], frozen=True):
    """Nobody looked at it for long."""

    order_id: OrderId


class HeldOrder(Struct, frozen=True):
    """An order that waits to be looked at, and why; ``due_at`` is when somebody was reminded of it, if anybody was."""

    number: OrderNumber
    version: int
    placed_at: datetime
    held_at: datetime
    due_at: datetime | None
    total: Price
    payment_method: str
    reasons: list[Reason]


class HeldOrders(Struct, frozen=True):
    """Those that wait longest come first; ``more``, whether there are others beside these."""

    items: list[HeldOrder]
    more: bool


class ListHeldOrders(Query[HeldOrders], frozen=True):
    """Which orders wait to be looked at?"""


@dataclass(frozen=True)
class ReviewingOrders:
    clock: Clock

    @handles(AcceptOrder)
    def accept(self, command: AcceptOrder, work: UnitOfWork) -> Accepted:
        order = work.find(Order, order_of(command.number))
        if not order.version:
            raise NoSuchOrder(command.number)
        expect(order, command.version)
        order.accept(at=self.clock.now())
        work.save(order)
        return Accepted(order.number, order.stage, order.version)

    @handles(RemindOfReview)
    def remind(self, command: RemindOfReview, work: UnitOfWork) -> None:
        """Once; what was decided meanwhile is no fact."""
        order = work.find(Order, command.order_id)
        order.remind(at=self.clock.now())
        work.save(order)
