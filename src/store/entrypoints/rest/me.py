"""``/api/v1/me``: one's own account, and where one is logged in."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from store.application.identity.another_email import ConfirmEmailChange, RequestEmailChange
from store.application.identity.farewell import RequestDeletion
from store.application.identity.messages import Secret
from store.application.identity.own_account import (
    ChangePassword,
    EndAllSessions,
    EndSession,
    GetOwnAccount,
    ListOwnSessions,
    OwnAccount,
    Rename,
)
from store.application.identity.own_history import MOST, GetOwnHistory, OwnHistory
from store.application.identity.proving import Prove
from store.application.shared.errors import BadValue
from store.domain.identity.password import LONGEST
from store.entrypoints.rest.accounts import Accepted, AddressForm, LinkForm
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.shared.by_mail import answered_by_mail
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import CODES, GUESSING, WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import LONGEST_CODE, NameText, Password, Pseudonyms, account_of
from store.entrypoints.shared.permissions import Permission, open_to


class NameForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What one is called; what is left out stays."""

    given_name: NameText | None = None
    family_name: NameText | None = None


class PasswordForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The password there is, and the one to be."""

    current_password: Annotated[str, Meta(min_length=1, max_length=LONGEST, examples=["a kettle sings at nine"])]
    password: Password


class ProofForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The password there is, and a code of the second factor or a recovery code where there is one."""

    current_password: Annotated[str, Meta(min_length=1, max_length=LONGEST, examples=["a kettle sings at nine"])]
    code: Annotated[str, Meta(max_length=LONGEST_CODE, examples=["123456"])] = ""


class LeavingView(Struct, frozen=True):
    """When the account will be gone."""

    deleted_at: datetime


class SessionView(Struct, frozen=True):
    """Where one is logged in. ``current`` is the session this was asked with."""

    id: UUID
    device: str
    opened_at: datetime
    seen_at: datetime
    current: bool


class MeController(Controller):
    path = "/me"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.OWN_ACCOUNT)
    tags = ("Accounts",)

    @get(opt=described("getOwnAccount", 404))
    async def show(self, request: AnyRequest, desk: NamedDependency[Desk]) -> OwnAccount:
        """Who one is."""
        account, _ = account_of(request)
        return await desk.ask(GetOwnAccount(account_id=account), request)

    @patch(opt=described("changeOwnAccount", 404, 422, limited=True))
    async def change(
        self, data: JSONBody[NameForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> OwnAccount:
        """Go by another name."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        own = await desk.ask(GetOwnAccount(account_id=account), request)
        given, family = data.given_name or own.given_name, data.family_name or own.family_name
        await desk.do(Rename(account_id=account, given_name=given or "", family_name=family or ""), request)
        return await desk.ask(GetOwnAccount(account_id=account), request)

    @put("/password", opt=described("changePassword", 404, 422, limited=True), status_code=204)
    async def change_password(
        self, data: JSONBody[PasswordForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[None]:
        """Take another password. All other sessions end; this one goes on with its refresh token.

        Who has a second factor logged in, or proved who they are, within five minutes.
        """
        account, session = account_of(request)
        await limits.spend(GUESSING, request, f"password of {account}")
        await desk.do(ChangePassword(
            account_id=account, session_id=session, current=Secret(data.current_password), new=Secret(data.password),
        ), request)
        return Response(None, status_code=204)

    @delete(opt=described("deleteOwnAccount", 404, 422, limited=True), status_code=202)
    async def leave(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
    ) -> LeavingView:
        """Have the account deleted. All sessions end and no door opens any more; a mail holds a link by which it stays
        after all. At `deleted_at` its keys are destroyed and nobody can read any more whose it was; orders, which are
        not the account's, and what the tax office may ask for stay.

        Only for whoever logged in, or proved who they are, within five minutes.
        """
        await limits.spend(WRITING, request)
        account, session = account_of(request)
        done = await desk.do(RequestDeletion(account_id=account, session_id=session), request)
        return LeavingView(done.outcome.due)

    @post("/proof", opt=described("proveOwner", 422, limited=True), status_code=204)
    async def prove(
        self, data: JSONBody[ProofForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[None]:
        """Say the password once more, and show a code where there is a second factor: else `CodeNeeded`.

        What only the owner may do is then open to this session for five minutes.
        """
        account, session = account_of(request)
        await limits.spend(GUESSING, request, f"password of {account}")
        if data.code:
            await limits.spend(CODES, request, f"code {account}")
        current, code = Secret(data.current_password), Secret(data.code)
        await desk.do(Prove(account_id=account, session_id=session, current=current, code=code), request)
        return Response(None, status_code=204)

    @post("/email", opt=described("requestEmailChange", 404, 422, limited=True), status_code=202)
    async def request_email(
        self, data: JSONBody[AddressForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms],
    ) -> Accepted:
        """Ask for another address: a mail to it holds a link that proves it. Says the same whoever has it already.

        Only for whoever logged in, or proved who they are, within five minutes.
        """
        account, session = account_of(request)
        wish = RequestEmailChange(account_id=account, session_id=session, email=data.email)
        await answered_by_mail(wish, data.email, request, desk, limits, pseudonyms)
        return Accepted()

    @post("/email/confirmation", opt=described("confirmEmailChange", 404, 409, 422, limited=True), status_code=204)
    async def confirm_email(
        self, data: JSONBody[LinkForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[None]:
        """Prove the other address with what the link in its mail holds. All other sessions end."""
        await limits.spend(GUESSING, request)
        account, session = account_of(request)
        await desk.do(
            ConfirmEmailChange(token=Secret(data.token), account_id=account, session_id=session), request
        )
        return Response(None, status_code=204)

    @get("/history", opt=described("getOwnHistory"))
    async def history(
        self, request: AnyRequest, desk: NamedDependency[Desk], cursor: FromQuery[str | None] = None,
        limit: FromQuery[int] = 50,
    ) -> OwnHistory:
        """What happened to one's account, the newest first: its own facts, and nobody else's."""
        account, _ = account_of(request)
        if not 1 <= limit <= MOST:
            raise BadValue("limit", f"between 1 and {MOST}")
        return await desk.ask(GetOwnHistory(account_id=account, limit=limit, cursor=cursor), request)

    @get("/sessions", opt=described("listOwnSessions"))
    async def sessions(self, request: AnyRequest, desk: NamedDependency[Desk]) -> list[SessionView]:
        """Where one is logged in, the one used last first."""
        account, session = account_of(request)
        return [
            SessionView(it.id, it.device, it.opened_at, it.seen_at, it.id == session)
            for it in await desk.ask(ListOwnSessions(account_id=account), request)
        ]

    @delete("/sessions/{id:uuid}", opt=described("endSession", 404, limited=True), status_code=204)
    async def end(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> None:
        """Log one device out, from its next request on."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        await desk.do(EndSession(account_id=account, session_id=id), request)

    @delete("/sessions", opt=described("endAllSessions", 404, limited=True), status_code=204)
    async def end_all(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
    ) -> None:
        """Log all devices out, this one too."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        await desk.do(EndAllSessions(account_id=account), request)
