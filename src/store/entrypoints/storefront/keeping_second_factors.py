"""Behind the link in the mail that tells of a lost second factor: whoever has it still says no."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from store.application.identity.errors import LinkSpent
from store.application.identity.lost_factors import StopRelease
from store.application.identity.messages import Secret
from store.domain.shared.errors import NotFound
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import GUESSING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.frame import Frame

_PATH: Final = "/second-factor/keep"
_LONGEST: Final = 200


@get(_PATH, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(request: AnyRequest, frame: NamedDependency[Frame], token: FromQuery[str] = "") -> Response[Any]:
    """One button."""
    return await page(frame, "keep_factor.html", request, token=token[:_LONGEST], problem=None)


@post(_PATH, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def keep(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Say no, and go to where one sets another password, should somebody have tried it with that."""
    await limits.spend(GUESSING, request)
    token = (await form_of(request)).get("token", "")[:_LONGEST]
    try:
        await desk.do(StopRelease(token=Secret(token)), request)
    except (LinkSpent, NotFound):
        return await page(frame, "keep_factor.html", request, status=422, token="", problem=str(LinkSpent()))
    told = "If it was not you who asked, set another password."
    return go("/login", notice=Notice("good", "Your second factor stays", told))
