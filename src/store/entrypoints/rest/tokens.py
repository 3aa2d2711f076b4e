"""``/api/v1/tokens``: how a program comes by a pass for somebody, by the next one, and how it gives it back."""

from typing import Annotated, Literal

from litestar import Controller, Response, delete, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from store.application.identity.messages import Secret
from store.application.identity.own_account import EndSession
from store.application.identity.tokens import IssueTokens, RefreshTokens, Tokens
from store.domain.identity.password import LONGEST
from store.entrypoints.shared.addresses import Email
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.devices import device_of
from store.entrypoints.shared.even_time import evenly
from store.entrypoints.shared.limits import CODES, GUESSING, WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import LONGEST_CODE, Pseudonyms, TokenText, account_of
from store.entrypoints.shared.permissions import LogInFirst, Permission, open_to


class LoginForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Who it is. ``code`` is for accounts with a second factor: of its app, or one of the recovery codes."""

    email: Email
    password: Annotated[str, Meta(min_length=1, max_length=LONGEST, examples=["a kettle sings at nine"])]
    code: Annotated[str, Meta(max_length=LONGEST_CODE)] = ""


class RefreshForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What the last answer gave along."""

    refresh_token: TokenText


class TokensView(Struct, frozen=True):
    """``access_token`` goes into `Authorization: Bearer …` and lasts ``expires_in`` seconds."""

    access_token: str
    refresh_token: str
    expires_in: int
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the word of RFC 6750


class TokensController(Controller):
    path = "/tokens"
    tags = ("Accounts",)

    @post(opt=open_to(Permission.PUBLIC) | described("issueTokens", 401, 403, 422, limited=True))
    async def issue(
        self, data: JSONBody[LoginForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits], pseudonyms: NamedDependency[Pseudonyms],
    ) -> Response[TokensView]:
        """Log in. An account whose address is not proven yet answers as a wrong password does.

        Where there is a second factor and no `code` came along, the problem is `CodeNeeded`; the same request with one
        is the second step.
        """
        await limits.spend(GUESSING, request, f"login {pseudonyms.of(data.email)}")
        if data.code:
            await limits.spend(CODES, request, f"code {pseudonyms.of(data.email)}")
        device = device_of(request.headers.get("user-agent", ""))
        async with evenly():
            command = IssueTokens(
                email=data.email, password=Secret(data.password), device=device, code=Secret(data.code)
            )
            return _told((await desk.do(command, request)).outcome)

    @post("/refresh", opt=open_to(Permission.PUBLIC) | described("refreshTokens", 401, limited=True))
    async def refresh(
        self, data: JSONBody[RefreshForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[TokensView]:
        """Exchange a refresh token for the next pair.

        Two who ask with the same one within ten seconds get the same next one. One that was exchanged before that ends
        the session, since nobody knows whose hands it is in.
        """
        await limits.spend(WRITING, request)
        return _told((await desk.do(RefreshTokens(refresh_token=Secret(data.refresh_token)), request)).outcome)

    @delete(opt=open_to(Permission.OWN_ACCOUNT) | described("logOut", 404), status_code=204)
    async def give_back(self, request: AnyRequest, desk: NamedDependency[Desk]) -> None:
        """Log out: this session's tokens are good for nothing from here on."""
        account, session = account_of(request)
        if session is None:
            raise LogInFirst
        await desk.do(EndSession(account_id=account, session_id=session), request)


def _told(tokens: Tokens) -> Response[TokensView]:
    told = TokensView(tokens.access_token.value, tokens.refresh_token.value, tokens.expires_in)
    return Response(told, status_code=201, headers={"cache-control": "no-store"})
