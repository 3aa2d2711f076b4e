"""To those who know people elsewhere, and back from them: logging in, joining, and one more way in."""

from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from store.application.identity.elsewhere import Errand, Introduction, Providers, Sent
from store.application.identity.entering import EnterBy, SendAway, TakeBack, Unproven
from store.application.identity.errors import LoginTooOld, NotIntroduced, ProveFirst, ProviderAway
from store.application.identity.messages import HalfOpen, Secret
from store.application.identity.ways_in import LinkBy, ProveBy
from store.domain.identity.login_events import Provider
from store.domain.shared.errors import NotFound, RuleViolated, StoreError
from store.entrypoints.shared.addresses_inside import CODE, HOME
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.devices import device_of
from store.entrypoints.shared.error_pages import PROOF
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.half_open import half_cookie
from store.entrypoints.shared.host_cookies import host_only
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import KnownDevices
from store.entrypoints.shared.permissions import Permission, Principal, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.doors import after_login, let_in, local
from store.entrypoints.storefront.frame import Frame

PATH: Final = "/login/with"
LOGINS: Final = f"{HOME}/logins"
ADDRESS: Final = "/login/address"
ERRAND_COOKIE: Final = "store_errand"
INTRODUCED_COOKIE: Final = "store_introduced"
_SECONDS: Final = 600
_LONGEST: Final = 2000
_ANYBODY: Final = open_to(Permission.PUBLIC)


class Brought(Struct, frozen=True):
    """What a browser comes back with (RFC 6749, 4.1.2; RFC 9207)."""

    state: str
    code: str
    error: str
    issuer: str | None


def known_here(provider: str, shop: ShopInfo) -> Provider:
    """The provider of that name, if people can log in with it here."""
    found = next((one for one in shop.providers if one.value == provider), None)
    if found is None:
        raise NotFoundException
    return found


