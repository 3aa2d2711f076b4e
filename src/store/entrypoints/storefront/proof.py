"""Saying the password once more, for what a device that was left alone must not do."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from store.application.identity.errors import CodeNeeded, WrongCode, WrongPassword
from store.application.identity.messages import Secret
from store.application.identity.own_account import GetOwnAccount
from store.application.identity.proving import ExpectProven, Prove
from store.application.identity.ways_in import ListOwnLogins, ProveByCode
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.error_pages import PROOF
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import CODES, GUESSING, RateLimits, TooManyRequests
from store.entrypoints.shared.people import LONGEST_CODE, account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import faults_of, go, page
from store.entrypoints.storefront.doors import local
from store.entrypoints.storefront.frame import Frame


@get(PROOF, opt=open_to(Permission.OWN_ACCOUNT), include_in_schema=False)
async def show(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], next: FromQuery[str] = ""
) -> Response[Any]:
    """Ask."""
    return await _ask(request, desk, frame, local(next), errors={})


@post(PROOF, opt=open_to(Permission.OWN_ACCOUNT), include_in_schema=False)
async def prove(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Believe it for five minutes, and go where somebody wanted to."""
    account, session = account_of(request)
    form = await form_of(request)
    wanted, code = local(form.get("next", "")), form.get("code", "")[:LONGEST_CODE]
    try:
        await limits.spend(GUESSING, request, f"password of {account}")
        if code:
            await limits.spend(CODES, request, f"code {account}")
        if "current_password" in form:
            current = Secret(form["current_password"])
            await desk.do(Prove(account_id=account, session_id=session, current=current, code=Secret(code)), request)
        else:
            await desk.do(ProveByCode(account_id=account, session_id=session, code=Secret(code)), request)
    except (WrongPassword, CodeNeeded, WrongCode, TooManyRequests) as refused:
        often = isinstance(refused, TooManyRequests)
        return await _ask(
            request, desk, frame, wanted, status=429 if often else 422,
            errors=faults_of(refused, _asked_by(refused, form)),
            headers=refused.headers if isinstance(refused, TooManyRequests) else {},
        )
    return go(wanted)


def _asked_by(refused: Exception, form: Mapping[str, str]) -> str:
    """The field beside which that is said."""
    by_code = isinstance(refused, CodeNeeded | WrongCode) or "current_password" not in form
    return "code" if by_code else "current_password"


async def _ask(
    request: AnyRequest, desk: Desk, frame: Frame, wanted: str, **more: Any
) -> Response[Any]:
    """For the password, and a code where there is a second factor; where there is no password, for a code alone, or for
    the word of a provider that asked just now.
    """
    account, _ = account_of(request)
    logins = await desk.ask(ListOwnLogins(account_id=account), request)
    own = await desk.ask(GetOwnAccount(account_id=account), request)
    return await page(
        frame, "proof.html", request, next=wanted, logins=logins, guarded=own.second_factor,
        asking=[login for login in logins.items if login.provider.asks_anew], **more,
    )


async def proven(request: AnyRequest, desk: Desk) -> None:
    """Have whoever is in go to that page first, unless they came from there just now, or from the login."""
    account, session = account_of(request)
    await desk.do(ExpectProven(account_id=account, session_id=session), request)
