"""``/api/v1/fulfilment``: parts of orders, for whoever sends them: all for staff, their own for vendors."""

from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream
from msgspec import Meta, Struct

from store.application.ordering.fulfilment import (
    GetPart,
    ListParts,
    LookAtWork,
    MarkDelivered,
    MarkProcessing,
    PartRows,
    PartStands,
    PartView,
    SendParcel,
    TakeBackDelivery,
    TakeBackProcessing,
    Work,
)
from store.application.processes.printing_slips import PrintSlips
from store.application.shared.bus import Command
from store.application.shared.errors import BadValue
from store.domain.shared.ids import OrderNumber, ParcelId, PartId, Sku
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.rest.orders import MOST
from store.entrypoints.shared.addresses import NOTHING_OR_VISIBLE, VISIBLE
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk, expected_version, once_of
from store.entrypoints.shared.fulfilment import MOST_AT_ONCE, Act, PartResults, Pick, carry_out, parts_file
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.moments import period
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.shop import ShopInfo

READ, SHIP = open_to(Permission.READ_ORDERS, own=True), open_to(Permission.SHIP_ORDERS, own=True)
PART: Final = "/{number:str}/{part:uuid}"
_PARCEL: Final = f"{PART}/parcels/{{parcel:uuid}}/delivery"
_PICKED: Final = [{"number": "XAY8Q-DKB8E", "part_id": "7a22e8d3-f685-5bd8-8e2c-a65c22acb52a"}]
Pieces = Annotated[int, Meta(ge=1, le=1_000_000)]
SkuText = Annotated[str, Meta(min_length=1, max_length=64)]


class NewParcelForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The parcel as its carrier knows it, and what is in it, by SKU: all that is left, if nothing is said."""

    carrier: Annotated[str, Meta(min_length=1, max_length=60, pattern=VISIBLE, examples=["DHL"])]
    tracking: Annotated[str, Meta(max_length=80, pattern=NOTHING_OR_VISIBLE, examples=["00340434161094022115"])] = ""
    pieces: Annotated[dict[SkuText, Pieces], Meta(max_length=200)] = {}


class PartsForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What to do to which parts. `delivered` and `taken_back` are about all parcels of a part, or one of them; `book`
    has the shop's carrier take the next one, and `sent` says that all that is left went with the one that is booked.
    """

    act: Annotated[Act, Meta(examples=["processing"])]
    parts: Annotated[list[Pick], Meta(min_length=1, max_length=MOST_AT_ONCE, examples=[_PICKED])]


