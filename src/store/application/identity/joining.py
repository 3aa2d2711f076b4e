"""Handlers of getting an account: asking for it, and proving that the address is one's own."""

from dataclasses import dataclass

from store.application.identity.errors import LinkSpent, WrongPassword
from store.application.identity.handlers import NOBODY, known
from store.application.identity.mail_tokens import MailTokens, Purpose
from store.application.identity.own_account import (
    Asked,
    ClaimAddress,
    ConfirmEmail,
    IsElsewhere,
    Register,
    Registered,
    RequestVerification,
    VerifyEmail,
)
from store.application.identity.ports import AccountEmails, Guesses, Passwords
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock, Ids
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.email import canonical
from store.domain.identity.errors import PasswordKnown
from store.domain.identity.names import tidy_both
from store.domain.identity.password import expect_strong
from store.domain.shared.ids import AccountId


@dataclass(frozen=True)
class Joining:
    emails: AccountEmails
    passwords: Passwords
    guesses: Guesses
    tokens: MailTokens
    clock: Clock
    ids: Ids

    @conducts(Register)
    def register(self, command: Register, conductor: Conductor) -> Asked:
        """The same work whether the address is known or not: what differs is which mail its owner gets."""
        email, password = canonical(command.email), command.password.value
        names = tidy_both(command.given_name, command.family_name)
        expect_strong(password)
        if self.guesses.easily(password, (email, *names)):
            raise PasswordKnown
        asked = conductor.first(ClaimAddress(
            email=email, given_name=names[0], family_name=names[1], terms=command.terms, privacy=command.privacy,
        ))
        if asked.fresh:  # of many who ask at once, whoever did
            self.passwords.set(asked.account_id, password)
        else:
            self.passwords.pretend(password)
        return Asked(self.tokens.mark(asked.account_id if asked.fresh else self.ids.next()))

    @handles(ClaimAddress)
    def claim(self, command: ClaimAddress, work: UnitOfWork) -> Registered:
        """Claim the address, then record. An address that was claimed for nothing is taken up again here."""
        email = canonical(command.email)
        account = work.find(Account, self.emails.claim(email, AccountId(self.ids.next())))
        fresh = not account.version
        account.register(
            email, command.given_name, command.family_name, at=self.clock.now(), terms=command.terms,
            privacy=command.privacy,
        )
        work.save(account)
        return Registered(account.id, fresh)

    @handles(RequestVerification)
    def request_verification(self, command: RequestVerification, work: UnitOfWork) -> None:
        account = work.find(Account, self.emails.find(command.email) or NOBODY)
        account.request_verification(at=self.clock.now())
        work.save(account)

    @conducts(VerifyEmail)
    def verify(self, command: VerifyEmail, conductor: Conductor) -> None:
        """Use the link up, then record what it proves."""
        token, now = command.token.value, self.clock.now()
        shown = self.tokens.look(token, Purpose.VERIFY, now)
        if shown is None:
            raise LinkSpent
        elsewhere = command.mark is not None and command.mark != self.tokens.mark(shown.account)
        if elsewhere and not self.passwords.match(shown.account, command.password.value):
            raise WrongPassword
        grant = self.tokens.redeem(token, Purpose.VERIFY, now)
        if grant is None:
            raise LinkSpent
        conductor.first(ConfirmEmail(account_id=grant.account, address=grant.address))

    @handles(IsElsewhere)
    def is_elsewhere(self, command: IsElsewhere, work: UnitOfWork) -> bool:
        del work
        shown = self.tokens.look(command.token.value, Purpose.VERIFY, self.clock.now())
        return not command.mark or (shown is not None and command.mark != self.tokens.mark(shown.account))

    @handles(ConfirmEmail)
    def confirm(self, command: ConfirmEmail, work: UnitOfWork) -> None:
        account = work.get(Account, command.account_id)
        expect_address(account, command.address, self.tokens)
        account.verify_email(at=self.clock.now())
        work.save(account)


def expect_address(account: Account, address: bytes, tokens: MailTokens) -> None:
    """A link proves the address its mail went to, and no other that the account has meanwhile."""
    if tokens.digest(known(account.email) or "") != address:
        raise LinkSpent
