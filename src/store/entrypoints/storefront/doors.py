"""Logging in at the shop, and out again."""

from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromQuery

from store.application.identity.errors import SecondFactorDemanded, WrongLogin
from store.application.identity.messages import HalfOpen, LoggedIn, LogIn, LogOut, Secret
from store.application.identity.ports import LONGEST
from store.application.privacy.consenting import GetTermsStanding
from store.domain.identity.events import Role
from store.domain.privacy.document import FIRST
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.shared.addresses_inside import CODE, beyond_the_door
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.devices import device_of
from store.entrypoints.shared.even_time import evenly
from store.entrypoints.shared.form_tokens import without_key
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.half_open import half_cookie
from store.entrypoints.shared.host_cookies import host_only
from store.entrypoints.shared.limits import GUESSING, RateLimits, TooManyRequests
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import DEVICE_COOKIE, KnownDevices, device_cookie
from store.entrypoints.shared.permissions import Permission, Principal, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.joined_cart import at_login, nothing_kept

AGAIN: Final = "/account/terms"
"""Where somebody sees what changed in the terms since they agreed."""


@get("/login", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def show(request: AnyRequest, frame: NamedDependency[Frame], next: FromQuery[str] = "") -> Response[Any]:
    """Ask who it is; whoever is in already goes on."""
    who: Principal = request.state.principal
    if who.account:
        return go(local(next))
    return await page(frame, "login.html", request, form={}, problem=None, next=local(next))


@post("/login", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def log_in(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], devices: NamedDependency[KnownDevices], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Let somebody in, under a new session. What lies in the browser's cart joins theirs."""
    form = await form_of(request)
    email, wanted = form.get("email", ""), local(form.get("next", ""))
    device = device_of(request.headers.get("user-agent", ""))
    try:
        await limits.spend(GUESSING, request, devices.counted(email, request.cookies.get(DEVICE_COOKIE, "")))
        async with evenly():
            done = (await desk.do(
                LogIn(email=email, password=Secret(form.get("password", "")), device=device), request
            )).outcome
    except (WrongLogin, SecondFactorDemanded, TooManyRequests) as refused:
        often = isinstance(refused, TooManyRequests)
        return await page(
            frame, "login.html", request, status=429 if often else 422, form={"email": email[:254]},
            problem=str(refused), next=wanted, headers=refused.headers if isinstance(refused, TooManyRequests) else {},
        )
    secure = shop.address.startswith("https")
    if isinstance(done, HalfOpen):
        return go(f"{CODE}?{urlencode({'next': wanted})}", half_cookie(done, email, "/login", secure=secure))
    cookies = await let_in(done, email, request, desk, devices, shop)
    return go(await after_login(done.account_id, wanted, request, desk), *cookies)


async def after_login(account: AccountId, wanted: str, request: AnyRequest, desk: Desk) -> str:
    """Where somebody goes who just came in: by way of the terms, if those changed since they agreed."""
    return f"{AGAIN}?{urlencode({'next': wanted})}" if await terms_changed(account, request, desk) else wanted


async def terms_changed(account: AccountId, request: AnyRequest, desk: Desk) -> bool:
    """Whether there are terms that somebody has not agreed to yet."""
    standing = await desk.ask(GetTermsStanding(account_id=account), request)
    return standing.newest > (FIRST if standing.accepted is None else standing.accepted)


async def let_in(
    done: LoggedIn, email: str, request: AnyRequest, desk: Desk, devices: KnownDevices, shop: ShopInfo
) -> list[Cookie]:
    """What the browser is to hold from here on."""
    await forget(request, desk)  # a token that somebody else may have planted is worth nothing from here on
    secure = shop.address.startswith("https")
    known = device_cookie(devices, email, secure=secure)
    cart = await at_login(done.account_id, request, desk, shop)
    return [remember(done.token.value, shop), known, without_key(secure=secure), *cart]


@post("/logout", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def log_out(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Let the session be over, here and on the server."""
    await forget(request, desk)
    return go("/", *left(), *nothing_kept())


def local(path: str) -> str:
    """Where to go after the login: a page of this shop, whatever a link says."""
    return beyond_the_door(path)


def remember(token: str, shop: ShopInfo) -> Cookie:
    """The cookie that keeps somebody logged in, out of reach of scripts."""
    secure = shop.address.startswith("https")
    return Cookie(
        host_only(ACCOUNT_COOKIE, secure=secure), path="/", value=token,
        max_age=int(LONGEST[Role.CUSTOMER].total_seconds()), httponly=True, samesite="lax", secure=secure,
    )


def left() -> tuple[Cookie, ...]:
    """What takes a session out of the browser, by whichever of its names; the tokens of its forms die with it."""
    names = ((host_only(ACCOUNT_COOKIE, secure=secure), secure) for secure in (False, True))
    return tuple(
        Cookie(name, path="/", value="", max_age=0, httponly=True, samesite="lax", secure=secure)
        for name, secure in names
    )


async def forget(request: AnyRequest, desk: Desk) -> None:
    """End the session that the browser shows."""
    if token := request.state.session:
        await desk.do(LogOut(token=Secret(token)), request)


def logged_out(words: str) -> Response[Any]:
    """To the login, with a word on why."""
    return go("/login", *left(), *nothing_kept(), notice=Notice("good", words))

