"""Handlers of passwords that are forgotten, and of those that are changed."""

from dataclasses import dataclass

from store.application.identity.errors import LinkSpent, WrongPassword
from store.application.identity.handlers import NOBODY
from store.application.identity.joining import expect_address
from store.application.identity.mail_tokens import MailTokens, Purpose
from store.application.identity.own_account import (
    ChangePassword,
    RecordPassword,
    RequestPasswordReset,
    ResetPassword,
)
from store.application.identity.ports import AccountEmails, Guesses, Passwords, Sessions
from store.application.identity.proving import ExpectProvenIfGuarded
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.errors import PasswordKnown
from store.domain.identity.login_events import Provider
from store.domain.identity.password import expect_strong


@dataclass(frozen=True)
class ChangingPasswords:
    emails: AccountEmails
    passwords: Passwords
    guesses: Guesses
    tokens: MailTokens
    sessions: Sessions
    clock: Clock

    @handles(RequestPasswordReset)
    def request(self, command: RequestPasswordReset, work: UnitOfWork) -> None:
        account = work.find(Account, self.emails.find(command.email) or NOBODY)
        account.request_password_reset(at=self.clock.now())
        work.save(account)

    @conducts(ResetPassword)
    def reset(self, command: ResetPassword, conductor: Conductor) -> tuple[Provider, ...]:
        """The account is the link's own: nobody says which one. A password that won't do leaves the link whole."""
        self._expect_good(command.password.value)
        grant = self.tokens.redeem(command.token.value, Purpose.RESET, self.clock.now())
        if grant is None:
            raise LinkSpent
        linked = conductor.first(RecordPassword(account_id=grant.account, by_mail=True, address=grant.address))
        self.passwords.set(grant.account, command.password.value)
        self.sessions.close_all(grant.account)
        self.tokens.void(grant.account, Purpose.SECOND_STEP)
        return linked

    @conducts(ChangePassword)
    def change(self, command: ChangePassword, conductor: Conductor) -> None:
        """This device stays, and passes it was given before are good for nothing; all others are logged out."""
        conductor.then(ExpectProvenIfGuarded(account_id=command.account_id, session_id=command.session_id))
        if not self.passwords.match(command.account_id, command.current.value):
            raise WrongPassword
        self._expect_good(command.new.value)
        conductor.first(RecordPassword(account_id=command.account_id, by_mail=False))
        self.passwords.set(command.account_id, command.new.value)
        self.sessions.close_all(command.account_id, but=command.session_id)
        self.tokens.void(command.account_id, Purpose.SECOND_STEP)

    @handles(RecordPassword)
    def record(self, command: RecordPassword, work: UnitOfWork) -> tuple[Provider, ...]:
        account = work.get(Account, command.account_id)
        if command.by_mail:
            expect_address(account, command.address, self.tokens)
        account.change_password(by_mail=command.by_mail, at=self.clock.now())
        work.save(account)
        return tuple(login.provider for login in account.logins)

    def _expect_good(self, password: str) -> None:
        expect_strong(password)
        if self.guesses.easily(password, ()):
            raise PasswordKnown
