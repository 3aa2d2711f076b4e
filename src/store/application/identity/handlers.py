"""Handlers of the doors: who works here, and who is in."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from store.application.identity.errors import NoSuchStaff
from store.application.identity.messages import (
    AccountView,
    CloseAccount,
    DisableStaff,
    Enrolled,
    EnrolStaff,
    LogOut,
    OpenAccount,
    Secret,
    SetPassword,
    WhoIs,
)
from store.application.identity.ports import AccountEmails, Passwords, Sessions
from store.application.shared.bus import answers, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import AsyncJournal, Clock, Ids
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.email import canonical
from store.domain.identity.events import Role
from store.domain.identity.password import expect_good
from store.domain.identity.roster import Roster
from store.domain.shared.ids import AccountId, roster
from store.domain.shared.personal import Erased, Personal

NOBODY: Final = AccountId(UUID(int=0))
"""Whoever an address belongs to that is nobody's."""


@dataclass(frozen=True)
class AccountHandlers:
    emails: AccountEmails
    passwords: Passwords
    sessions: Sessions
    clock: Clock
    ids: Ids

    @conducts(EnrolStaff)
    def enrol(self, command: EnrolStaff, conductor: Conductor) -> Enrolled:
        """The fact first: of two who enrol the same person at once, only the one who did sets a password."""
        expect_good(command.password.value)
        enrolled = conductor.first(OpenAccount(email=command.email, name=command.name, role=command.role))
        self.passwords.set(enrolled.account_id, command.password.value)
        return enrolled

    @handles(OpenAccount)
    def open_account(self, command: OpenAccount, work: UnitOfWork) -> Enrolled:
        """Claim the address, then record. An address that was claimed for nothing is taken up again here.

        A shop without a super admin gets one.
        """
        email, now = canonical(command.email), self.clock.now()
        id = self.emails.claim(email, AccountId(self.ids.next()))
        account, places = work.gather((Account, id), (Roster, roster()))
        role = command.role if places.super_admins else Role.SUPER_ADMIN
        account.enrol(email, command.name, role, at=now)
        places.place(id, role, at=now)
        work.save(account, places)
        return Enrolled(account.id, role)

    @handles(SetPassword)
    def set_password(self, command: SetPassword, work: UnitOfWork) -> Enrolled:
        account = self._account(command.email, work)
        expect_good(command.password.value)
        self.passwords.set(account.id, command.password.value)
        self.sessions.close_all(account.id)
        return Enrolled(account.id, account.role)

    @conducts(DisableStaff)
    def disable(self, command: DisableStaff, conductor: Conductor) -> Enrolled:
        """The fact closes every door; sessions are swept up after it."""
        account = self.emails.find(command.email)
        if account is None:
            raise NoSuchStaff
        closed = conductor.first(CloseAccount(account_id=account))
        self.sessions.close_all(account)
        return closed

    @handles(CloseAccount)
    def close_account(self, command: CloseAccount, work: UnitOfWork) -> Enrolled:
        account, places = work.gather((Account, command.account_id), (Roster, roster()))
        if account.role is None or not account.role.works_here:
            raise NoSuchStaff
        places.leave(account.id, at=self.clock.now())
        account.disable(at=self.clock.now())
        work.save(account, places)
        return Enrolled(account.id, account.role)

    @handles(LogOut)
    def log_out(self, command: LogOut, work: UnitOfWork) -> None:
        del work
        self.sessions.close(command.token.value)

    def _account(self, email: str, work: UnitOfWork) -> Account:
        account = work.find(Account, self.emails.find(email) or NOBODY)
        if account.role is None or not account.role.works_here:
            raise NoSuchStaff
        return account


def recognised(
    emails: AccountEmails, passwords: Passwords, email: str, password: Secret, work: UnitOfWork
) -> Account | None:
    """The account of *email*, if this is its password and it lets somebody in."""
    named = emails.find(email) or NOBODY
    account = work.find(Account, named)
    right = passwords.match(named, password.value)
    return account if right and account.opens_doors else None


@dataclass(frozen=True)
class AccountAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    reads = ()

    @answers(WhoIs)
    async def who_is(self, query: WhoIs) -> list[AccountView]:
        histories = await self.journal.read(query.accounts)
        found = [
            Account.replay(id, histories[id].events)
            for id in query.accounts if id in histories
        ]
        return [AccountView(it.id, called(it), known(it.email), it.role, it.active) for it in found]


def called(account: Account) -> str | None:
    """What people call somebody."""
    if account.given_name is None:
        return known(account.name)
    return " ".join(part for part in (known(account.given_name), known(account.family_name)) if part) or None


def known(value: Personal[str] | None) -> str | None:
    """What is known of somebody still."""
    return None if value is None or isinstance(value.value, Erased) else value.value
