"""``/api/v1/locations``: the places of the shop where pieces lie, and in which order they serve."""

from typing import Annotated

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from store.application.inventory.locations import (
    CloseLocation,
    DescribeLocation,
    ListLocations,
    LocationView,
    OpenLocation,
    ReopenLocation,
)
from store.application.shared.bus import Command
from store.domain.inventory.places import LocationCode
from store.domain.shared.ids import locations
from store.entrypoints.shared.addresses import PLAIN, VISIBLE
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk, once_of
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to

_ARRANGE = open_to(Permission.ARRANGE_LOCATIONS)
_Name = Annotated[str, Meta(min_length=1, max_length=60, pattern=VISIBLE, examples=["The shed"])]
_Priority = Annotated[int, Meta(ge=1, le=9_999, examples=[2])]
_Address = Annotated[str, Meta(max_length=300, pattern=r"^[^\x00]*$", examples=["2 Mill Lane, Galway"])]
_Reason = Annotated[str, Meta(max_length=200, pattern=PLAIN)]


class LocationForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A place to open. Its ``code`` never changes; orders are served from the lowest ``priority`` first."""

    code: Annotated[str, Meta(pattern=r"^[A-Z0-9][A-Z0-9-]{0,19}$", examples=["SHED"])]
    name: _Name
    priority: _Priority
    address: _Address = ""
    reason: _Reason | None = None


class LocationWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of a place."""

    name: _Name
    priority: _Priority
    address: _Address = ""
    reason: _Reason | None = None


class TurnForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Why it is closed, or opened again."""

    reason: _Reason | None = None


class LocationsController(Controller):
    path = "/locations"
    tags = ("Inventory",)

    @get(opt=open_to(Permission.READ_STOCK, own=True) | described("listLocations"))
    async def list(self, request: AnyRequest, desk: NamedDependency[Desk]) -> Response[list[LocationView]]:
        """All places, in the order in which they serve. A new shop has one, `MAIN`."""
        return Response(await desk.ask(ListLocations(), request))

    @post(opt=_ARRANGE | described("openLocation", 409, 422, once=True))
    async def open(
        self, data: JSONBody[LocationForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[LocationView]:
        """Have pieces lie at one more place."""
        command = OpenLocation(
            code=LocationCode(data.code), name=data.name, priority=data.priority, address=data.address
        )
        return await _done(command, "POST /locations", data.reason, request, desk, status=201)

    @put("/{code:str}", opt=_ARRANGE | described("describeLocation", 404, 409, 422))
    async def describe(
        self, code: FromPath[str], data: JSONBody[LocationWords], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[LocationView]:
        """Say what a place is called, when it serves and where it is."""
        command = DescribeLocation(
            code=LocationCode(code), name=data.name, priority=data.priority, address=data.address
        )
        return await _done(command, None, data.reason, request, desk)

    @post("/{code:str}/close", status_code=200, opt=_ARRANGE | described("closeLocation", 404, 409, 422))
    async def close(
        self, code: FromPath[str], data: JSONBody[TurnForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[LocationView]:
        """Let nothing come in there any more. While pieces are there it is refused; the first place stays open."""
        return await _done(CloseLocation(code=LocationCode(code)), None, data.reason, request, desk)

    @post("/{code:str}/reopen", status_code=200, opt=_ARRANGE | described("reopenLocation", 404, 409, 422))
    async def reopen(
        self, code: FromPath[str], data: JSONBody[TurnForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[LocationView]:
        """Let things come in there again."""
        return await _done(ReopenLocation(code=LocationCode(code)), None, data.reason, request, desk)


async def _done(
    command: Command[LocationView], route: str | None, reason: str | None, request: AnyRequest, desk: Desk, *,
    status: int = 200,
) -> Response[LocationView]:
    once = await once_of(request, route, locations()) if route else None
    receipt = await desk.do(command, request, reason=reason, once=once)
    return Response(
        receipt.outcome, status_code=status, headers={POSITION: receipt.position} if receipt.position else {}
    )
