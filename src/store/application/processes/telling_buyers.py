"""Telling who buys: what promotions ask of whoever buys is looked up when a price is shown, and again when it is due.

That nobody ordered before is known to read models, which are a moment behind. So whoever orders while something is for
first orders is noted in a table as well, before the append, one cart for each account and mailbox: of two orders that
are placed at the same time under one name, one is the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from store.application.pricing.buyers import Asker, Buyers, FirstOrders, Holding, KnownBuyer, ShownBuyers
from store.application.processes.redeeming_coupons import PLACING
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.pricing.audience import Buyer, asks_who
from store.domain.pricing.segments import Segments
from store.domain.pricing.terms import Deal
from store.domain.shared.ids import CartId, SubjectId, order_of


def buyer_for(deals: Sequence[Deal], asker: Asker, known: KnownBuyer | None, segments: Segments) -> Buyer:
    """As much of what is *known* as *deals* ask for: the rest is nobody's business."""
    if known is None:
        return Buyer(asker.channel)
    audiences = [deal.terms.audience for deal in deals]
    asked = frozenset(segment for it in audiences for segment in it.segments)
    first = any(it.first_order for it in audiences)
    return Buyer(asker.channel, known.ordered if first else None, segments.of(known.bought, asked))


def to_be_looked_up(deals: Sequence[Deal], asker: Asker) -> bool:
    """Whether anybody asks, and there is somebody to look up."""
    return bool(asker.account or asker.email) and asks_who(deal.terms.audience for deal in deals)


@dataclass(frozen=True)
class BuyersShown:
    """As queries see them."""

    buyers: ShownBuyers

    async def of(self, deals: Sequence[Deal], asker: Asker, segments: Segments) -> Buyer:
        """Who asks, as far as *deals* ask."""
        known = await self.buyers.of(asker.account, asker.email) if to_be_looked_up(deals, asker) else None
        return buyer_for(deals, asker, known, segments)


@dataclass(frozen=True)
class TellingBuyers:
    """As commands see them."""

    buyers: Buyers
    firsts: FirstOrders
    clock: Clock

    def of(self, deals: Sequence[Deal], asker: Asker, segments: Segments) -> Buyer:
        """Who buys, as far as *deals* ask."""
        known = self.buyers.of(asker.account, asker.email) if to_be_looked_up(deals, asker) else None
        return buyer_for(deals, asker, known, segments)

    def is_first(self, asker: Asker, cart: CartId, subject: SubjectId, work: UnitOfWork) -> bool:
        """Note that they order with *cart*, unless another order under that name came first."""
        now = self.clock.now()
        against = self.firsts.hold(asker.account, asker.email, cart, subject, now)
        if against:
            idle = self._idle(against, work)
            self.firsts.drop(*idle)
            if len(idle) == len(against):
                against = self.firsts.hold(asker.account, asker.email, cart, subject, now)
        return not against

    def _idle(self, holdings: Sequence[Holding], work: UnitOfWork) -> list[Holding]:
        """Those that no order goes with, nor can any more. What another process knows better is looked up anew."""
        carts = work.find_now(Cart, [it.cart for it in holdings])
        bought = [order_of(cart.order) for cart in carts if cart.order]
        orders = {it.id: it for it in work.find_now(Order, bought)} if bought else {}
        idle = []
        for holding, cart in zip(holdings, carts, strict=True):
            if cart.order is None:  # whoever is buying it while it moves decides again, and holds it again
                moved = cart.touched is not None and cart.touched >= holding.at
                idle += [holding] if moved or holding.at < self.clock.now() - PLACING else []
            elif orders[order_of(cart.order)].stage is Stage.CANCELLED:
                idle.append(holding)
        return idle

