"""What one may tell a cart to do."""

from typing import Self

from msgspec import Struct

from store.application.cart.ports import Offer
from store.application.shared.bus import Command
from store.domain.cart.cart import Cart, CartLine
from store.domain.shared.ids import CartId, Sku


class CartMoved(Struct, frozen=True):
    """Where the cart stands now, and what is known of what is on offer: to show it, neither is looked up again."""

    cart_id: CartId
    version: int
    currency: str
    lines: dict[Sku, CartLine]
    offers: dict[Sku, Offer] = {}
    code: str = ""

    @classmethod
    def of(cls, cart: Cart, offers: dict[Sku, Offer] | None = None) -> Self:
        """As *cart* is at this moment."""
        return cls(cart.id, cart.version, cart.currency, cart.lines, offers or {}, cart.code)


class OpenCart(Command[CartMoved], frozen=True):
    """Begin to collect."""

    cart_id: CartId
    currency: str


class AddToCart(Command[CartMoved], frozen=True):
    """Put more pieces in; opens the cart where it isn't yet."""

    cart_id: CartId
    sku: Sku
    quantity: int
    currency: str | None = None
    version: int | None = None


class ChangeLine(Command[CartMoved], frozen=True):
    """Have exactly so many pieces."""

    cart_id: CartId
    sku: Sku
    quantity: int
    version: int | None = None


class RemoveLine(Command[CartMoved], frozen=True):
    """Take it out."""

    cart_id: CartId
    sku: Sku
    version: int | None = None
