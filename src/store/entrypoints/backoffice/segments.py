"""Segments: which customers promotions can be for."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Struct

from store.application.pricing.segments import (
    EndSegment,
    GetSegment,
    ListSegmentAccounts,
    ListSegments,
    NameSegment,
    SegmentView,
)
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Ids
from store.domain.pricing.errors import TermsUnsound
from store.domain.shared.errors import Conflict, RuleViolated
from store.entrypoints.backoffice.coupons import blamed, manages
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.backoffice.segment_deeds import NO_ACCOUNT, deed_of
from store.entrypoints.backoffice.segment_form import SEGMENT_KINDS, meant, typed_of_segment
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.segment_forms import whom
from store.entrypoints.shared.shop import ShopInfo

HERE: Final = f"{PATH}/segments"
_READ, _MANAGE = open_to(Permission.READ_PROMOTIONS), open_to(Permission.MANAGE_PROMOTIONS)


class SegmentRow(Struct, frozen=True):
    """One line of the list."""

    it: SegmentView
    whom: str


@get("/segments", opt=_READ)
async def listing(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """All that stand, and a form for one more."""
    return await _all(request, office, desk, {"kind": "listed"})


@post("/segments", opt=_MANAGE)
async def begin(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo], ids: NamedDependency[Ids],
) -> Response[Any]:
    """Have one more."""
    typed = await form_of(request)
    named, errors = meant(typed, shop.currency)
    if named is None:
        return await _all(request, office, desk, typed, errors=errors, status=422)
    id = ids.next()
    try:
        receipt = await desk.do(NameSegment(segment_id=id, name=named.name, rule=named.rule), request)
    except TermsUnsound as refused:
        return await _all(request, office, desk, typed, errors=blamed(refused), status=422)
    except (Conflict, RuleViolated) as refused:
        return office.see(HERE, notice=Notice("bad", str(refused), "Nothing was changed."))
    return office.see(f"{HERE}/{id}", position=receipt.position, notice=Notice(
        "good", f"“{receipt.outcome.name}” can be chosen", "Promotions and coupons can be for it alone from now on.",
    ))


@get("/segments/{id:uuid}", opt=_READ)
async def show(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """One of them, and who is on its list."""
    return await _sheet(id, request, office, desk)


@post("/segments/{id:uuid}", opt=_MANAGE)
async def act(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Change it, end it, or put an account on its list or take one off."""
    typed = await form_of(request)
    deed, errors = deed_of(id, typed, shop.currency)
    if deed is None:
        return await _sheet(id, request, office, desk, typed=typed, errors=errors, status=422)
    command, said = deed
    try:
        receipt = await desk.do(command, request)
    except TermsUnsound as refused:
        return await _sheet(id, request, office, desk, typed=typed, errors=blamed(refused), status=422)
    except (Conflict, RuleViolated) as refused:
        return await _sheet(id, request, office, desk, typed=typed, errors={"act": str(refused)}, status=409)
    except NoSuch:
        return await _sheet(id, request, office, desk, typed=typed, errors={"account": NO_ACCOUNT}, status=422)
    where = HERE if isinstance(command, EndSegment) else f"{HERE}/{id}"
    return office.see(where, position=receipt.position, notice=Notice(
        "good", said, "Orders that were placed stay as they are.",
    ))


async def _all(
    request: AnyRequest, office: Office, desk: Desk, typed: Mapping[str, str], *,
    errors: Mapping[str, str] | None = None, status: int = 200,
) -> Template:
    rows = [SegmentRow(it, whom(it.rule)) for it in await desk.ask(ListSegments(), request)]
    return await office.page(
        "segments.html", request, status=status, rows=rows, form=typed, errors=errors or {}, kinds=SEGMENT_KINDS,
        manages=manages(request),
    )


async def _sheet(
    id: UUID, request: AnyRequest, office: Office, desk: Desk, *, typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None, status: int = 200,
) -> Template:
    it = await desk.ask(GetSegment(segment_id=id), request)
    listed = await desk.ask(ListSegmentAccounts(segment_id=id), request)
    known = typed_of_segment(it, office.currency)
    return await office.page(
        "segment.html", request, status=status, it=it, whom=whom(it.rule), accounts=listed.items,
        form=typed if typed and "name" in typed else known | dict(typed or {}), errors=errors or {},
        kinds=SEGMENT_KINDS, manages=manages(request),
    )
