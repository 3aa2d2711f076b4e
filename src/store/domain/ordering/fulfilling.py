"""How an order is sent: part by part, in one parcel or several.

Sending and cancelling append to the same stream, so that of two who want the same piece one comes too late.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import assert_never

from msgspec import structs

from store.domain.ordering.errors import NoSuchParcel, NoSuchPart, NothingToSend, NotThatManyToSend, PartOutOfTurn
from store.domain.ordering.events import (
    DeliveryTakenBack,
    Fulfilment,
    OrderEvent,
    OrderShipped,
    ParcelDelivered,
    ParcelSent,
    PartProcessing,
    PartPutBack,
    PiecesCancelled,
)
from store.domain.ordering.life import PART_LIFE, PartStage, PartStep, Stage, before_part
from store.domain.ordering.parts import Parcel, Part, added
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import OrderId, ParcelId, PartId, Sku, last_parcel_of


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
            self._record(PartProcessing(at=at, order_id=self.id, part_id=part_id))

    def put_back(self, part_id: PartId, *, at: datetime) -> None:
        """Nobody packs it yet after all. Saying so again is no fact."""
        if self.part(part_id).stage is not PartStage.AWAITING:
            self._expect_of(part_id, PartStep.PUT_BACK)
            self._record(PartPutBack(at=at, order_id=self.id, part_id=part_id))

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
        self._record(ParcelSent(
            at=at, order_id=self.id, part_id=part_id, parcel_id=parcel_id, pieces=wanted, carrier=carrier,
            tracking=tracking, vendor=part.vendor, place=part.place, due=due,
        ))
        return wanted

    def deliver(self, part_id: PartId, parcel_id: ParcelId, *, at: datetime) -> None:
        """A parcel is there. Saying so again is no fact."""
        if not self._parcel(part_id, parcel_id).delivered_at:
            self._expect_of(part_id, PartStep.DELIVER)
            self._record(ParcelDelivered(at=at, order_id=self.id, part_id=part_id, parcel_id=parcel_id))

    def take_back(self, part_id: PartId, parcel_id: ParcelId, *, at: datetime) -> None:
        """It isn't there yet after all. Saying so again is no fact."""
        if self._parcel(part_id, parcel_id).delivered_at:
            self._expect_of(part_id, PartStep.TAKE_BACK)
            self._record(DeliveryTakenBack(at=at, order_id=self.id, part_id=part_id, parcel_id=parcel_id))

    def _parcel(self, part_id: PartId, parcel_id: ParcelId) -> Parcel:
        parcel = self.part(part_id).parcel(parcel_id)
        if parcel is None:
            raise NoSuchParcel
        return parcel

    def _expect_of(self, part_id: PartId, step: PartStep) -> None:
        stage, paid = self.part(part_id).stage, self.stage is not Stage.AWAITING_PAYMENT
        steps = PART_LIFE[stage] if paid else {}
        if step not in steps:
            here = stage.value if paid else self.stage.value
            raise PartOutOfTurn(here, " or ".join(before_part(step)), step, tuple(steps))

    def _fulfil(self, event: Fulfilment) -> None:
        match event:
            case PartProcessing():
                self._change(event.part_id, lambda part: structs.replace(part, processing=True))
            case PartPutBack():
                self._change(event.part_id, lambda part: structs.replace(part, processing=False))
            case ParcelSent():
                parcel = Parcel(
                    event.parcel_id, event.pieces, event.carrier, event.tracking, event.at, event.due
                )
                self._change(event.part_id, lambda part: structs.replace(part, parcels=(*part.parcels, parcel)))
            case ParcelDelivered(parcel_id=parcel_id, at=at):
                self._change(event.part_id, lambda part: part.handed(parcel_id, at))
            case DeliveryTakenBack(parcel_id=parcel_id):
                self._change(event.part_id, lambda part: part.handed(parcel_id, None))
            case _:
                assert_never(event)

    def _send_all(self, event: OrderShipped) -> None:
        """All that was left went in one parcel; as each part sees it, in one of its own."""
        self.parts = tuple(
            structs.replace(part, parcels=(*part.parcels, Parcel(
                last_parcel_of(part.id), part.left, event.carrier, event.tracking, event.at,
            ))) if part.left else part for part in self.parts
        )

    def _forgo(self, event: PiecesCancelled) -> None:
        of_parts = event.parts or {self.parts[0].id: event.pieces}
        self.parts = tuple(part.without(of_parts.get(part.id, {})) for part in self.parts)

    def _forgo_all(self) -> None:
        self.parts = tuple(part.without(part.left) for part in self.parts)

    def _change(self, id: PartId, change: Callable[[Part], Part]) -> None:
        self.parts = tuple(change(part) if part.id == id else part for part in self.parts)
