"""What happened to an order, in words for whoever placed it."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias, assert_never

from store.application.ordering.messages import (
    Moment,
)
from store.domain.ordering.business_events import BusinessDeclared
from store.domain.ordering.events import (
    DeliveryTakenBack,
    Fulfilment,
    GivingBack,
    OrderCancelled,
    OrderClaimed,
    OrderConfirmed,
    OrderPlaced,
    OrderShipped,
    ParcelDelivered,
    ParcelSent,
    PartProcessing,
    PartPutBack,
    PiecesCancelled,
    PiecesReturned,
    Replaces,
    ReturnClaimed,
    ReturnLetGo,
    Share,
)
from store.domain.ordering.screening_events import ReviewBegun, ReviewPassed
from store.domain.payments.events import RefundMade
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import Sku

ADDED: Final = "Added to an account"
"""Nobody else's affair: whoever tracks an order by its number isn't told."""
_PLAIN: Final = {
    OrderPlaced: ("Order placed", ""), OrderConfirmed: ("Payment received", "We are packing your order."),
    ReviewBegun: ("Being checked", "We look at it before we send it. You need do nothing."),
    ReviewPassed: ("Checked", ""),
    OrderClaimed: (ADDED, ""), BusinessDeclared: ("Bought as a business", ""),
}
_Told: TypeAlias = (
    OrderPlaced | BusinessDeclared | OrderConfirmed | OrderCancelled | PiecesCancelled | OrderShipped | OrderClaimed
    | Fulfilment | GivingBack | ReviewBegun | ReviewPassed
)
"""All but what the shop thinks of an order: nobody is told that who might learn from it. Where a parcel was scanned
stands with the parcel."""


def timeline(events: Sequence[Event], paid_by: Sequence[Event]) -> list[Moment]:
    """What happened to the order, and money that went back: as it came about."""
    of_order = [(event.at, _moment(event)) for event in events if isinstance(event, _Told)]
    of_money = [(event.at, moment) for event in paid_by if (moment := _given_back(event))]
    return [moment for _, moment in sorted([*of_order, *of_money], key=lambda it: it[0])]


def _moment(event: _Told) -> Moment:
    match event:
        case OrderPlaced() | OrderConfirmed() | OrderClaimed() | BusinessDeclared() | ReviewBegun() | ReviewPassed():
            return Moment(event.at, *(_replaced(event) or _PLAIN[type(event)]))
        case OrderShipped(carrier=carrier, tracking=tracking):
            return Moment(event.at, "On its way", f"{carrier} {tracking}".strip())
        case OrderCancelled(reason=reason):
            return Moment(event.at, "Cancelled", reason)
        case PiecesCancelled(pieces=pieces, reason=reason):
            count = sum(pieces.values())
            return Moment(event.at, f"{count} {'piece' if count == 1 else 'pieces'} cancelled", reason)
        case ReturnClaimed() | ReturnLetGo() | PiecesReturned():
            return _of_returns(event)
        case _:
            return _of_parts(event)


def _of_parts(event: Fulfilment) -> Moment:
    match event:
        case PartProcessing():
            return Moment(event.at, "Being packed", "")
        case PartPutBack():
            return Moment(event.at, "Not being packed yet", "")
        case ParcelSent(carrier=carrier, tracking=tracking, pieces=pieces):
            count = sum(pieces.values())
            what = f"{count} {'piece' if count == 1 else 'pieces'} on the way"
            return Moment(event.at, what, f"{carrier} {tracking}".strip())
        case ParcelDelivered():
            return Moment(event.at, "Delivered", "")
        case DeliveryTakenBack():
            return Moment(event.at, "Not delivered yet after all", "")
        case _:
            assert_never(event)


def _of_returns(event: GivingBack) -> Moment:
    match event:
        case ReturnClaimed(pieces=pieces):
            return Moment(event.at, "You want to send something back", _counted(pieces))
        case ReturnLetGo():
            return Moment(event.at, "A return came to nothing", "")
        case PiecesReturned(pieces=pieces, share=share):
            return Moment(event.at, f"{_counted(pieces)} came back", _for_it(share))
        case _:
            assert_never(event)


def _replaced(event: Event) -> tuple[str, str] | None:
    match event:
        case OrderPlaced(replaces=Replaces(number=number)):
            return "Sent for what came back", f"Return {number}"
        case _:
            return None


def _for_it(share: Share) -> str:
    """What whoever sent it has of it."""
    back = share.total - share.exchanged if share.exchanged else share.total
    return " ".join([
        *([f"{back} go back to you."] if back.minor or not share.exchanged else []),
        *([f"{share.exchanged} pay for what is sent for it."] if share.exchanged else []),
    ])


def _counted(pieces: Mapping[Sku, int]) -> str:
    count = sum(pieces.values())
    return f"{count} {'piece' if count == 1 else 'pieces'}"


def _given_back(event: Event) -> Moment | None:
    match event:
        case RefundMade(amount=amount):
            return Moment(event.at, "Money given back", str(amount))
        case _:
            return None
