"""Handlers of the doors: who works here, and who is in."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from store.application.identity.errors import NoSuchStaff, WrongLogin
from store.application.identity.messages import (
    CloseAccount,
    DisableStaff,
    Enrolled,
    EnrolStaff,
    LoggedIn,
    LogIn,
    LogOut,
    OpenAccount,
    Secret,
    SetPassword,
    StaffView,
    WhoIs,
)
from store.application.identity.ports import LONGEST, Passwords, Session, Sessions, StaffEmails
from store.application.shared.bus import answers, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import AsyncJournal, Clock, Ids
from store.application.shared.work import UnitOfWork
from store.domain.identity.email import canonical
from store.domain.identity.password import expect_good
from store.domain.identity.staff_account import StaffAccount
from store.domain.shared.ids import StaffId
from store.domain.shared.personal import Erased, Personal

_NOBODY: Final = StaffId(UUID(int=0))


@dataclass(frozen=True)
class StaffHandlers:
    emails: StaffEmails
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
        """Claim the address, then record. An address that was claimed for nothing is taken up again here."""
        email = canonical(command.email)
        account = work.find(StaffAccount, self.emails.claim(email, StaffId(self.ids.next())))
        account.enrol(email, command.name, command.role, at=self.clock.now())
        work.save(account)
        return Enrolled(account.id)

    @handles(SetPassword)
    def set_password(self, command: SetPassword, work: UnitOfWork) -> Enrolled:
        account = self._account(command.email, work)
        expect_good(command.password.value)
        self.passwords.set(account.id, command.password.value)
        self.sessions.close_all(account.id)
        return Enrolled(account.id)

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
        account = work.get(StaffAccount, command.account_id)
        account.disable(at=self.clock.now())
        work.save(account)
        return Enrolled(account.id)

    @handles(LogIn)
    def log_in(self, command: LogIn, work: UnitOfWork) -> LoggedIn:
        """The same steps whoever is named, so that neither words nor time tell who works here."""
        named = self.emails.find(command.email) or _NOBODY
        account = work.find(StaffAccount, named)
        recognised = self.passwords.match(named, command.password.value)
        if not (recognised and account.active and account.role):
            raise WrongLogin
        now = self.clock.now()
        token = self.sessions.open(Session(account.id, account.role), now)
        return LoggedIn(account.id, Secret(token), now + LONGEST)

    @handles(LogOut)
    def log_out(self, command: LogOut, work: UnitOfWork) -> None:
        del work
        self.sessions.close(command.token.value)

    def _account(self, email: str, work: UnitOfWork) -> StaffAccount:
        account = work.find(StaffAccount, self.emails.find(email) or _NOBODY)
        if not account.version:
            raise NoSuchStaff
        return account


@dataclass(frozen=True)
class StaffAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    reads = ()

    @answers(WhoIs)
    async def who_is(self, query: WhoIs) -> list[StaffView]:
        histories = await self.journal.read(query.accounts)
        found = [
            StaffAccount.replay(id, histories[id].events)
            for id in query.accounts if id in histories
        ]
        return [
            StaffView(it.id, _known(it.name), _known(it.email), it.role, it.active) for it in found
        ]


def _known(value: Personal[str] | None) -> str | None:
    return None if value is None or isinstance(value.value, Erased) else value.value