@post(f"{PATH}/{{provider:str}}", opt=_ANYBODY, include_in_schema=False)
async def begin(
    provider: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
    shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Send a browser away to be told who it is."""
    await limits.spend(WRITING, request)
    wanted = local((await form_of(request)).get("next", ""))
    return await sent_away(SendAway(provider=known_here(provider, shop), errand=Errand.ENTER, wanted=wanted),
                           request, desk, shop)


async def sent_away(wish: SendAway, request: AnyRequest, desk: Desk, shop: ShopInfo) -> Response[Any]:
    """By way of a page of ours: forms may only lead to our own pages."""
    secret = (await desk.do(wish, request)).outcome
    anew = "?anew=1" if wish.errand is Errand.PROVE else ""
    return go(f"{PATH}/{wish.provider.value}/away{anew}", _held(ERRAND_COOKIE, secret.value, PATH, shop))


@get(f"{PATH}/{{provider:str}}/away", opt=_ANYBODY, include_in_schema=False)
async def leave(
    provider: FromPath[str], request: AnyRequest, frame: NamedDependency[Frame],
    elsewhere: NamedDependency[Providers], limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
    anew: FromQuery[str] = "",
) -> Response[Any]:
    """On the way there. Whoever leaves *anew* out comes back without a proof."""
    await limits.spend(WRITING, request)
    named, secret = known_here(provider, shop), _shown(ERRAND_COOKIE, request, shop)
    if not secret:
        return go("/login")
    try:
        way = await elsewhere.way(named, Secret(secret), anew=bool(anew))
    except (ProviderAway, NotIntroduced) as refused:
        return go("/login", _dropped(ERRAND_COOKIE, PATH, shop), notice=Notice("bad", *_said(refused)))
    return await page(
        frame, "elsewhere.html", request, way=way, provider=named.name_of_it, headers={"referrer-policy": "no-referrer"}
    )


@get(f"{PATH}/{{provider:str}}/return", opt=_ANYBODY, include_in_schema=False)
async def come_back(
    provider: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], elsewhere: NamedDependency[Providers],
    limits: NamedDependency[RateLimits], devices: NamedDependency[KnownDevices], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Back from there: once, at the browser that was sent, with an answer that is believed. Else nothing changes."""
    await limits.spend(WRITING, request)
    named, secret = known_here(provider, shop), Secret(_shown(ERRAND_COOKIE, request, shop))
    over, brought = _dropped(ERRAND_COOKIE, PATH, shop), _brought(request)
    try:
        sent = (await desk.do(TakeBack(provider=named, secret=secret, state=brought.state), request)).outcome
    except LoginTooOld as refused:
        return go("/login", over, notice=Notice("warn", str(refused), "Nothing was changed."))
    home = "/login" if sent.errand is Errand.ENTER else LOGINS
    if sent.errand is Errand.PROVE:
        home = f"{PROOF}?{urlencode({'next': local(sent.wanted)})}"
    if brought.error or not brought.code:
        return go(home, over, notice=Notice(
            "plain", f"You did not go on with {named.name_of_it}", "Nothing was changed."
        ))
    try:
        them = await elsewhere.meet(named, secret, brought.code, brought.issuer)
        if sent.errand is Errand.ENTER:
            return await _enter(them, sent, over, request, desk, devices, shop)
        return await _inside(them, sent, over, request, desk)
    except (RuleViolated, ProviderAway, ProveFirst, NotFound) as refused:
        return go(home, over, notice=Notice(
            "bad" if isinstance(refused, ProviderAway) else "warn", *_said(refused)
        ))


async def _enter(
    them: Introduction, sent: Sent, over: Cookie, request: AnyRequest, desk: Desk, devices: KnownDevices,
    shop: ShopInfo,
) -> Response[Any]:
    device = device_of(request.headers.get("user-agent", ""))
    done = (await desk.do(EnterBy(introduction=them, device=device), request)).outcome
    secure = shop.address.startswith("https")
    if isinstance(done, Unproven):
        return go(ADDRESS, over, _held(INTRODUCED_COOKIE, done.ticket.value, ADDRESS, shop))
    if isinstance(done.done, HalfOpen):
        way = f"{CODE}?{urlencode({'next': local(sent.wanted)})}"
        return go(way, over, half_cookie(done.done, done.email, "/login", secure=secure))
    cookies = await let_in(done.done, done.email, request, desk, devices, shop)
    return go(await after_login(done.done.account_id, local(sent.wanted), request, desk), over, *cookies)


async def _inside(them: Introduction, sent: Sent, over: Cookie, request: AnyRequest, desk: Desk) -> Response[Any]:
    """For whoever was in when the browser was sent, and is in now: in the same session."""
    who: Principal = request.state.principal
    if sent.account is None or who.account != sent.account or who.session != sent.session or who.acting_for:
        raise LoginTooOld
    if sent.errand is Errand.PROVE:
        await desk.do(ProveBy(account_id=sent.account, session_id=sent.session, introduction=them), request)
        return go(local(sent.wanted), over)
    await desk.do(LinkBy(account_id=sent.account, introduction=them), request)
    name = them.provider.name_of_it
    return go(LOGINS, over, notice=Notice("good", f"{name} is connected", f"From now on {name} opens your account."))


def _brought(request: AnyRequest) -> Brought:
    given = request.query_params
    state, code, error = (str(given.get(name, ""))[:_LONGEST] for name in ("state", "code", "error"))
    return Brought(state, code, error, given.get("iss"))


def _said(refused: StoreError) -> tuple[str, str]:
    """What is wrong, and the way out: the sentences of a refusal, the first of them apart."""
    first, dot, rest = str(refused).partition(". ")
    return (f"{first}.", rest) if dot else (first, "")


def _held(name: str, value: str, path: str, shop: ShopInfo, seconds: int = _SECONDS) -> Cookie:
    """One that is shown at *path*; by HTTPS everywhere, since only those are safe from sub-domains."""
    secure = shop.address.startswith("https")
    return Cookie(
        host_only(name, secure=secure), path="/" if secure else path, value=value, max_age=seconds, httponly=True,
        samesite="lax", secure=secure,
    )


def _dropped(name: str, path: str, shop: ShopInfo) -> Cookie:
    return _held(name, "", path, shop, 0)


def _shown(name: str, request: AnyRequest, shop: ShopInfo) -> str:
    return request.cookies.get(host_only(name, secure=shop.address.startswith("https")), "")[:_LONGEST]


def introduced(request: AnyRequest, shop: ShopInfo) -> Secret:
    """What a browser holds whose owner says where mail reaches them."""
    return Secret(_shown(INTRODUCED_COOKIE, request, shop))


def no_longer_introduced(shop: ShopInfo) -> Cookie:
    """That is done."""
    return _dropped(INTRODUCED_COOKIE, ADDRESS, shop)
