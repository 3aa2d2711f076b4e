"""One's own account: who one is, where one is logged in, another password."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from store.application.identity.messages import Secret
from store.application.identity.own_account import (
    ChangePassword,
    EndAllSessions,
    EndSession,
    GetOwnAccount,
    ListOwnSessions,
    Rename,
)
from store.application.identity.own_history import GetOwnHistory
from store.domain.shared.errors import RuleViolated
from store.entrypoints.shared.addresses_inside import HOME
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.limits import GUESSING, WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import NameText, account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import faults_of, go, page
from store.entrypoints.storefront.doors import logged_out
from store.entrypoints.storefront.frame import Frame

_WORDS: Final = {
    "given_name": "Enter your first name, in at most 60 characters.",
    "family_name": "Enter your last name, in at most 60 characters.",
}
_LATEST: Final = 5
_MINE: Final = open_to(Permission.OWN_ACCOUNT)


class NameForm(Struct, frozen=True):
    """What one is called."""

    given_name: NameText
    family_name: NameText


@get(HOME, opt=_MINE, include_in_schema=False)
async def show(request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]) -> Response[Any]:
    """All of it on one page."""
    return await account_page(request, desk, frame)


@get(f"{HOME}/history", opt=_MINE, include_in_schema=False)
async def history(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], cursor: FromQuery[str] = ""
) -> Response[Any]:
    """All that happened to it."""
    account, _ = account_of(request)
    found = await desk.ask(GetOwnHistory(account_id=account, cursor=cursor or None), request)
    return await page(frame, "account_history.html", request, history=found)


@post(f"{HOME}/name", opt=_MINE, include_in_schema=False)
async def rename(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Go by another name."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    form = await form_of(request)
    wanted, errors = filled(NameForm, form, _WORDS)
    if wanted is None:
        return await account_page(request, desk, frame, form=form, errors=errors)
    wish = Rename(account_id=account, given_name=wanted.given_name, family_name=wanted.family_name)
    try:
        await desk.do(wish, request)
    except RuleViolated as refused:
        return await account_page(request, desk, frame, form=form, errors=faults_of(refused, "given_name"))
    frame.forget_face(account)
    return go(HOME, notice=Notice("good", "Your name is saved"))


@post(f"{HOME}/password", opt=_MINE, include_in_schema=False)
async def change_password(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Another password, for whoever knows the one there is."""
    account, session = account_of(request)
    await limits.spend(GUESSING, request, f"password of {account}")
    form = await form_of(request)
    current, new = Secret(form.get("current_password", "")), Secret(form.get("password", ""))
    try:
        await desk.do(ChangePassword(account_id=account, session_id=session, current=current, new=new), request)
    except RuleViolated as refused:
        return await account_page(request, desk, frame, errors=faults_of(refused, "password"))
    return go(HOME, notice=Notice("good", "Your password is changed", "All your other devices were logged out."))


@post(f"{HOME}/sessions/{{id:uuid}}/end", opt=_MINE, include_in_schema=False)
async def end_one(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
) -> Response[Any]:
    """Log one device out."""
    await limits.spend(WRITING, request)
    account, session = account_of(request)
    await desk.do(EndSession(account_id=account, session_id=id), request)
    if id == session:
        return logged_out("You are logged out")
    return go(HOME, notice=Notice("good", "That device is logged out"))


@post(f"{HOME}/sessions/end", opt=_MINE, include_in_schema=False)
async def end_all(
    request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
) -> Response[Any]:
    """Log all devices out, this one too."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    await desk.do(EndAllSessions(account_id=account), request)
    return logged_out("You are logged out everywhere")


async def account_page(
    request: AnyRequest, desk: Desk, frame: Frame, *, form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response[Any]:
    """The whole page, with what is wrong in one of its forms."""
    account, session = account_of(request)
    own = await desk.ask(GetOwnAccount(account_id=account), request)
    return await page(
        frame, "account.html", request, status=422 if errors else 200, account=own, this_session=session,
        sessions=await desk.ask(ListOwnSessions(account_id=account), request), errors=errors or {},
        history=await desk.ask(GetOwnHistory(account_id=account, limit=_LATEST), request),
        form=form or {"given_name": own.given_name or "", "family_name": own.family_name or ""},
    )
