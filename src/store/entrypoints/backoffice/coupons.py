"""Coupons: what codes call for, who used them, and codes for single use."""

import csv
import io
from collections.abc import Mapping
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from store.application.audit.messages import GetHistory
from store.application.pricing.messages import (
    ChangeCoupon,
    CouponView,
    CreateCoupon,
    GetCoupon,
    ListCoupons,
    ListUses,
    MakeCodes,
    WithdrawCoupon,
)
from store.application.shared.bus import Command
from store.domain.pricing.errors import CodeMalformed, CouponCodeTaken, TermsUnsound
from store.domain.shared.errors import Conflict, RuleViolated
from store.entrypoints.backoffice.coupon_form import KINDS, offer_in, to_choose_from, typed_offer
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, Principal, open_to
from store.entrypoints.shared.terms_words import in_short

HERE: Final = f"{PATH}/coupons"
MOST_AT_ONCE: Final = 10_000
_READ, _MANAGE = open_to(Permission.READ_PROMOTIONS), open_to(Permission.MANAGE_PROMOTIONS)


@get("/coupons", opt=_READ)
async def listing(
    request: AnyRequest, office: NamedDependency[Office], q: FromQuery[str] = "", cursor: FromQuery[str] = ""
) -> Template:
    """All of them, the newest first."""
    page, late = await office.look(ListCoupons(q=q[:60], cursor=cursor or None), request)
    return await office.page(
        "coupons.html", request, late=late, page=page, filters={"q": q[:60], "cursor": cursor}, kinds=dict(KINDS),
        manages=manages(request),
    )


@get("/coupons/new", opt=_MANAGE)
async def new(request: AnyRequest, office: NamedDependency[Office]) -> Template:
    """An empty form."""
    return await _blank(request, office, {"kind": "percent", "priority": "100"})


@post("/coupons", opt=_MANAGE)
async def create(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have a code call for something from now on."""
    typed = await form_of(request)
    offer, errors = await offer_in(typed, request, office)
    if offer is None:
        return await _blank(request, office, typed, errors=errors, status=422)
    command = CreateCoupon(
        code=typed.get("code", ""), name=offer.name, terms=offer.terms, limits=offer.limits,
        single_use=typed.get("single_use") == "1",
    )
    try:
        receipt = await desk.do(command, request, reason=typed.get("reason", "")[:200] or None)
    except (CouponCodeTaken, CodeMalformed, TermsUnsound) as refused:
        return await _blank(request, office, typed, errors=blamed(refused), status=422)
    code = receipt.outcome.code
    return office.see(f"{HERE}/{code}", position=receipt.position, notice=Notice(
        "good", f"{code} is made", "Have codes made for it." if receipt.outcome.single_use else "It counts at once.",
    ))


@get("/coupons/{code:str}", opt=_READ)
async def show(
    code: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    cursor: FromQuery[str] = "",
) -> Template:
    """One of them, its uses, and the facts behind it."""
    return await _sheet(code, request, office, desk, cursor=cursor)


@post("/coupons/{code:str}", opt=_MANAGE)
async def act(
    code: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Change it, or withdraw it."""
    typed = await form_of(request)
    command: Command[CouponView]
    reason = typed.get("reason", "")[:200]
    if typed.get("act") == "withdraw":
        command = WithdrawCoupon(code=code, reason=reason, version=version_in(typed))
    else:
        offer, errors = await offer_in(typed, request, office)
        if offer is None:
            return await _sheet(code, request, office, desk, typed=typed, errors=errors, status=422)
        command = ChangeCoupon(
            code=code, name=offer.name, terms=offer.terms, limits=offer.limits, version=version_in(typed)
        )
    try:
        receipt = await desk.do(command, request, reason=reason or None)
    except TermsUnsound as refused:
        return await _sheet(code, request, office, desk, typed=typed, errors=blamed(refused), status=422)
    except (Conflict, RuleViolated) as refused:
        notice = Notice("bad", str(refused), "Nothing was changed.")
        return await _sheet(code, request, office, desk, typed=typed, notice=notice, status=409)
    it = receipt.outcome
    said = ("is withdrawn", "No order is placed with it any more.") if it.withdrawn else (
        "is changed", "Orders that were placed stay as they are.",
    )
    return office.see(f"{HERE}/{it.code}", position=receipt.position, notice=Notice(
        "good", f"{it.code} {said[0]}", said[1],
    ))


@post("/coupons/{code:str}/codes", opt=_MANAGE)
async def make(
    code: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have codes for single use made, and take them away: they are shown this once."""
    typed = await form_of(request)
    many = typed.get("many", "")
    if not (many.isascii() and many.isdecimal() and 1 <= int(many[:6]) <= MOST_AT_ONCE):
        errors = {"many": f"A whole number from 1 to {MOST_AT_ONCE}."}
        return await _sheet(code, request, office, desk, typed=typed, errors=errors, status=422)
    try:
        made = (await desk.do(MakeCodes(code=code, many=int(many), version=version_in(typed)), request)).outcome
    except (Conflict, RuleViolated) as refused:
        notice = Notice("bad", str(refused), "No code was made.")
        return await _sheet(code, request, office, desk, typed=typed, notice=notice, status=409)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(["code"])
    writer.writerows([one] for one in made.codes)
    return Response(file.getvalue().encode(), media_type="text/csv; charset=utf-8", status_code=200, headers={
        "content-disposition": f'attachment; filename="codes-{made.coupon}-{made.version}.csv"',
        "cache-control": "private, no-store",
    })


async def _blank(
    request: AnyRequest, office: Office, typed: Mapping[str, str], *, errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Template:
    return await office.page(
        "coupon_new.html", request, status=status, form=typed, errors=errors or {}, kinds=KINDS,
        **await to_choose_from(office, request),
    )


async def _sheet(
    code: str, request: AnyRequest, office: Office, desk: Desk, *, typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None, notice: Notice | None = None, status: int = 200, cursor: str = "",
) -> Template:
    it = await desk.ask(GetCoupon(code=code), request)
    uses, late = await office.look(ListUses(code=it.code, cursor=cursor or None), request)
    who: Principal = request.state.principal
    history = await desk.ask(GetHistory(kind="coupon", id=it.code), request) if who.may(
        Permission.READ_HISTORY
    ) else None
    return await office.page(
        "coupon.html", request, status=status, late=late, notice=notice, it=it, gives=in_short(it.terms), uses=uses,
        form=typed or await typed_offer(it.name, it.terms, it.limits, request, office), errors=errors or {},
        kinds=KINDS, facts=history.facts if history else (), history=history, filters={"cursor": cursor},
        manages=manages(request), changing=bool(typed), **await to_choose_from(office, request),
    )


def manages(request: AnyRequest) -> bool:
    """Whether whoever asks may change them, and not only look."""
    who: Principal = request.state.principal
    return who.may(Permission.MANAGE_PROMOTIONS)


def version_in(typed: Mapping[str, str]) -> int | None:
    """The version that a form was made from, if it says so."""
    text = typed.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - digits


def blamed(refused: RuleViolated) -> dict[str, str]:
    """What is wrong, beside the field that it is about."""
    field = refused.field if isinstance(refused, TermsUnsound) else "code"
    return {"amount" if field == "amounts" else field: str(refused)}
