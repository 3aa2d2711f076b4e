"""A cart as it is shown, and what one may ask of it."""


from datetime import datetime

from msgspec import Struct

from store.application.cart.messages import CartMoved
from store.application.shared.answers import DiscountView, Image, Price
from store.application.shared.bus import Query
from store.domain.shared.ids import AccountId, CartId, OrderNumber, Sku


class CartLineView(Struct, frozen=True):
    """One line of a cart. ``problem`` says in words what stands in the way of buying it, if anything."""

    sku: Sku
    slug: str
    name: str
    options_text: str
    image: Image | None
    quantity: int
    unit_price: Price
    line_total: Price
    price_was: Price | None
    problem: str | None


class CodeView(Struct, frozen=True):
    """The code that was entered. ``problem`` says in words why it takes nothing off, if it doesn't."""

    code: str
    problem: str | None


class RemovedView(Struct, frozen=True):
    """What was taken out last, and can come back."""

    sku: Sku
    name: str
    quantity: int


class WaitingView(Struct, frozen=True):
    """What waits beside a cart for later, at today's price. ``problem`` says why it can't be brought back, if so."""

    sku: Sku
    slug: str
    name: str
    image: Image | None
    quantity: int
    unit_price: Price
    problem: str | None


class CartView(Struct, frozen=True):
    """A cart with live prices. ``quote`` names this very price: send it along when buying.

    ``total`` is ``subtotal`` and ``shipping``, which are before discounts, less the ``discount``.
    ``tax_country`` is where the parcel is taken to go: it says which tax is inside. ``expired_at`` is since when what
    lay in it waits beside it because nobody touched it for long; null once something is put in again.
    """

    id: CartId
    version: int
    status: str
    order_number: OrderNumber | None
    currency: str
    lines: list[CartLineView]
    item_count: int
    subtotal: Price
    shipping: Price | None
    shipping_method: str | None
    tax_included: Price
    tax_country: str
    total: Price
    quote: str
    discount: Price | None = None
    discounts: list[DiscountView] = []
    code: CodeView | None = None
    removed: RemovedView | None = None
    aside: list[WaitingView] = []
    expired_at: datetime | None = None


class GetCart(Query[CartView], frozen=True):
    """What is in this cart, and what would it cost to send it to *country* by *shipping_method*?"""

    cart_id: CartId
    country: str | None = None
    shipping_method: str | None = None
    account_id: AccountId | None = None


class GetOwnCart(Query[CartView | None], frozen=True):
    """What is in the cart of whoever is logged in, if anybody is, at a browser that remembers *known*?"""

    account_id: AccountId | None
    known: CartId | None = None
    country: str | None = None


class ShowMovedCart(Query[CartView], frozen=True):
    """What is in the cart that was just *moved*? What whoever moved it did not need to know is looked up."""

    moved: CartMoved
    country: str | None = None


class ShippingMethodView(Struct, frozen=True):
    """A way to send a parcel; ``free_from`` is the value of goods from which it costs nothing."""

    id: str
    name: str
    promise: str
    price: Price
    free_from: Price | None


class ListShippingMethods(Query[list[ShippingMethodView]], frozen=True):
    """How can a parcel be sent, and what does it cost for goods worth *goods* (minor units)?"""

    currency: str
    goods: int = 0
