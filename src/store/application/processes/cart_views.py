"""A cart as it is shown, and what one may ask of it."""

from datetime import datetime

from msgspec import Struct

from store.application.cart.messages import CartMoved
from store.application.ordering.messages import EstimateView
from store.application.processes.cart_amounts import CodeView, RateView, RemovedView, TaxView
from store.application.shared.answers import DiscountView, Image, Price, VatCheckView
from store.application.shared.bus import Query
from store.domain.pricing.audience import Channel
from store.domain.shared.exchange import Exchange
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

    ``total`` is ``subtotal`` and ``shipping``, which are before discounts, less the ``discount``, and with the
    ``tax_added``: null where prices contain their tax. ``tax_country`` is where the parcel is taken to go: it says
    which tax is inside. ``taxes`` has it rate by rate. ``estimate`` is when it would arrive, bought now. ``expired_at``
    is since when what lay in it waits beside it because nobody touched it for long; null once something is put in.
    ``codes`` are those that were entered, ``code`` the first of them, and ``codes_allowed`` how many an order takes.
    ``vat_check`` is what a register said of the VAT number, where one was asked.
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
    tax_added: Price | None = None
    taxes: list[TaxView] = []
    estimate: EstimateView | None = None
    tax_exempt: str | None = None
    expired_at: datetime | None = None
    rate: RateView | None = None
    codes: list[CodeView] = []
    codes_allowed: int = 1
    vat_check: VatCheckView | None = None


class GetCart(Query[CartView], frozen=True):
    """What is in this cart, and what would it cost to send it to *country* by *shipping_method*?

    *relieved*: bought by a business of another member state; or one with this *vat_number*, refused where it is none.
    *email* is the address that whoever buys gave, if they did; *channel*, where they do.
    """

    cart_id: CartId
    country: str | None = None
    shipping_method: str | None = None
    account_id: AccountId | None = None
    region: str = ""
    postal_code: str = ""
    relieved: bool = False
    vat_number: str = ""
    email: str = ""
    channel: Channel | None = None


class GetOwnCart(Query[CartView | None], frozen=True):
    """What is in the cart of whoever is logged in, if anybody is, at a browser that remembers *known*?"""

    account_id: AccountId | None
    known: CartId | None = None
    country: str | None = None
    channel: Channel | None = None


class ShowMovedCart(Query[CartView], frozen=True):
    """What is in the cart that was just *moved*? What whoever moved it did not need to know is looked up."""

    moved: CartMoved
    country: str | None = None
    account_id: AccountId | None = None
    channel: Channel | None = None


class ShippingMethodView(Struct, frozen=True):
    """A way to send a parcel; ``free_from`` is the value of goods from which it costs nothing, ``estimate`` when it
    arrives if it is bought now.
    """

    id: str
    name: str
    promise: str
    price: Price
    free_from: Price | None
    estimate: EstimateView | None = None


class ListShippingMethods(Query[list[ShippingMethodView]], frozen=True):
    """How can *pieces* be sent to *country* (where nothing is said, home), if *goods* are worth so many minor units?"""

    currency: str
    goods: int = 0
    country: str | None = None
    postal_code: str = ""
    pieces: tuple[tuple[Sku, int], ...] = ()
    exchange: Exchange | None = None
    """At which rate, if not at today's."""
