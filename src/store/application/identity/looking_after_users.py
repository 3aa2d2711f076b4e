"""Handlers of what staff do with the accounts of others.

Each looks at the account, at whoever asks and at the roster in one statement. What changes somebody's authority is
appended to the account and to the roster at once: of two who change it at the same time the log lets one be first.
"""

from dataclasses import dataclass

from store.application.identity.errors import NoSuchSession
from store.application.identity.handlers import called, known
from store.application.identity.ports import AccountEmails, LiveSessions, Sessions
from store.application.identity.roles import expect_to_hold
from store.application.identity.users import (
    ChangeRole,
    DisableAccount,
    EnableAccount,
    EndUserSession,
    EndUserSessions,
    GetUser,
    GiveRole,
    LinkSent,
    ListUserSessions,
    RecordDisabled,
    RecordRole,
    RecordUserSessionEnded,
    RecordUserSessionsEnded,
    RenameUser,
    SendResetLink,
    UserMoved,
    UserSession,
    UserView,
)
from store.application.shared.authority import Permission
from store.application.shared.bus import answers, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.identity.account import Account
from store.domain.identity.errors import NoSuchAccount, NotYourself
from store.domain.identity.events import Ended, Role
from store.domain.identity.roster import Roster
from store.domain.shared.ids import AccountId, roster


@dataclass(frozen=True)
class LookingAfterUsers:
    emails: AccountEmails
    sessions: Sessions
    clock: Clock

    @conducts(GiveRole)
    def give_role(self, command: GiveRole, conductor: Conductor) -> UserMoved:
        """Whoever has the machine may do all there is."""
        account = self.emails.find(command.email)
        if account is None:
            raise NoSuchAccount
        return self.change_role(ChangeRole(account_id=account, role=command.role, by=None), conductor)

    @conducts(ChangeRole)
    def change_role(self, command: ChangeRole, conductor: Conductor) -> UserMoved:
        """The fact decides what sessions are good for; how long they last is seen to after it."""
        moved = conductor.first(RecordRole(
            account_id=command.account_id, role=command.role, by=command.by, version=command.version,
        ))
        self.sessions.become(command.account_id, command.role, self.clock.now())
        return moved

    @handles(RecordRole)
    def record_role(self, command: RecordRole, work: UnitOfWork) -> UserMoved:
        needs, now = Permission.CHANGE_ROLES, self.clock.now()
        account, places = looked_at(command.account_id, command.by, work, needs, command.role)
        expect(account, command.version)
        if account.role and account.active:  # enrolled before there was a roster, perhaps
            places.place(account.id, account.role, at=now)
        account.change_role(command.role, at=now)
        places.place(account.id, command.role, at=now)
        work.save(account, places)
        return UserMoved(account.id, account.version)

    @conducts(DisableAccount)
    def disable(self, command: DisableAccount, conductor: Conductor) -> UserMoved:
        """The fact closes every door; sessions are swept up after it."""
        moved = conductor.first(RecordDisabled(
            account_id=command.account_id, by=command.by, version=command.version,
        ))
        self.sessions.close_all(command.account_id)
        return moved

    @handles(RecordDisabled)
    def record_disabled(self, command: RecordDisabled, work: UnitOfWork) -> UserMoved:
        if command.by == command.account_id:
            raise NotYourself
        account, places = looked_at(command.account_id, command.by, work, Permission.DISABLE_USERS)
        expect(account, command.version)
        places.leave(account.id, at=self.clock.now())
        account.disable(at=self.clock.now())
        work.save(account, places)
        return UserMoved(account.id, account.version)

    @handles(EnableAccount)
    def enable(self, command: EnableAccount, work: UnitOfWork) -> UserMoved:
        account, places = looked_at(command.account_id, command.by, work, Permission.DISABLE_USERS)
        expect(account, command.version)
        account.enable(at=self.clock.now())
        if account.role:
            places.place(account.id, account.role, at=self.clock.now())
        work.save(account, places)
        return UserMoved(account.id, account.version)

    @handles(RenameUser)
    def rename(self, command: RenameUser, work: UnitOfWork) -> UserMoved:
        account, _ = looked_at(command.account_id, command.by, work, Permission.CHANGE_USERS)
        expect(account, command.version)
        account.rename(command.given_name, command.family_name, at=self.clock.now())
        work.save(account)
        return UserMoved(account.id, account.version)

    @handles(SendResetLink)
    def send_link(self, command: SendResetLink, work: UnitOfWork) -> LinkSent:
        account, _ = looked_at(command.account_id, command.by, work, Permission.CHANGE_USERS)
        if not account.active:
            raise NoSuchAccount
        before = account.version
        account.request_password_reset(at=self.clock.now())
        work.save(account)
        return LinkSent(account.id, account.version, account.version > before)

    @conducts(EndUserSession)
    def end_session(self, command: EndUserSession, conductor: Conductor) -> None:
        command.scope.expect(account=command.account_id)
        conductor.first(RecordUserSessionEnded(
            account_id=command.account_id, session_id=command.session_id, by=command.by,
        ))
        self.sessions.end(command.account_id, command.session_id)

    @handles(RecordUserSessionEnded)
    def record_one_ended(self, command: RecordUserSessionEnded, work: UnitOfWork) -> None:
        account, _ = looked_at(command.account_id, command.by, work, Permission.END_SESSIONS)
        if not self.sessions.has(command.account_id, command.session_id):
            raise NoSuchSession
        if command.by != command.account_id:
            account.end_sessions(Ended.ONE_BY_STAFF, at=self.clock.now())
            work.save(account)

    @conducts(EndUserSessions)
    def end_sessions(self, command: EndUserSessions, conductor: Conductor) -> UserMoved:
        moved = conductor.first(RecordUserSessionsEnded(account_id=command.account_id, by=command.by))
        self.sessions.close_all(command.account_id)
        return moved

    @handles(RecordUserSessionsEnded)
    def record_end(self, command: RecordUserSessionsEnded, work: UnitOfWork) -> UserMoved:
        account, _ = looked_at(command.account_id, command.by, work, Permission.END_SESSIONS)
        account.end_sessions(Ended.BY_STAFF, at=self.clock.now())
        work.save(account)
        return UserMoved(account.id, account.version)


