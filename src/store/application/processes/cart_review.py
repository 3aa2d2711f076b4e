"""Reviewing a cart: goods, offers and prices together, as the shopper sees them before buying."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from msgspec import Struct, structs

from store.application.cart.errors import NoLongerSold, UnknownSku, too_few
from store.application.cart.finding import Carts
from store.application.cart.messages import CartMoved
from store.application.cart.ports import Offer, ShownExchanges, ShownOffers
from store.application.cart.quoting import in_currency
from store.application.catalogue.sizes import shown
from store.application.ordering.messages import EstimateView
from store.application.pricing.buyers import Asker
from store.application.pricing.reasons import why_not
from store.application.pricing.vat_checking import AsksRegister, ShownVatChecks
from store.application.processes.calling_deals import ShownDeals
from store.application.processes.cart_amounts import CodeView, RateView, RemovedView, TaxView
from store.application.processes.cart_views import (
    CartLineView,
    CartView,
    GetCart,
    GetOwnCart,
    ListShippingMethods,
    ShippingMethodView,
    ShowMovedCart,
    WaitingView,
)
from store.application.processes.pricing_carts import Prices, Wish
from store.application.processes.relieving import may_relieve, relievable, relieves
from store.application.processes.said_of_prices import SAID, Said, SaidLately
from store.application.processes.telling_buyers import BuyersShown
from store.application.shared.answers import DiscountView, Price, VatCheckView, percent
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal, Clock
from store.domain.cart.cart import Cart, CartLine
from store.domain.cart.errors import NotInThatCurrency
from store.domain.pricing.delivery import Arrival
from store.domain.pricing.quote import Quote
from store.domain.pricing.rate_book import Place
from store.domain.pricing.terms import Why
from store.domain.pricing.vat_checks import Answer, VatCheck
from store.domain.shared.errors import StoreError
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import OrderNumber, Sku
from store.domain.shared.money import Money


class Standing(Struct, frozen=True):
    """What became of a cart."""

    status: str
    order: OrderNumber | None = None
    expired_at: datetime | None = None


OPEN: Final = Standing("open")


def standing(cart: Cart) -> Standing:
    """What became of *cart*: it is open, it was ordered, or it was merged into that of an account."""
    if cart.merged_into:
        return Standing("merged")
    return Standing("ordered", cart.order) if cart.order else Standing("open", expired_at=cart.expired_at)


@dataclass(frozen=True)
class CartReview:
    journal: AsyncJournal
    offers: ShownOffers
    exchanges: ShownExchanges
    prices: Prices
    deals: ShownDeals
    buyers: BuyersShown
    clock: Clock
    media: str
    vat: ShownVatChecks
    lately: SaidLately
    reads = ()

    @answers(GetCart)
    async def cart(self, query: GetCart) -> CartView:
        cart, past = await Carts(self.journal).at(query.cart_id, query.account_id, *SAID)
        place = Place(query.country, query.region, query.postal_code) if query.country else None
        may = relievable(query.vat_number, query.country or "", self.prices.home, self.vat)
        check = await self.vat.check(query.vat_number) if may else None
        wish = Wish(place, query.shipping_method, query.relieved or (may and relieves(check)))
        asker = Asker(query.account_id, query.email, query.channel)
        view = await self._view(CartMoved.of(cart), standing(cart), wish, Said.of(past), asker)
        return structs.replace(view, vat_check=_told(check)) if check else view

    @answers(AsksRegister)
    async def asks_register(self, query: AsksRegister) -> bool:
        may = may_relieve(query.vat_number, query.country, self.prices.home, self.vat)
        return may and await self.vat.asks(query.vat_number)

    @answers(GetOwnCart)
    async def own_cart(self, query: GetOwnCart) -> CartView | None:
        cart, past = await Carts(self.journal).beside(query.account_id, query.known, *SAID)
        if cart is None:
            return None
        asker = Asker(query.account_id, channel=query.channel)
        return await self._view(CartMoved.of(cart), standing(cart), _to(query.country), Said.of(past), asker)

    @answers(ShowMovedCart)
    async def moved(self, query: ShowMovedCart) -> CartView:
        said = await self.lately.said()
        asker = Asker(query.account_id, channel=query.channel)
        return await self._view(query.moved, OPEN, _to(query.country), said, asker)

    @answers(ListShippingMethods)
    async def methods(self, query: ListShippingMethods) -> list[ShippingMethodView]:
        worth, said = Money(query.goods, query.currency), await self.lately.said()
        plan, now = self.prices.plan(said), self.clock.now()
        place = Place(query.country or self.prices.home, "", query.postal_code)
        rate = None if query.exchange else await self.exchanges.rate(query.currency)
        exchange = query.exchange or (rate.exchange if rate else None)
        return [
            ShippingMethodView(
                m.id, m.name, m.promise, Price.of(m.cost(worth)), Price.of(m.free_from) if m.free_from else None,
                _days(self.prices.arrival(m, now, said)),
            )
            for m in plan.methods(
                place, plan.weight(dict(query.pieces)), query.currency, self.prices.currency, exchange
            )
        ]

    async def _view(self, cart: CartMoved, stands: Standing, wish: Wish, said: Said, asker: Asker) -> CartView:
        gone = next(reversed(cart.removed.items()), None)
        unknown = ({*cart.lines, *cart.aside} | ({gone[0]} if gone else set())) - cart.offers.keys()
        today, now = self.clock.today(), self.clock.now()
        offers, exchange = await self._priced(cart, unknown, now)
        most = said.promotions.codes_allowed
        deals = (*said.promotions.deals(today), *await self.deals.of(cart.codes[:most]))
        buyer = await self.buyers.of(deals, asker, said.segments)
        reckoned = self.prices.of(cart.lines, offers, cart.currency, wish, today, deals, said, exchange, buyer)
        priced, method = reckoned.quote, reckoned.method
        codes = [
            _code(self.deals.noted(code), priced, most, ships=method is not None, within=place < most)
            for place, code in enumerate(cart.codes)
        ]
        lines = [
            self._line(line.sku, cart.lines[line.sku], offers.get(line.sku), line.unit_price, line.total, cart.currency)
            for line in priced.lines
        ]
        return CartView(
            id=cart.cart_id, version=cart.version, status=stands.status,
            order_number=stands.order, currency=cart.currency, lines=lines,
            item_count=sum(line.quantity for line in lines), subtotal=Price.of(priced.subtotal),
            shipping=Price.of(priced.shipping) if method else None, shipping_method=wish.method,
            tax_included=Price.of(priced.tax_included), tax_country=priced.rate.place.partition("-")[0],
            total=Price.of(priced.total), quote=priced.seal,
            discount=Price.of(priced.discount) if priced.discount.minor else None, discounts=_discounts(priced),
            code=codes[0] if codes else None, codes=codes, codes_allowed=most,
            removed=RemovedView(gone[0], _name(gone[0], offers), gone[1].quantity) if gone else None,
            aside=[self._waiting(sku, line, offers.get(sku)) for sku, line in cart.aside.items()],
            tax_added=Price.of(priced.tax_added) if priced.taxing.net else None, taxes=_taxes(priced),
            estimate=_days(self.prices.arrival(method, now, said)) if method else None,
            tax_exempt=priced.taxing.exempt or None,
            expired_at=stands.expired_at, rate=_rate(cart, exchange, now),
        )

    async def _priced(
        self, cart: CartMoved, unknown: set[Sku], now: datetime
    ) -> tuple[dict[Sku, Offer], Exchange | None]:
        """What is in it, in its currency, and the rate that this is at: the one it keeps, or today's."""
        offers = cart.offers | await self.offers.of(unknown) if unknown else cart.offers
        if cart.currency == self.prices.currency:
            return offers, None
        kept = cart.exchange if cart.quoted_until and now < cart.quoted_until else None
        rate = await self.exchanges.rate(cart.currency, kept)
        exchange = rate.exchange if rate else None
        return in_currency(offers, cart.currency, exchange), exchange

    def _waiting(self, sku: Sku, line: CartLine, offer: Offer | None) -> WaitingView:
        problem = obstacle(sku, line.quantity, offer)
        return WaitingView(
            sku, offer.slug if offer else "", offer.name if offer else sku,
            shown(self.media, offer.picture, offer.name) if offer and offer.picture else None, line.quantity,
            Price.of(offer.price if offer else line.price), str(problem) if problem else None,
        )

    def _line(
        self, sku: Sku, line: CartLine, offer: Offer | None, unit: Money, total: Money, currency: str
    ) -> CartLineView:
        problem: StoreError | None = obstacle(sku, line.quantity, offer)
        if problem is None and offer and offer.price.currency != currency:
            problem = NotInThatCurrency(offer.name, currency)
        picture = offer.picture if offer else None
        return CartLineView(
            sku=sku, slug=offer.slug if offer else "", name=offer.name if offer else sku,
            options_text=options_text(offer.options) if offer else "",
            image=shown(self.media, picture, offer.name) if offer and picture else None,
            quantity=line.quantity, unit_price=Price.of(unit), line_total=Price.of(total),
            price_was=Price.of(line.price) if line.price != unit else None,
            problem=str(problem) if problem else None,
        )


