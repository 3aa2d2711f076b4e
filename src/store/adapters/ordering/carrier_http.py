"""A carrier by its REST API, of the shape that carriers and those between them and shops have.

``POST /shipments`` with an ``Idempotency-Key`` answers ``{"id", "tracking_number"}``, ``DELETE /shipments/{id}`` calls
it off, ``GET /shipments/{id}/label`` is a PDF, and ``GET /trackings/{number}/events?after=`` answers
``{"events": [{"id", "code", "occurred_at", "location"}]}``. ``POST /returns`` is a shipment to the shop, and
``GET /drop-off-points`` of a ``country`` and a ``postal_code`` answers
``{"points": [{"name", "address", "postal_code", "city", "opening_hours"}]}``. Whatever it says is taken for a
stranger's word: typed, cut, and no answer where it can't be read.
"""

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Final, TypeVar

import structlog
from msgspec import DecodeError, Meta, Raw, Struct, json, to_builtins

from store.adapters.ordering.carrier_client import CarrierLine, Heard
from store.application.ordering.carrier_ports import (
    Away,
    Booked,
    BookingVerdict,
    CalledOff,
    CallingOffVerdict,
    Consignment,
    DropOff,
    GoingBack,
    Label,
    OwnLabel,
    Refused,
    Scanned,
    TheirLabel,
    Unprintable,
)
from store.domain.ordering.carrying_events import ScanCode

CODES: Final[Mapping[str, ScanCode]] = {
    "COLLECTED": ScanCode.COLLECTED, "PICKED_UP": ScanCode.COLLECTED, "IN_DEPOT": ScanCode.IN_DEPOT,
    "ARRIVED_AT_DEPOT": ScanCode.IN_DEPOT, "IN_TRANSIT": ScanCode.ON_THE_WAY,
    "OUT_FOR_DELIVERY": ScanCode.OUT_FOR_DELIVERY, "DELIVERY_ATTEMPTED": ScanCode.NOT_HANDED_OVER,
    "DELIVERED": ScanCode.DELIVERED, "UNDELIVERABLE": ScanCode.UNDELIVERABLE, "RETURNED": ScanCode.RETURNED,
}
"""What a carrier says, and what that is here; other words, such as that a label was made, are left aside."""
SILENT: Final = "it does not say why"
LONGEST_REASON: Final = 200
MOST_EVENTS: Final = 500
MOST_POINTS: Final = 10
_GONE: Final = frozenset({404, 410})
_NO_LABEL: Final = frozenset({204, 404, 406})

S = TypeVar("S", bound=Struct)
_SAID: Final = r"^[^\x00-\x1f\x7f<>]*$(?![\s\S])"
Told = Annotated[str, Meta(pattern=_SAID, min_length=1, max_length=120)]
Name = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$(?![\s\S])")]


class Shipment(Struct, frozen=True):
    """A booking; all that isn't named here is left aside."""

    id: Name
    tracking_number: Name


class Event(Struct, frozen=True):
    """A scan."""

    id: Name
    code: Annotated[str, Meta(max_length=40)]
    occurred_at: Annotated[datetime, Meta(tz=True)]
    location: Annotated[str, Meta(max_length=500)] = ""


class Events(Struct, frozen=True):
    """Each is judged by itself: one that is of no use keeps no other from being heard."""

    events: Annotated[list[Raw], Meta(max_length=MOST_EVENTS)]


class Point(Struct, frozen=True):
    """Where parcels can be handed in."""

    name: Told
    address: Told
    postal_code: Told
    city: Told
    opening_hours: Annotated[str, Meta(pattern=_SAID, max_length=200)] = ""


class Points(Struct, frozen=True):
    """Each is judged by itself."""

    points: Annotated[list[Raw], Meta(max_length=MOST_EVENTS)]


class Problem(Struct, frozen=True):
    """Why it won't (RFC 9457)."""

    detail: Annotated[str, Meta(max_length=2000)] = ""


