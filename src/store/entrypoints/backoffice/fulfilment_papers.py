"""The papers of parcels: slips that lie in them, labels that are stuck on them; of one, or of many in one file."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.ordering.carrying import PrintLabels
from store.application.processes.printing_slips import PrintSlips
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import OrderNumber, ParcelId, PartId
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.backoffice.orders import spelled
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.fulfilment import Pick
from store.entrypoints.shared.notices import Notice, carry
from store.entrypoints.shared.permissions import Permission, open_to, scope_of

HERE: Final = f"{PATH}/fulfilment"
_READ: Final = open_to(Permission.READ_ORDERS, own=True)
PAPERS: Final[Mapping[str, tuple[str, str]]] = {
    "slips": ("packing-slip", "packing-slips"), "labels": ("label", "labels"),
}


@get("/fulfilment/{number:str}/{part:uuid}/slip", opt=_READ)
async def slip(
    number: FromPath[str], part: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
) -> Response[bytes]:
    """The paper that lies in the parcel."""
    return await printed("slips", [Pick(spelled(number), part)], request, desk)


@get("/fulfilment/{number:str}/{part:uuid}/label", opt=_READ)
async def label(
    number: FromPath[str], part: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk], parcel: FromQuery[UUID | None] = None,
) -> Response[Any]:
    """What is stuck on the parcel; where there is none, back to the sheet, which says why."""
    wanted = spelled(number)
    try:
        return await printed("labels", [Pick(wanted, part, parcel)], request, desk)
    except (Conflict, RuleViolated) as refused:
        return office.see(f"{HERE}/{wanted}/{part}", notice=Notice("bad", "No label was printed", str(refused)))


async def printed(what: str, picks: list[Pick], request: AnyRequest, desk: Desk) -> Response[bytes]:
    """A file with a page for each: packing slips, or labels of what is booked."""
    scope, notice = scope_of(request, Permission.READ_ORDERS), None
    if what == "labels":
        labels = await desk.ask(PrintLabels(parts=tuple(
            (OrderNumber(it.number), PartId(it.part_id), ParcelId(it.parcel_id) if it.parcel_id else None)
            for it in picks
        ), scope=scope), request)
        pdf = labels.pdf
        if labels.without:
            notice = Notice("warn", f"{labels.without} of {len(picks)} had no booking", "For them nothing was printed.")
    else:
        pdf = await desk.ask(PrintSlips(
            parts=tuple((OrderNumber(it.number), PartId(it.part_id)) for it in picks), scope=scope,
        ), request)
    one, many = PAPERS[what]
    name = f"{one}-{picks[0].number}" if len(picks) == 1 else many
    cookies = [carry(notice, PATH)] if notice else []
    return Response(pdf, media_type="application/pdf", status_code=200, cookies=cookies, headers={
        "content-disposition": f'attachment; filename="{name}.pdf"', "cache-control": "private, no-store",
    })
