"""The second step at the door of the back office: a code, or setting up what makes them where it is demanded."""

from collections.abc import Awaitable
from typing import Any, Final, TypeVar

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from store.application.identity.coming_in import FinishLogIn
from store.application.identity.errors import LoginTooOld, WrongCode, WrongLogin
from store.application.identity.messages import Secret
from store.application.identity.second_factor import BeginEnrolment, FinishEnrolment
from store.domain.shared.errors import NotFound, StoreError
from store.entrypoints.backoffice.login import CODE, ENROLMENT, let_in, local, onward
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.devices import device_of
from store.entrypoints.shared.error_pages import LOGIN
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.half_open import HALF_COOKIE, half_of, without_half
from store.entrypoints.shared.limits import CODES, GUESSING, RateLimits, TooManyRequests
from store.entrypoints.shared.people import DEVICE_COOKIE, LONGEST_CODE, KnownDevices, Pseudonyms
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.qr import otpauth, picture_of, to_type
from store.entrypoints.shared.shop import ShopInfo

T = TypeVar("T")
_ANYBODY: Final = open_to(Permission.PUBLIC)
_HEADERS: Final = {"cache-control": "no-store"}
_CODE: Final = CODE.removeprefix(PATH)
_ENROLMENT: Final = ENROLMENT.removeprefix(PATH)


@get(_CODE, opt=_ANYBODY)
async def show(request: AnyRequest, next: FromQuery[str] = "") -> Response[Any]:
    """Ask for the code; whoever didn't say a password before begins there."""
    if HALF_COOKIE not in request.cookies:
        return _begin_again()
    return _page("login_code.html", next=local(next))


@post(_CODE, opt=_ANYBODY)
async def finish(
    request: AnyRequest, desk: NamedDependency[Desk], office: NamedDependency[Office],
    limits: NamedDependency[RateLimits], devices: NamedDependency[KnownDevices],
    pseudonyms: NamedDependency[Pseudonyms],
) -> Response[Any]:
    """Let somebody in. Codes are limited as passwords are, and by the hour."""
    form, (ticket, email) = await form_of(request), half_of(request)
    code, wanted = Secret(form.get("code", "")[:LONGEST_CODE]), local(form.get("next", ""))
    try:
        await _count(request, limits, devices, pseudonyms, email)
        wish = FinishLogIn(ticket=ticket, email=email, code=code, device=_device(request))
        done = (await desk.do(wish, request)).outcome
    except (WrongCode, TooManyRequests) as refused:
        return _page("login_code.html", refused, next=wanted)
    except (LoginTooOld, WrongLogin, NotFound):
        return _begin_again()
    cookies = [*await let_in(done, email, request, desk, devices, office), without_half(LOGIN)]
    way = onward(wanted, works_here=done.role.works_here)
    return Redirect(way, status_code=303, headers=_HEADERS, cookies=cookies)


@get(_ENROLMENT, opt=_ANYBODY)
async def set_up(
    request: AnyRequest, desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo], next: FromQuery[str] = ""
) -> Response[Any]:
    """The secret to scan or to type, for whoever works here and has none yet."""
    return await _begun(_secret(request, desk, shop, local(next)))


@post(_ENROLMENT, opt=_ANYBODY)
async def enrol(
    request: AnyRequest, desk: NamedDependency[Desk], office: NamedDependency[Office],
    limits: NamedDependency[RateLimits], devices: NamedDependency[KnownDevices],
    pseudonyms: NamedDependency[Pseudonyms], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """The first code lets them in, and the recovery codes are shown: this once."""
    form, (ticket, email) = await form_of(request), half_of(request)
    code, wanted = Secret(form.get("code", "")[:LONGEST_CODE]), local(form.get("next", ""))
    try:
        await _count(request, limits, devices, pseudonyms, email)
        wish = FinishEnrolment(ticket=ticket, email=email, code=code, device=_device(request))
        done = (await desk.do(wish, request)).outcome
    except (WrongCode, TooManyRequests) as refused:
        return await _begun(_secret(request, desk, shop, wanted, refused))
    except (LoginTooOld, WrongLogin, NotFound):
        return _begin_again()
    codes = _page("login_recovery.html", next=wanted, codes=[code.value for code in done.recovery.codes])
    for cookie in (*await let_in(done.login, email, request, desk, devices, office), without_half(LOGIN)):
        codes.set_cookie(cookie)
    return codes


async def _begun(page: Awaitable[Response[Any]]) -> Response[Any]:
    try:
        return await page
    except (LoginTooOld, WrongLogin, NotFound):
        return _begin_again()


async def _secret(
    request: AnyRequest, desk: Desk, shop: ShopInfo, wanted: str, refused: StoreError | None = None
) -> Template:
    ticket, email = half_of(request)
    waiting = (await desk.do(BeginEnrolment(ticket=ticket, email=email), request)).outcome
    return _page(
        "login_second_factor.html", refused, next=wanted, picture=picture_of(otpauth(waiting, shop.name)),
        secret=to_type(waiting),
    )


async def _count(
    request: AnyRequest, limits: RateLimits, devices: KnownDevices, pseudonyms: Pseudonyms, email: str
) -> None:
    await limits.spend(GUESSING, request, devices.counted(email, request.cookies.get(DEVICE_COOKIE, "")))
    await limits.spend(CODES, request, f"code {pseudonyms.of(email)}")


def _page(template: str, refused: StoreError | None = None, **context: Any) -> Template:
    often = refused.headers if isinstance(refused, TooManyRequests) else {}
    status = 200 if refused is None else 429 if often else 422
    errors = {} if refused is None else {"code": str(refused)}
    return Template(
        f"backoffice/{template}", status_code=status, headers=_HEADERS | often,
        context={"notice": None, "errors": errors, **context},
    )


def _device(request: AnyRequest) -> str:
    return device_of(request.headers.get("user-agent", ""))


def _begin_again() -> Redirect:
    return Redirect(LOGIN, status_code=303, headers=_HEADERS, cookies=[without_half(LOGIN)])
