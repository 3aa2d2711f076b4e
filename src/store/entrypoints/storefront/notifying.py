"""What somebody wants to be told: each switch is saved at once, and without script by a button."""

from collections.abc import Iterator
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency

from store.application.notifications.choosing import (
    GetPreferences,
    GivePhone,
    PreferencesView,
    Switch,
    SwitchNotifications,
)
from store.domain.notifications.errors import NotAPhoneNumber
from store.domain.notifications.events import How
from store.domain.shared.errors import RuleViolated
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.frame import Frame, by_htmx

CHOICES: Final = "/account/notifications"
SAVED: Final = "Saved"
_MINE: Final = open_to(Permission.OWN_ACCOUNT)


@get(CHOICES, opt=_MINE, include_in_schema=False)
async def show(request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]) -> Response[Any]:
    """All there is to choose."""
    return await _page(request, desk, frame)


@post(CHOICES, opt=_MINE, include_in_schema=False)
async def save(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Save what differs from what was shown: a page in another tab overwrites nothing it didn't touch."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    form = await form_of(request)
    shown = await desk.ask(GetPreferences(account_id=account), request)
    try:
        wishes = tuple(_wishes(form, shown))
        if wishes:
            await desk.do(SwitchNotifications(account_id=account, switches=wishes, how=How.PAGE), request)
    except RuleViolated as refused:
        return await _page(request, desk, frame, said=Notice("bad", "Not saved", str(refused)))
    if by_htmx(request):
        return await _page(request, desk, frame, said=Notice("good", SAVED))
    return go(CHOICES, notice=Notice("good", SAVED))


@post(f"{CHOICES}/phone", opt=_MINE, include_in_schema=False)
async def give_phone(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Have text messages sent to this number; an empty one takes it back."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    form = await form_of(request)
    try:
        await desk.do(GivePhone(account_id=account, phone=form.get("phone", "")), request)
    except NotAPhoneNumber as refused:
        return await _page(request, desk, frame, errors={"phone": str(refused)}, phone=form.get("phone", "")[:60])
    words = "Text messages go to this number from now on" if form.get("phone") else "The number is gone"
    return go(CHOICES, notice=Notice("good", words))


def _wishes(form: dict[str, str], shown: PreferencesView) -> Iterator[Switch]:
    """The switches that were moved: ``was`` lists those that were on when the page was made."""
    was = set(form.get("was", "").split())
    for choice in shown.choices:
        for way in choice.ways:
            name = f"{way.channel}.{choice.kind}"
            if not way.locked and (name in form) != (name in was):
                yield Switch(way.channel, choice.kind, name in form, form.get(f"consent.{choice.kind}", ""))


async def _page(
    request: AnyRequest, desk: Desk, frame: Frame, *, errors: dict[str, str] | None = None, phone: str | None = None,
    said: Notice | None = None,
) -> Response[Any]:
    """To htmx, which would call it an error, a refusal is an answer like any other: the page says what became of it."""
    account, _ = account_of(request)
    own = await desk.ask(GetPreferences(account_id=account), request)
    bad = bool(errors) or (said is not None and said.kind == "bad" and not by_htmx(request))
    return await page(
        frame, "notifications.html", request, status=422 if bad else 200, own=own, errors=errors or {}, said=said,
        form={"phone": own.phone or "" if phone is None else phone},
    )
