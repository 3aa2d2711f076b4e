"""The door of the back office."""

from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from store.application.identity.errors import WrongLogin
from store.application.identity.messages import HalfOpen, LoggedIn, LogIn, LogOut, Secret
from store.application.identity.ports import LONGEST
from store.domain.identity.events import Role
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.addresses_inside import inside
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.devices import device_of
from store.entrypoints.shared.edge import SESSION_COOKIE
from store.entrypoints.shared.error_pages import LOGIN
from store.entrypoints.shared.form_tokens import without_key
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.half_open import half_cookie
from store.entrypoints.shared.limits import GUESSING, RateLimits, TooManyRequests
from store.entrypoints.shared.people import DEVICE_COOKIE, KnownDevices, device_cookie
from store.entrypoints.shared.permissions import Permission, Principal, open_to

CODE: Final = f"{LOGIN}/code"
ENROLMENT: Final = f"{LOGIN}/second-factor"
FIRST_PAGE: Final = f"{PATH}/orders"
VENDORS_PAGE: Final = f"{PATH}/products"
_HEADERS: Final = {"cache-control": "no-store"}


@get("/login", opt=open_to(Permission.PUBLIC))
async def show(request: AnyRequest, next: FromQuery[str] = "") -> Response[Any]:
    """Ask who it is; whoever is in already goes on."""
    who: Principal = request.state.principal
    if who.account:
        way = onward(local(next), works_here=who.may(Permission.READ_ORDERS))
        return Redirect(way, status_code=303, headers=_HEADERS)
    return _form(local(next), email="", problem=None)


@post("/login", opt=open_to(Permission.PUBLIC))
async def log_in(
    request: AnyRequest, desk: NamedDependency[Desk], office: NamedDependency[Office],
    limits: NamedDependency[RateLimits], devices: NamedDependency[KnownDevices],
) -> Response[Any]:
    """Let somebody in. What is wrong is said in one sentence for all that can be."""
    form = await form_of(request)
    email, password, wanted = form.get("email", ""), form.get("password", ""), local(form.get("next", ""))
    try:
        await limits.spend(GUESSING, request, devices.counted(email, request.cookies.get(DEVICE_COOKIE, "")))
        done = (await desk.do(LogIn(
                email=email, password=Secret(password), device=device_of(request.headers.get("user-agent", "")),
                staff_only=True,
            ), request)).outcome
    except WrongLogin as wrong:
        return _form(wanted, email=email, problem=str(wrong), status=422)
    except TooManyRequests as often:
        return _form(wanted, email=email, problem=str(often), status=429, headers=often.headers)
    if isinstance(done, HalfOpen):
        way = f"{ENROLMENT if done.enrolling else CODE}?{urlencode({'next': wanted})}"
        half = half_cookie(done, email, LOGIN, secure=office.secure)
        return Redirect(way, status_code=303, headers=_HEADERS, cookies=[half])
    cookies = await let_in(done, email, request, desk, devices, office)
    way = onward(wanted, works_here=done.role.works_here)
    return Redirect(way, status_code=303, headers=_HEADERS, cookies=cookies)


async def let_in(
    done: LoggedIn, email: str, request: AnyRequest, desk: Desk, devices: KnownDevices, office: Office
) -> list[Cookie]:
    """What the browser is to hold from here on."""
    await _forget(request, desk)  # a token that somebody else may have planted is worth nothing from here on
    session = Cookie(
        SESSION_COOKIE, path=PATH, value=done.token.value, max_age=int(LONGEST[Role.ADMIN].total_seconds()),
        httponly=True, samesite="lax", secure=office.secure,
    )
    return [session, device_cookie(devices, email, secure=office.secure), without_key(secure=office.secure)]


@post("/logout", opt=open_to(Permission.PUBLIC))
async def log_out(
    request: AnyRequest, desk: NamedDependency[Desk], office: NamedDependency[Office]
) -> Response[Any]:
    """Let the session be over, here and on the server."""
    await _forget(request, desk)
    return Redirect(LOGIN, status_code=303, headers=_HEADERS, cookies=[
        Cookie(SESSION_COOKIE, path=PATH, value="", max_age=0, httponly=True, samesite="lax"),
        without_key(secure=office.secure),
    ])


def local(path: str) -> str:
    """Where to go after the login: a page of the back office, whatever a link says."""
    way = urlsplit(inside(path)).path
    ours = way == PATH or way.startswith(f"{PATH}/")
    return path if ours and not way.startswith(LOGIN) else FIRST_PAGE


def onward(wanted: str, *, works_here: bool) -> str:
    """Vendors begin with their goods: the orders of the shop are not theirs to see."""
    return VENDORS_PAGE if wanted == FIRST_PAGE and not works_here else wanted


def _form(
    wanted: str, *, email: str, problem: str | None, status: int = 200, headers: dict[str, str] | None = None
) -> Template:
    context = {"form": {"email": email[:254]}, "problem": problem, "next": wanted, "notice": None}
    return Template(
        "backoffice/login.html", context=context, status_code=status, headers=_HEADERS | (headers or {})
    )


async def _forget(request: Request[Any, Any, Any], desk: Desk) -> None:
    if token := request.cookies.get(SESSION_COOKIE):
        await desk.do(LogOut(token=Secret(token)), request)
