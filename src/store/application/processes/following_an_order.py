"""Following an order: the order and its payment as their owner sees them, from the facts themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from store.application.catalogue.sizes import shown
from store.application.ordering.cancel_rules import CancelRules, policies_in
from store.application.ordering.messages import (
    EstimateView,
    GetOrder,
    OrderLineView,
    OrderPart,
    OrderView,
    PaymentLine,
    RefundLine,
    ReplacesView,
    Shipment,
)
from store.application.processes.allowing_cancellations import MAY_NOT, MayCancel, may_cancel
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.processes.following_parts import address_view
from store.application.processes.order_business import vat_check_of, vat_number_of
from store.application.processes.order_means import credited_of, exchanged_of, means_of
from store.application.processes.order_timeline import timeline
from store.application.processes.parcel_views import estimate_view, parcel_views
from store.application.shared.answers import DiscountView, Price
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal, Clock, History
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.events import OrderLine, Totals
from store.domain.ordering.life import Stage, Step
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment
from store.domain.payments.payment import Stage as Waiting
from store.domain.pricing.shipping_rules import Shipping
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import cancel_policy, order_of, shipping
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased


@dataclass(frozen=True)
class FollowingAnOrder:
    journal: AsyncJournal
    media: str
    rules: CancelRules | None = None
    """How long after buying a shopper may cancel."""
    clock: Clock | None = None
    """Without one it is looked at as it was, and nothing can be done any more."""
    estimating: EstimatingDelivery | None = None
    reads = ()

    @answers(GetOrder)
    async def order(self, query: GetOrder) -> OrderView:
        id = order_of(query.number)
        history = (await self.journal.read([id])).get(id, History())
        order = Order.replay(id, history.events)
        if order.payment_id is None:
            raise NoSuchOrder(query.number)
        known = await self.journal.read([order.payment_id, cancel_policy(), shipping()])
        paid_by = known.get(order.payment_id, History())
        payment = Payment.replay(order.payment_id, paid_by.events)
        may = MAY_NOT
        if self.rules and self.clock:
            may = may_cancel(order, self.rules.leave(policies_in(known), order.placed_at), self.clock.now())
        said = Shipping.replay(shipping(), known.get(shipping(), History()).events).plan
        return self._view(order, payment, history, paid_by.events, may, estimate_view(order, self.estimating, said))

    def _view(
        self, order: Order, payment: Payment, history: History, paid_by: Sequence[Event], may: MayCancel,
        estimate: EstimateView | None,
    ) -> OrderView:
        if order.totals is None or order.placed_at is None or order.email is None or order.address is None:
            raise NoSuchOrder(order.number)
        email, address = order.email.value, order.address.value
        return OrderView(
            number=order.number, version=order.version, status=order.stage, placed_at=order.placed_at,
            email=None if isinstance(email, Erased) else email,
            shipping_address=None if isinstance(address, Erased) else address_view(address),
            shipping_method=order.shipping_method, lines=[self._line(line, order, may) for line in order.lines],
            subtotal=Price.of(order.totals.subtotal), shipping=Price.of(order.totals.shipping),
            tax_included=Price.of(order.totals.tax_included), total=Price.of(order.totals.total),
            payment=PaymentLine(
                str(payment.id), payment.method, payment.stage,
                payment.url if payment.stage is Waiting.REQUIRES_ACTION else None, _to_pay_again(order, payment),
            ),
            timeline=timeline(history.events, paid_by),
            shipment=Shipment(order.carrier, order.tracking) if order.parcels else None,
            discount=Price.of(order.totals.discount) if order.totals.discount.minor else None,
            discounts=discounts(order.totals),
            can_cancel=may.any, cancel_until=may.until,
            owed_back=_owed_back(order), refunds=[
                RefundLine(str(id), refund.progress, Price.of(refund.amount), refund.at, refund.reason)
                for id, refund in payment.refunds.items()
            ],
            tax_added=Price.of(order.totals.tax_added) if order.totals.tax_added else None,
            tax_exempt=order.totals.exempt or None, vat_number=vat_number_of(order),
            vat_check=vat_check_of(order),
            parcels=parcel_views(order), parts=[OrderPart(part.id, part.stage, part.bought) for part in order.parts],
            estimate=estimate, paid_by=means_of(order), credited=credited_of(order),
            replaces=ReplacesView(order.replaces.order, order.replaces.number) if order.replaces else None,
            exchanged=exchanged_of(order),
        )

    def _line(self, line: OrderLine, order: Order, may: MayCancel) -> OrderLineView:
        return OrderLineView(
            sku=line.sku, name=line.name, slug=line.slug, options_text=", ".join(line.options.values()),
            image=shown(self.media, line.picture, line.name) if line.picture else None, quantity=line.quantity,
            unit_price=Price.of(line.unit_price), line_total=Price.of(line.total),
            cancelled=line.quantity if order.stage is Stage.CANCELLED else order.pieces_cancelled.get(line.sku, 0),
            sent=sum(part.sent.get(line.sku, 0) for part in order.parts),
            why_not_cancelled=may.why_not.get(line.sku), cancel_until=may.last.get(line.sku),
        )


def discounts(totals: Totals) -> list[DiscountView]:
    """What each promotion took off."""
    return [DiscountView(it.name, it.code, Price.of(it.amount)) for it in totals.reductions]


def _to_pay_again(order: Order, payment: Payment) -> Price | None:
    amount = payment.to_pay_again if order.can(Step.SHIP) or order.can(Step.ACCEPT) else None
    return Price.of(amount) if amount else None


def _owed_back(order: Order) -> Price | None:
    if not order.shares or order.totals is None:
        return None
    return Price.of(Money.total((share.total for share in order.shares), order.totals.total.currency))
