"""What if: a draft promotion, tried on past orders and on the carts of today, before it begins."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Template
from msgspec import Meta, Struct

from store.application.pricing.trying import MOST_CARTS, MOST_ORDERS, PromotionTried, TryPromotion
from store.domain.pricing.errors import TermsUnsound
from store.entrypoints.backoffice.coupon_form import DAYS, KINDS, offer_in, to_choose_from
from store.entrypoints.backoffice.coupons import blamed, manages
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.limits import UPLOADING, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.terms_words import in_short

_READ: Final = open_to(Permission.READ_PROMOTIONS)
_WORDS: Final = {"days": "Choose how far to look back."}


class DaysForm(Struct, frozen=True):
    """How far to look back."""

    days: Annotated[int, Meta(ge=1, le=365)] = 30


@get("/promotions/what-if", opt=_READ)
async def blank(request: AnyRequest, office: NamedDependency[Office]) -> Template:
    """An empty form."""
    return await _page(request, office, {"kind": "percent", "priority": "100", "days": "30"})


@post("/promotions/what-if", opt=_READ, status_code=200)
async def try_out(
    request: AnyRequest, office: NamedDependency[Office], limits: NamedDependency[RateLimits]
) -> Response[Any]:
    """What the draft would have made of what was sold. Nothing is changed, and nothing that was typed is lost."""
    typed = await form_of(request)
    offer, errors = await offer_in(typed | {"name": typed.get("name") or "A draft"}, request, office)
    days, wrong = filled(DaysForm, typed, _WORDS)
    if offer is None or days is None:
        return await _page(request, office, typed, errors=errors | wrong, status=422)
    await limits.spend(UPLOADING, request)
    try:
        tried, late = await office.look(TryPromotion(terms=offer.terms, days=days.days), request)
    except TermsUnsound as refused:
        return await _page(request, office, typed, errors=blamed(refused), status=422)
    return await _page(request, office, typed, tried=tried, gives=in_short(offer.terms), late=late)


async def _page(
    request: AnyRequest, office: Office, typed: Mapping[str, str], *, tried: PromotionTried | None = None,
    gives: str = "", errors: Mapping[str, str] | None = None, late: bool = False, status: int = 200,
) -> Template:
    return await office.page(
        "what_if.html", request, status=status, late=late, form=typed, errors=errors or {}, kinds=KINDS, days=DAYS,
        tried=tried, gives=gives, manages=manages(request), most_orders=MOST_ORDERS, most_carts=MOST_CARTS,
        **await to_choose_from(office, request),
    )
