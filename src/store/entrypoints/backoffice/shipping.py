"""Shipping: where parcels go, in which ways, what that costs and when they arrive."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from store.application.pricing.shipping import GetShippingPlan, PlanShipping, PlanView
from store.domain.pricing.tax_errors import PlanUnsound
from store.domain.shared.errors import Conflict, RuleViolated
from store.entrypoints.backoffice.coupons import version_in
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.backoffice.shipping_form import changed, ways, zones
from store.entrypoints.backoffice.shipping_lines import Unreadable
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, Principal, open_to
from store.entrypoints.shared.shop import ShopInfo

HERE: Final = f"{PATH}/shipping"
_NEVER: Final = -1
"""A version that there never is: whoever doesn't say what they saw changes nothing."""


@get("/shipping", opt=open_to(Permission.READ_SHIPPING))
async def show(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo]
) -> Template:
    """The plan, and a form for each of its parts."""
    return await _page(await desk.ask(GetShippingPlan(), request), request, office, shop)


@post("/shipping", opt=open_to(Permission.MANAGE_SHIPPING))
async def act(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo]
) -> Response[Any]:
    """Change one part of it."""
    typed = await form_of(request)
    view = await desk.ask(GetShippingPlan(), request)
    try:
        plan = changed(view.plan, typed, shop.currency)
        version = version_in(typed)
        command = PlanShipping(plan=plan, version=_NEVER if version is None else version)
        receipt = await desk.do(command, request, reason=typed.get("reason", "")[:200] or None)
    except (Unreadable, PlanUnsound) as refused:
        return await _page(view, request, office, shop, typed, errors={refused.field: str(refused)}, status=422)
    except (Conflict, RuleViolated) as refused:
        notice = Notice("bad", str(refused), "Nothing was changed.")
        return await _page(view, request, office, shop, typed, notice=notice, status=409)
    return office.see(HERE, position=receipt.position, notice=Notice(
        "good", "Parcels are sent like this from now on", "Orders keep what they were promised.",
    ))


async def _page(
    view: PlanView, request: AnyRequest, office: Office, shop: ShopInfo, typed: Mapping[str, str] | None = None, *,
    errors: Mapping[str, str] | None = None, notice: Notice | None = None, status: int = 200,
) -> Template:
    who: Principal = request.state.principal
    plan = view.plan
    calendar = {
        "cutoff": str(plan.calendar.cutoff), "holidays": "\n".join(str(day) for day in plan.calendar.holidays),
        "piece": str(plan.piece), "grams": "\n".join(f"{sku}: {grams}" for sku, grams in plan.grams.items()),
    }
    return await office.page(
        "shipping.html", request, status=status, notice=notice, view=view, zones=zones(plan),
        ways=ways(plan, shop.currency), form=typed or {}, errors=errors or {}, calendar=calendar,
        manages=who.may(Permission.MANAGE_SHIPPING),
    )
