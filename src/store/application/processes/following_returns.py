"""Following returns: a return as whoever asked for it, staff and its vendor see it; and what could go back."""

from asyncio import to_thread
from dataclasses import dataclass
from datetime import datetime

from store.application.ordering.messages import Moment
from store.application.processes.judging_returns import JudgingReturns, beside
from store.application.processes.refunding_a_payment import refund_view
from store.application.returns.messages import (
    GetReturn,
    GetReturnable,
    PrintReturnSlip,
    QuoteReturn,
    Returnable,
    ReturnableLine,
    ReturnLineView,
    ReturnQuote,
    ReturnsOfOrder,
    ReturnView,
    ShowPhotograph,
    ids_of,
)
from store.application.returns.ports import Photographs, ReturnSlips
from store.application.shared.answers import Price
from store.application.shared.authority import Scope
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal, History
from store.domain.ordering.errors import NoSuchOrder, NothingToReturn
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment
from store.domain.payments.refund import Progress
from store.domain.returns.errors import NoSuchReturn
from store.domain.returns.events import (
    ReturnApproved,
    ReturnClosed,
    ReturnEvent,
    ReturnInspected,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
)
from store.domain.returns.life import LIFE
from store.domain.returns.policy import bought, expect_returnable, in_time, not_excluded
from store.domain.returns.returning import Return
from store.domain.shared.ids import OrderNumber, ReturnId, order_of
from store.domain.shared.personal import Erased


@dataclass(frozen=True)
class FollowingReturns:
    journal: AsyncJournal
    judging: JudgingReturns
    photographs: Photographs
    slips: ReturnSlips
    reads = ()

    @answers(GetReturn)
    async def get(self, query: GetReturn) -> ReturnView:
        """:raises NoSuchReturn: for whoever may not see it, too."""
        it, events = await self._return(query.number, query.order, query.scope)
        return await self._view(it, events)

    @answers(ReturnsOfOrder)
    async def of_order(self, query: ReturnsOfOrder) -> list[ReturnView]:
        order = await self._order(query.number)
        histories = await self.journal.read(list(order.returns)) if order.returns else {}
        return [
            await self._view(Return.replay(id, histories[id].events), histories[id].events) for id in order.returns
        ]

    @answers(ShowPhotograph)
    async def photograph(self, query: ShowPhotograph) -> bytes:
        """:raises NoSuchReturn: where there is none, or its person was forgotten."""
        it, _ = await self._return(query.number, query.order, query.scope)
        if it.photos is None or isinstance(it.photos.value, Erased) or not 0 < query.photo <= len(it.photos.value):
            raise NoSuchReturn
        shown = await to_thread(self.photographs.show, it.photos.subject, it.photos.value[query.photo - 1])
        if shown is None:
            raise NoSuchReturn
        return shown

    @answers(PrintReturnSlip)
    async def slip(self, query: PrintReturnSlip) -> bytes:
        """:raises NoSuchReturn: also as long as nobody said that it may come."""
        view = await self.get(GetReturn(number=query.number, order=query.order, scope=query.scope))
        if not view.send_to:
            raise NoSuchReturn
        return await self.slips.pdf([view])

    @answers(GetReturnable)
    async def returnable(self, query: GetReturnable) -> Returnable:
        """Line by line: what arrived, is in no return, and is of no kind that stays."""
        order = await self._order(query.number)
        wish = await beside(self.judging.wish(order, {}), self.journal)
        lines = []
        for line in order.lines:
            one = await beside(self.judging.wish(order, {line.sku: 1}), self.journal) if wish.terms.excluded else wish
            left, kind = wish.arrived.get(line.sku, 0), not_excluded(one) if wish.terms.excluded else None
            lines.append(ReturnableLine(
                line.sku, line.name, ", ".join(line.options.values()), line.quantity, 0 if kind else left, kind,
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
        order = await self._order(query.number)
        if not any(query.pieces.values()):
            raise NothingToReturn
        expect_returnable(await beside(self.judging.wish(order, query.pieces), self.journal))
        share = order.worth_back(query.pieces)
        whole = all(
            line.quantity == query.pieces.get(line.sku, 0) + order.pieces_returned.get(line.sku, 0)
            + order.pieces_cancelled.get(line.sku, 0) for line in order.lines
        )
        return ReturnQuote(
            order.number, whole, Price.of(share.goods), Price.of(share.shipping), Price.of(share.tax_included),
            Price.of(share.total),
        )

    async def _order(self, number: OrderNumber) -> Order:
        id = order_of(number)
        order = Order.replay(id, (await self.journal.read([id])).get(id, History()).events)
        if order.payment_id is None:
            raise NoSuchOrder(number)
        return order

    async def _return(
        self, number: str, order: OrderNumber | None, scope: Scope
    ) -> tuple[Return, tuple[ReturnEvent, ...]]:
        _, id = ids_of(number)
        events = (await self.journal.read([id])).get(id, History()).events
        it = Return.replay(ReturnId(id), events)
        if not it.version or (order is not None and it.order != order) or not scope.covers(vendor=it.vendor):
            raise NoSuchReturn
        return it, events

    async def _view(self, it: Return, events: tuple[ReturnEvent, ...]) -> ReturnView:
        payment = await self._payment(it) if it.refund_id else None
        words, photos = (it.words.value if it.words else ""), (it.photos.value if it.photos else ())
        found = {line.sku: line for line in it.found}
        return ReturnView(
            number=it.number, order=it.order, version=it.version, status=it.stage, reason=it.reason,
            requested_at=it.requested_at or events[0].at,
            lines=[
                ReturnLineView(
                    line.sku, line.name, ", ".join(line.options.values()), line.quantity,
                    *((f.accepted, f.restocked, f.refused, f.why) if (f := found.get(line.sku)) else ()),
                ) for line in it.lines
            ],
            words=None if isinstance(words, Erased) else words,
            photos=None if isinstance(photos, Erased) else len(photos), vendor=it.vendor, send_to=list(it.send_to),
            refused_because=it.refused_because,
            refund=refund_view(payment, it.refund_id) if payment and it.refund_id else None,
            timeline=_timeline(events, it, payment), allowed=[step.value for step in LIFE[it.stage]],
        )

    async def _payment(self, it: Return) -> Payment | None:
        order = await self._order(it.order)
        if order.payment_id is None:
            return None
        history = (await self.journal.read([order.payment_id])).get(order.payment_id, History())
        return Payment.replay(order.payment_id, history.events)


def _timeline(events: tuple[ReturnEvent, ...], it: Return, payment: Payment | None) -> list[Moment]:
    told = [_moment(event) for event in events if not isinstance(event, ReturnClosed)]
    refund = payment.refunds.get(it.refund_id) if payment and it.refund_id else None
    if refund and refund.progress is Progress.MADE:
        told.append(Moment(refund.at, "Money given back", str(refund.amount)))
    return told


def _moment(event: ReturnEvent) -> Moment:
    at: datetime = event.at
    match event:
        case ReturnRequested(reason=reason):
            return Moment(at, "You asked to send it back", reason)
        case ReturnApproved():
            return Moment(at, "Approved", "Send it to the address below.")
        case ReturnRefused(reason=reason):
            return Moment(at, "Refused", reason)
        case ReturnReceived():
            return Moment(at, "It has arrived", "We are going to look at it.")
        case ReturnInspected(lines=lines):
            kept, of = sum(line.accepted for line in lines), sum(line.accepted + line.refused for line in lines)
            return Moment(at, "Inspected", f"{kept} of {of} accepted")
        case _:
            return Moment(at, "You keep it", "")
