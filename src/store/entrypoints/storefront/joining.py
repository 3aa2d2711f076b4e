"""Getting an account: a form, a mail, and one button behind the link in it."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Struct

from store.application.identity.errors import LinkSpent
from store.application.identity.messages import Secret
from store.application.identity.own_account import Register, RequestVerification, VerifyEmail
from store.domain.shared.errors import NotFound, RuleViolated
from store.entrypoints.shared.addresses import Email
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.even_time import evenly
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.limits import GUESSING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import MAILING, NameText, Password, Pseudonyms
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import faults_of, go, page
from store.entrypoints.storefront.frame import Frame

_SENT: Final = "/register/sent"
_WORDS: Final = {
    "email": "Enter your whole e-mail address, such as ann@example.org.",
    "given_name": "Enter your first name.", "family_name": "Enter your last name.",
    "password": "Choose a password of at most 1,000 characters.",
}


class RegistrationForm(Struct, frozen=True):
    """What it takes."""

    email: Email
    given_name: NameText
    family_name: NameText
    password: Password


class AddressForm(Struct, frozen=True):
    """Where to send a mail."""

    email: Email


@get("/register", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def show(request: AnyRequest, frame: NamedDependency[Frame]) -> Response[Any]:
    """The form."""
    return await page(frame, "register.html", request, form={}, errors={})


@post("/register", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def register(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms],
) -> Response[Any]:
    """Whatever comes of it is said by mail; this page says the same to everybody."""
    form = await form_of(request)
    wanted, errors = filled(RegistrationForm, form, _WORDS)
    if wanted is not None:
        await limits.spend(MAILING, request, f"mail {pseudonyms.of(wanted.email)}")
        try:
            async with evenly():
                await desk.do(Register(
                    email=wanted.email, password=Secret(wanted.password), given_name=wanted.given_name,
                    family_name=wanted.family_name,
                ), request)
            return go(_SENT)
        except RuleViolated as refused:
            errors = faults_of(refused, "email")
    return await page(frame, "register.html", request, status=422, form=form, errors=errors)


@get(_SENT, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def sent(request: AnyRequest, frame: NamedDependency[Frame]) -> Response[Any]:
    """Look into your mail, and how to have it sent again."""
    return await page(frame, "register_sent.html", request, form={}, errors={}, again=False)


@post(_SENT, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def send_again(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms],
) -> Response[Any]:
    """Have it sent again; says the same whether there is anything to send."""
    form = await form_of(request)
    wanted, errors = filled(AddressForm, form, _WORDS)
    if wanted is not None:
        await limits.spend(MAILING, request, f"mail {pseudonyms.of(wanted.email)}")
        async with evenly():
            await desk.do(RequestVerification(email=wanted.email), request)
    return await page(
        frame, "register_sent.html", request, status=422 if errors else 200, form=form, errors=errors,
        again=not errors,
    )


@get("/verify", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(request: AnyRequest, frame: NamedDependency[Frame], token: FromQuery[str] = "") -> Response[Any]:
    """One button: programs that look into mails follow links, but press nothing."""
    return await page(frame, "verify.html", request, token=token[:200], problem=None)


@post("/verify", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def verify(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """The button was pressed."""
    await limits.spend(GUESSING, request)
    token = (await form_of(request)).get("token", "")[:200]
    try:
        await desk.do(VerifyEmail(token=Secret(token)), request)
    except (LinkSpent, NotFound):
        return await page(frame, "verify.html", request, status=422, token="", problem=str(LinkSpent()))
    return go("/login", notice=Notice("good", "Your address is confirmed", "Log in, and you are there."))
