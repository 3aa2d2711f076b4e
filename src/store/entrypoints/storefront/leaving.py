"""The end of one's account: a page that says what goes and what stays, and a link by which the account stays."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from store.application.credit.messages import GetCredit
from store.application.identity.errors import LinkSpent
from store.application.identity.farewell import KeepAccount, RequestDeletion
from store.application.identity.messages import Secret
from store.domain.identity.errors import StaffStay
from store.domain.identity.owning import SECOND_THOUGHTS
from store.domain.shared.errors import NotFound
from store.entrypoints.shared.addresses_inside import HOME
from store.entrypoints.shared.by_credit import money_of
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import GUESSING, WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.doors import left
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.proof import proven

_PATH: Final = f"{HOME}/delete"
_STAY: Final = "/stay"
_DAYS: Final = SECOND_THOUGHTS.days


@get(_PATH, opt=open_to(Permission.OWN_ACCOUNT), include_in_schema=False)
async def show(request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]) -> Response[Any]:
    """What goes, what stays, and a button."""
    await proven(request, desk)
    return await _page(frame, request, desk, {})


@post(_PATH, opt=open_to(Permission.OWN_ACCOUNT), include_in_schema=False)
async def leave(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Log everybody out, and have it deleted when the time for second thoughts is over."""
    await limits.spend(WRITING, request)
    account, session = account_of(request)
    if (await form_of(request)).get("sure") != "yes":
        errors = {"sure": "Tick this if you want your account deleted."}
        return await _page(frame, request, desk, errors)
    try:
        await desk.do(RequestDeletion(account_id=account, session_id=session), request)
    except StaffStay as refused:
        return await _page(frame, request, desk, {"sure": str(refused)})
    told = f"You are logged out everywhere. Until then, the link in our mail keeps it: in {_DAYS} days it is gone."
    return go("/login", *left(), notice=Notice("good", "Your account will be deleted", told))


async def _page(frame: Frame, request: AnyRequest, desk: Desk, errors: dict[str, str]) -> Response[Any]:
    account, _ = account_of(request)
    balances = (await desk.ask(GetCredit(account_id=account), request)).balances
    return await page(
        frame, "leaving.html", request, status=422 if errors else 200, days=_DAYS, errors=errors,
        credit=[it for it in balances if money_of(it.available).minor],
    )


@get(_STAY, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(request: AnyRequest, frame: NamedDependency[Frame], token: FromQuery[str] = "") -> Response[Any]:
    """One button."""
    return await page(frame, "stay.html", request, token=token[:200], problem=None)


@post(_STAY, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def stay(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Keep it, and have its owner log in."""
    await limits.spend(GUESSING, request)
    token = (await form_of(request)).get("token", "")[:200]
    try:
        await desk.do(KeepAccount(token=Secret(token)), request)
    except (LinkSpent, NotFound):
        return await page(frame, "stay.html", request, status=422, token="", problem=str(LinkSpent()))
    return go("/login", notice=Notice("good", "Your account stays", "Log in, and you are there."))
