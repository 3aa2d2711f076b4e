"""Handlers of another address: asked for, proven by whoever reads its mail, and given back."""

from dataclasses import dataclass

from store.application.identity.another_email import (
    ConfirmEmailChange,
    Moved,
    MovedBack,
    RecordEmailChange,
    RecordEmailUndo,
    RequestEmailChange,
    UndoEmailChange,
    Undone,
)
from store.application.identity.errors import LinkSpent, WrongPassword
from store.application.identity.handlers import known
from store.application.identity.mail_tokens import MailTokens, Purpose
from store.application.identity.messages import Secret
from store.application.identity.ports import AccountEmails, Passwords, Sessions
from store.application.identity.proving import Proofs
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.email import canonical
from store.domain.identity.errors import AddressTaken
from store.domain.identity.moving import GIVEN_BACK_FOR, Move
from store.domain.shared.ids import follow_up


@dataclass(frozen=True)
class Moving:
    emails: AccountEmails
    passwords: Passwords
    sessions: Sessions
    tokens: MailTokens
    clock: Clock

    @handles(RequestEmailChange)
    def request(self, command: RequestEmailChange, work: UnitOfWork) -> None:
        """Whose the address may be already is not looked at here: whoever reads its mail will hear it."""
        Proofs(self.sessions, self.clock).expect(command.account_id, command.session_id)
        account = work.get(Account, command.account_id)
        account.request_email(canonical(command.email), at=self.clock.now())
        work.save(account)

    @conducts(ConfirmEmailChange)
    def confirm(self, command: ConfirmEmailChange, conductor: Conductor) -> None:
        """Claim, then record, then tidy up: whoever presses again after a crash finishes what is unfinished."""
        token, now = command.token.value, self.clock.now()
        grant = self.tokens.look(token, Purpose.NEW_EMAIL, now)
        if grant is None:
            raise LinkSpent
        inside = command.account_id == grant.account
        if not inside and not self.passwords.match(grant.account, command.password.value):
            raise WrongPassword
        moved = conductor.first(RecordEmailChange(account_id=grant.account, way=grant.address))
        self.emails.put_aside(moved.former, grant.account, now + GIVEN_BACK_FOR)
        self.sessions.close_all(grant.account, but=command.session_id if inside else None)
        self.tokens.redeem(token, Purpose.NEW_EMAIL, now)

    @handles(RecordEmailChange)
    def record(self, command: RecordEmailChange, work: UnitOfWork) -> Moved:
        """Of many accounts that want one address the database lets one have it."""
        account = work.get(Account, command.account_id)
        done = account.moves[-1] if account.moves else None
        if done is not None and self._is(done, command.way):
            return _moved(done)
        wanted = known(account.wish.email) if account.wish else None
        if wanted is None or self.tokens.digest(wanted, known(account.email) or "") != command.way:
            raise LinkSpent
        if self.emails.claim(canonical(wanted), account.id) != account.id:
            raise AddressTaken
        move = account.change_email(at=self.clock.now())
        work.save(account)
        return _moved(move)

    @conducts(UndoEmailChange)
    def undo(self, command: UndoEmailChange, conductor: Conductor) -> Undone:
        """Whoever is in is thrown out, and the password they may know opens nothing any more."""
        token, now = command.token.value, self.clock.now()
        grant = self.tokens.look(token, Purpose.UNDO_EMAIL, now)
        if grant is None:
            raise LinkSpent
        back = conductor.first(RecordEmailUndo(account_id=grant.account, way=grant.address))
        for email in back.dropped:
            self.emails.give_up(email, grant.account)
        self.passwords.forget(grant.account)
        self.sessions.close_all(grant.account)
        self.tokens.void(grant.account)
        mail = follow_up(grant.account, f"reset after {token}")
        return Undone(Secret(self.tokens.issue(mail, Purpose.RESET, grant.account, back.email, now)))

    @handles(RecordEmailUndo)
    def record_undo(self, command: RecordEmailUndo, work: UnitOfWork) -> MovedBack:
        account = work.get(Account, command.account_id)
        if account.undone and self._is(account.undone[0], command.way):
            return _moved_back(account.undone)
        move = next((move for move in account.moves if self._is(move, command.way)), None)
        former = known(move.former) if move else None
        if move is None or former is None or self.emails.claim(canonical(former), account.id) != account.id:
            raise LinkSpent
        undone = account.undo_email(move, at=self.clock.now())
        work.save(account)
        return _moved_back(undone)

    def _is(self, move: Move, way: bytes) -> bool:
        return self.tokens.digest(known(move.email) or "", known(move.former) or "") == way


def _moved(move: Move) -> Moved:
    return Moved(known(move.former) or "", known(move.email) or "")


def _moved_back(undone: tuple[Move, ...]) -> MovedBack:
    first = known(undone[0].former) or ""
    return MovedBack(first, tuple({known(move.email) or "" for move in undone} - {first}))
