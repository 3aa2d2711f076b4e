"""What a price in another currency was converted from, so that it can be converted again."""

from collections.abc import Iterator

from msgspec import Struct

from store.domain.pricing.priced import Goods
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money


class Converted(Struct, frozen=True, omit_defaults=True):
    """The shop's own price, and what it is in the other currency; ``said``: by no rate, but because staff said so."""

    base: Money
    price: Money
    said: bool = False


class Conversion(Struct, frozen=True, omit_defaults=True):
    """How the prices of a cart came about that is in another currency than the shop's own. ``shipping`` and
    ``free_from`` are in that, where they were converted.
    """

    exchange: Exchange | None = None
    goods: dict[Sku, Converted] = {}
    shipping: Money | None = None
    free_from: Money | None = None

    def differing(self, goods: tuple[Goods, ...], *, untaxed: bool) -> Iterator[tuple[Sku, Money, Money]]:
        """What was recorded otherwise than it is when converted again: SKU, as recorded, and again. *untaxed*: prices
        were taken their tax out of afterwards.
        """
        for line in goods:
            it = self.goods.get(line.sku)
            if it is None:
                continue
            again = it.price if it.said or self.exchange is None else self.exchange.convert(it.base)
            if it.price != again:
                yield line.sku, it.price, again
            elif not untaxed and line.unit_price != again:
                yield line.sku, line.unit_price, again
