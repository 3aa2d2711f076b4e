"""Trying promotions: a draft is weighed with past orders and open carts, and what it would have given is summed up.

Orders are reckoned from what was recorded with them, at the rates and with the deals of then; carts as they would be
priced now. Nothing is written, and nothing of persons is opened. It is done batch by batch in a thread, so that a shop
of one process goes on serving meanwhile.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from msgspec import structs

from store.application.cart.ports import Offers
from store.application.cart.quoting import in_currency
from store.application.pricing.buyers import Asker, Buyers
from store.application.pricing.trying import (
    MOST_CARTS,
    MOST_DAYS,
    MOST_ORDERS,
    Costs,
    PastOrders,
    PromotionTried,
    TouchedCarts,
    Tried,
    TryPromotion,
)
from store.application.processes.calling_deals import ShownDeals
from store.application.processes.pricing_carts import Prices, Wish
from store.application.processes.said_of_prices import SAID, Said
from store.application.processes.telling_buyers import buyer_for, to_be_looked_up
from store.application.processes.tried_sales import Known, as_bought_by, sale_of, told
from store.application.shared.bus import answers
from store.application.shared.errors import BadValue
from store.application.shared.ports import AsyncJournal, Clock, Journal
from store.domain.cart.cart import Cart
from store.domain.pricing.quote import Goods
from store.domain.pricing.soundness import expect_sound
from store.domain.pricing.terms import Deal, Terms
from store.domain.pricing.trying import Sale, Trial
from store.domain.shared.ids import CartId, Sku, order_of

BATCH: Final = 100
MOST_TOUCHED: Final = 10 * MOST_CARTS
"""So many carts are looked at, at most, to find those that are open."""
InThread = Callable[..., Awaitable[Any]]
T = TypeVar("T")


@dataclass(frozen=True)
class TryingPromotions:
    orders: PastOrders
    carts: TouchedCarts
    costs: Costs
    offers: Offers
    prices: Prices
    deals: ShownDeals
    journal: Journal
    shown: AsyncJournal
    buyers: Buyers
    clock: Clock
    in_thread: InThread
    most_orders: int = MOST_ORDERS
    most_carts: int = MOST_CARTS
    reads = ("orders", "unit_costs", "buyers", "segment_lists")

    @answers(TryPromotion)
    async def try_out(self, query: TryPromotion) -> PromotionTried:
        """Orders first, then carts.

        :raises TermsUnsound: for terms that make no sense.
        """
        expect_sound("a draft", query.terms)
        if not 1 <= query.days <= MOST_DAYS:
            raise BadValue("days", f"a whole number from 1 to {MOST_DAYS}")
        since, known = self.clock.now() - timedelta(days=query.days), Known()
        orders = await self._orders(query.terms, since, known)
        return PromotionTried(since, query.days, orders, await self._carts(query.terms, since, known))

    async def _orders(self, terms: Terms, since: datetime, known: Known) -> Tried:
        trial, said = Trial(terms), Said.of(await self.shown.read(SAID))
        found = await self.in_thread(self.orders.newest, since, self.most_orders + 1)
        for batch in _batches(found[:self.most_orders]):
            await self.in_thread(self._look_at_orders, batch, trial, known, said)
        return told(trial, more=len(found) > self.most_orders, carts=False)

    def _look_at_orders(self, batch: Sequence[Any], trial: Trial, known: Known, said: Said) -> None:
        sold = self.orders.sold(batch)
        self._learn({line.sku for it in sold for line in it.lines}, known)
        who = self.buyers.when_placed(batch) if trial.draft.terms.audience.asks_who else {}
        for it in sold:
            sale = sale_of(it, known)
            trial.look_at(as_bought_by(who.get(order_of(it.number)), sale, trial.draft, said.segments))

    async def _carts(self, terms: Terms, since: datetime, known: Known) -> Tried:
        trial, called, looked = Trial(terms), dict[tuple[str, ...], Sequence[Deal]](), 0
        said = Said.of(await self.shown.read(SAID))
        touched = await self.in_thread(self.carts.since, since, MOST_TOUCHED)
        for batch in _batches(touched):
            open_ones = await self.in_thread(self._open, batch)
            for codes in {cart.codes[:said.promotions.codes_allowed] for cart in open_ones} - called.keys():
                called[codes] = await self.deals.of(codes)
            chosen = open_ones[:self.most_carts - looked]
            await self.in_thread(self._look_at_carts, chosen, trial, known, said, called)
            looked += len(chosen)
            if len(chosen) < len(open_ones):
                return told(trial, more=True, carts=True)
        return told(trial, more=len(touched) == MOST_TOUCHED, carts=True)

    def _open(self, batch: Sequence[CartId]) -> list[Cart]:
        past = self.journal.read(batch)
        carts = [Cart.replay(id, past[id].events) for id in batch if id in past]
        return [it for it in carts if it.lines and it.order is None and it.merged_into is None]

    def _look_at_carts(
        self, carts: Sequence[Cart], trial: Trial, known: Known, said: Said,
        called: dict[tuple[str, ...], Sequence[Deal]],
    ) -> None:
        self._learn({sku for cart in carts for sku in cart.lines}, known)
        now, today = self.clock.now(), self.clock.today()
        standing = said.promotions.deals(today)
        for cart in carts:
            offers = in_currency({sku: known.offers[sku] for sku in cart.lines if sku in known.offers}, cart.currency,
                                 cart.exchange)
            reckoned = self.prices.of(cart.lines, offers, cart.currency, Wish(), today, (), said)
            priced, deals = reckoned.quote, (*standing, *called.get(cart.codes[:said.promotions.codes_allowed], ()))
            asker = Asker(cart.account_id)
            found = self.buyers.of(cart.account_id, "") if to_be_looked_up((*deals, trial.draft), asker) else None
            around = structs.replace(
                reckoned.around, deals=deals, traits=known.traits(cart.lines),
                buyer=buyer_for((*deals, trial.draft), asker, found, said.segments),
            )
            goods = tuple(Goods(line.sku, line.quantity, line.unit_price) for line in priced.lines)
            trial.look_at(Sale(str(cart.id), goods, priced.rate, around, known.costs_at(cart.lines, now)))

    def _learn(self, skus: set[Sku], known: Known) -> None:
        new = sorted(skus - known.asked)
        if new:
            known.offers |= self.offers.of(new)
            known.costs |= self.costs.of(new)
            known.asked.update(new)


def _batches(found: Sequence[T]) -> Iterator[Sequence[T]]:
    return (found[first:first + BATCH] for first in range(0, len(found), BATCH))
