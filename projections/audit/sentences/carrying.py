"""What the facts of carriers say."""

from typing import assert_never

from projections.audit.sentences.telling import said
from store.application.audit.messages import Sentence
from store.application.ordering.carrying import SAID
from store.domain.ordering.carrying_events import BookingCalledOff, Carrying, ParcelBooked, ParcelScanned


def carried(event: Carrying) -> Sentence:
    """The sentence for *event*."""
    match event:
        case ParcelBooked(carrier=carrier, tracking=tracking):
            return said("{who} booked a parcel with {carrier}, tracking number {tracking}", carrier=carrier,
                        tracking=tracking)
        case BookingCalledOff():
            return said("{who} called off the booking of a parcel")
        case ParcelScanned(code=code, place=place, scanned_at=at):
            words = "The carrier says of a parcel: {what}, {at}"
            return said(words + ", {place}" * bool(place), what=SAID[code], at=f"{at:%Y-%m-%d %H:%M} UTC", place=place)
        case _:
            assert_never(event)
