"""The lines of a quote, and the rate at a place."""

from msgspec import Struct

from store.domain.shared.ids import Sku
from store.domain.shared.money import Money


class Goods(Struct, frozen=True):
    """Pieces of one SKU at their unit price, with tax or without, as prices are shown there."""

    sku: Sku
    quantity: int
    unit_price: Money


class TaxRate(Struct, frozen=True):
    """A tax in force at a place: ``ppm`` are millionths of the net price, so 19 % is 190,000."""

    place: str
    ppm: int


class QuoteLine(Struct, frozen=True):
    """One line of a quote. ``total`` is before ``discount``; ``tax_included`` is a part of what is ``paid``, and
    ``tax_added`` the part of it that came on top of the price.
    """

    sku: Sku
    quantity: int
    unit_price: Money
    total: Money
    tax_included: Money
    discount: Money
    ppm: int
    tax_added: Money

    @property
    def paid(self) -> Money:
        """What the shopper pays for it."""
        return self.total - self.discount + self.tax_added
