"""``/api/v1/fulfilment``: parcels that are booked with the shop's carrier, and their labels."""

from typing import Final
from uuid import UUID

from litestar import Controller, Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.ordering.carrying import BookParcel, CallOffBooking, PrintLabels
from store.application.ordering.fulfilment import PartStands
from store.domain.shared.ids import ParcelId, PartId
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.rest.fulfilment import PART, READ, SHIP, carried_out, number_of
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, scope_of

_BOOKING: Final = f"{PART}/booking"


class BookingsController(Controller):
    path = "/fulfilment"
    cache_control = NEVER_KEPT
    tags = ("Fulfilment",)

    @put(_BOOKING, opt=SHIP | described("bookParcel", 404, 409, 422, once=True, versioned=True))
    async def book(
        self, number: FromPath[str], part: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[PartStands]:
        """Have the shop's carrier take the next parcel of a part: `booking` says its tracking number, with which it is
        sent. What is booked already stays booked.
        """
        return await carried_out(BookParcel(
            number=number_of(number), part_id=PartId(part), version=expected_version(request),
            scope=scope_of(request, Permission.SHIP_ORDERS),
        ), "PUT booking", request, desk)

    @delete(
        _BOOKING, status_code=200, opt=SHIP | described("callOffBooking", 404, 409, 422, once=True, versioned=True)
    )
    async def call_off(
        self, number: FromPath[str], part: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        parcel: FromQuery[UUID | None] = None,
    ) -> Response[PartStands]:
        """That parcel is not sent after all: its carrier is told. Whoever says which `parcel` is meant calls off no
        other, and is told if it left meanwhile.
        """
        return await carried_out(CallOffBooking(
            number=number_of(number), part_id=PartId(part), parcel_id=ParcelId(parcel) if parcel else None,
            version=expected_version(request),
            scope=scope_of(request, Permission.SHIP_ORDERS),
        ), "DELETE booking", request, desk)

    @get(f"{PART}/label", opt=READ | described("getLabel", 404, 409, 422, also="application/pdf"))
    async def label(
        self, number: FromPath[str], part: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        parcel: FromQuery[UUID | None] = None,
    ) -> Response[bytes]:
        """What is to be stuck on the parcel that is booked, or on all that are on their way, or on that one; as PDF."""
        labels = await desk.ask(PrintLabels(
            parts=((number_of(number), PartId(part), ParcelId(parcel) if parcel else None),),
            scope=scope_of(request, Permission.READ_ORDERS),
        ), request)
        return Response(labels.pdf, media_type="application/pdf")
