"""Return: goods of one order that go back together, from the wish to the money."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, assert_never

from store.domain.returns.errors import ReturnOutOfTurn, TooManyPhotographs
from store.domain.returns.events import (
    ExchangeLapsed,
    InspectedLine,
    ReturnApproved,
    ReturnClosed,
    ReturnEvent,
    ReturnInspected,
    ReturnLine,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
    ReturnWithdrawn,
)
from store.domain.returns.exchanged import KEPT_FOR
from store.domain.returns.inspecting import expect_all_inspected
from store.domain.returns.label_events import ReturnParcelBooked
from store.domain.returns.labelled import Labelled
from store.domain.returns.life import LIFE, Stage, Step, before
from store.domain.shared.ids import OrderId, OrderNumber, RefundId, ReturnId, Sku, VendorId
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal

MOST_PHOTOGRAPHS: Final = 5
_LEADS_TO: Final[Mapping[type, Stage]] = {ReturnClosed: Stage.CLOSED, ReturnWithdrawn: Stage.WITHDRAWN}


class Return(Labelled):
    kind = "return"

    def __init__(self, id: ReturnId) -> None:
        super().__init__(id)
        self.number = ""
        self.order_id: OrderId | None = None
        self.order = OrderNumber("")
        self.vendor: VendorId | None = None
        self.reason = ""
        self.words: Personal[str] | None = None
        self.photos: Personal[tuple[str, ...]] | None = None
        self.requested_at: datetime | None = None
        self.send_to: tuple[str, ...] = ()
        self.refused_because = ""
        self.found: tuple[InspectedLine, ...] = ()
        self.refund_id: RefundId | None = None
        self.as_credit = False
        self.credited: Money | None = None

    def can(self, step: Step) -> bool:
        """Whether it is the turn of *step*."""
        return step in LIFE[self.stage]

    def request(
        self, number: str, order_id: OrderId, order: OrderNumber, *, lines: Sequence[ReturnLine], reason: str,
        words: Personal[str], photos: Personal[tuple[str, ...]], vendor: VendorId | None, at: datetime,
        as_credit: bool = False,
    ) -> None:
        """Somebody wants to send goods back, and have their money as it came, or as credit."""
        self._expect(Step.REQUEST)
        if isinstance(photos.value, tuple) and len(photos.value) > MOST_PHOTOGRAPHS:
            raise TooManyPhotographs(MOST_PHOTOGRAPHS)
        self._record(ReturnRequested(
            at=at, return_id=self.id, number=number, order_id=order_id, order=order, lines=tuple(lines), reason=reason,
            words=words, photos=photos, vendor=vendor, as_credit=as_credit,
            keep_until=at + KEPT_FOR if any(line.instead for line in lines) else None,
        ))

    def approve(self, send_to: tuple[str, ...], *, at: datetime, prepaid: bool = False) -> None:
        """They may come, to that address; *prepaid*, where the shop pays for their way."""
        self._expect(Step.APPROVE)
        self._record(ReturnApproved(
            at=at, return_id=self.id, send_to=send_to, keep_until=at + KEPT_FOR if self.aside else None,
            prepaid=prepaid,
        ))

    def refuse(self, reason: str, *, at: datetime) -> None:
        """They may not."""
        self._expect(Step.REFUSE)
        self._record(ReturnRefused(at=at, return_id=self.id, reason=reason))

    def expect_withdrawable(self) -> None:
        """Refuse where it can't be kept any more."""
        self._expect(Step.WITHDRAW)

    def withdraw(self, *, at: datetime) -> None:
        """Whoever asked keeps them after all."""
        self._expect(Step.WITHDRAW)
        self._record(ReturnWithdrawn(at=at, return_id=self.id))

    def receive(self, *, at: datetime) -> None:
        """The parcel is there."""
        self._expect(Step.RECEIVE)
        self._record(ReturnReceived(at=at, return_id=self.id))

    def expect_inspection(self, found: Sequence[InspectedLine]) -> None:
        """Refuse what doesn't say of each piece what became of it."""
        self._expect(Step.INSPECT)
        expect_all_inspected(self.lines, found)

    def inspect(
        self, found: Sequence[InspectedLine], refund_id: RefundId | None, *, at: datetime,
        credited: Money | None = None, replaced_by: OrderNumber | None = None,
        not_replaced: Mapping[Sku, str] | None = None,
    ) -> None:
        """Say of each piece whether it is accepted, where it goes, and what is sent for it."""
        self.expect_inspection(found)
        its = {line.sku for line in self.lines}
        self._record(ReturnInspected(
            at=at, return_id=self.id, lines=tuple(it for it in found if it.sku in its), refund_id=refund_id,
            credited=credited, replaced_by=replaced_by, not_replaced=dict(not_replaced or {}),
        ))

    def close(self, *, at: datetime) -> None:
        """It is over. Saying so again is no fact."""
        if self.stage is not Stage.CLOSED:
            self._expect(Step.CLOSE)
            self._record(ReturnClosed(at=at, return_id=self.id))

    def _expect(self, step: Step) -> None:
        if not self.can(step):
            raise ReturnOutOfTurn(self.stage, " or ".join(before(step)), step, tuple(LIFE[self.stage]))

    def _evolve(self, event: ReturnEvent) -> None:
        self._exchange(event)
        self._label(event)
        match event:
            case ReturnRequested():
                self.stage, self.number, self.requested_at = Stage.REQUESTED, event.number, event.at
                self.order_id, self.order, self.vendor = event.order_id, event.order, event.vendor
                self.lines, self.reason = event.lines, event.reason
                self.words, self.photos, self.as_credit = event.words, event.photos, event.as_credit
            case ReturnApproved(send_to=send_to):
                self.stage, self.send_to = Stage.APPROVED, send_to
            case ReturnRefused(reason=reason):
                self.stage, self.refused_because = Stage.REFUSED, reason
            case ReturnReceived():
                self.stage = Stage.RECEIVED
            case ReturnInspected(lines=lines, refund_id=refund_id, credited=credited):
                self.stage, self.found, self.refund_id = Stage.INSPECTED, lines, refund_id
                self.credited = credited
            case ReturnClosed() | ReturnWithdrawn() | ExchangeLapsed() | ReturnParcelBooked():
                self.stage = _LEADS_TO.get(type(event), self.stage)
            case _:
                assert_never(event)
