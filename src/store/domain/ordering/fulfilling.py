"""How an order is sent: part by part, in one parcel or several.

Sending and cancelling append to the same stream, so that of two who want the same piece one comes too late.
"""

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import structs

from store.domain.ordering.errors import NoSuchParcel, NoSuchPart, NothingToSend, NotThatManyToSend, PartOutOfTurn
from store.domain.ordering.events import (
    DeliveryTakenBack,
    Fulfilment,
    OrderEvent,
    ParcelDelivered,
    ParcelSent,
    PartProcessing,
    PartPutBack,
    PiecesCancelled,
)
from store.domain.ordering.life import PART_LIFE, PartStage, PartStep, Stage, before_part, whole
from store.domain.ordering.parcels import Parcel
from store.domain.ordering.parts import Part, added, after
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import OrderId, ParcelId, PartId, Sku


class Fulfilled(Aggregate[OrderEvent]):
    """The part of an order that knows its parts and parcels."""

    id: OrderId

    def __init__(self, id: OrderId) -> None:
        super().__init__(id)
        self.stage = Stage.BLANK
        self.parts: tuple[Part, ...] = ()

    @property
    def left(self) -> dict[Sku, int]:
        """The pieces of each SKU that wait to be sent; of those with none left, nothing is said."""
        return added(part.left for part in self.parts)

    @property
    def parcels(self) -> tuple[Parcel, ...]:
        """All that were sent, in that order."""
        return tuple(sorted((it for part in self.parts for it in part.parcels), key=lambda it: it.sent_at))

    def part(self, id: PartId) -> Part:
        """One of its parts.

        :raises NoSuchPart: if it has none of that id.
        """
        for part in self.parts:
            if part.id == id:
                return part
        raise NoSuchPart

    def process(self, part_id: PartId, *, at: datetime) -> None:
        """Somebody packs a part. Saying so again is no fact."""
        if self.part(part_id).stage is not PartStage.PROCESSING:
            self._expect_of(part_id, PartStep.PROCESS)
            self._tell(PartProcessing(at=at, order_id=self.id, part_id=part_id))

    def put_back(self, part_id: PartId, *, at: datetime) -> None:
        """Nobody packs it yet after all. Saying so again is no fact."""
        if self.part(part_id).stage is not PartStage.AWAITING:
            self._expect_of(part_id, PartStep.PUT_BACK)
            self._tell(PartPutBack(at=at, order_id=self.id, part_id=part_id))

    def send(
        self, part_id: PartId, parcel_id: ParcelId, carrier: str, tracking: str, *, at: datetime,
        pieces: Mapping[Sku, int] | None = None, due: date | None = None,
    ) -> dict[Sku, int]:
        """Some *pieces* of a part leave in a parcel, or all that are left of it. Which they were.

        The same parcel again is no fact.
        """
        part = self.part(part_id)
        if known := part.parcel(parcel_id):
            return known.pieces
        wanted = {sku: count for sku, count in pieces.items() if count} if pieces is not None else part.left
        self._expect_of(part_id, PartStep.SEND if wanted == part.left else PartStep.SEND_SOME)
        if not wanted:
            raise NothingToSend
        for sku, count in wanted.items():
            if not 0 < count <= part.left.get(sku, 0):
                raise NotThatManyToSend(sku, part.left.get(sku, 0))
        self._tell(ParcelSent(
            at=at, order_id=self.id, part_id=part_id, parcel_id=parcel_id, pieces=wanted, carrier=carrier,
            tracking=tracking, vendor=part.vendor, place=part.place, due=due,
        ))
        return wanted

    def deliver(self, part_id: PartId, parcel_id: ParcelId, *, at: datetime) -> None:
        """A parcel is there. Saying so again is no fact."""
        if not self._parcel(part_id, parcel_id).delivered_at:
            self._expect_of(part_id, PartStep.DELIVER)
            self._tell(ParcelDelivered(at=at, order_id=self.id, part_id=part_id, parcel_id=parcel_id))

    def take_back(self, part_id: PartId, parcel_id: ParcelId, *, at: datetime) -> None:
        """It isn't there yet after all. Saying so again is no fact."""
        if self._parcel(part_id, parcel_id).delivered_at:
            self._expect_of(part_id, PartStep.TAKE_BACK)
            self._tell(DeliveryTakenBack(at=at, order_id=self.id, part_id=part_id, parcel_id=parcel_id))

    def _tell(self, event: Fulfilment | PiecesCancelled) -> None:
        """Record it, and how the order stands since."""
        stage = self._standing([part.stage for part in after(self.parts, event)])
        self._record(structs.replace(event, stands=None if stage is self.stage else stage))

    def _standing(self, parts: list[PartStage]) -> Stage:
        """How it stands by its *parts*, once it was paid for."""
        return whole(parts)

    def _parcel(self, part_id: PartId, parcel_id: ParcelId) -> Parcel:
        parcel = self.part(part_id).parcel(parcel_id)
        if parcel is None:
            raise NoSuchParcel
        return parcel

    def _expect_of(self, part_id: PartId, step: PartStep) -> None:
        stage, paid = self.part(part_id).stage, self.stage not in {Stage.AWAITING_PAYMENT, Stage.IN_REVIEW}
        steps = PART_LIFE[stage] if paid else {}
        if step not in steps:
            here = stage.value if paid else self.stage.value
            raise PartOutOfTurn(here, " or ".join(before_part(step)), step, tuple(steps))
