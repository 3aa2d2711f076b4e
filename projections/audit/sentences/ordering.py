"""What the facts of orders say."""

from collections.abc import Mapping
from typing import assert_never

from projections.audit.sentences.carrying import carried
from projections.audit.sentences.screening import screened
from projections.audit.sentences.telling import numbered, said, thing
from store.application.audit.messages import Sentence
from store.domain.ordering.business_events import Business, BusinessDeclared, VatNumberChecked
from store.domain.ordering.carrying_events import BookingCalledOff, Carrying, ParcelBooked, ParcelScanned
from store.domain.ordering.events import (
    Canceller,
    DeliveryTakenBack,
    Fulfilment,
    GivingBack,
    OrderCancelled,
    OrderClaimed,
    OrderConfirmed,
    OrderEvent,
    OrderPlaced,
    OrderShipped,
    ParcelDelivered,
    ParcelSent,
    PartProcessing,
    PartPutBack,
    PiecesCancelled,
    PiecesReturned,
    ReturnClaimed,
    ReturnLetGo,
    Share,
)
from store.domain.ordering.screening_events import OrderJudged, ReviewBegun, ReviewDue, ReviewPassed, Screening
from store.domain.shared.ids import Sku


def say(event: OrderEvent) -> Sentence:
    """The sentence for *event*."""
    match event:
        case OrderPlaced(number=number, lines=lines, totals=totals, payment_id=payment):
            pieces = sum(line.quantity for line in lines)
            return said("{who} ordered {pieces} for {total}: order {order}, payment {payment}",
                        pieces="1 piece" if pieces == 1 else f"{pieces} pieces", total=totals.total,
                        order=numbered(number), payment=thing("payment", payment))
        case OrderConfirmed():
            return said("The money is there: the shop owes the goods")
        case OrderCancelled() | PiecesCancelled():
            return _cancelled(event)
        case OrderShipped(carrier=carrier, tracking=tracking):
            words = "{who} handed the parcel to {carrier}"
            return said(words + ", tracking number {tracking}" * bool(tracking), carrier=carrier, tracking=tracking)
        case (
            BusinessDeclared() | VatNumberChecked() | OrderClaimed() | OrderJudged()
            | ReviewBegun() | ReviewDue() | ReviewPassed()
            | ParcelBooked() | BookingCalledOff() | ParcelScanned()
        ):
            return _known(event)
        case _:
            return _fulfilled(event)


def _known(event: Business | OrderClaimed | Screening | Carrying) -> Sentence:
    match event:
        case BusinessDeclared():
            return said("It was bought by a business, under its VAT number")
        case VatNumberChecked(register=register, valid=True):
            return said("{register} said that this number is given out", register=register)
        case VatNumberChecked(register=register):
            return said("{register} said nothing of this number, so tax was charged", register=register)
        case OrderClaimed(account_id=account):
            return said("The order of a guest is that of {account} now", account=thing("account", account))
        case ParcelBooked() | BookingCalledOff() | ParcelScanned():
            return carried(event)
        case _:
            return screened(event)


def _fulfilled(event: Fulfilment | GivingBack) -> Sentence:
    match event:
        case PartProcessing():
            return said("{who} began to pack a part of the order")
        case PartPutBack():
            return said("{who} took back that a part of the order is being packed")
        case ParcelSent(carrier=carrier, tracking=tracking, pieces=pieces, place=place):
            words = "{who} handed {pieces} from {place} to {carrier}"
            return said(words + ", tracking number {tracking}" * bool(tracking), carrier=carrier, tracking=tracking,
                        place=place, pieces=", ".join(f"{count} of {sku}" for sku, count in pieces.items()))
        case ParcelDelivered():
            return said("{who} said that a parcel was delivered")
        case DeliveryTakenBack():
            return said("{who} took back that a parcel was delivered")
        case _:
            return _returned(event)


def _returned(event: GivingBack) -> Sentence:
    match event:
        case ReturnClaimed(pieces=pieces, return_id=id):
            return said("{pieces} are to come back: return {id}", id=thing("return", id), pieces=_pieces(pieces))
        case ReturnLetGo(return_id=id):
            return said("Nothing comes back with the return {id}", id=thing("return", id))
        case PiecesReturned(pieces=pieces, share=share, return_id=id, reason=reason):
            return said("{pieces} came back, {back} are owed back: {reason}, return {id}", id=thing("return", id),
                        pieces=_pieces(pieces), back=share.total, reason=reason)
        case _:
            assert_never(event)


def _pieces(pieces: Mapping[Sku, int]) -> str:
    return ", ".join(f"{count} of {sku}" for sku, count in pieces.items())


def _cancelled(event: OrderCancelled | PiecesCancelled) -> Sentence:
    match event:
        case OrderCancelled(reason=reason, by=Canceller.SHOP):
            return said("The order came to nothing: {reason}", reason=reason)
        case OrderCancelled(reason=reason, share=Share() as share):
            return said("{who} cancelled the order, {back} are owed back: {reason}", back=share.total, reason=reason)
        case OrderCancelled(reason=reason):
            return said("{who} cancelled the order before it was paid for: {reason}", reason=reason)
        case PiecesCancelled(pieces=pieces, reason=reason, share=share):
            return said("{who} cancelled {pieces}, {back} are owed back: {reason}", back=share.total, reason=reason,
                        pieces=", ".join(f"{count} of {sku}" for sku, count in pieces.items()))
        case _:
            assert_never(event)
