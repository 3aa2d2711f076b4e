"""Passwords that are forgotten: a form, a mail, and a form behind the link in it."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from store.application.identity.errors import LinkSpent
from store.application.identity.messages import Secret
from store.application.identity.own_account import RequestPasswordReset, ResetPassword
from store.domain.shared.errors import NotFound, RuleViolated
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import GUESSING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import Pseudonyms
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import asked_for_mail, faults_of, go, page
from store.entrypoints.storefront.doors import left, logged_out
from store.entrypoints.storefront.elsewhere import LOGINS
from store.entrypoints.storefront.frame import Frame

_FORGOTTEN: Final = "/password/forgotten"
_RESET: Final = "/password/reset"


@get(_FORGOTTEN, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def forgotten(request: AnyRequest, frame: NamedDependency[Frame]) -> Response[Any]:
    """Where to send the link."""
    return await page(frame, "password_forgotten.html", request, form={}, errors={}, sent=False)


@post(_FORGOTTEN, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def send(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms],
) -> Response[Any]:
    """Send it; says the same whether there is such an account."""
    return await asked_for_mail(
        lambda email: RequestPasswordReset(email=email), "password_forgotten.html", request, desk, frame, limits,
        pseudonyms,
    )


@get(_RESET, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(request: AnyRequest, frame: NamedDependency[Frame], token: FromQuery[str] = "") -> Response[Any]:
    """The form for another password. Looking at it uses nothing up."""
    return await page(frame, "password_reset.html", request, token=token[:200], errors={}, problem=None)


@post(_RESET, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def reset(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Set it, and have everybody log in again, here too."""
    await limits.spend(GUESSING, request)
    form = await form_of(request)
    token = form.get("token", "")[:200]
    try:
        wish = ResetPassword(token=Secret(token), password=Secret(form.get("password", "")))
        linked = (await desk.do(wish, request)).outcome
    except (LinkSpent, NotFound):
        return await page(
            frame, "password_reset.html", request, status=422, token="", errors={}, problem=str(LinkSpent())
        )
    except RuleViolated as refused:
        return await page(
            frame, "password_reset.html", request, status=422, token=token, errors=faults_of(refused, "password"),
            problem=None,
        )
    if linked:
        names = " and ".join(one.name_of_it for one in linked)
        return go(f"/login?next={LOGINS}", *left(), notice=Notice(
            "warn", "Your password is set. Log in with it.",
            f"{names} can open your account as well. You see that next: remove what you did not connect.",
        ))
    return logged_out("Your password is set. Log in with it.")
