"""``/api/v1/users``: accounts of others, for staff; of one's own, for whoever has one."""

from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from store.application.identity.finding import FindUsers, UserRows
from store.application.identity.lost_factors import AskForRelease, ReleaseSecondFactor
from store.application.identity.users import (
    ChangeRole,
    DisableAccount,
    EnableAccount,
    EndUserSession,
    EndUserSessions,
    GetUser,
    ListUserSessions,
    RenameUser,
    SendResetLink,
    UserMoved,
    UserSession,
    UserView,
)
from store.application.ordering.messages import ListOrdersOf, OrdersOf
from store.application.shared.authority import EVERYTHING
from store.application.shared.bus import Command
from store.application.shared.errors import BadValue
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.rest.history import within
from store.entrypoints.rest.user_forms import LinkView, Reason, ReasonForm, RenameForm, RoleForm, SearchForm
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk, expected_version
from store.entrypoints.shared.finding_users import role_of, searched, unnamed
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to, scope_of, staff_of

MOST: Final = 100


class UsersController(Controller):
    path = "/users"
    cache_control = NEVER_KEPT
    tags = ("Users",)

    @get(opt=open_to(Permission.READ_USERS) | described("listUsers"))
    async def everybody(
        self, request: AnyRequest, desk: NamedDependency[Desk], role: FromQuery[str | None] = None,
        standing: Annotated[str | None, QueryParameter(name="state", description="How they stand")] = None,
        cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50,
    ) -> UserRows:
        """All accounts, newest first; those of one role, or those that are `active`, `unverified` or `disabled`."""
        query = FindUsers(role=role_of(role), state=standing, cursor=cursor, limit=within(limit, MOST))
        return (await searched(query, request, desk))[0]

    @post("/search", status_code=200, opt=open_to(Permission.READ_USERS) | described("searchUsers", limited=True))
    async def search(
        self, data: JSONBody[SearchForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> UserRows:
        """Accounts whose name, address or id resembles `q`, best first.

        What is looked for stands in no address, and in no fact: that somebody looked does.
        """
        await limits.spend(WRITING, request)
        query = FindUsers(q=data.q, role=role_of(data.role), state=data.state, cursor=data.cursor, limit=data.limit)
        return (await searched(query, request, desk))[0]

    @get("/{id:uuid}", opt=open_to(Permission.READ_USERS, own=True) | described("getUser", 404))
    async def show(self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]) -> Response[UserView]:
        """One account and how it stands, from its facts."""
        scope = scope_of(request, Permission.READ_USERS)
        view = unnamed(await desk.ask(GetUser(account_id=AccountId(id), scope=scope), request), request)
        return tagged(view, view.version)

    @patch("/{id:uuid}", opt=open_to(Permission.CHANGE_USERS) | described("renameUser", 404, 422, versioned=True))
    async def rename(
        self, id: FromPath[UUID], data: JSONBody[RenameForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[UserView]:
        """Have somebody go by another name."""
        return await self._moved(RenameUser(
            account_id=AccountId(id), given_name=data.given_name, family_name=data.family_name, by=staff_of(request),
            version=expected_version(request),
        ), data.reason, request, desk)

    @get("/{id:uuid}/orders", opt=open_to(Permission.READ_USERS) | described("listUserOrders", 404))
    async def orders(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 20,
    ) -> OrdersOf:
        """What was bought under the account's address, newest first, with an account or before there was one."""
        user = await desk.ask(GetUser(account_id=AccountId(id)), request)
        query = ListOrdersOf(email=user.email or "", cursor=cursor, limit=within(limit, MOST))
        return await desk.ask(query, request)

    @get("/{id:uuid}/sessions", opt=open_to(Permission.READ_USERS, own=True) | described("listUserSessions", 404))
    async def sessions(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> list[UserSession]:
        """Where somebody is logged in, the one used last first."""
        scope = scope_of(request, Permission.READ_USERS)
        return await desk.ask(ListUserSessions(account_id=AccountId(id), scope=scope), request)

    @delete(
        "/{id:uuid}/sessions/{session:uuid}", status_code=204,
        opt=open_to(Permission.END_SESSIONS, own=True) | described("endUserSession", 404, 422),
    )
    async def end(
        self, id: FromPath[UUID], session: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        reason: Annotated[
            Reason | None, QueryParameter(description="Why; nobody has to say it of a device of their own")
        ] = None,
    ) -> None:
        """Log one device of somebody out, from its next request on."""
        scope = scope_of(request, Permission.END_SESSIONS)
        if reason is None and scope is EVERYTHING:
            raise _unsaid()
        command = EndUserSession(account_id=AccountId(id), session_id=session, by=staff_of(request), scope=scope)
        await desk.do(command, request, reason=reason)

    @delete(
        "/{id:uuid}/sessions", status_code=204,
        opt=open_to(Permission.END_SESSIONS) | described("endUserSessions", 404, 422),
    )
    async def end_all(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        reason: Annotated[Reason | None, QueryParameter(description="Why: they will want to know")] = None,
    ) -> None:
        """Log somebody out on all devices. `reason` has to be there."""
        if reason is None:
            raise _unsaid()
        await desk.do(EndUserSessions(account_id=AccountId(id), by=staff_of(request)), request, reason=reason)

    @post(
        "/{id:uuid}/role", status_code=200,
        opt=open_to(Permission.CHANGE_ROLES, proof=True) | described("changeRole", 404, 422, versioned=True),
    )
    async def change_role(
        self, id: FromPath[UUID], data: JSONBody[RoleForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[UserView]:
        """Have somebody be here for something else, from their next request on. Nobody gives more than they hold."""
        return await self._moved(ChangeRole(
            account_id=AccountId(id), role=Role(data.role), by=staff_of(request), version=expected_version(request),
        ), data.reason, request, desk)

    @post(
        "/{id:uuid}/disable", status_code=200,
        opt=open_to(Permission.DISABLE_USERS, proof=True) | described("disableUser", 404, 422, versioned=True),
    )
    async def disable(
        self, id: FromPath[UUID], data: JSONBody[ReasonForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[UserView]:
        """Let nobody in under this account any more. Whoever is in is out with their next request."""
        return await self._moved(DisableAccount(
            account_id=AccountId(id), by=staff_of(request), version=expected_version(request),
        ), data.reason, request, desk)

    @post(
        "/{id:uuid}/enable", status_code=200,
        opt=open_to(Permission.DISABLE_USERS, proof=True) | described("enableUser", 404, 422, versioned=True),
    )
    async def enable(
        self, id: FromPath[UUID], data: JSONBody[ReasonForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[UserView]:
        """Let them in again, with the role they had."""
        return await self._moved(EnableAccount(
            account_id=AccountId(id), by=staff_of(request), version=expected_version(request),
        ), data.reason, request, desk)

    @post(
        "/{id:uuid}/password-reset", status_code=202,
        opt=open_to(Permission.CHANGE_USERS, proof=True) | described("sendResetLink", 404, 422),
    )
    async def reset(
        self, id: FromPath[UUID], data: JSONBody[ReasonForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[LinkView]:
        """Have a link sent to the account's address that sets another password. Nobody else sees either."""
        command = SendResetLink(account_id=AccountId(id), by=staff_of(request))
        receipt = await desk.do(command, request, reason=data.reason)
        return Response(LinkView(receipt.outcome.sent), status_code=202, headers={POSITION: receipt.position})

    @post(
        "/{id:uuid}/second-factor/lost", status_code=202,
        opt=open_to(Permission.RELEASE_FACTORS, proof=True)
        | described("reportSecondFactorLost", 404, 422, versioned=True),
    )
    async def ask_for_release(
        self, id: FromPath[UUID], data: JSONBody[ReasonForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[UserView]:
        """A customer lost phone and recovery codes, and you made sure who it is; `reason` says how.

        The customer is told by mail at once. From `release_due` on, a day later, the second factor can be taken away,
        unless somebody who reads that mail says no.
        """
        return await self._moved(AskForRelease(
            account_id=AccountId(id), by=staff_of(request), version=expected_version(request),
        ), data.reason, request, desk, status=202)

    @post(
        "/{id:uuid}/second-factor/release", status_code=200,
        opt=open_to(Permission.RELEASE_FACTORS, proof=True)
        | described("releaseSecondFactor", 404, 422, versioned=True),
    )
    async def release(
        self, id: FromPath[UUID], data: JSONBody[ReasonForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[UserView]:
        """Take it away: the password alone lets them in, and they are told. All their devices are logged out."""
        return await self._moved(ReleaseSecondFactor(
            account_id=AccountId(id), by=staff_of(request), version=expected_version(request),
        ), data.reason, request, desk)

    async def _moved(
        self, command: Command[UserMoved], reason: str, request: AnyRequest, desk: Desk, *, status: int = 200
    ) -> Response[UserView]:
        receipt = await desk.do(command, request, reason=reason)
        view = await desk.ask(GetUser(account_id=receipt.outcome.account_id), request)
        return tagged(unnamed(view, request), view.version, position=receipt.position, status=status)


def _unsaid() -> BadValue:
    return BadValue("reason", "say why, in at most 200 characters")
