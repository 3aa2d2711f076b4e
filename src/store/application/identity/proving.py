"""Saying once more who one is, for what nobody may do with a device that was left alone."""

from dataclasses import dataclass
from uuid import UUID

from store.application.identity.errors import ProveFirst, WrongPassword
from store.application.identity.messages import Secret
from store.application.identity.ports import Passwords, Sessions
from store.application.shared.bus import Command, handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.shared.ids import AccountId


class Prove(Command[None], frozen=True):
    """Somebody who is logged in says the password once more; for a while their session counts as proven."""

    account_id: AccountId
    session_id: UUID | None
    current: Secret


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
    clock: Clock

    @handles(Prove)
    def prove(self, command: Prove, work: UnitOfWork) -> None:
        del work
        if not self.passwords.match(command.account_id, command.current.value):
            raise WrongPassword
        if command.session_id is not None:
            self.sessions.prove(command.account_id, command.session_id, self.clock.now())

    @handles(ExpectProven)
    def expect(self, command: ExpectProven, work: UnitOfWork) -> None:
        del work
        Proofs(self.sessions, self.clock).expect(command.account_id, command.session_id)
