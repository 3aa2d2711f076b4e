"""What pages about accounts share: they are nobody else's, name no secrets to other sites, and bring a word along."""

from typing import Any, Final

from litestar import Response
from litestar.datastructures import Cookie
from litestar.response import Redirect

from store.domain.shared.errors import StoreError
from store.entrypoints.shared.desk import AnyRequest
from store.entrypoints.shared.notices import Notice, carried, carry, dropped
from store.entrypoints.shared.problems import problem_of
from store.entrypoints.storefront.frame import Frame

_HEADERS: Final = {"cache-control": "no-store", "referrer-policy": "same-origin"}
"""Some of these addresses hold a secret. (With `no-referrer` browsers would send forms without an origin.)"""
_SCRIPTED: Final = "/"


async def page(
    frame: Frame, template: str, request: AnyRequest, *, status: int = 200, headers: dict[str, str] | None = None,
    **context: Any,
) -> Response[Any]:
    """*template* in the shop's frame."""
    brought = carried(request)
    context.setdefault("notice", brought)
    shown = await frame.page(f"storefront/{template}", request, status=status, **context)
    shown.headers |= _HEADERS | (headers or {})
    if brought:
        shown.cookies = [*shown.cookies, dropped(_SCRIPTED)]
    return shown


def go(path: str, *cookies: Cookie, notice: Notice | None = None) -> Redirect:
    """After a form was taken, have the browser look at *path*, with a word about what was done."""
    said = [carry(notice, _SCRIPTED)] if notice else []
    return Redirect(path, status_code=303, headers=_HEADERS, cookies=[*cookies, *said])


def faults_of(refused: StoreError, other: str) -> dict[str, str]:
    """What a refusal blames, field by field; where it blames none, *other*."""
    blamed = {fault.field: fault.problem for fault in problem_of(refused).errors}
    return blamed or {other: str(refused)}
