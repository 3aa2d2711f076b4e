"""Reviewing a cart: goods, offers and prices together, as the shopper sees them before buying."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from store.application.cart.errors import NoLongerSold, UnknownSku, too_few
from store.application.cart.messages import CartMoved
from store.application.cart.ports import Offer, ShownOffers
from store.application.catalogue.sizes import shown
from store.application.pricing.ports import ShippingTable, TaxTable
from store.application.pricing.reasons import why_not
from store.application.processes.calling_deals import ShownDeals
from store.application.shared.answers import DiscountView, Image, Price
from store.application.shared.bus import Query, answers
from store.application.shared.errors import NoSuch
from store.application.shared.ports import AsyncJournal, Clock, History
from store.domain.cart.cart import Cart, CartLine
from store.domain.pricing.promotions import Promotions
from store.domain.pricing.quote import Goods, Quote, reckon
from store.domain.pricing.reckoning import Circumstances
from store.domain.pricing.shipping import ShippingMethod, UnknownShippingMethod
from store.domain.pricing.terms import Deal, Traits, Why
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import CartId, OrderNumber, Sku, promotions
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


class CodeView(Struct, frozen=True):
    """The code that was entered. ``problem`` says in words why it takes nothing off, if it doesn't."""

    code: str
    problem: str | None


class CartView(Struct, frozen=True):
    """A cart with live prices. ``quote`` names this very price: send it along when buying.

    ``total`` is ``subtotal`` and ``shipping``, which are before discounts, less the ``discount``.
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
    total: Price
    quote: str
    discount: Price | None = None
    discounts: list[DiscountView] = []
    code: CodeView | None = None


class GetCart(Query[CartView], frozen=True):
    """What is in this cart, and what would it cost to send it to *country* by *shipping_method*?"""

    cart_id: CartId
    country: str | None = None
    shipping_method: str | None = None


class ShowMovedCart(Query[CartView], frozen=True):
    """What is in the cart that was just *moved*? What whoever moved it did not need to know is looked up."""

    moved: CartMoved


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


class Reckoned(Struct, frozen=True):
    """A quote, and what it was reckoned from beside lines and tax."""

    quote: Quote
    around: Circumstances


@dataclass(frozen=True)
class Prices:
    """Prices a cart: the one place where offers, tax, shipping and promotions meet."""

    tax: TaxTable
    shipping: ShippingTable
    home: str

    def of(
        self, lines: dict[Sku, CartLine], offers: dict[Sku, Offer], currency: str,
        method: str | None, country: str | None, today: date, deals: Sequence[Deal] = (),
    ) -> Reckoned:
        """The quote for *lines* at the prices on offer; without a *method*, without shipping."""
        goods = tuple(
            Goods(sku, line.quantity, offers[sku].price if sku in offers else line.price)
            for sku, line in lines.items()
        )
        around = Circumstances(
            currency, today, self.method(method, currency).carriage if method else None, tuple(deals),
            {sku: _traits(offers[sku]) for sku in lines if sku in offers} if deals else {},
        )
        return Reckoned(reckon(goods, self.tax.rate(country or self.home, today), around), around)

    def method(self, id: str, currency: str) -> ShippingMethod:
        """The shipping method *id*, or :class:`UnknownShippingMethod`."""
        for method in self.shipping.methods(currency):
            if method.id == id:
                return method
        raise UnknownShippingMethod(id)


@dataclass(frozen=True)
class CartReview:
    journal: AsyncJournal
    offers: ShownOffers
    prices: Prices
    deals: ShownDeals
    clock: Clock
    media: str
    reads = ()

    @answers(GetCart)
    async def cart(self, query: GetCart) -> CartView:
        found = await self.journal.read([query.cart_id, promotions()])
        history = found.get(query.cart_id, History())
        if not history.events:
            raise NoSuch(Cart.kind, query.cart_id)
        cart = Cart.replay(query.cart_id, history.events)
        running = found.get(promotions(), History())
        return await self._view(CartMoved.of(cart), running, cart.order, query.country, query.shipping_method)

    @answers(ShowMovedCart)
    async def moved(self, query: ShowMovedCart) -> CartView:
        running = (await self.journal.read([promotions()])).get(promotions(), History())
        return await self._view(query.moved, running, None, None, None)

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
        self, cart: CartMoved, running: History, order: OrderNumber | None, country: str | None, method: str | None
    ) -> CartView:
        unknown = cart.lines.keys() - cart.offers.keys()
        offers = cart.offers | await self.offers.of(unknown) if unknown else cart.offers
        today = self.clock.today()
        deals = (*Promotions.replay(promotions(), running.events).deals(today), *await self.deals.of(cart.code))
        priced = self.prices.of(cart.lines, offers, cart.currency, method, country, today, deals).quote
        lines = [
            self._line(line.sku, cart.lines[line.sku], offers.get(line.sku), line.unit_price, line.total)
            for line in priced.lines
        ]
        return CartView(
            id=cart.cart_id, version=cart.version, status="ordered" if order else "open",
            order_number=order, currency=cart.currency, lines=lines,
            item_count=sum(line.quantity for line in lines), subtotal=Price.of(priced.subtotal),
            shipping=Price.of(priced.shipping) if method else None, shipping_method=method,
            tax_included=Price.of(priced.tax_included), total=Price.of(priced.total), quote=priced.seal,
            discount=Price.of(priced.discount) if priced.discount.minor else None, discounts=_discounts(priced),
            code=_code(cart.code, priced, ships=method is not None) if cart.code else None,
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


def _discounts(priced: Quote) -> list[DiscountView]:
    """What each promotion takes off."""
    return [
        DiscountView(it.deal.name, it.deal.code, Price.of(Money(it.off, priced.total.currency)))
        for it in priced.reductions.made
    ]


def _code(code: str, priced: Quote, *, ships: bool) -> CodeView:
    if any(it.deal.code == code for it in priced.reductions.made):
        return CodeView(code, None)
    refused = next((it for it in priced.reductions.refused if it.deal.code == code), None)
    if refused and refused.why is Why.NO_SHIPPING and not ships:
        return CodeView(code, "It makes delivery free: that shows once you choose how it travels.")
    return CodeView(code, why_not(refused, priced.total.currency))


def _traits(offer: Offer) -> Traits:
    return Traits(offer.slug, offer.brand, offer.places)


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
