"""Being told once that something is back, and taking that back: without an account, and without learning who waits."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.notifications.waiting import StopWaiting, TellMeWhenBack
from store.domain.shared.ids import Sku
from store.entrypoints.shared.by_mail import answered_by_mail
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.people import Pseudonyms, account_in
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import WHOLE_ADDRESS, AddressForm, page
from store.entrypoints.storefront.frame import Frame

_LONGEST_SKU: Final = 64
_LONGEST_PATH: Final = 400
_STOP: Final = "/back-in-stock/stop/{id:uuid}"


@post("/back-in-stock", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms],
) -> Response[Any]:
    """Says the same whether somebody waits already, and whether there is such an article."""
    typed = await form_of(request)
    back = typed.get("back", "")
    form = {
        "sku": typed.get("sku", "")[:_LONGEST_SKU], "email": typed.get("email", ""),
        "back": back[:_LONGEST_PATH] if back.startswith("/products/") else "/products",
    }
    wanted, errors = filled(AddressForm, form, {"email": WHOLE_ADDRESS})
    if wanted is None:
        return await page(
            frame, "back_in_stock.html", request, status=422, stage="wrong", form=form, errors=errors, id=None
        )
    wish = TellMeWhenBack(sku=Sku(form["sku"]), email=wanted.email, account_id=account_in(request))
    await answered_by_mail(wish, wanted.email, request, desk, limits, pseudonyms)
    return await page(frame, "back_in_stock.html", request, status=200, stage="asked", form=form, errors={}, id=None)


@get(_STOP, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask_to_stop(id: FromPath[UUID], request: AnyRequest, frame: NamedDependency[Frame]) -> Response[Any]:
    """A page with one button. Programs that follow links in mails change nothing by it."""
    return await page(frame, "back_in_stock.html", request, stage="stop", form={}, errors={}, id=id)


@post(_STOP, opt=open_to(Permission.PUBLIC), include_in_schema=False, status_code=200)
async def stop(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """What mail programs post by themselves, and the button; says the same whoever asks."""
    await limits.spend(WRITING, request)
    await desk.do(StopWaiting(waiting_id=id), request)
    return await page(frame, "back_in_stock.html", request, stage="stopped", form={}, errors={}, id=id)
