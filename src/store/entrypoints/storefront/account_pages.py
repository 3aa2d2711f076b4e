"""What pages about accounts share: they are nobody else's, name no secrets to other sites, and bring a word along."""

from collections.abc import Callable
from typing import Any, Final

from litestar import Response
from litestar.datastructures import Cookie
from litestar.response import Redirect
from msgspec import Struct

from store.application.shared.bus import Command
from store.domain.shared.errors import StoreError
from store.entrypoints.shared.addresses import Email
from store.entrypoints.shared.by_mail import answered_by_mail
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.limits import RateLimits
from store.entrypoints.shared.notices import Notice, carried, carry, dropped
from store.entrypoints.shared.people import Pseudonyms
from store.entrypoints.shared.problems import problem_of
from store.entrypoints.storefront.frame import Frame

_HEADERS: Final = {"cache-control": "no-store", "referrer-policy": "same-origin"}
"""Some of these addresses hold a secret. (With `no-referrer` browsers would send forms without an origin.)"""
_SCRIPTED: Final = "/"
WHOLE_ADDRESS: Final = "Enter your whole e-mail address, such as ann@example.org."


class AddressForm(Struct, frozen=True):
    """Where to send a mail."""

    email: Email


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


async def asked_for_mail(
    wish: Callable[[str], Command[Any]], template: str, request: AnyRequest, desk: Desk, frame: Frame,
    limits: RateLimits, pseudonyms: Pseudonyms,
) -> Response[Any]:
    """Have a mail sent to the address in the form. *template* says the same (``sent``) whether there is anything to
    send.
    """
    form = await form_of(request)
    wanted, errors = filled(AddressForm, form, {"email": WHOLE_ADDRESS})
    if wanted is not None:
        await answered_by_mail(wish(wanted.email), wanted.email, request, desk, limits, pseudonyms)
    return await page(
        frame, template, request, status=422 if errors else 200, form=form, errors=errors, sent=not errors
    )
