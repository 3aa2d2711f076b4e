"""Handlers of the end of an account: wanted, thought better of, and done."""

from dataclasses import dataclass

from store.application.identity.errors import LinkSpent
from store.application.identity.farewell import (
    DeleteAccount,
    Departures,
    Farewell,
    KeepAccount,
    Leftovers,
    Persons,
    RecordDeletion,
    RecordDeletionRequest,
    RecordKeeping,
    Remains,
    RequestDeletion,
)
from store.application.identity.handlers import known
from store.application.identity.joining import expect_address
from store.application.identity.mail_tokens import MailTokens, Purpose
from store.application.identity.portraits import Portraits
from store.application.identity.ports import AccountEmails, Passwords, Sessions
from store.application.identity.proving import Proofs
from store.application.identity.second_factor import SecondFactors
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.errors import NotDue
from store.domain.identity.owning import SECOND_THOUGHTS
from store.domain.shared.ids import AccountId, SubjectId, follow_up


@dataclass(frozen=True)
class Leaving:
    emails: AccountEmails
    passwords: Passwords
    sessions: Sessions
    tokens: MailTokens
    factors: SecondFactors
    departures: Departures
    portraits: Portraits
    persons: Persons
    copies: Leftovers
    clock: Clock

    @conducts(RequestDeletion)
    def request(self, command: RequestDeletion, conductor: Conductor) -> Farewell:
        """Noted first: an account that is noted for nothing is crossed out, one that is not would never be deleted."""
        account = command.account_id
        Proofs(self.sessions, self.clock).expect(account, command.session_id)
        self.departures.note(account, self.clock.now() + SECOND_THOUGHTS)
        farewell = conductor.first(RecordDeletionRequest(account_id=account))
        self.sessions.close_all(account)
        self.tokens.void(account, Purpose.SECOND_STEP, Purpose.NEW_EMAIL)
        return farewell

    @handles(RecordDeletionRequest)
    def record_request(self, command: RecordDeletionRequest, work: UnitOfWork) -> Farewell:
        account = work.get(Account, command.account_id)
        due = account.request_deletion(at=self.clock.now())
        work.save(account)
        return Farewell(due)

    @conducts(KeepAccount)
    def keep(self, command: KeepAccount, conductor: Conductor) -> None:
        token, now = command.token.value, self.clock.now()
        grant = self.tokens.look(token, Purpose.STAY, now)
        if grant is None:
            raise LinkSpent
        conductor.first(RecordKeeping(account_id=grant.account, address=grant.address))
        self.departures.cross_out(grant.account)
        self.tokens.redeem(token, Purpose.STAY, now)

    @handles(RecordKeeping)
    def record_keeping(self, command: RecordKeeping, work: UnitOfWork) -> None:
        account = work.get(Account, command.account_id)
        expect_address(account, command.address, self.tokens)
        account.withdraw_deletion(at=self.clock.now())
        work.save(account)

    @conducts(DeleteAccount)
    def delete(self, command: DeleteAccount, conductor: Conductor) -> bool:
        """The fact first, the list last: whatever a crash left undone is done by whoever comes again."""
        account = command.account_id
        remains = conductor.first(RecordDeletion(account_id=account))
        if remains.due:
            self._sweep(account, remains.picture)
        self.departures.cross_out(account)
        return remains.due

    @handles(RecordDeletion)
    def record_deletion(self, command: RecordDeletion, work: UnitOfWork) -> Remains:
        account = work.get(Account, command.account_id)
        try:
            account.delete(at=self.clock.now())
        except NotDue:
            return Remains(due=False)
        work.save(account)
        return Remains(due=True, picture=known(account.portrait))

    def _sweep(self, account: AccountId, picture: str | None) -> None:
        """The key last of all: as long as it is there, a second try finds out what the picture is called."""
        if picture is not None:
            self.portraits.remove(picture)
        self.sessions.close_all(account)
        self.passwords.forget(account)
        self.tokens.void(account)
        self.factors.drop(account)
        self.copies.drop(account)
        self.emails.forget(account)
        self.persons.destroy(SubjectId(follow_up(account, "subject")))
