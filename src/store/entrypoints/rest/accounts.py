"""``/api/v1/accounts``: getting an account, and getting into it again. Nobody learns here which addresses are known."""

from typing import Any

from litestar import Controller, Response, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct

from store.application.identity.another_email import UndoEmailChange
from store.application.identity.errors import LinkSpent
from store.application.identity.farewell import KeepAccount
from store.application.identity.messages import Secret
from store.application.identity.own_account import (
    Register,
    RequestPasswordReset,
    RequestVerification,
    ResetPassword,
    VerifyEmail,
)
from store.application.shared.bus import Command
from store.domain.privacy.purposes import DocumentKind
from store.domain.shared.errors import NotFound
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.rest.consents import VersionNumber, shown
from store.entrypoints.shared.addresses import Email
from store.entrypoints.shared.by_mail import answered_by_mail
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import GUESSING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import NameText, Password, Pseudonyms, TokenText
from store.entrypoints.shared.permissions import Permission, open_to

ACCEPTED = "If there is something to send, it is on its way to that address."


class RegistrationForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What it takes. A password has 8 characters or more of four kinds, or is a sentence of 16 or more.

    ``terms`` and ``privacy`` are the versions that were shown to whoever registers, as `/api/v1/documents` has them:
    they agree to the terms, and both stand in the history of the account.
    """

    email: Email
    password: Password
    given_name: NameText
    family_name: NameText
    terms: VersionNumber | None = None
    privacy: VersionNumber | None = None


class AddressForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Where to send a mail."""

    email: Email


class UndoneView(Struct, frozen=True):
    """``reset_token`` is what `PUT /api/v1/accounts/password` takes, once, within an hour."""

    reset_token: str


class LinkForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What the link in the mail holds."""

    token: TokenText


class VerificationForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What the link in the mail holds, and the password that the account was asked for with: whoever reads the mail may
    not be the one who asked.
    """

    token: TokenText
    password: Password


class NewPasswordForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What the link in the mail holds, and the password to be."""

    token: TokenText
    password: Password


class Accepted(Struct, frozen=True):
    """The same for everybody."""

    detail: str = ACCEPTED


class AccountsController(Controller):
    path = "/accounts"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.PUBLIC)
    tags = ("Accounts",)

    @post(opt=described("register", 422, limited=True), status_code=202)
    async def register(
        self, data: JSONBody[RegistrationForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms],
    ) -> Accepted:
        """Ask for an account.

        A mail says what came of it: a link that proves the address, as long as nobody has, or that there is an account
        already. This answer is the same for both. The password is that of whoever asked first; setting another one by
        mail proves the address too.
        """
        wish = Register(
            email=data.email, password=Secret(data.password), given_name=data.given_name,
            family_name=data.family_name, terms=await shown(DocumentKind.TERMS, data.terms, request, desk),
            privacy=await shown(DocumentKind.PRIVACY, data.privacy, request, desk),
        )
        await answered_by_mail(wish, data.email, request, desk, limits, pseudonyms)
        return Accepted()

    @post("/verification-mails", opt=described("requestVerification", limited=True), status_code=202)
    async def request_verification(
        self, data: JSONBody[AddressForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms],
    ) -> Accepted:
        """Have the mail that proves an address sent again."""
        await answered_by_mail(RequestVerification(email=data.email), data.email, request, desk, limits, pseudonyms)
        return Accepted()

    @post("/verification", opt=described("verifyEmail", 422, limited=True), status_code=204)
    async def verify(
        self, data: JSONBody[VerificationForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[None]:
        """Prove an address with what the link in its mail holds. It is good once."""
        await limits.spend(GUESSING, request)
        proof = VerifyEmail(token=Secret(data.token), mark="", password=Secret(data.password))
        return await _spent(proof, request, desk)

    @post("/password-resets", opt=described("requestPasswordReset", limited=True), status_code=202)
    async def request_reset(
        self, data: JSONBody[AddressForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms],
    ) -> Accepted:
        """Say that the password is forgotten: a mail holds a link that sets another one."""
        await answered_by_mail(RequestPasswordReset(email=data.email), data.email, request, desk, limits, pseudonyms)
        return Accepted()

    @put("/password", opt=described("resetPassword", 422, limited=True), status_code=204)
    async def reset(
        self, data: JSONBody[NewPasswordForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[None]:
        """Set another password with what the link in the mail holds. It is good once, and ends all sessions."""
        await limits.spend(GUESSING, request)
        return await _spent(ResetPassword(token=Secret(data.token), password=Secret(data.password)), request, desk)

    @post("/keeping", opt=described("keepAccount", 422, limited=True), status_code=204)
    async def keep(
        self, data: JSONBody[LinkForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[None]:
        """Keep an account that was to be deleted, with what the link in the mail about it holds."""
        await limits.spend(GUESSING, request)
        return await _spent(KeepAccount(token=Secret(data.token)), request, desk)

    @post("/email-undo", opt=described("undoEmailChange", 422, limited=True))
    async def undo_email(
        self, data: JSONBody[LinkForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[UndoneView]:
        """Give a former address back with what the link in its mail holds. All sessions end, the password opens nothing
        any more, and what is answered sets another one.
        """
        await limits.spend(GUESSING, request)
        try:
            undone = (await desk.do(UndoEmailChange(token=Secret(data.token)), request)).outcome
        except NotFound:
            raise LinkSpent from None
        return Response(UndoneView(undone.reset_token.value), status_code=200)


async def _spent(command: Command[Any], request: AnyRequest, desk: Desk) -> Response[None]:
    try:
        await desk.do(command, request)
    except NotFound:
        raise LinkSpent from None
    return Response(None, status_code=204)
