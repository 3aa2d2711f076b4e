"""Ordering again: what is still sold goes into the cart; what is gone, or costs something else now, is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct

from store.application.cart.errors import MOST_TOLD
from store.application.cart.finding import reach
from store.application.cart.ports import Offer, ShownExchanges, ShownOffers
from store.application.cart.quoting import Quoting, in_currency, is_foreign
from store.application.shared.answers import Price
from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.events import OrderLine
from store.domain.ordering.order import Order
from store.domain.shared.ids import AccountId, CartId, OrderNumber, Sku, order_of


class Still(StrEnum):
    """How it stands with something that was bought before. The values are told to programs."""

    SAME = "same"
    DEARER = "dearer"
    CHEAPER = "cheaper"
    OTHER_CURRENCY = "other_currency"
    SOLD_OUT = "sold_out"
    GONE = "gone"


class AgainLine(Struct, frozen=True):
    """One line of a former order. ``pieces`` of the ``bought`` ones can be had now; ``price`` is what one costs."""

    sku: Sku
    name: str
    slug: str
    options_text: str
    bought: int
    pieces: int
    state: Still
    price_then: Price
    price: Price | None


class AgainView(Struct, frozen=True):
    """What ordering again would put into the cart, or has put there."""

    number: OrderNumber
    lines: list[AgainLine]

    @property
    def all_there(self) -> bool:
        """Whether nothing is missing, and nothing costs something else."""
        return all(line.state is Still.SAME and line.pieces == line.bought for line in self.lines)

    @property
    def something(self) -> bool:
        """Whether anything of it can still be had."""
        return any(line.pieces for line in self.lines)


class QuoteAgain(Query[AgainView], frozen=True):
    """What would go into the cart now. Whoever asks must have proven that they may see the order."""

    number: OrderNumber
    currency: str


class OrderAgain(Command[AgainView], frozen=True):
    """Put what can still be had into a cart. *account_id* is whoever is logged in."""

    number: OrderNumber
    cart_id: CartId
    account_id: AccountId | None = None


@dataclass(frozen=True)
class OrderingAgain:
    quoting: Quoting
    clock: Clock

    @handles(OrderAgain)
    def again(self, command: OrderAgain, work: UnitOfWork) -> AgainView:
        """The cart alone is written to; whether the pieces are there is decided when it is bought, as ever."""
        order = work.find(Order, order_of(command.number))
        if not order.version:
            raise NoSuchOrder(command.number)
        cart = reach(work, command.cart_id, command.account_id)
        offers, now = self.quoting.of(cart, [line.sku for line in order.lines], work), self.clock.now()
        lines = _lines(order.lines, offers, cart.currency)
        # In the cart that it came from, open again because nobody paid, its goods may lie already.
        lying = cart.lines if cart.id == order.cart_id and cart.is_open else {}
        for line in lines:
            if line.pieces and line.sku not in lying:
                cart.add(line.sku, line.pieces, offers[line.sku].price, at=now)
        work.save(cart)
        return AgainView(command.number, lines)


@dataclass(frozen=True)
class QuotingAgain:
    journal: AsyncJournal
    offers: ShownOffers
    exchanges: ShownExchanges
    reads: tuple[str, ...] = field(default=())

    @answers(QuoteAgain)
    async def quote(self, query: QuoteAgain) -> AgainView:
        id = order_of(query.number)
        order = Order.replay(id, (await self.journal.read([id])).get(id, History()).events)
        if not order.version:
            raise NoSuchOrder(query.number)
        offers = await self.offers.of([line.sku for line in order.lines])
        if is_foreign(offers.values(), query.currency):
            rate = await self.exchanges.rate(query.currency)
            offers = in_currency(offers, query.currency, rate.exchange if rate else None)
        return AgainView(query.number, _lines(order.lines, offers, query.currency))


def _lines(lines: Sequence[OrderLine], offers: Mapping[Sku, Offer], currency: str) -> list[AgainLine]:
    return [_line(line, offers.get(line.sku), currency) for line in lines]


def _line(line: OrderLine, offer: Offer | None, currency: str) -> AgainLine:
    sold = offer if offer and offer.for_sale and offer.price.currency == currency else None
    return AgainLine(
        sku=line.sku, name=sold.name if sold else line.name, slug=sold.slug if sold else line.slug,
        options_text=", ".join(line.options.values()), bought=line.quantity,
        pieces=_to_be_had(line.quantity, sold.available) if sold else 0, state=_state(line, sold),
        price_then=Price.of(line.unit_price), price=Price.of(sold.price) if sold else None,
    )


def _to_be_had(wanted: int, available: int) -> int:
    """As many as are there; where those are fewer than wanted, no more than strangers are told of."""
    return wanted if available >= wanted else max(0, min(available, MOST_TOLD))


def _state(line: OrderLine, offer: Offer | None) -> Still:
    if offer is None:
        return Still.GONE
    if offer.available < 1:
        return Still.SOLD_OUT
    then, now = line.unit_price, offer.price
    if then.currency != now.currency:
        return Still.OTHER_CURRENCY
    if then.minor == now.minor:
        return Still.SAME
    return Still.DEARER if now.minor > then.minor else Still.CHEAPER
