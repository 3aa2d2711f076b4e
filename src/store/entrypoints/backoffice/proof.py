"""Staff say their password once more before they do what a desk that was left alone must not."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from store.application.identity.errors import CodeNeeded, WrongCode, WrongPassword
from store.application.identity.messages import Secret
from store.application.identity.own_account import GetOwnAccount
from store.application.identity.proving import Prove
from store.domain.shared.errors import StoreError
from store.entrypoints.backoffice.login import local
from store.entrypoints.backoffice.office import PATH, AnyRequest
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.error_pages import STAFF_PROOF
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import CODES, GUESSING, RateLimits, TooManyRequests
from store.entrypoints.shared.people import LONGEST_CODE, account_of
from store.entrypoints.shared.permissions import Permission, open_to

_HERE: Final = STAFF_PROOF.removeprefix(PATH)
_OWN: Final = open_to(Permission.OWN_ACCOUNT)
_HEADERS: Final = {"cache-control": "no-store"}


@get(_HERE, opt=_OWN)
async def show(request: AnyRequest, desk: NamedDependency[Desk], next: FromQuery[str] = "") -> Template:
    """Ask."""
    return _page(local(next), guarded=await _guarded(request, desk))


@post(_HERE, opt=_OWN)
async def prove(
    request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Believe it for five minutes, and go where somebody wanted to."""
    account, session = account_of(request)
    form = await form_of(request)
    wanted, current = local(form.get("next", "")), Secret(form.get("current_password", ""))
    code = Secret(form.get("code", "")[:LONGEST_CODE].strip())
    try:
        await limits.spend(GUESSING, request, f"password of {account}")
        if code.value:
            await limits.spend(CODES, request, f"code {account}")
        await desk.do(Prove(account_id=account, session_id=session, current=current, code=code), request)
    except (WrongPassword, CodeNeeded, WrongCode, TooManyRequests) as refused:
        return _page(wanted, refused, guarded=await _guarded(request, desk))
    return Redirect(wanted, status_code=303)


async def _guarded(request: AnyRequest, desk: Desk) -> bool:
    """Whether a code is wanted as well."""
    account, _ = account_of(request)
    return (await desk.ask(GetOwnAccount(account_id=account), request)).second_factor


def _page(wanted: str, refused: StoreError | None = None, *, guarded: bool) -> Template:
    often = refused.headers if isinstance(refused, TooManyRequests) else {}
    field = "code" if isinstance(refused, CodeNeeded | WrongCode) else "current_password"
    return Template(
        "backoffice/proof.html", status_code=200 if refused is None else 429 if often else 422,
        headers=_HEADERS | often,
        context={
            "notice": None, "next": wanted, "guarded": guarded,
            "errors": {} if refused is None else {field: str(refused)},
        },
    )
