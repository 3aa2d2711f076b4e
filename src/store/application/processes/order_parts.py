"""The parts of an order that follow from its price, as its fact has them."""

from collections.abc import Mapping
from datetime import datetime

from store.application.cart.ports import Offer
from store.application.processes.pricing_carts import Prices
from store.application.processes.said_of_prices import Said
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.ordering.events import Discount, Expected, OrderLine, TaxedAt, Totals
from store.domain.pricing.quote import Quote
from store.domain.pricing.shipping import ShippingMethod
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money


def order_lines(
    priced: Quote, offers: Mapping[Sku, Offer], aside: Mapping[Sku, Mapping[LocationCode, int]]
) -> tuple[OrderLine, ...]:
    """What was bought, as it is called and priced now; whose it is, and from where it is sent."""
    return tuple(
        OrderLine(
            sku=line.sku, name=offers[line.sku].name, slug=offers[line.sku].slug, quantity=line.quantity,
            unit_price=line.unit_price, total=line.total, tax_included=line.tax_included,
            options=offers[line.sku].options, picture=offers[line.sku].picture,
            discount=_something(line.discount), tax_added=_something(line.tax_added),
            tax_ppm=line.ppm if line.ppm != priced.rate.ppm else None, vendor=offers[line.sku].vendor,
            places={} if set(aside[line.sku]) <= {MAIN} else {str(it): n for it, n in aside[line.sku].items()},
        )
        for line in priced.lines
    )


def order_totals(priced: Quote) -> Totals:
    """How the price came about. Rates are listed where there is more than one."""
    currency = priced.total.currency
    return Totals(
        subtotal=priced.subtotal, shipping=priced.shipping, tax_included=priced.tax_included,
        total=priced.total, tax_place=priced.rate.place, tax_ppm=priced.rate.ppm,
        rounding=priced.rounding, discounts=tuple(
            Discount(
                it.deal.id, it.deal.name, Money(sum(it.goods.values()), currency), Money(it.shipping, currency),
                it.deal.code,
            ) for it in priced.reductions.made
        ),
        taxes=taxed_at(priced) if any(it.ppm != priced.rate.ppm for it in priced.taxes) else (),
        tax_added=_something(priced.tax_added), shipping_tax_added=_something(priced.shipping_tax_added),
        exempt=priced.taxing.exempt,
    )


def taxed_at(priced: Quote) -> tuple[TaxedAt, ...]:
    """What was taxed at which rate."""
    currency = priced.total.currency
    return tuple(TaxedAt(it.ppm, Money(it.paid, currency), Money(it.tax, currency)) for it in priced.taxes)


def expected(method: ShippingMethod | None, now: datetime, said: Said, prices: Prices) -> Expected | None:
    """When a parcel arrives that is bought now."""
    arrival = prices.arrival(method, now, said) if method else None
    if method is None or method.days is None or arrival is None:
        return None
    return Expected(arrival.first, arrival.last, method.days.least, method.days.most)


def _something(money: Money) -> Money | None:
    return money if money.minor else None
