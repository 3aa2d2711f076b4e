"""Without tax: prices that have it in them, where it isn't due."""

from collections.abc import Sequence

from msgspec import structs

from store.domain.pricing.quote import Goods
from store.domain.pricing.reckoning import Carriage
from store.domain.pricing.taxing import Taxing, untaxed
from store.domain.shared.money import Money


def without_tax(price: Money, ppm: int) -> Money:
    """A *price* without the tax in it, of so many millionths."""
    return Money(untaxed(price.minor, ppm), price.currency)


def relieved(
    goods: Sequence[Goods], carriage: Carriage | None, standard: int, taxing: Taxing
) -> tuple[tuple[Goods, ...], Carriage | None]:
    """What a business pays for *goods* and sending that would be taxed so. Prices that have no tax in them stay."""
    if taxing.net:
        return tuple(goods), carriage
    less = tuple(
        structs.replace(it, unit_price=without_tax(it.unit_price, taxing.rates.get(it.sku, standard))) for it in goods
    )
    return less, Carriage(without_tax(carriage.price, standard), carriage.free_from) if carriage else None
