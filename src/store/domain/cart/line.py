"""A line of a cart."""

from msgspec import Struct

from store.domain.shared.money import Money


class CartLine(Struct, frozen=True):
    """Pieces of one SKU, and what one of them cost when they were put in."""

    quantity: int
    price: Money
