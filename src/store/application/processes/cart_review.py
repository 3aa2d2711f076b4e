"""Reviewing a cart: goods, offers and prices together, as the shopper sees them before buying."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from msgspec import Struct

from store.application.cart.errors import NoLongerSold, UnknownSku, too_few
from store.application.cart.finding import Carts
from store.application.cart.messages import CartMoved
from store.application.cart.ports import Offer, ShownOffers
from store.application.catalogue.sizes import shown
from store.application.pricing.ports import ShippingTable, TaxTable
from store.application.shared.answers import Image, Price
from store.application.shared.bus import Query, answers
from store.application.shared.ports import AsyncJournal, Clock
from store.domain.cart.cart import Cart, CartLine
from store.domain.pricing.quote import Goods, Quote, quote
from store.domain.pricing.shipping import ShippingMethod, UnknownShippingMethod
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import AccountId, CartId, OrderNumber, Sku
from store.domain.shared.money import Money


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

    ``tax_country`` is where the parcel is taken to go: it says which tax is inside.
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
    removed: RemovedView | None = None
    aside: list[WaitingView] = []


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


@dataclass(frozen=True)
class Prices:
    """Prices a cart: the one place where offers, tax and shipping meet."""

    tax: TaxTable
    shipping: ShippingTable
    home: str

    def of(
        self, lines: dict[Sku, CartLine], offers: dict[Sku, Offer], currency: str,
        method: str | None, country: str | None, today: date,
    ) -> Quote:
        """The quote for *lines* at the prices on offer; without a *method*, without shipping."""
        goods = tuple(
            Goods(sku, line.quantity, offers[sku].price if sku in offers else line.price)
            for sku, line in lines.items()
        )
        worth = Money.total((g.unit_price * g.quantity for g in goods), currency)
        cost = self.method(method, currency).cost(worth) if method else Money(0, currency)
        return quote(goods, cost, self.tax.rate(country or self.home, today))

    def method(self, id: str, currency: str) -> ShippingMethod:
        """The shipping method *id*, or :class:`UnknownShippingMethod`."""
        for method in self.shipping.methods(currency):
            if method.id == id:
                return method
        raise UnknownShippingMethod(id)


class Standing(Struct, frozen=True):
    """What became of a cart."""

    status: str
    order: OrderNumber | None = None


OPEN: Final = Standing("open")


def standing(cart: Cart) -> Standing:
    """What became of *cart*: it is open, it was ordered, or it was merged into that of an account."""
    if cart.merged_into:
        return Standing("merged")
    return Standing("ordered", cart.order) if cart.order else OPEN


@dataclass(frozen=True)
class CartReview:
    journal: AsyncJournal
    offers: ShownOffers
    prices: Prices
    clock: Clock
    media: str
    reads = ()

    @answers(GetCart)
    async def cart(self, query: GetCart) -> CartView:
        cart = await Carts(self.journal).at(query.cart_id, query.account_id)
        return await self._view(CartMoved.of(cart), standing(cart), query.country, query.shipping_method)

    @answers(GetOwnCart)
    async def own_cart(self, query: GetOwnCart) -> CartView | None:
        cart = await Carts(self.journal).of(query.account_id, query.known)
        return await self._view(CartMoved.of(cart), standing(cart), query.country, None) if cart else None

    @answers(ShowMovedCart)
    async def moved(self, query: ShowMovedCart) -> CartView:
        return await self._view(query.moved, OPEN, query.country, None)

    @answers(ListShippingMethods)
    async def methods(self, query: ListShippingMethods) -> list[ShippingMethodView]:
        worth = Money(query.goods, query.currency)
        return [
            ShippingMethodView(
                m.id, m.name, m.promise, Price.of(m.cost(worth)), Price.of(m.free_from) if m.free_from else None
            )
            for m in self.prices.shipping.methods(query.currency)
        ]

    async def _view(
        self, cart: CartMoved, stands: Standing, country: str | None, method: str | None
    ) -> CartView:
        gone = next(reversed(cart.removed.items()), None)
        unknown = ({*cart.lines, *cart.aside} | ({gone[0]} if gone else set())) - cart.offers.keys()
        offers = cart.offers | await self.offers.of(unknown) if unknown else cart.offers
        priced = self.prices.of(cart.lines, offers, cart.currency, method, country, self.clock.today())
        lines = [
            self._line(line.sku, cart.lines[line.sku], offers.get(line.sku), line.unit_price, line.total)
            for line in priced.lines
        ]
        return CartView(
            id=cart.cart_id, version=cart.version, status=stands.status,
            order_number=stands.order, currency=cart.currency, lines=lines,
            item_count=sum(line.quantity for line in lines), subtotal=Price.of(priced.subtotal),
            shipping=Price.of(priced.shipping) if method else None, shipping_method=method,
            tax_included=Price.of(priced.tax_included), tax_country=priced.rate.place,
            total=Price.of(priced.total), quote=priced.seal,
            removed=RemovedView(gone[0], _name(gone[0], offers), gone[1].quantity) if gone else None,
            aside=[self._waiting(sku, line, offers.get(sku)) for sku, line in cart.aside.items()],
        )

    def _waiting(self, sku: Sku, line: CartLine, offer: Offer | None) -> WaitingView:
        problem = obstacle(sku, line.quantity, offer)
        return WaitingView(
            sku, offer.slug if offer else "", offer.name if offer else sku,
            shown(self.media, offer.picture, offer.name) if offer and offer.picture else None, line.quantity,
            Price.of(offer.price if offer else line.price), str(problem) if problem else None,
        )

    def _line(
        self, sku: Sku, line: CartLine, offer: Offer | None, unit: Money, total: Money
    ) -> CartLineView:
        problem = obstacle(sku, line.quantity, offer)
        picture = offer.picture if offer else None
        return CartLineView(
            sku=sku, slug=offer.slug if offer else "", name=offer.name if offer else sku,
            options_text=options_text(offer.options) if offer else "",
            image=shown(self.media, picture, offer.name) if offer and picture else None,
            quantity=line.quantity, unit_price=Price.of(unit), line_total=Price.of(total),
            price_was=Price.of(line.price) if line.price != unit else None,
            problem=str(problem) if problem else None,
        )


def _name(sku: Sku, offers: dict[Sku, Offer]) -> str:
    return offers[sku].name if sku in offers else sku


def obstacle(sku: Sku, quantity: int, offer: Offer | None) -> StoreError | None:
    """What stands in the way of buying *quantity* pieces, if anything."""
    if offer is None:
        return UnknownSku(sku)
    if not offer.for_sale:
        return NoLongerSold(sku, offer.name)
    if offer.available < quantity:
        return too_few(sku, offer.name, offer.available)
    return None


def options_text(options: dict[str, str]) -> str:
    """A variant's choices on one line: ``Sage, Large``."""
    return ", ".join(options.values())
