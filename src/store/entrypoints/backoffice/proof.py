"""Staff say their password once more before they do what a desk that was left alone must not."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from store.application.identity.errors import WrongPassword
from store.application.identity.messages import Secret
from store.application.identity.proving import Prove
from store.entrypoints.backoffice.login import local
from store.entrypoints.backoffice.office import PATH, AnyRequest
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.error_pages import STAFF_PROOF
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import GUESSING, RateLimits, TooManyRequests
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to

_HERE: Final = STAFF_PROOF.removeprefix(PATH)
_OWN: Final = open_to(Permission.OWN_ACCOUNT)
_HEADERS: Final = {"cache-control": "no-store"}


@get(_HERE, opt=_OWN)
async def show(request: AnyRequest, next: FromQuery[str] = "") -> Template:
    """Ask."""
    account_of(request)
    return _page(local(next))


@post(_HERE, opt=_OWN)
async def prove(
    request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Believe it for five minutes, and go where somebody wanted to."""
    account, session = account_of(request)
    form = await form_of(request)
    wanted = local(form.get("next", ""))
    try:
        await limits.spend(GUESSING, request, f"password of {account}")
        current = Secret(form.get("current_password", ""))
        await desk.do(Prove(account_id=account, session_id=session, current=current), request)
    except (WrongPassword, TooManyRequests) as refused:
        return _page(wanted, refused)
    return Redirect(wanted, status_code=303)


def _page(wanted: str, refused: WrongPassword | TooManyRequests | None = None) -> Template:
    often = refused.headers if isinstance(refused, TooManyRequests) else {}
    return Template(
        "backoffice/proof.html", status_code=200 if refused is None else 429 if often else 422,
        headers=_HEADERS | often,
        context={
            "notice": None, "next": wanted,
            "errors": {} if refused is None else {"current_password": str(refused)},
        },
    )
