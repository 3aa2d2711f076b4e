"""Following returns: a return as whoever asked for it, staff and its vendor see it."""

from dataclasses import dataclass

from store.application.ordering.carriers import followed_at
from store.application.processes.quoting_returns import placed
from store.application.processes.return_timeline import return_timeline
from store.application.returns.messages import ids_of
from store.application.returns.ports import Photographs, ReturnSlips
from store.application.returns.views import (
    GetReturn,
    InsteadView,
    PrintReturnSlip,
    ReturnLineView,
    ReturnParcel,
    ReturnRefund,
    ReturnsOfOrder,
    ReturnView,
    ShowPhotograph,
)
from store.application.shared.answers import Price
from store.application.shared.authority import Scope
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal, History
from store.domain.payments.payment import Payment
from store.domain.returns.errors import NoSuchReturn
from store.domain.returns.events import ReturnEvent, ReturnLine
from store.domain.returns.life import LIFE
from store.domain.returns.returning import Return
from store.domain.shared.ids import OrderNumber, RefundId, ReturnId
from store.domain.shared.personal import Erased


@dataclass(frozen=True)
class FollowingReturns:
    journal: AsyncJournal
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
        order = await placed(self.journal, query.number)
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
        shown = await self.photographs.show(it.photos.subject, it.photos.value[query.photo - 1])
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
                    *((f.accepted, f.restocked, f.refused, f.why) if (f := found.get(line.sku)) else (0, 0, 0, "")),
                    _instead(line, it),
                ) for line in it.lines
            ],
            words=None if isinstance(words, Erased) else words,
            photos=None if isinstance(photos, Erased) else len(photos), vendor=it.vendor, send_to=list(it.send_to),
            refused_because=it.refused_because,
            refund=_refund(payment, it.refund_id) if payment and it.refund_id else None,
            timeline=return_timeline(events, it, payment), allowed=[step.value for step in LIFE[it.stage]],
            as_credit=it.as_credit, credited=Price.of(it.credited) if it.credited else None,
            kept_until=it.keep_until if it.aside else None, replaced_by=it.replaced_by, prepaid=it.prepaid,
            parcel=ReturnParcel(
                it.booking.carrier, it.booking.tracking, followed_at(it.booking.carrier, it.booking.tracking)
            ) if it.booking else None,
        )

    async def _payment(self, it: Return) -> Payment | None:
        order = await placed(self.journal, it.order)
        id = order.gives_back_by
        if id is None:
            return None
        return Payment.replay(id, (await self.journal.read([id])).get(id, History()).events)


def _instead(line: ReturnLine, it: Return) -> InsteadView | None:
    wanted = line.instead
    if wanted is None:
        return None
    return InsteadView(
        wanted.sku, wanted.name, ", ".join(wanted.options.values()), it.not_replaced.get(line.sku),
        Price.of(wanted.costs) if wanted.costs else None, Price.of(wanted.of) if wanted.of else None,
    )


def _refund(payment: Payment, id: RefundId) -> ReturnRefund:
    it = payment.refunds[id]
    return ReturnRefund(id, it.progress, Price.of(it.amount), it.at, it.reason)
