"""Promotions without a code: what every cart gets that meets their terms."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Struct

from store.application.pricing.promotions import (
    BeginPromotion,
    ChangePromotion,
    GetPromotion,
    ListPromotions,
    PromotionView,
    WithdrawPromotion,
)
from store.application.pricing.stacking import GetStacking
from store.application.shared.bus import Command
from store.application.shared.ports import Ids
from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.errors import TermsUnsound
from store.domain.shared.errors import Conflict, RuleViolated
from store.entrypoints.backoffice.coupon_form import DAYS, KINDS, offer_in, to_choose_from, typed_offer
from store.entrypoints.backoffice.coupons import blamed, manages, version_in
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.terms_words import in_short

HERE: Final = f"{PATH}/promotions"
_READ, _MANAGE = open_to(Permission.READ_PROMOTIONS), open_to(Permission.MANAGE_PROMOTIONS)


class PromotionRow(Struct, frozen=True):
    """One line of the list."""

    it: PromotionView
    gives: str


@get("/promotions", opt=_READ)
async def listing(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """All there are and were."""
    rows = [PromotionRow(it, in_short(it.terms)) for it in await desk.ask(ListPromotions(), request)]
    stacking = await desk.ask(GetStacking(), request)
    return await office.page("promotions.html", request, rows=rows, stacking=stacking, manages=manages(request))


@get("/promotions/new", opt=_MANAGE)
async def new(request: AnyRequest, office: NamedDependency[Office]) -> Template:
    """An empty form."""
    return await _form(None, request, office, {"kind": "percent", "priority": "100"})


@post("/promotions", opt=_MANAGE)
async def begin(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], ids: NamedDependency[Ids]
) -> Response[Any]:
    """Make carts cheaper from now on."""
    typed = await form_of(request)
    offer, errors = await offer_in(typed, request, office)
    if offer is None:
        return await _form(None, request, office, typed, errors=errors, status=422)
    command = BeginPromotion(promotion_id=ids.next(), name=offer.name, terms=offer.terms)
    return await _done(command, None, typed, request, office, desk)


@get("/promotions/{id:uuid}", opt=_READ)
async def show(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """One of them, to be changed or withdrawn."""
    it = await desk.ask(GetPromotion(promotion_id=id), request)
    return await _form(it, request, office, await typed_offer(it.name, it.terms, Limits(), request, office))


@post("/promotions/{id:uuid}", opt=_MANAGE)
async def act(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Change it, or withdraw it."""
    typed = await form_of(request)
    it = await desk.ask(GetPromotion(promotion_id=id), request)
    command: Command[PromotionView]
    if typed.get("act") == "withdraw":
        reason = typed.get("reason", "")[:200]
        command = WithdrawPromotion(promotion_id=id, reason=reason, version=version_in(typed))
    else:
        offer, errors = await offer_in(typed, request, office)
        if offer is None:
            return await _form(it, request, office, typed, errors=errors, status=422)
        command = ChangePromotion(
            promotion_id=id, name=offer.name, terms=offer.terms, version=version_in(typed)
        )
    return await _done(command, it, typed, request, office, desk)


async def _done(
    command: Command[PromotionView], it: PromotionView | None, typed: Mapping[str, str], request: AnyRequest,
    office: Office, desk: Desk,
) -> Response[Any]:
    try:
        receipt = await desk.do(command, request, reason=typed.get("reason", "")[:200] or None)
    except TermsUnsound as refused:
        return await _form(it, request, office, typed, errors=blamed(refused), status=422)
    except (Conflict, RuleViolated) as refused:
        notice = Notice("bad", str(refused), "Nothing was changed.")
        return await _form(it, request, office, typed, notice=notice, status=409)
    now = receipt.outcome
    said = "is withdrawn" if now.withdrawn else "counts from now on"
    return office.see(HERE, position=receipt.position, notice=Notice(
        "good", f"“{now.name}” {said}", "Orders that were placed stay as they are.",
    ))


async def _form(
    it: PromotionView | None, request: AnyRequest, office: Office, typed: Mapping[str, str], *,
    errors: Mapping[str, str] | None = None, notice: Notice | None = None, status: int = 200,
) -> Template:
    return await office.page(
        "promotion.html", request, status=status, notice=notice, it=it, form=typed, errors=errors or {}, kinds=KINDS,
        days=DAYS, gives=in_short(it.terms) if it else "", manages=manages(request),
        **await to_choose_from(office, request),
    )
