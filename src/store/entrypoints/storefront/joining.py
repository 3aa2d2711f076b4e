"""Getting an account: a form, a mail, and one button behind the link in it."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Struct

from store.application.identity.errors import LinkSpent, WrongPassword
from store.application.identity.messages import Secret
from store.application.identity.own_account import Asked, IsElsewhere, Register, RequestVerification, VerifyEmail
from store.domain.shared.errors import NotFound, RuleViolated
from store.entrypoints.shared.addresses import Email
from store.entrypoints.shared.by_mail import answered_by_mail
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.limits import GUESSING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import NameText, Password, Pseudonyms
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.account_pages import WHOLE_ADDRESS, asked_for_mail, faults_of, go, page
from store.entrypoints.storefront.frame import Frame

JOINING_COOKIE: Final = "store_joining"
_JOINING_KEPT: Final = 60 * 60 * 48
SENT: Final = "/register/sent"
_WORDS: Final = {
    "email": WHOLE_ADDRESS,
    "given_name": "Enter your first name, in at most 60 characters.",
    "family_name": "Enter your last name, in at most 60 characters.",
    "password": "Choose a password of at most 1,000 characters.",
}


class RegistrationForm(Struct, frozen=True):
    """What it takes."""

    email: Email
    given_name: NameText
    family_name: NameText
    password: Password


@get("/register", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def show(request: AnyRequest, frame: NamedDependency[Frame]) -> Response[Any]:
    """The form."""
    versions = await frame.shown_versions(request)
    return await page(frame, "register.html", request, form={}, errors={}, versions=versions)


@post("/register", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def register(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Whatever comes of it is said by mail; this page says the same to everybody."""
    form = await form_of(request)
    wanted, errors = filled(RegistrationForm, form, _WORDS)
    if wanted is not None:
        shown = await frame.shown_versions(request, form)
        wish = Register(
            email=wanted.email, password=Secret(wanted.password), given_name=wanted.given_name,
            family_name=wanted.family_name, terms=shown.get("terms"), privacy=shown.get("privacy"),
        )
        try:
            asked = await answered_by_mail(wish, wanted.email, request, desk, limits, pseudonyms)
            return go(SENT, joining(asked, shop))
        except RuleViolated as refused:
            errors = faults_of(refused, "email")
    versions = await frame.shown_versions(request)
    return await page(frame, "register.html", request, status=422, form=form, errors=errors, versions=versions)


def joining(asked: Asked, shop: ShopInfo) -> Cookie:
    """What tells this browser, when the link in the mail is followed, from any other."""
    return Cookie(
        JOINING_COOKIE, path="/verify", value=asked.mark, max_age=_JOINING_KEPT, httponly=True, samesite="lax",
        secure=shop.address.startswith("https"),
    )


@get(SENT, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def sent(request: AnyRequest, frame: NamedDependency[Frame]) -> Response[Any]:
    """Look into your mail, and how to have it sent again."""
    return await page(frame, "register_sent.html", request, form={}, errors={}, sent=False)


@post(SENT, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def send_again(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms],
) -> Response[Any]:
    """Have it sent again; says the same whether there is anything to send."""
    return await asked_for_mail(
        lambda email: RequestVerification(email=email), "register_sent.html", request, desk, frame, limits, pseudonyms
    )


@get("/verify", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], token: FromQuery[str] = ""
) -> Response[Any]:
    """One button: programs that look into mails follow links, but press nothing.

    At another browser than the one that asked, the password is asked for too: see ``docs/adr/0035``.
    """
    token = token[:200]
    shown = IsElsewhere(token=Secret(token), mark=request.cookies.get(JOINING_COOKIE, ""))
    elsewhere = (await desk.do(shown, request)).outcome
    return await page(frame, "verify.html", request, token=token, problem=None, elsewhere=elsewhere, errors={})


@post("/verify", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def verify(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """The button was pressed."""
    await limits.spend(GUESSING, request)
    form = await form_of(request)
    token, mark = form.get("token", "")[:200], request.cookies.get(JOINING_COOKIE, "")
    try:
        await desk.do(
            VerifyEmail(token=Secret(token), mark=mark, password=Secret(form.get("current_password", ""))), request
        )
    except WrongPassword as wrong:
        return await page(
            frame, "verify.html", request, status=422, token=token, problem=None, elsewhere=True,
            errors=faults_of(wrong, "current_password"),
        )
    except (LinkSpent, NotFound):
        return await page(
            frame, "verify.html", request, status=422, token="", problem=str(LinkSpent()), elsewhere=False, errors={}
        )
    return go("/login", notice=Notice("good", "Your address is confirmed", "Log in, and you are there."))
