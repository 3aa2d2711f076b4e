"""Fulfilling an order: each part of it is packed, sent in parcels and delivered by whoever keeps its goods.

A parcel and its pieces leave in one transaction: the order says of which of two who want the last piece it is, and the
stock loses what is in the parcel and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from store.application.ordering.carrying import BookParcel, CallOffBooking
from store.application.ordering.fulfilment import (
    MarkDelivered,
    MarkProcessing,
    PartStands,
    SendBooked,
    SendParcel,
    TakeBackDelivery,
    TakeBackProcessing,
)
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.processes.following_parts import booking_view
from store.application.shared.bus import handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.places import LocationCode
from store.domain.ordering.errors import NoSuchPart
from store.domain.ordering.order import Order
from store.domain.ordering.parts import Part
from store.domain.pricing.shipping_rules import Shipping
from store.domain.shared.ids import ParcelId, order_of, parcel_of, shipping, stock_of


@dataclass(frozen=True)
class FulfillingAnOrder:
    clock: Clock
    estimating: EstimatingDelivery

    @handles(MarkProcessing)
    def process(self, command: MarkProcessing, work: UnitOfWork) -> PartStands:
        order, part = found(command, work)
        order.process(part.id, at=self.clock.now())
        return saved(order, part, work)

    @handles(TakeBackProcessing)
    def put_back(self, command: TakeBackProcessing, work: UnitOfWork) -> PartStands:
        order, part = found(command, work)
        order.put_back(part.id, at=self.clock.now())
        return saved(order, part, work)

    @handles(SendParcel)
    def send(self, command: SendParcel, work: UnitOfWork) -> PartStands:
        order, part = found(command, work)
        now, (parcel, carrier, tracking) = self.clock.now(), _next(part, command)
        due = self.estimating.of(order, self.clock.today(), work.find(Shipping, shipping()).plan)
        sent = order.send(
            part.id, parcel, carrier, tracking, at=now, pieces=command.pieces or None,
            due=due.latest if due else None,
        )
        skus, place = sorted(sent), LocationCode(part.place)
        work.in_turn(*(stock_of(sku) for sku in skus))
        stocks = work.find_all(Inventory, [stock_of(sku) for sku in skus])
        for sku, stock in zip(skus, stocks, strict=True):
            stock.ship(sku, order.id, sent[sku], at=now, places={place: sent[sku]})
        work.save(*stocks)
        return saved(order, part, work, [parcel])

    @handles(SendBooked)
    def send_booked(self, command: SendBooked, work: UnitOfWork) -> PartStands:
        """:raises NoSuchBooking: where no carrier expects anything."""
        order, part = found(command, work)
        booking = order.booking(part.id)
        return self.send(SendParcel(
            number=command.number, part_id=part.id, carrier=booking.carrier, tracking=booking.tracking,
            version=command.version, scope=command.scope,
        ), work)

    @handles(MarkDelivered)
    def deliver(self, command: MarkDelivered, work: UnitOfWork) -> PartStands:
        """:raises NoSuchParcel: where nothing was sent yet, too."""
        order, part = found(command, work)
        meant = _meant(part, command.parcel_id) or [parcel_of(part.id, 1)]
        for parcel in meant:
            order.deliver(part.id, parcel, at=self.clock.now())
        return saved(order, part, work, meant)

    @handles(TakeBackDelivery)
    def take_back(self, command: TakeBackDelivery, work: UnitOfWork) -> PartStands:
        order, part = found(command, work)
        meant = _meant(part, command.parcel_id)
        for parcel in meant:
            order.take_back(part.id, parcel, at=self.clock.now())
        return saved(order, part, work, meant)


def _next(part: Part, command: SendParcel) -> tuple[ParcelId, str, str]:
    """The parcel that a carrier expects, if it is that one however it is spelled; or the next one. With its number."""
    booked = part.booking
    if booked and all(map(_alike, (booked.carrier, booked.tracking), (command.carrier, command.tracking))):
        return booked.parcel_id, booked.carrier, booked.tracking
    return parcel_of(part.id, len(part.parcels) + 1), command.carrier, command.tracking


def _alike(known: str, typed: str) -> bool:
    return "".join(known.split()).casefold() == "".join(typed.split()).casefold()


def found(
    command: MarkProcessing | TakeBackProcessing | SendParcel | SendBooked | MarkDelivered | TakeBackDelivery
    | BookParcel | CallOffBooking, work: UnitOfWork,
) -> tuple[Order, Part]:
    """The order and its part, for whoever may see it.

    :raises NoSuchPart: for everybody else, and where there is none.
    """
    order = work.find(Order, order_of(command.number))
    part = order.part(command.part_id)
    if not command.scope.covers(vendor=part.vendor):
        raise NoSuchPart
    expect(order, command.version)
    return order, part


def _meant(part: Part, parcel: ParcelId | None) -> list[ParcelId]:
    return [parcel] if parcel else [it.id for it in part.parcels]


def saved(order: Order, before: Part, work: UnitOfWork, parcels: Sequence[ParcelId] = ()) -> PartStands:
    """How it stands, and which of *parcels* stand otherwise than *before*."""
    work.save(order)
    part = order.part(before.id)
    moved = [it for it in parcels if part.parcel(it) != before.parcel(it)]
    return PartStands(
        order.number, part.id, part.stage, order.stage, order.version, moved, changed=part != before,
        booking=booking_view(part.booking),
    )