def looked_at(
    id: AccountId, by: AccountId | None, work: UnitOfWork, needs: Permission, wanted: Role | None = None
) -> tuple[Account, Roster]:
    """The account and the roster, for somebody who holds what it *needs*, as much as the account does, and as much as
    *wanted* would bring: at this moment, whatever they held when they were let in.

    :raises NoSuchAccount: where there is none.
    :raises MoreThanYouHold: for who does not.
    """
    account, places, actor = work.gather((Account, id), (Roster, roster()), (Account, by or id))
    if account.role is None:
        raise NoSuchAccount
    if by is not None:
        expect_to_hold(actor.role if actor.active else None, needs, account.role, wanted, own=by == id)
    return account, places


@dataclass(frozen=True)
class UserAnswers:
    """Answers from the facts themselves and from the table of sessions: never behind."""

    journal: AsyncJournal
    sessions: LiveSessions
    clock: Clock
    reads = ()

    @answers(GetUser)
    async def show(self, query: GetUser) -> UserView:
        query.scope.expect(account=query.account_id)
        histories = await self.journal.read([query.account_id])
        it = Account.replay(query.account_id, histories.get(query.account_id, History()).events)
        if it.role is None or it.since is None:
            raise NoSuchAccount
        return UserView(
            it.id, called(it), known(it.given_name), known(it.family_name), known(it.email), it.role, state_of(it),
            it.since, it.version, it.second_factor, it.release_due,
        )

    @answers(ListUserSessions)
    async def list_sessions(self, query: ListUserSessions) -> list[UserSession]:
        query.scope.expect(account=query.account_id)
        found = await self.sessions.of_account(query.account_id, self.clock.now())
        return [UserSession(it.id, it.device, it.opened_at, it.seen_at) for it in found]


def state_of(account: Account) -> str:
    """How an account stands, in one word."""
    if account.disabled:
        return "disabled"
    return "active" if account.verified else "unverified"
