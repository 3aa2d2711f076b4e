"""Handlers of coming in: by a password, and by a code where there is a second factor."""

from dataclasses import dataclass

from store.application.identity.codes import Codes
from store.application.identity.coming_in import (
    FinishLogIn,
    Greet,
    Recognise,
    Recognised,
    RecordFactorFound,
    RecordRecoveryCode,
)
from store.application.identity.errors import LoginTooOld, SecondFactorDemanded, WrongCode, WrongLogin
from store.application.identity.handlers import recognised
from store.application.identity.mail_tokens import Grant, MailTokens, Purpose
from store.application.identity.messages import HalfOpen, LoggedIn, LogIn, Secret
from store.application.identity.ports import LONGEST, AccountEmails, Passwords, Sessions
from store.application.identity.second_factor import (
    BeginEnrolment,
    EnrolledIn,
    FinishEnrolment,
    RecordSecondFactor,
    RecoveryCodes,
    SecondFactors,
    WaitingSecret,
)
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock, Ids
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.events import Role


@dataclass(frozen=True)
class ComingIn:
    """*staff_need_it*: whoever works here comes in with a second factor, or sets one up at the door."""

    emails: AccountEmails
    passwords: Passwords
    sessions: Sessions
    tokens: MailTokens
    factors: SecondFactors
    clock: Clock
    ids: Ids
    staff_need_it: bool

    @conducts(LogIn)
    def log_in(self, command: LogIn, conductor: Conductor) -> LoggedIn | HalfOpen:
        """The same steps whoever is named, so that neither words nor time tell who has an account."""
        who = conductor.first(Recognise(
            email=command.email, password=command.password, staff_only=command.staff_only
        ))
        if who.demanded and not command.staff_only:
            raise SecondFactorDemanded
        if who.demanded or who.second_factor:
            mail, now = self.ids.next(), self.clock.now()
            ticket = self.tokens.issue(mail, Purpose.SECOND_STEP, who.account, command.email, now)
            return HalfOpen(Secret(ticket), enrolling=who.demanded)
        return self._open(who, command.device)

    @conducts(FinishLogIn)
    def finish(self, command: FinishLogIn, conductor: Conductor) -> LoggedIn:
        grant = self._grant(command.ticket, command.email)
        who = conductor.first(Greet(account_id=grant.account))
        if not who.second_factor:
            raise LoginTooOld
        Codes(self.factors, self.clock).take(grant.account, command.code, conductor)
        self._use_up(command.ticket)
        return self._open(who, command.device)

    @conducts(BeginEnrolment)
    def begin_enrolment(self, command: BeginEnrolment, conductor: Conductor) -> WaitingSecret:
        """One that waits already is shown again: a page that is loaded anew must not make another."""
        grant = self._grant(command.ticket, command.email)
        if not conductor.first(Greet(account_id=grant.account)).demanded:
            raise LoginTooOld
        waiting = self.factors.waiting(grant.account) or self.factors.begin(grant.account)
        return WaitingSecret(Secret(waiting), command.email)

    @conducts(FinishEnrolment)
    def finish_enrolment(self, command: FinishEnrolment, conductor: Conductor) -> EnrolledIn:
        grant = self._grant(command.ticket, command.email)
        who = conductor.first(Greet(account_id=grant.account))
        if not who.demanded:
            raise LoginTooOld
        if not self.factors.confirm(grant.account, command.code.value, self.clock.now()):
            raise WrongCode
        conductor.then(RecordSecondFactor(account_id=grant.account, on=True))
        codes = RecoveryCodes(tuple(map(Secret, self.factors.renew_codes(grant.account))))
        self._use_up(command.ticket)
        return EnrolledIn(self._open(who, command.device), codes)

    @handles(Recognise)
    def recognise(self, command: Recognise, work: UnitOfWork) -> Recognised:
        account = recognised(self.emails, self.passwords, command.email, command.password, work)
        if account is None or account.role is None or (command.staff_only and not account.role.has_a_desk):
            raise WrongLogin
        return self._of(account, account.role)

    @handles(Greet)
    def greet(self, command: Greet, work: UnitOfWork) -> Recognised:
        account = work.get(Account, command.account_id)
        if account.role is None or not account.opens_doors:
            raise WrongLogin
        return self._of(account, account.role)

    @handles(RecordRecoveryCode)
    def record_recovery_code(self, command: RecordRecoveryCode, work: UnitOfWork) -> None:
        account = work.get(Account, command.account_id)
        account.use_recovery_code(command.left, at=self.clock.now())
        work.save(account)

    @handles(RecordFactorFound)
    def record_factor_found(self, command: RecordFactorFound, work: UnitOfWork) -> None:
        account = work.get(Account, command.account_id)
        account.stop_release(at=self.clock.now())
        work.save(account)

    def _of(self, account: Account, role: Role) -> Recognised:
        demanded = self.staff_need_it and role.works_here and not account.second_factor
        return Recognised(account.id, role, account.second_factor, demanded)

    def _grant(self, ticket: Secret, email: str) -> Grant:
        """The address has to be the one that was named: guesses are counted for it."""
        grant = self.tokens.look(ticket.value, Purpose.SECOND_STEP, self.clock.now())
        if grant is None or grant.address != self.tokens.digest(email):
            raise LoginTooOld
        return grant

    def _use_up(self, ticket: Secret) -> None:
        if self.tokens.redeem(ticket.value, Purpose.SECOND_STEP, self.clock.now()) is None:
            raise LoginTooOld

    def _open(self, who: Recognised, device: str) -> LoggedIn:
        now = self.clock.now()
        session, token = self.sessions.open(who.account, who.role, device, now)
        return LoggedIn(who.account, Secret(token), now + LONGEST[who.role], session.id, who.role)
