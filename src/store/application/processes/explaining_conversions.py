"""Explaining how the shop's own prices came into the currency of an order: converted again, as everything else is."""

from collections.abc import Iterator

from store.application.processes.price_receipts import ConversionExplained
from store.application.shared.answers import Price
from store.domain.pricing.conversion import Converted
from store.domain.pricing.priced import Goods
from store.domain.pricing.reckoning import Circumstances


def otherwise_converted(around: Circumstances, goods: tuple[Goods, ...]) -> Iterator[str]:
    """What was recorded otherwise than it is when converted again, in words."""
    it = around.conversion
    if it is None:
        return
    for sku, recorded, again in it.differing(goods, untaxed=bool(around.taxing.exempt)):
        yield f"The price of {sku} was recorded as {recorded}, and is {again} when converted again."
    if it.exchange is None or around.carriage is None or around.taxing.exempt:
        return
    plain = it.exchange.plain
    for what, own, recorded_as in (
        ("What sending costs", it.shipping, around.carriage.price),
        ("From what on sending is free", it.free_from, around.carriage.free_from),
    ):
        if own is not None and plain.convert(own) != recorded_as:
            yield f"{what} was recorded as {recorded_as}, and is {plain.convert(own)} when converted again."


def conversion_in(around: Circumstances) -> ConversionExplained | None:
    """At which rate it was; nothing where the order is in the shop's own currency."""
    it = around.conversion
    if it is None:
        return None
    rate = it.exchange
    base = next((one.base.currency for one in it.goods.values()), rate.base if rate else "")
    return ConversionExplained(
        base, around.currency, rate.rate if rate else None, rate.per if rate else None, rate.source if rate else None,
        rate.day if rate else None, rate.step if rate else 1, rate.less if rate else 0,
        Price.of(it.shipping) if it.shipping else None, Price.of(it.free_from) if it.free_from else None,
    )


def own_price(it: Converted | None) -> tuple[Price | None, bool]:
    """The shop's own price of a line, and whether the other one was said."""
    return (Price.of(it.base), it.said) if it else (None, False)
