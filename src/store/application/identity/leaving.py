"""Handlers of the end of an account: wanted, and thought better of. How it is done, ``erasing_persons`` says."""

from dataclasses import dataclass

from store.application.identity.errors import LinkSpent
from store.application.identity.farewell import (
    Departures,
    Farewell,
    KeepAccount,
    RecordDeletionRequest,
    RecordKeeping,
    RequestDeletion,
)
from store.application.identity.joining import expect_address
from store.application.identity.mail_tokens import MailTokens, Purpose
from store.application.identity.ports import Sessions
from store.application.identity.proving import Proofs
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.owning import SECOND_THOUGHTS


@dataclass(frozen=True)
class Leaving:
    sessions: Sessions
    tokens: MailTokens
    departures: Departures
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
