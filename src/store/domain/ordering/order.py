"""Order: goods bought by somebody, from the placing to the parcel."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from store.domain.ordering.errors import NoSuchOrder, NumberTaken, OutOfTurn
from store.domain.ordering.events import (
    Address,
    OrderCancelled,
    OrderClaimed,
    OrderConfirmed,
    OrderEvent,
    OrderLine,
    OrderPlaced,
    OrderShipped,
    Totals,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import AccountId, CartId, OrderId, OrderNumber, PaymentId
from store.domain.shared.personal import Personal


class Stage(StrEnum):
    BLANK = "not placed"
    AWAITING_PAYMENT = "awaiting_payment"
    CONFIRMED = "confirmed"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


class Order(Aggregate[OrderEvent]):
    kind = "order"
    id: OrderId

    def __init__(self, id: OrderId) -> None:
        super().__init__(id)
        self.stage = Stage.BLANK
        self.number = OrderNumber("")
        self.account_id: AccountId | None = None
        self.cart_id: CartId | None = None
        self.payment_id: PaymentId | None = None
        self.placed_at: datetime | None = None
        self.email: Personal[str] | None = None
        self.address: Personal[Address] | None = None
        self.shipping_method = ""
        self.payment_method = ""
        self.lines: tuple[OrderLine, ...] = ()
        self.totals: Totals | None = None
        self.carrier = ""
        self.tracking = ""
        self.cancelled_because = ""

    def place(
        self, number: OrderNumber, *, cart_id: CartId, payment_id: PaymentId, email: Personal[str],
        address: Personal[Address], shipping_method: str, payment_method: str, lines: tuple[OrderLine, ...],
        totals: Totals, at: datetime, account_id: AccountId | None = None, terms: int | None = None,
    ) -> None:
        """Somebody buys, as a guest or under an account."""
        if self.stage is not Stage.BLANK:
            raise NumberTaken
        self._record(OrderPlaced(
            at=at, order_id=self.id, number=number, cart_id=cart_id, payment_id=payment_id, email=email,
            address=address, shipping_method=shipping_method, payment_method=payment_method, lines=lines,
            totals=totals, account_id=account_id, terms=terms,
        ))

    def confirm(self, *, at: datetime) -> None:
        """The money is there."""
        self._expect(Stage.AWAITING_PAYMENT)
        self._record(OrderConfirmed(at=at, order_id=self.id))

    def cancel(self, reason: str, *, at: datetime) -> None:
        """Nothing comes of it, before any money did."""
        self._expect(Stage.AWAITING_PAYMENT)
        self._record(OrderCancelled(at=at, order_id=self.id, reason=reason))

    def ship(self, carrier: str, tracking: str, *, at: datetime) -> None:
        """The parcel leaves."""
        self._expect(Stage.CONFIRMED)
        self._record(OrderShipped(at=at, order_id=self.id, carrier=carrier, tracking=tracking))

    def claim(self, account: AccountId, *, at: datetime) -> None:
        """Be an account's from now on: of a guest's order, whatever became of it."""
        if self.account_id or self.stage is Stage.BLANK:
            raise NoSuchOrder(self.number)
        self._record(OrderClaimed(at=at, order_id=self.id, account_id=account))

    def _expect(self, stage: Stage) -> None:
        if self.stage is not stage:
            raise OutOfTurn(self.stage, stage)

    def _evolve(self, event: OrderEvent) -> None:
        match event:
            case OrderPlaced():
                self.stage = Stage.AWAITING_PAYMENT
                self.number, self.cart_id, self.payment_id = event.number, event.cart_id, event.payment_id
                self.placed_at, self.email, self.address = event.at, event.email, event.address
                self.shipping_method, self.payment_method = event.shipping_method, event.payment_method
                self.lines, self.totals, self.account_id = event.lines, event.totals, event.account_id
            case OrderConfirmed():
                self.stage = Stage.CONFIRMED
            case OrderCancelled(reason=reason):
                self.stage, self.cancelled_because = Stage.CANCELLED, reason
            case OrderShipped(carrier=carrier, tracking=tracking):
                self.stage, self.carrier, self.tracking = Stage.SHIPPED, carrier, tracking
            case OrderClaimed(account_id=account):
                self.account_id = account
            case _:
                assert_never(event)
