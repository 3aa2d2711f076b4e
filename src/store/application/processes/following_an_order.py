"""Following an order: the order and its payment as their owner sees them, from the facts themselves."""

from dataclasses import dataclass
from typing import assert_never

from store.application.catalogue.sizes import shown
from store.application.ordering.messages import (
    AddressView,
    GetOrder,
    Moment,
    OrderLineView,
    OrderView,
    PaymentLine,
    Shipment,
)
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal, History
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.events import (
    Address,
    OrderCancelled,
    OrderClaimed,
    OrderConfirmed,
    OrderEvent,
    OrderLine,
    OrderPlaced,
    OrderShipped,
)
from store.domain.ordering.order import Order, Stage
from store.domain.payments.payment import Payment
from store.domain.payments.payment import Stage as Waiting
from store.domain.shared.ids import order_of
from store.domain.shared.personal import Erased


@dataclass(frozen=True)
class FollowingAnOrder:
    journal: AsyncJournal
    media: str
    reads = ()

    @answers(GetOrder)
    async def order(self, query: GetOrder) -> OrderView:
        id = order_of(query.number)
        history = (await self.journal.read([id])).get(id, History())
        order = Order.replay(id, history.events)
        if order.payment_id is None:
            raise NoSuchOrder(query.number)
        paid_by = (await self.journal.read([order.payment_id])).get(order.payment_id, History())
        return self._view(order, Payment.replay(order.payment_id, paid_by.events), history)

    def _view(self, order: Order, payment: Payment, history: History) -> OrderView:
        if order.totals is None or order.placed_at is None or order.email is None or order.address is None:
            raise NoSuchOrder(order.number)
        email, address = order.email.value, order.address.value
        return OrderView(
            number=order.number, version=order.version, status=order.stage, placed_at=order.placed_at,
            email=None if isinstance(email, Erased) else email,
            shipping_address=None if isinstance(address, Erased) else _address(address),
            shipping_method=order.shipping_method, lines=[self._line(line) for line in order.lines],
            subtotal=Price.of(order.totals.subtotal), shipping=Price.of(order.totals.shipping),
            tax_included=Price.of(order.totals.tax_included), total=Price.of(order.totals.total),
            payment=PaymentLine(
                str(payment.id), payment.method, payment.stage,
                payment.url if payment.stage is Waiting.REQUIRES_ACTION else None,
            ),
            timeline=[_moment(event) for event in history.events if isinstance(event, OrderEvent)],
            shipment=Shipment(order.carrier, order.tracking) if order.stage is Stage.SHIPPED else None,
        )

    def _line(self, line: OrderLine) -> OrderLineView:
        return OrderLineView(
            sku=line.sku, name=line.name, slug=line.slug, options_text=", ".join(line.options.values()),
            image=shown(self.media, line.picture, line.name) if line.picture else None, quantity=line.quantity,
            unit_price=Price.of(line.unit_price), line_total=Price.of(line.total),
        )


def _address(address: Address) -> AddressView:
    return AddressView(
        address.name, address.line1, address.line2, address.city, address.region, address.postal_code,
        address.country,
    )


def _moment(event: OrderEvent) -> Moment:
    match event:
        case OrderPlaced():
            return Moment(event.at, "Order placed", "")
        case OrderConfirmed():
            return Moment(event.at, "Payment received", "We are packing your order.")
        case OrderShipped(carrier=carrier, tracking=tracking):
            return Moment(event.at, "On its way", f"{carrier} {tracking}".strip())
        case OrderCancelled(reason=reason):
            return Moment(event.at, "Cancelled", reason)
        case OrderClaimed():
            return Moment(event.at, "Added to an account", "")
        case _:
            assert_never(event)

