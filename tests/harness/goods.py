"""Goods to sell in tests."""

from msgspec import Struct

from store.domain.shared.ids import ProductId, Sku, product_of
from store.domain.shared.money import Money

SOURCE = "harness"


class Goods(Struct, frozen=True):
    """One product in one variant: ``Goods("mug", "9.00")``."""

    name: str
    price: str = "10.00"
    currency: str = "EUR"
    category: tuple[str, ...] = ("Kitchen",)

    @property
    def sku(self) -> Sku:
        """What the stock room calls it: ``MUG``."""
        return Sku(self.name.upper().replace(" ", "-"))

    @property
    def slug(self) -> str:
        """Its address."""
        return self.sku.lower()

    @property
    def product(self) -> ProductId:
        """Its stream."""
        return product_of(SOURCE, self.name)

    @property
    def money(self) -> Money:
        """What one costs."""
        return Money.parse(self.price, self.currency)
