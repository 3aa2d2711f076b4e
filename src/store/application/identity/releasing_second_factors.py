"""Handlers of a second factor that was lost with its recovery codes (``docs/adr/0145``)."""

from dataclasses import dataclass

from store.application.identity.errors import LinkSpent
from store.application.identity.joining import expect_address
from store.application.identity.looking_after_users import looked_at
from store.application.identity.lost_factors import (
    AskForRelease,
    RecordRelease,
    RecordReleaseStopped,
    ReleaseSecondFactor,
    StopRelease,
)
from store.application.identity.mail_tokens import MailTokens, Purpose
from store.application.identity.ports import Sessions
from store.application.identity.second_factor import SecondFactors
from store.application.identity.users import UserMoved
from store.application.shared.authority import Permission
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.identity.account import Account
from store.domain.identity.errors import NotACustomer, NotYourself
from store.domain.shared.ids import AccountId


@dataclass(frozen=True)
class ReleasingSecondFactors:
    """Not for oneself, and not for those who work here: they set up another at the door."""

    factors: SecondFactors
    sessions: Sessions
    tokens: MailTokens
    clock: Clock

    @handles(AskForRelease)
    def ask(self, command: AskForRelease, work: UnitOfWork) -> UserMoved:
        account = self._customer(command.account_id, command.by, work)
        expect(account, command.version)
        account.ask_for_release(at=self.clock.now())
        work.save(account)
        return UserMoved(account.id, account.version)

    @conducts(ReleaseSecondFactor)
    def release(self, command: ReleaseSecondFactor, conductor: Conductor) -> UserMoved:
        """The fact first: a door that asks for a code that nobody can have is opened by doing it again."""
        moved = conductor.first(
            RecordRelease(account_id=command.account_id, by=command.by, version=command.version)
        )
        self.factors.drop(command.account_id)
        self.tokens.void(command.account_id, Purpose.SECOND_STEP, Purpose.KEEP_FACTOR)
        self.sessions.close_all(command.account_id)
        return moved

    @handles(RecordRelease)
    def record(self, command: RecordRelease, work: UnitOfWork) -> UserMoved:
        account = self._customer(command.account_id, command.by, work)
        expect(account, command.version)
        account.release_second_factor(at=self.clock.now())
        work.save(account)
        return UserMoved(account.id, account.version)

    @conducts(StopRelease)
    def stop(self, command: StopRelease, conductor: Conductor) -> None:
        token, now = command.token.value, self.clock.now()
        grant = self.tokens.look(token, Purpose.KEEP_FACTOR, now)
        if grant is None:
            raise LinkSpent
        conductor.first(RecordReleaseStopped(account_id=grant.account, address=grant.address))
        self.tokens.redeem(token, Purpose.KEEP_FACTOR, now)

    @handles(RecordReleaseStopped)
    def record_stop(self, command: RecordReleaseStopped, work: UnitOfWork) -> None:
        account = work.get(Account, command.account_id)
        expect_address(account, command.address, self.tokens)
        account.stop_release(at=self.clock.now())
        work.save(account)

    def _customer(self, id: AccountId, by: AccountId | None, work: UnitOfWork) -> Account:
        if by == id:
            raise NotYourself
        account, _ = looked_at(id, by, work, Permission.RELEASE_FACTORS)
        if account.role is None or account.role.works_here:
            raise NotACustomer
        return account
