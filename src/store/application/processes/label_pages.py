"""What is printed for a booked parcel, whichever way it goes: the carrier's own paper, or one of ours."""

from typing import assert_never

from store.application.ordering.carrier_ports import (
    Away,
    Carrier,
    LabelPage,
    OwnLabel,
    Refused,
    TheirLabel,
    Unprintable,
)
from store.application.ordering.errors import BookingRefused, CarrierAway, UnreadableLabel
from store.application.returns.labels import CarrierSilent, LabelRefused


async def label_of(
    carrier: Carrier | None, id: str, ours: LabelPage, refused: type[BookingRefused | LabelRefused],
    away: type[CarrierAway | CarrierSilent],
) -> LabelPage | TheirLabel:
    """The label of the booking *id*, *ours* where its carrier leaves that to the shop.

    *refused* and *away* are raised where there is none: whoever sends and whoever sends back are told in other words.

    :raises UnreadableLabel: where what the carrier gives is no label.
    """
    if carrier is None or carrier.name != ours.carrier:
        raise refused(ours.carrier, "the shop has another carrier by now")
    label = await carrier.label(id)
    match label:
        case TheirLabel():
            return label
        case OwnLabel():
            return ours
        case Refused(reason=reason):
            raise refused(ours.carrier, reason)
        case Unprintable():
            raise UnreadableLabel
        case Away():
            raise away(ours.carrier)
        case _:
            assert_never(label)
