"""Explaining prices: an order's price is reckoned again from what was recorded, step by step, and compared.

Nothing is looked up: neither today's prices nor today's promotions, taxes or ways to send a parcel. So the answer stays
the same whatever changes afterwards, and is another one only if somebody altered what was recorded.
"""

from dataclasses import dataclass
from datetime import datetime

from store.application.pricing.reasons import why_not
from store.application.processes.comparing_prices import asked_otherwise, differing
from store.application.processes.explaining_conversions import conversion_in, otherwise_converted, own_price
from store.application.processes.order_business import vat_check_of
from store.application.processes.order_means import means_of
from store.application.processes.order_parts import taxed_at
from store.application.processes.price_receipts import (
    ExplainPrice,
    Explanation,
    LineExplained,
    PromotionConsidered,
    Share,
    TaxExplained,
)
from store.application.processes.recorded_prices import recorded
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal, History
from store.domain.ordering.errors import NoSuchOrder, PricedByReturn
from store.domain.ordering.events import Totals
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment
from store.domain.payments.payment import Stage as PaymentStage
from store.domain.pricing.quote import Goods, TaxRate, reckon
from store.domain.pricing.reckoning import Carriage, Reduction, Refused
from store.domain.shared.ids import order_of
from store.domain.shared.money import Money


@dataclass(frozen=True)
class ExplainingPrices:
    journal: AsyncJournal
    reads = ()

    @answers(ExplainPrice)
    async def explain(self, query: ExplainPrice) -> Explanation:
        """From the facts of the order and of its payment alone."""
        id = order_of(query.number)
        order = Order.replay(id, (await self.journal.read([id])).get(id, History()).events)
        if order.totals is None or order.payment_id is None or order.placed_at is None:
            raise NoSuchOrder(query.number)
        if order.replaces:
            raise PricedByReturn(order.replaces.order)
        paid_by = (await self.journal.read([order.payment_id])).get(order.payment_id, History())
        payment = Payment.replay(order.payment_id, paid_by.events)
        return _explained(order, order.placed_at, order.totals, payment)


def _explained(order: Order, placed_at: datetime, totals: Totals, payment: Payment) -> Explanation:
    around, fault = recorded(order.reckoned, placed_at.date(), totals.shipping)
    goods = tuple(Goods(line.sku, line.quantity, line.unit_price) for line in order.lines)
    quote = reckon(goods, TaxRate(totals.tax_place, totals.tax_ppm), around)
    names = {line.sku: line.name for line in order.lines}
    differences = [*differing(order.lines, totals, quote), *asked_otherwise(payment, quote, order.credit)]
    differences += otherwise_converted(around, goods)
    if fault:
        differences.insert(0, fault)
    came_from = around.conversion.goods if around.conversion else {}
    currency, carriage = around.currency, around.carriage or Carriage(quote.shipping)
    return Explanation(
        number=order.number, placed_at=placed_at, day=around.day, matches=not differences,
        complete=order.reckoned is not None and not fault, differences=differences,
        lines=[
            LineExplained(
                line.sku, names[line.sku], line.quantity, Price.of(line.unit_price), Price.of(line.total),
                Price.of(line.discount), Price.of(line.paid), Price.of(line.tax_included),
                line.ppm, Price.of(line.tax_added) if quote.taxing.net else None, *own_price(came_from.get(line.sku)),
            ) for line in quote.lines
        ],
        promotions=[
            *(_applied(it, currency) for it in quote.reductions.made),
            *(_refused(it, currency) for it in quote.reductions.refused),
        ],
        subtotal=Price.of(quote.subtotal), shipping_price=Price.of(carriage.price),
        shipping_free_from=Price.of(carriage.free_from) if carriage.free_from else None,
        shipping=Price.of(quote.shipping), shipping_discount=Price.of(quote.shipping_discount),
        shipping_paid=Price.of(quote.shipping_paid),
        shipping_tax=Price.of(quote.shipping_tax), discount=Price.of(quote.discount),
        tax_included=Price.of(quote.tax_included), tax_place=totals.tax_place, tax_ppm=totals.tax_ppm,
        rounding=quote.rounding, total=Price.of(quote.total), recorded_total=Price.of(totals.total),
        charged=Price.of(payment.amount) if payment.stage is PaymentStage.CAPTURED and payment.amount else None,
        taxes=[TaxExplained(it.ppm, Price.of(it.paid), Price.of(it.tax)) for it in taxed_at(quote)],
        tax_added=Price.of(quote.tax_added) if quote.taxing.net else None, tax_exempt=quote.taxing.exempt or None,
        conversion=conversion_in(around), paid_by=means_of(order), vat_check=vat_check_of(order),
    )


def _applied(it: Reduction, currency: str) -> PromotionConsidered:
    return PromotionConsidered(
        it.deal.name, it.deal.code, applied=True, amount=Price.of(Money(it.off, currency)),
        shipping=Price.of(Money(it.shipping, currency)),
        shares=[Share(sku, Price.of(Money(off, currency))) for sku, off in it.goods.items()], why_not=None,
    )


def _refused(it: Refused, currency: str) -> PromotionConsidered:
    nothing = Price.of(Money(0, currency))
    return PromotionConsidered(
        it.deal.name, it.deal.code, applied=False, amount=nothing, shipping=nothing, shares=[],
        why_not=why_not(it, currency),
    )
