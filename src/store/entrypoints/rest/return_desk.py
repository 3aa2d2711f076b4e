"""``/api/v1/returns``: what customers send back, for whoever gets it: all for staff, vendors see their own goods."""

from typing import TypeVar
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream

from store.application.processes.inspecting_returns import Inspection, InspectReturn, RecordInspection
from store.application.returns.messages import ApproveReturn, AskedReturn, ReceiveReturn, RefuseReturn, ids_of
from store.application.returns.queue import ListReturns, ReturnRows
from store.application.returns.views import GetReturn, PrintReturnSlip, ReturnView, ShowPhotograph
from store.application.shared.authority import Scope
from store.application.shared.bus import Command
from store.application.shared.errors import BadValue
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.rest.orders import MOST
from store.entrypoints.rest.return_shapes import InspectionForm, RefusalForm
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version, once_of
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.return_lines import returns_file
from store.entrypoints.shared.returns import PRIVATE, refusal_of, slip_file

_READ, _MANAGE = open_to(Permission.READ_RETURNS, own=True), open_to(Permission.MANAGE_RETURNS)
T = TypeVar("T", AskedReturn, Inspection)


class ReturnDeskController(Controller):
    path = "/returns"
    cache_control = NEVER_KEPT
    tags = ("Returns",)

    @get(opt=_READ | described("listReturnQueue"))
    async def list(
        self, request: AnyRequest, desk: NamedDependency[Desk], status: FromQuery[str] = "open",
        q: FromQuery[str] = "", cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50,
    ) -> ReturnRows:
        """Returns, the oldest first. `status` is how they stand, `open` for all that wait for staff, or `all`.

        `q` is the beginning of a number, of a return or of an order.
        """
        if not 1 <= limit <= MOST:
            raise BadValue("limit", f"choose 1 to {MOST}")
        return await desk.ask(ListReturns(
            status=status[:20], q=q[:60], cursor=cursor, limit=limit, scope=_scope(request),
        ), request)

    @get("/export", opt=_READ | described("exportReturns", also="text/csv"))
    async def export(
        self, request: AnyRequest, desk: NamedDependency[Desk], status: FromQuery[str] = "open",
        q: FromQuery[str] = "",
    ) -> Stream:
        """The same as CSV, written while it is read. It names nobody."""
        query = ListReturns(status=status[:20], q=q[:60], scope=_scope(request))
        return await returns_file(query, desk, request)

    @get("/{number:str}", opt=_READ | described("lookAtReturn", 404))
    async def show(
        self, number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[ReturnView]:
        """One return, from the facts themselves: what it is about, what was found, what may be done next."""
        view = await desk.ask(GetReturn(number=number, scope=_scope(request)), request)
        return tagged(view, view.version)

    @get("/{number:str}/slip", opt=_READ | described("getReturnSlip", 404, also="application/pdf"))
    async def slip(self, number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]) -> Response[bytes]:
        """The paper that lies in the parcel, as PDF."""
        known = await desk.ask(GetReturn(number=number, scope=_scope(request)), request)
        pdf = await desk.ask(PrintReturnSlip(number=known.number, scope=_scope(request)), request)
        return slip_file(pdf, known.number)

    @get("/{number:str}/photographs/{photo:int}", opt=_READ | described(
        "getReturnPhotograph", 404, also="image/jpeg",
    ), responses={200: ResponseSpec(bytes, description="A JPEG", media_type="image/jpeg", generate_examples=False)})
    async def photograph(
        self, number: FromPath[str], photo: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[bytes]:
        """What whoever asked shows of the goods; the first photograph is 1. It is gone once they were forgotten."""
        shown = await desk.ask(ShowPhotograph(number=number, photo=photo, scope=_scope(request)), request)
        return Response(shown, media_type="image/jpeg", headers=PRIVATE)

    @post("/{number:str}/approval", opt=_MANAGE | described("approveReturn", 404, 409, once=True, versioned=True))
    async def approve(
        self, number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[AskedReturn]:
        """Have it come: whoever asked is told where to."""
        return await _do(ApproveReturn(number=number, version=expected_version(request)), "approval", request, desk)

    @post("/{number:str}/refusal", opt=_MANAGE | described("refuseReturn", 404, 409, 422, once=True, versioned=True))
    async def refuse(
        self, number: FromPath[str], data: JSONBody[RefusalForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[AskedReturn]:
        """Have it not come: whoever asked is told why."""
        return await _do(RefuseReturn(
            number=number, reason=refusal_of(data.reason), version=expected_version(request),
        ), "refusal", request, desk)

    @post("/{number:str}/receipt", opt=_MANAGE | described("receiveReturn", 404, 409, once=True, versioned=True))
    async def receive(
        self, number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[AskedReturn]:
        """The parcel is here."""
        return await _do(ReceiveReturn(number=number, version=expected_version(request)), "receipt", request, desk)

    @post("/{number:str}/inspection", opt=_MANAGE | described(
        "inspectReturn", 404, 409, 422, once=True, versioned=True,
    ))
    async def inspect(
        self, number: FromPath[str], data: JSONBody[InspectionForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Inspection]:
        """Say of each piece what was found. What is accepted goes back on the shelf or is written off, and its money
        goes back: at once, with the stock.
        """
        return await _do(InspectReturn(inspection=RecordInspection(
            number=number, found=tuple(line.found() for line in data.lines), version=expected_version(request),
        )), "inspection", request, desk)


def _scope(request: AnyRequest) -> Scope:
    return scope_of(request, Permission.READ_RETURNS)


async def _do(command: Command[T], route: str, request: AnyRequest, desk: Desk) -> Response[T]:
    stream: UUID = ids_of(request.path_params["number"])[1]
    receipt = await desk.do(command, request, once=await once_of(request, f"POST {route} {stream}", stream))
    return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)
