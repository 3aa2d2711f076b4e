"""Following parts of an order: as whoever sends them sees one, from the facts themselves."""

from dataclasses import dataclass

from store.application.ordering.carriers import followed_at
from store.application.ordering.fulfilment import BookingView, GetPart, PartParcel, PartPiece, PartView
from store.application.ordering.messages import AddressView
from store.application.processes.parcel_views import scan_views
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal, History
from store.domain.ordering.errors import NoSuchPart
from store.domain.ordering.events import Address
from store.domain.ordering.life import PART_LIFE, PartStep, Stage
from store.domain.ordering.order import Order
from store.domain.ordering.parcels import Booking, Parcel
from store.domain.ordering.parts import Part
from store.domain.ordering.shares import of_pieces, worth
from store.domain.shared.ids import PartId, order_of
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased


@dataclass(frozen=True)
class FollowingParts:
    journal: AsyncJournal
    carrier: str | None = None
    """Who takes bookings, if anybody does."""
    reads = ()

    @answers(GetPart)
    async def part(self, query: GetPart) -> PartView:
        """Of an order that nobody paid for, or that is held, there are no parts yet.

        :raises NoSuchPart: where there is none, and where it is not theirs to see.
        """
        id = order_of(query.number)
        order = Order.replay(id, (await self.journal.read([id])).get(id, History()).events)
        part = order.part(query.part_id)
        if not query.scope.covers(vendor=part.vendor) or not is_to_be_sent(order):
            raise NoSuchPart
        return _view(order, part, self.carrier)


def is_to_be_sent(order: Order) -> bool:
    """Whether its parts are anybody's business: it was paid for once, and nobody has to look at it first."""
    return not order.in_review and order.stage not in {Stage.BLANK, Stage.AWAITING_PAYMENT} and (
        order.stage is not Stage.CANCELLED or bool(order.shares)
    )


def address_view(address: Address) -> AddressView:
    """Where a parcel goes."""
    return AddressView(
        address.name, address.line1, address.line2, address.city, address.region, address.postal_code, address.country,
    )


def values(order: Order) -> dict[PartId, int]:
    """What was paid for the goods of each part."""
    return worth([(line.sku, line.paid.minor, line.quantity) for line in order.lines], order.parts)


def booking_view(booking: Booking | None) -> BookingView | None:
    """A parcel that a carrier expects."""
    return BookingView(booking.parcel_id, booking.carrier, booking.tracking, booking.id) if booking else None


def _view(order: Order, part: Part, carrier: str | None) -> PartView:
    if order.totals is None or order.placed_at is None or order.address is None:
        raise NoSuchPart
    address, currency = order.address.value, order.totals.total.currency
    return PartView(
        number=order.number, part_id=part.id, version=order.version, status=part.stage,
        allowed=[step.value for step in PART_LIFE[part.stage]], vendor=part.vendor, place=part.place,
        placed_at=order.placed_at, shipping_method=order.shipping_method,
        shipping_address=None if isinstance(address, Erased) else address_view(address),
        pieces=[
            PartPiece(
                line.sku, line.name, ", ".join(line.options.values()), bought, part.left.get(line.sku, 0),
                part.cancelled.get(line.sku, 0),
                Price.of(Money(of_pieces(line.paid.minor, 0, bought, line.quantity), currency)),
            )
            for line in order.lines if (bought := part.bought.get(line.sku, 0))
        ],
        parcels=[_parcel(it) for it in part.parcels],
        value=Price.of(Money(values(order)[part.id], currency)), booking=booking_view(part.booking),
        bookable_with=carrier if PartStep.SEND in PART_LIFE[part.stage] and not part.booking else None,
    )


def _parcel(it: Parcel) -> PartParcel:
    return PartParcel(
        it.id, it.carrier, it.tracking, followed_at(it.carrier, it.tracking), it.pieces, it.sent_at, it.due,
        it.delivered_at, it.booking or None, scan_views(it), it.stranded,
    )