class FulfilmentController(Controller):
    path = "/fulfilment"
    cache_control = NEVER_KEPT
    tags = ("Fulfilment",)

    @get(opt=READ | described("listParts"))
    async def list(
        self, request: AnyRequest, desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo],
        status: FromQuery[str] = "open", since: FromQuery[str | None] = None, until: FromQuery[str | None] = None,
        q: FromQuery[str] = "", cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50,
    ) -> PartRows:
        """Parts that were paid for, oldest first. `status` is how they stand, `open` for all that wait, `stranded` for
        those with a parcel that can't be delivered, or `all`.

        `since` and `until` are days, both included, by the shop's clock; `q` is the beginning of an order's number.
        """
        if not 1 <= limit <= MOST:
            raise BadValue("limit", f"choose 1 to {MOST}")
        begins, ends = period(since, until, shop.time_zone)
        return await desk.ask(ListParts(
            status=status, since=begins, before=ends, q=q[:40], cursor=cursor, limit=limit,
            scope=scope_of(request, Permission.READ_ORDERS),
        ), request)

    @get("/work", opt=READ | described("lookAtWork"))
    async def work(self, request: AnyRequest, desk: NamedDependency[Desk]) -> Work:
        """How much is there to do, and what of it is late."""
        return await desk.ask(LookAtWork(scope=scope_of(request, Permission.READ_ORDERS)), request)

    @get("/export", opt=READ | described("exportParts", also="text/csv"))
    async def export(
        self, request: AnyRequest, desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo],
        status: FromQuery[str] = "open", since: FromQuery[str | None] = None, until: FromQuery[str | None] = None,
        q: FromQuery[str] = "",
    ) -> Stream:
        """The same as CSV, written while it is read. It names nobody."""
        begins, ends = period(since, until, shop.time_zone)
        return await parts_file(ListParts(
            status=status, since=begins, before=ends, q=q[:40], scope=scope_of(request, Permission.READ_ORDERS),
        ), desk, request)

    @post("/bulk", status_code=200, opt=SHIP | described("changeParts", 409, 422, once=True))
    async def bulk(
        self, data: JSONBody[PartsForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[PartResults]:
        """Do one thing to many: a result for each, and one that is refused stops no other."""
        once = await once_of(request, "POST /fulfilment/bulk", data.parts[0].part_id)
        results, position = await carry_out(
            data.act, data.parts, desk, request, scope_of(request, Permission.SHIP_ORDERS), once
        )
        return Response(results, headers={POSITION: position} if position else {})

    @get(PART, opt=READ | described("getPart", 404))
    async def show(
        self, number: FromPath[str], part: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[PartView]:
        """One part, from the facts themselves: what it takes to send it, and nothing else of whoever bought."""
        view = await desk.ask(GetPart(
            number=number_of(number), part_id=PartId(part), scope=scope_of(request, Permission.READ_ORDERS)
        ), request)
        return tagged(view, view.version)

    @get(f"{PART}/slip", opt=READ | described("getPackingSlip", 404, also="application/pdf"))
    async def slip(
        self, number: FromPath[str], part: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[bytes]:
        """The paper that lies in the parcel, as PDF."""
        pdf = await desk.ask(PrintSlips(
            parts=((number_of(number), PartId(part)),), scope=scope_of(request, Permission.READ_ORDERS)
        ), request)
        return Response(pdf, media_type="application/pdf")

    @put(f"{PART}/processing", opt=SHIP | described("processPart", 404, 409, 422, once=True, versioned=True))
    async def process(
        self, number: FromPath[str], part: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[PartStands]:
        """Somebody packs it."""
        return await carried_out(MarkProcessing(
            number=number_of(number), part_id=PartId(part), version=expected_version(request),
            scope=scope_of(request, Permission.SHIP_ORDERS),
        ), "PUT processing", request, desk)

    @delete(
        f"{PART}/processing", status_code=200,
        opt=SHIP | described("putPartBack", 404, 409, 422, once=True, versioned=True),
    )
    async def put_back(
        self, number: FromPath[str], part: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[PartStands]:
        """Nobody packs it yet after all."""
        return await carried_out(TakeBackProcessing(
            number=number_of(number), part_id=PartId(part), version=expected_version(request),
            scope=scope_of(request, Permission.SHIP_ORDERS),
        ), "DELETE processing", request, desk)

    @post(f"{PART}/parcels", opt=SHIP | described("sendParcel", 404, 409, 422, once=True, versioned=True))
    async def send(
        self, number: FromPath[str], part: FromPath[UUID], data: JSONBody[NewParcelForm], request: AnyRequest,
        desk: NamedDependency[Desk],
    ) -> Response[PartStands]:
        """Hand a parcel to its carrier: whoever bought is told. It can't be called back."""
        return await carried_out(SendParcel(
            number=number_of(number), part_id=PartId(part), carrier=data.carrier, tracking=data.tracking,
            pieces={Sku(sku): count for sku, count in data.pieces.items()}, version=expected_version(request),
            scope=scope_of(request, Permission.SHIP_ORDERS),
        ), "POST parcels", request, desk, status=201)

    @put(_PARCEL, opt=SHIP | described("deliverParcel", 404, 409, 422, once=True, versioned=True))
    async def deliver(
        self, number: FromPath[str], part: FromPath[UUID], parcel: FromPath[UUID], request: AnyRequest,
        desk: NamedDependency[Desk],
    ) -> Response[PartStands]:
        """It is there: whoever bought is told."""
        return await carried_out(MarkDelivered(
            number=number_of(number), part_id=PartId(part), parcel_id=ParcelId(parcel),
            version=expected_version(request), scope=scope_of(request, Permission.SHIP_ORDERS),
        ), "PUT delivery", request, desk)

    @delete(
        _PARCEL, status_code=200, opt=SHIP | described("takeDeliveryBack", 404, 409, 422, once=True, versioned=True)
    )
    async def take_back(
        self, number: FromPath[str], part: FromPath[UUID], parcel: FromPath[UUID], request: AnyRequest,
        desk: NamedDependency[Desk],
    ) -> Response[PartStands]:
        """It isn't there yet after all."""
        return await carried_out(TakeBackDelivery(
            number=number_of(number), part_id=PartId(part), parcel_id=ParcelId(parcel),
            version=expected_version(request), scope=scope_of(request, Permission.SHIP_ORDERS),
        ), "DELETE delivery", request, desk)


async def carried_out(
    command: Command[PartStands], route: str, request: AnyRequest, desk: Desk, *, status: int = 200
) -> Response[PartStands]:
    """What became of one part, with its version and position."""
    part: UUID = request.path_params["part"]
    receipt = await desk.do(command, request, once=await once_of(request, f"{route} {part}", part))
    return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=status)


def number_of(text: str) -> OrderNumber:
    """An order's number, however it is typed."""
    return OrderNumber(text.strip().upper()[:40])