def _rate(cart: CartMoved, exchange: Exchange | None, now: datetime) -> RateView | None:
    if exchange is None:
        return None
    kept = cart.quoted_until if exchange == cart.exchange and cart.quoted_until and now < cart.quoted_until else None
    return RateView(exchange, kept)


def _told(check: VatCheck) -> VatCheckView:
    return VatCheckView(check.register, check.answer is Answer.VALID, check.at)


def _to(country: str | None) -> Wish:
    return Wish(Place(country) if country else None)


def _days(arrival: Arrival | None) -> EstimateView | None:
    return EstimateView(arrival.first, arrival.last) if arrival else None


def _taxes(priced: Quote) -> list[TaxView]:
    currency = priced.total.currency
    return [
        TaxView(percent(it.ppm), Price.of(Money(it.paid, currency)), Price.of(Money(it.tax, currency)))
        for it in priced.taxes
    ]


def _discounts(priced: Quote) -> list[DiscountView]:
    """What each promotion takes off."""
    return [
        DiscountView(it.deal.name, it.deal.code, Price.of(Money(it.off, priced.total.currency)))
        for it in priced.reductions.made
    ]


def _code(code: str, priced: Quote, most: int, *, ships: bool, within: bool) -> CodeView:
    if not within:
        return CodeView(code, f"An order takes {most} of them." if most > 1 else "An order takes one code.")
    if any(it.deal.code == code for it in priced.reductions.made):
        return CodeView(code, None)
    refused = next((it for it in priced.reductions.refused if it.deal.code == code), None)
    if refused and refused.why is Why.NO_SHIPPING and not ships:
        return CodeView(code, "It makes delivery free: that shows once you choose how it travels.")
    return CodeView(code, why_not(refused, priced.total.currency))


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
