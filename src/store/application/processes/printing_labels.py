"""Printing labels: where each booked parcel goes, by the carrier's own paper or by one of ours."""

from dataclasses import dataclass

from store.application.ordering.carrier_ports import Carrier, LabelPage, LabelPress, TheirLabel
from store.application.ordering.carrying import Labels, PrintLabels
from store.application.ordering.errors import (
    BookingRefused,
    CarrierAway,
    NothingToLabel,
    OneWithoutLabel,
    UnreadableLabel,
)
from store.application.ordering.fulfilment import BookingView, GetPart, PartView
from store.application.processes.following_parts import FollowingParts
from store.application.processes.label_pages import label_of
from store.application.shared.bus import answers
from store.domain.ordering.errors import NoSuchParcel
from store.domain.ordering.life import PartStep
from store.domain.shared.ids import ParcelId


@dataclass(frozen=True)
class PrintingLabels:
    following: FollowingParts
    carrier: Carrier | None
    press: LabelPress
    sender: str
    reads = ()

    @answers(PrintLabels)
    async def pdf(self, query: PrintLabels) -> Labels:
        """:raises NoSuchPart: for the first that isn't there, or isn't theirs; before the carrier is asked anything.
        :raises NothingToLabel: where none is booked.
        :raises OneWithoutLabel: of several, for the first that can't be printed.
        """
        several = len(query.parts) > 1
        found = [
            (await self.following.part(GetPart(number=number, part_id=part, scope=query.scope)), parcel)
            for number, part, parcel in query.parts
        ]
        booked = [(part, _booked(part, parcel, several=several)) for part, parcel in found]
        pages = [(part, await self._page_of(part, it, several=several)) for part, bookings in booked for it in bookings]
        if not pages:
            raise NothingToLabel
        return Labels(await self._set(pages, several=several), sum(not bookings for _, bookings in booked))

    async def _set(self, pages: list[tuple[PartView, LabelPage | TheirLabel]], *, several: bool) -> bytes:
        try:
            return await self.press.pdf([page for _, page in pages])
        except UnreadableLabel as refused:
            for part, page in pages if several else ():
                try:
                    await self.press.pdf([page])
                except UnreadableLabel:
                    raise OneWithoutLabel(part.number, str(refused)) from refused
            raise

    async def _page_of(self, part: PartView, booking: BookingView, *, several: bool) -> LabelPage | TheirLabel:
        try:
            return await self._page(part, booking)
        except (BookingRefused, CarrierAway, UnreadableLabel) as refused:
            if several:
                raise OneWithoutLabel(part.number, str(refused)) from refused
            raise

    async def _page(self, part: PartView, booking: BookingView) -> LabelPage | TheirLabel:
        ours = LabelPage(
            booking.carrier, booking.tracking, part.number, self.sender, part.place, part.shipping_method,
            part.shipping_address,
        )
        return await label_of(self.carrier, booking.id, ours, BookingRefused, CarrierAway)


def _booked(part: PartView, parcel: ParcelId | None, *, several: bool) -> list[BookingView]:
    """The parcel that waits to leave, or else all that are on their way; or that one. Where nothing is left to be
    sent, none waits to leave.

    :raises NoSuchParcel: where that one isn't booked, and it is the only one.
    """
    waiting = [part.booking] if part.booking and PartStep.SEND in part.allowed else []
    left = [BookingView(it.id, it.carrier, it.tracking, it.booking) for it in part.parcels if it.booking]
    if parcel is None:
        return waiting or [it for it in left if it.parcel_id not in _there(part)]
    found = [it for it in (*waiting, *left) if it.parcel_id == parcel]
    if not found and not several:
        raise NoSuchParcel
    return found


def _there(part: PartView) -> set[ParcelId]:
    return {it.id for it in part.parcels if it.delivered_at}
