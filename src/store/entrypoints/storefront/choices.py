"""What the shop may do with somebody's data: one page for everybody, on which no is as near as yes."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from store.application.notifications.choosing import Choice, GetPreferences, Switch, SwitchNotifications
from store.application.privacy.consenting import Choose, ConsentsView, GetConsents, PurposeView, Wish
from store.application.shared.ports import Ids
from store.domain.notifications.events import How
from store.domain.notifications.kinds import Channel, Nature
from store.domain.privacy.purposes import WORDS, Where
from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import browser_of
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, Principal, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.doors import local
from store.entrypoints.storefront.frame import CHOICES_COOKIE, Frame

CHOICES: Final = "/choices"
_KEPT: Final = 60 * 60 * 24 * 180
_NOBODY: Final = "-"
"""In the cookie of a browser that agreed to nothing: it needs no name."""
_ALL, _NONE, _BANNER = "all", "none", "banner"


@get(CHOICES, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def show(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo]
) -> Response[Any]:
    """What there is to choose, and how it stands."""
    return await _page(request, desk, frame, shop)


@post(CHOICES, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def choose(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo],
    limits: NamedDependency[RateLimits], ids: NamedDependency[Ids],
) -> Response[Any]:
    """One button: all, none, or what is ticked. A browser that agrees to nothing gets no name."""
    await limits.spend(WRITING, request)
    form = await form_of(request)
    account, holder, named = account_in(request), holder_of(request), _NOBODY
    shown = await _shown(request, desk, shop)
    wishes = tuple(_wish(it, form) for it in shown.purposes)
    if holder is None and any(wish.agreed for wish in wishes):
        named = str(new := ids.next())
        holder = browser_of(new)
    elif account is None and holder is not None:
        named = request.cookies[CHOICES_COOKIE]
    try:
        if holder is not None:
            where = Where.BANNER if form.get("from") == _BANNER else Where.CHOICES
            await desk.do(Choose(holder=holder, wishes=wishes, where=where), request)
        if account is not None:
            switches = tuple(_switches(await _letters(request, desk), form))
            await desk.do(SwitchNotifications(account_id=account, switches=switches, how=How.PAGE), request)
    except RuleViolated as refused:
        return await _page(request, desk, frame, shop, said=Notice("bad", "Not saved", str(refused)), status=422)
    cookie = Cookie(
        CHOICES_COOKIE, path="/", value=named, max_age=_KEPT, httponly=True, samesite="lax",
        secure=shop.address.startswith("https"),
    )
    if form.get("from") == _BANNER:
        return go(local(form.get("next", "")), cookie)  # that it is gone says enough, and not every page says more
    return go(CHOICES, cookie, notice=Notice("good", "Your choices are saved", "You can change them at any time."))


def holder_of(request: AnyRequest) -> UUID | None:
    """Whose choices these are: the account's, or the browser's if it ever agreed to anything."""
    who: Principal = request.state.principal
    if who.account is not None:
        return who.account
    try:
        return browser_of(UUID(request.cookies.get(CHOICES_COOKIE, "")))
    except ValueError:
        return None


async def _shown(request: AnyRequest, desk: Desk, shop: ShopInfo) -> ConsentsView:
    """Purposes that are in use, and those that somebody agreed to while they were."""
    holder = holder_of(request)
    own = await desk.ask(GetConsents(holder=holder or UUID(int=0)), request)
    return ConsentsView(
        [it for it in own.purposes if it.purpose in shop.purposes or it.agreed], own.accepted, own.history,
    )


async def _letters(request: AnyRequest, desk: Desk) -> list[Choice]:
    """Letters that advertise: chosen here and under notifications, and kept there."""
    account = account_in(request)
    if account is None:
        return []
    own = await desk.ask(GetPreferences(account_id=account), request)
    return [choice for choice in own.choices if choice.nature is Nature.MARKETING]


def _wish(it: PurposeView, form: dict[str, str]) -> Wish:
    what = form.get("what", "")
    agreed = what == _ALL or (what != _NONE and it.purpose.value in form)
    return Wish(it.purpose, agreed, form.get(f"words.{it.purpose}", ""))


def _switches(letters: Iterable[Choice], form: dict[str, str]) -> Iterable[Switch]:
    """By e-mail; who takes everything back takes back the other ways too."""
    what = form.get("what", "")
    for choice in letters:
        for way in choice.ways:
            if way.channel is Channel.EMAIL:
                wanted = what == _ALL or (what != _NONE and f"email.{choice.kind}" in form)
                if wanted != way.on:
                    yield Switch(way.channel, choice.kind, wanted, form.get(f"consent.{choice.kind}", ""))
            elif way.on and what == _NONE:
                yield Switch(way.channel, choice.kind, on=False)


async def _page(
    request: AnyRequest, desk: Desk, frame: Frame, shop: ShopInfo, *, said: Notice | None = None, status: int = 200
) -> Response[Any]:
    more: dict[str, Any] = {"notice": said} if said else {}
    return await page(
        frame, "choices.html", request, status=status, own=await _shown(request, desk, shop),
        letters=await _letters(request, desk), titles={it: words.title for it, words in WORDS.items()},
        asks_for_choices=False, **more,
    )