class HttpCarrier:
    """:class:`~store.application.ordering.carrier_ports.Carrier`, called *name* here."""

    patience = timedelta(minutes=10)

    def __init__(self, name: str, line: CarrierLine) -> None:
        self.name, self._line = name, line

    def book(self, parcel: Consignment) -> BookingVerdict:
        """The parcel's own id is the key."""
        to = {name: text for name, text in to_builtins(parcel.to).items() if text}
        return self._booked(self._line.ask("POST", ("shipments",), key=str(parcel.parcel_id), body=json.encode({
            "reference": parcel.reference, "service": parcel.service, "recipient": to,
            "sender": {"name": parcel.sender, "place": parcel.place},
        })))

    def book_back(self, parcel: GoingBack) -> BookingVerdict:
        """As it takes one to somebody."""
        sender = {name: text for name, text in to_builtins(parcel.sender).items() if text}
        return self._booked(self._line.ask("POST", ("returns",), key=str(parcel.parcel_id), body=json.encode({
            "reference": parcel.reference, "sender": sender, "recipient": {"lines": parcel.to},
        })))

    async def drop_offs(self, country: str, postal_code: str) -> Sequence[DropOff] | Away:
        """The first few of those it knows."""
        asked = {"country": country, "postal_code": postal_code}
        heard = await to_thread(self._line.ask, "GET", ("drop-off-points",), asked=asked)
        if heard is None:
            return Away()
        if heard.status in _GONE:
            return []
        found = _read(Points, heard) if heard.good else None
        if found is None:
            return Away()
        points = [_decoded(Point, it) for it in found.points]
        return [
            DropOff(it.name, it.address, it.postal_code, it.city, it.opening_hours) for it in points if it
        ][:MOST_POINTS]

    def _booked(self, heard: Heard | None) -> BookingVerdict:
        if heard is None:
            return Away()
        if not heard.good:
            return Refused(_reason(heard))
        found = _read(Shipment, heard)
        return Booked(found.id, found.tracking_number) if found else Away()

    def call_off(self, booking: str) -> CallingOffVerdict:
        """What it doesn't know, it doesn't expect."""
        heard = self._line.ask("DELETE", ("shipments", booking))
        if heard is None:
            return Away()
        return CalledOff() if heard.good or heard.status in _GONE else Refused(_reason(heard))

    def scans(self, tracking: str, after: str = "") -> Sequence[Scanned] | Away:
        """A number it doesn't know yet was not scanned yet."""
        heard = self._line.ask("GET", ("trackings", tracking, "events"), asked={"after": after} if after else None)
        if heard is None:
            return Away()
        if heard.status in _GONE:
            return []
        found = _read(Events, heard) if heard.good else None
        if found is None:
            return Away()
        events = [_decoded(Event, it) for it in found.events]
        if bad := events.count(None):
            structlog.get_logger().error("the carrier tells of scans that are not understood", scans=bad)
        return [
            Scanned(it.id, CODES[it.code], it.occurred_at, it.location) for it in events if it and it.code in CODES
        ]

    async def label(self, booking: str) -> Label:
        """Where it has none, one of ours will do."""
        heard = await to_thread(self._line.ask, "GET", ("shipments", booking, "label"))
        if heard is None:
            return Away()
        if heard.status in _NO_LABEL:
            return OwnLabel()
        if not heard.good:
            return Refused(_reason(heard))
        if heard.kind != "application/pdf":
            return Away()
        return TheirLabel(heard.body) if heard.body.startswith(b"%PDF-") else Unprintable()

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()


def _read(shape: type[S], heard: Heard) -> S | None:
    found = _decoded(shape, heard.body)
    if found is None:
        structlog.get_logger().error("the carrier's answer is not understood", status=heard.status)
    return found


def _decoded(shape: type[S], text: bytes | Raw) -> S | None:
    try:
        return json.decode(text, type=shape)
    except (DecodeError, ValueError, RecursionError):
        return None


def _reason(heard: Heard) -> str:
    """Why, in the carrier's words, on one line."""
    problem = _decoded(Problem, heard.body)
    words = " ".join(problem.detail.split()) if problem else ""
    return words[:LONGEST_REASON] if words and words.isprintable() else SILENT
