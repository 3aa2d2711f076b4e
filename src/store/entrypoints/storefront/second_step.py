"""The second step of a login at the shop: a code beside the password."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from store.application.identity.coming_in import FinishLogIn
from store.application.identity.errors import LoginTooOld, WrongCode, WrongLogin
from store.application.identity.messages import Secret
from store.domain.shared.errors import NotFound
from store.entrypoints.shared.addresses_inside import CODE
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.devices import device_of
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.half_open import HALF_COOKIE, half_of, without_half
from store.entrypoints.shared.limits import CODES, GUESSING, RateLimits, TooManyRequests
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import DEVICE_COOKIE, LONGEST_CODE, KnownDevices, Pseudonyms
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.doors import after_login, let_in, local
from store.entrypoints.storefront.frame import Frame

_TEMPLATE = "login_code.html"


@get(CODE, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def show(request: AnyRequest, frame: NamedDependency[Frame], next: FromQuery[str] = "") -> Response[Any]:
    """Ask for the code; whoever didn't say a password before begins there."""
    if HALF_COOKIE not in request.cookies:
        return go("/login")
    return await page(frame, _TEMPLATE, request, next=local(next), errors={})


@post(CODE, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def finish(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], devices: NamedDependency[KnownDevices],
    pseudonyms: NamedDependency[Pseudonyms], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Let somebody in. Codes are limited as passwords are, and by the hour."""
    form, (ticket, email) = await form_of(request), half_of(request)
    code, wanted = Secret(form.get("code", "")[:LONGEST_CODE]), local(form.get("next", ""))
    device = device_of(request.headers.get("user-agent", ""))
    try:
        await limits.spend(GUESSING, request, devices.counted(email, request.cookies.get(DEVICE_COOKIE, "")))
        await limits.spend(CODES, request, f"code {pseudonyms.of(email)}")
        done = (await desk.do(FinishLogIn(ticket=ticket, email=email, code=code, device=device), request)).outcome
    except (WrongCode, TooManyRequests) as refused:
        often = isinstance(refused, TooManyRequests)
        return await page(
            frame, _TEMPLATE, request, status=429 if often else 422, next=wanted, errors={"code": str(refused)},
            headers=refused.headers if isinstance(refused, TooManyRequests) else {},
        )
    except (LoginTooOld, WrongLogin, NotFound):
        return go("/login", without_half("/login"), notice=Notice("warn", str(LoginTooOld())))
    cookies = await let_in(done, email, request, desk, devices, shop)
    return go(await after_login(done.account_id, wanted, request, desk), *cookies, without_half("/login"))
