"""Another e-mail address: a form, a mail with a button behind its link, and a way back for whoever had the old one."""

from hashlib import sha256
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from store.application.identity.another_email import ConfirmEmailChange, RequestEmailChange, UndoEmailChange
from store.application.identity.errors import LinkSpent, WrongPassword
from store.application.identity.messages import Secret
from store.domain.identity.errors import AddressTaken
from store.domain.shared.errors import NotFound, RuleViolated
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.addresses_inside import HOME
from store.entrypoints.shared.by_mail import answered_by_mail
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.limits import GUESSING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import Pseudonyms, account_of
from store.entrypoints.shared.permissions import Permission, Principal, open_to
from store.entrypoints.storefront.account_pages import WHOLE_ADDRESS, AddressForm, faults_of, go, page
from store.entrypoints.storefront.doors import left
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.proof import proven

_MINE: Final = open_to(Permission.OWN_ACCOUNT)
_ANYBODY: Final = open_to(Permission.PUBLIC)
_CONFIRM: Final = "/email/confirm"
_UNDO: Final = "/email/undo"


@get(f"{HOME}/email", opt=_MINE, include_in_schema=False)
async def show(request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]) -> Response[Any]:
    """The form."""
    await proven(request, desk)
    return await page(frame, "email_change.html", request, form={}, errors={})


@post(f"{HOME}/email", opt=_MINE, include_in_schema=False)
async def request_change(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms],
) -> Response[Any]:
    """Have the mail sent; says the same whoever has that address already."""
    account, session = account_of(request)
    form = await form_of(request)
    wanted, errors = filled(AddressForm, form, {"email": WHOLE_ADDRESS})
    if wanted is not None:
        wish = RequestEmailChange(account_id=account, session_id=session, email=wanted.email)
        try:
            await answered_by_mail(wish, wanted.email, request, desk, limits, pseudonyms)
            return go(HOME, notice=Notice(
                "good", "Look into the mail of your new address", "Nothing changes before you open the link in it.",
            ))
        except RuleViolated as refused:
            errors = faults_of(refused, "email")
    return await page(frame, "email_change.html", request, status=422, form=form, errors=errors)


@get(_CONFIRM, opt=_ANYBODY, include_in_schema=False)
async def ask(request: AnyRequest, frame: NamedDependency[Frame], token: FromQuery[str] = "") -> Response[Any]:
    """One button. Whoever is not logged in says the password too."""
    return await _ask(frame, request, token[:200])


@post(_CONFIRM, opt=_ANYBODY, include_in_schema=False)
async def confirm(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """The button was pressed."""
    form = await form_of(request)
    token, who = form.get("token", "")[:200], _principal(request)
    await limits.spend(GUESSING, request, f"link {sha256(token.encode()).hexdigest()[:24]}")
    try:
        await desk.do(ConfirmEmailChange(
            token=Secret(token), account_id=AccountId(who.account) if who.account else None, session_id=who.session,
            password=Secret(form.get("current_password", "")),
        ), request)
    except WrongPassword as wrong:
        return await _ask(frame, request, token, errors=faults_of(wrong, "current_password"))
    except (LinkSpent, NotFound):
        return await _ask(frame, request, "", problem=str(LinkSpent()))
    except AddressTaken as taken:
        return await _ask(frame, request, "", problem=str(taken))
    done = Notice("good", "Your address is changed", "All your other devices were logged out.")
    return go(HOME if who.account else "/login", notice=done)


@get(_UNDO, opt=_ANYBODY, include_in_schema=False)
async def ask_undo(request: AnyRequest, frame: NamedDependency[Frame], token: FromQuery[str] = "") -> Response[Any]:
    """One button here too."""
    return await page(frame, "email_undo.html", request, token=token[:200], problem=None)


@post(_UNDO, opt=_ANYBODY, include_in_schema=False)
async def undo(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Give the address back, throw everybody out, and go on to another password."""
    await limits.spend(GUESSING, request)
    token = (await form_of(request)).get("token", "")[:200]
    try:
        undone = (await desk.do(UndoEmailChange(token=Secret(token)), request)).outcome
    except (LinkSpent, NotFound):
        return await page(frame, "email_undo.html", request, status=422, token="", problem=str(LinkSpent()))
    back = Notice("good", "Your address is yours again", "Everybody was logged out. Now set another password.")
    return go(f"/password/reset?token={undone.reset_token.value}", *left(), notice=back)


async def _ask(
    frame: Frame, request: AnyRequest, token: str, *, problem: str | None = None,
    errors: dict[str, str] | None = None,
) -> Response[Any]:
    """A link whose account isn't the one that is logged in looks as any other: the password decides."""
    elsewhere = _principal(request).account is None or bool(errors)
    status = 422 if problem or errors else 200
    return await page(
        frame, "email_confirm.html", request, status=status, token=token, problem=problem, elsewhere=elsewhere,
        errors=errors or {},
    )


def _principal(request: AnyRequest) -> Principal:
    who: Principal = request.state.principal
    return who
