"""The pieces of one SKU: how they stand, what may be done about them, and how that came to be."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any, Final, cast

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Struct, structs

from store.application.audit.messages import GetHistory
from store.application.inventory.locations import ListLocations
from store.application.inventory.messages import (
    GetStockLevel,
)
from store.domain.inventory.places import LocationCode
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import Sku
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.backoffice.stock_acts import ACTS, AT_A_PLACE, WORDS_OF_ACTS
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.pressed import about_stock, pressed

_SHOWN: Final = 20
_LONGEST: Final = 40


@get("/stock/{sku:str}", opt=open_to(Permission.READ_STOCK, own=True))
async def sheet(
    sku: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """How it stands, from the facts themselves."""
    return await _page(Sku(sku), request, office, desk)


@post("/stock/{sku:str}", opt=open_to(Permission.COUNT_STOCK, own=True))
async def act(
    sku: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Do one of the things that the page offers."""
    typed = await form_of(request)
    doing, place = typed.get("act", ""), typed.get("location", "")[:_LONGEST]
    if place:
        typed["shown"] = typed.get(f"shown-{place}", "")
    kind, wish = ACTS.get(doing, ACTS["receive"])
    form, errors = filled(kind, typed, WORDS_OF_ACTS)
    if form is None:
        return await _page(Sku(sku), request, office, desk, _Sent(doing, typed, errors), status=422)
    reason = cast("str | None", getattr(form, "reason", None))
    try:
        command = structs.replace(wish(form, Sku(sku)), scope=scope_of(request, Permission.COUNT_STOCK))
        if place and doing in AT_A_PLACE:
            command = structs.replace(command, location=LocationCode(place))
        receipt = await pressed(
            command, about_stock(Sku(sku), request), typed, request, desk, route=f"POST {PATH}/stock/{sku}",
            reason=reason,
        )
    except (Conflict, RuleViolated) as refused:
        refusal = Notice("bad", str(refused), "Nothing was changed.")
        return await _page(Sku(sku), request, office, desk, _Sent(doing, typed, notice=refusal), status=409)
    level = receipt.outcome
    return office.see(f"{PATH}/stock/{sku}", position=receipt.position, notice=Notice(
        "good", f"{sku}: {level.on_hand} on hand", f"{level.reserved} reserved, {level.available} available.",
    ))


class _Sent(Struct, frozen=True):
    """A form somebody sent, and what was wrong with it."""

    act: str = ""
    typed: Mapping[str, str] = {}
    errors: Mapping[str, str] = {}
    notice: Notice | None = None


_NOTHING_SENT: Final = _Sent()


async def _page(
    sku: Sku, request: AnyRequest, office: Office, desk: Desk, sent: _Sent = _NOTHING_SENT, *, status: int = 200
) -> Template:
    level = await desk.ask(GetStockLevel(sku=sku, scope=scope_of(request, Permission.READ_STOCK)), request)
    places = await desk.ask(ListLocations(), request)
    known = {at.location: at for at in level.locations}
    past = await desk.ask(
        GetHistory(kind="inventory", id=sku, newest_first=True, later=False, limit=_SHOWN), request
    )
    return await office.page(
        "stock_sheet.html", request, status=status, notice=sent.notice, facts=past.facts, level=level, history=past,
        places=[it for it in places if it.open or it.code in known], known=known,
        press=token_hex(8), act=sent.act, form=sent.typed, errors=sent.errors, moment=None,
    )
