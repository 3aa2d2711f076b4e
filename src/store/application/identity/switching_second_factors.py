"""Handlers of the second factor: set up, switched off, and codes for the day the app is lost."""

from dataclasses import dataclass

from store.application.identity.errors import NoSuchStaff, SecondFactorDemanded, WrongCode
from store.application.identity.handlers import known
from store.application.identity.mail_tokens import MailTokens, Purpose
from store.application.identity.messages import Secret
from store.application.identity.ports import AccountEmails, Sessions
from store.application.identity.proving import Proofs
from store.application.identity.second_factor import (
    BeginSecondFactor,
    ConfirmSecondFactor,
    ForgetSecondFactor,
    RecordSecondFactor,
    RecoveryCodes,
    RenewRecoveryCodes,
    SecondFactors,
    ShowSecondFactor,
    SwitchSecondFactorOff,
    WaitingSecret,
)
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.errors import NoSecondFactor, SecondFactorOn
from store.domain.shared.ids import AccountId


@dataclass(frozen=True)
class SwitchingSecondFactors:
    """Only for whoever proved lately who they are."""

    emails: AccountEmails
    factors: SecondFactors
    sessions: Sessions
    tokens: MailTokens
    clock: Clock
    staff_need_it: bool

    @handles(BeginSecondFactor)
    def begin(self, command: BeginSecondFactor, work: UnitOfWork) -> None:
        self._proofs.expect(command.account_id, command.session_id)
        if work.get(Account, command.account_id).second_factor:
            raise SecondFactorOn
        self.factors.begin(command.account_id)

    @handles(ShowSecondFactor)
    def show(self, command: ShowSecondFactor, work: UnitOfWork) -> WaitingSecret:
        self._proofs.expect(command.account_id, command.session_id)
        account = work.get(Account, command.account_id)
        waiting = None if account.second_factor else self.factors.waiting(account.id)
        if waiting is None:
            raise NoSecondFactor
        return WaitingSecret(Secret(waiting), known(account.email) or "")

    @conducts(ConfirmSecondFactor)
    def confirm(self, command: ConfirmSecondFactor, conductor: Conductor) -> RecoveryCodes:
        """The secret first: one that is in use while no fact says so asks nobody for a code."""
        self._proofs.expect(command.account_id, command.session_id)
        code = "".join(command.code.value.split())
        if not self.factors.confirm(command.account_id, code, self.clock.now()):
            raise WrongCode
        conductor.first(RecordSecondFactor(account_id=command.account_id, on=True))
        self.sessions.close_all(command.account_id, but=command.session_id)
        return self._codes(command.account_id)

    @conducts(SwitchSecondFactorOff)
    def switch_off(self, command: SwitchSecondFactorOff, conductor: Conductor) -> None:
        self._proofs.expect(command.account_id, command.session_id)
        conductor.first(RecordSecondFactor(account_id=command.account_id, on=False))
        self.factors.drop(command.account_id)
        self.tokens.void(command.account_id, Purpose.SECOND_STEP)

    @conducts(RenewRecoveryCodes)
    def renew(self, command: RenewRecoveryCodes, conductor: Conductor) -> RecoveryCodes:
        self._proofs.expect(command.account_id, command.session_id)
        conductor.first(RecordSecondFactor(account_id=command.account_id, on=None))
        return self._codes(command.account_id)

    @conducts(ForgetSecondFactor)
    def forget(self, command: ForgetSecondFactor, conductor: Conductor) -> None:
        """Only for the shop itself, and only of those who work here. Whoever is logged in there is logged out."""
        account = self.emails.find(command.email)
        if account is None:
            raise NoSuchStaff
        conductor.first(RecordSecondFactor(account_id=account, on=False, by_shop=True))
        self.factors.drop(account)
        self.tokens.void(account, Purpose.SECOND_STEP)
        self.sessions.close_all(account)

    @handles(RecordSecondFactor)
    def record(self, command: RecordSecondFactor, work: UnitOfWork) -> None:
        account, now = work.get(Account, command.account_id), self.clock.now()
        works_here = account.role is not None and account.role.works_here
        if command.by_shop and not works_here:
            raise NoSuchStaff
        if command.on:
            account.switch_second_factor_on(at=now)
        elif command.on is None:
            account.renew_recovery_codes(at=now)
        elif self.staff_need_it and works_here and not command.by_shop:
            raise SecondFactorDemanded
        else:
            account.switch_second_factor_off(at=now)
        work.save(account)

    @property
    def _proofs(self) -> Proofs:
        return Proofs(self.sessions, self.clock)

    def _codes(self, account: AccountId) -> RecoveryCodes:
        return RecoveryCodes(tuple(map(Secret, self.factors.renew_codes(account))))
