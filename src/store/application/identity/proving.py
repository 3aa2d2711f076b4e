"""Saying once more who one is, for what nobody may do with a device that was left alone.

Whoever has a second factor proves it with that, too: a password that somebody else knows must not take it away.
"""

from dataclasses import dataclass
from uuid import UUID

from store.application.identity.codes import Codes
from store.application.identity.errors import CodeNeeded, ProveFirst, WrongPassword
from store.application.identity.messages import Secret
from store.application.identity.ports import Passwords, Sessions
from store.application.identity.second_factor import SecondFactors
from store.application.shared.bus import Command, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.shared.ids import AccountId


class Prove(Command[None], frozen=True):
    """Somebody who is logged in says the password once more, and shows a code if they have a second factor; for a while
    their session counts as proven.
    """

    account_id: AccountId
    session_id: UUID | None
    current: Secret
    code: Secret = Secret("")


class LookWhetherGuarded(Command[bool], frozen=True):
    """Whether the account has a second factor."""

    account_id: AccountId


class ExpectProvenIfGuarded(Command[None], frozen=True):
    """Refused where there is a second factor that nobody showed lately: for what else is open to the password alone."""

    account_id: AccountId
    session_id: UUID | None


class ExpectProven(Command[None], frozen=True):
    """Refused unless it is sure that this is the owner: they logged in, or proved it, within the last five minutes."""

    account_id: AccountId
    session_id: UUID | None


@dataclass(frozen=True)
class Proofs:
    """What handlers ask that carry out what only the owner may have done."""

    sessions: Sessions
    clock: Clock

    def expect(self, account: AccountId, session: UUID | None) -> None:
        """Refuse whoever did not prove lately who they are."""
        if session is None or not self.sessions.proven(account, session, self.clock.now()):
            raise ProveFirst


@dataclass(frozen=True)
class Proving:
    passwords: Passwords
    sessions: Sessions
    factors: SecondFactors
    clock: Clock

    @conducts(Prove)
    def prove(self, command: Prove, conductor: Conductor) -> None:
        guarded = conductor.first(LookWhetherGuarded(account_id=command.account_id))
        if not self.passwords.match(command.account_id, command.current.value):
            raise WrongPassword
        if guarded and not command.code.value.strip():
            raise CodeNeeded
        if guarded:
            Codes(self.factors, self.clock).take(command.account_id, command.code, conductor)
        if command.session_id is not None:
            self.sessions.prove(command.account_id, command.session_id, self.clock.now())

    @handles(LookWhetherGuarded)
    def look(self, command: LookWhetherGuarded, work: UnitOfWork) -> bool:
        return work.get(Account, command.account_id).second_factor

    @handles(ExpectProvenIfGuarded)
    def expect_if_guarded(self, command: ExpectProvenIfGuarded, work: UnitOfWork) -> None:
        if work.get(Account, command.account_id).second_factor:
            Proofs(self.sessions, self.clock).expect(command.account_id, command.session_id)

    @handles(ExpectProven)
    def expect(self, command: ExpectProven, work: UnitOfWork) -> None:
        del work
        Proofs(self.sessions, self.clock).expect(command.account_id, command.session_id)
