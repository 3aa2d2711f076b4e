"""Quoting returns: what of an order could go back, and what that would bring, from the facts that decide it later."""

from dataclasses import dataclass

from store.application.cart.ports import ShownOffers
from store.application.processes.choosing_instead import choices_for
from store.application.processes.exchanging_goods import alternative
from store.application.processes.judging_returns import JudgingReturns, beside
from store.application.processes.pricing_carts import Prices
from store.application.processes.spared_taxes import spared_by_now
from store.application.returns.quotes import GetReturnable, QuoteReturn, Returnable, ReturnableLine, ReturnQuote
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal, Clock, History
from store.domain.ordering.errors import NoSuchOrder, NothingToReturn
from store.domain.ordering.order import Order
from store.domain.ordering.replacing import exchanged
from store.domain.returns.events import ALL
from store.domain.returns.policy import bought, expect_returnable, in_time, not_excluded
from store.domain.shared.ids import OrderNumber, order_of
from store.domain.shared.money import Money


@dataclass(frozen=True)
class QuotingReturns:
    journal: AsyncJournal
    judging: JudgingReturns
    offers: ShownOffers
    prices: Prices
    clock: Clock
    reads = ()

    @answers(GetReturnable)
    async def returnable(self, query: GetReturnable) -> Returnable:
        """Line by line: what arrived, is in no return, and is of no kind that stays."""
        order = await placed(self.journal, query.number)
        wish = await beside(self.judging.wish(order, {}), self.journal)
        lines, now = list[ReturnableLine](), self.clock.now()
        choices = await choices_for(order, self.journal, self.offers, self.prices, now)
        for line in order.lines:
            one = await beside(self.judging.wish(order, {line.sku: 1}), self.journal) if wish.terms.excluded else wish
            left, kind = wish.arrived.get(line.sku, 0), not_excluded(one) if wish.terms.excluded else None
            lines.append(ReturnableLine(
                line.sku, line.name, ", ".join(line.options.values()), line.quantity, 0 if kind else left, kind,
                choices.get(line.sku, []) if left and not kind else [],
            ))
        why_not = bought(wish) or in_time(wish)
        if why_not is None and not any(line.returnable for line in lines):
            why_not = next((line.why_not for line in lines if line.why_not), None) or (
                "Nothing of it has arrived yet that is not on its way back already."
            )
        return Returnable(order.number, wish.until, wish.terms.days, lines, why_not)

    @answers(QuoteReturn)
    async def quote(self, query: QuoteReturn) -> ReturnQuote:
        """By the rules, and from the facts that decide it when it is done."""
        order = await placed(self.journal, query.number)
        if not any(query.pieces.values()):
            raise NothingToReturn
        expect_returnable(await beside(self.judging.wish(order, query.pieces), self.journal))
        worth = await self._worth(order, query)
        share = order.by_means(order.worth_back(query.pieces), exchanged=worth)
        whole = bool(order.pieces_replaced) or all(
            line.quantity == query.pieces.get(line.sku, 0) + order.pieces_returned.get(line.sku, 0)
            + order.pieces_cancelled.get(line.sku, 0) for line in order.lines
        )
        return ReturnQuote(
            order.number, order.version, whole, Price.of(share.goods), Price.of(share.shipping),
            Price.of(share.tax_included), Price.of(share.total),
            Price.of(share.to_account) if share.to_account else None,
            order.account_id is not None and order.account_id == query.account_id,
            Price.of(worth) if worth else None, Price.of(share.total - worth) if worth else None,
        )

    async def _worth(self, order: Order, query: QuoteReturn) -> Money | None:
        """What of the pieces pays for what is sent instead, as both are offered now."""
        lines = {line.sku: line for line in order.lines if line.sku in query.instead and query.pieces.get(line.sku)}
        if not lines or order.totals is None:
            return None
        offers = await self.offers.of(sorted({*lines, *(query.instead[sku] for sku in lines)}))
        free_of = await spared_by_now(order, offers, self.journal, self.prices, self.clock.now())
        parts = {
            sku: min(ALL, alternative(
                line, offers.get(sku), offers.get(query.instead[sku]), same=True, spared=free_of,
            ).part) for sku, line in lines.items()
        }
        return exchanged(
            query.pieces, lines, order.pieces_returned, order.pieces_cancelled, order.lines, order.totals,
            order.pieces_replaced, parts,
        ).worth


async def placed(journal: AsyncJournal, number: OrderNumber) -> Order:
    """An order as it stands.

    :raises NoSuchOrder: if there is none of that number.
    """
    id = order_of(number)
    order = Order.replay(id, (await journal.read([id])).get(id, History()).events)
    if order.payment_id is None:
        raise NoSuchOrder(number)
    return order
