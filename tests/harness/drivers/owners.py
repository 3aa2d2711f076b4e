"""What owners do with their accounts beside a name and a password: in this very process, and over HTTP."""

from typing import Any

from store.application.identity.farewell import KeepAccount, RequestDeletion
from store.application.identity.messages import Secret
from store.application.identity.second_factor import (
    BeginSecondFactor,
    ConfirmSecondFactor,
    RenewRecoveryCodes,
    ShowSecondFactor,
    SwitchSecondFactorOff,
)
from store.application.identity.tokens import IssueTokens
from tests.harness.drivers.driver import LoggedInAs


class InProcessOwners:
    """The commands themselves."""

    def log_in_with(self: Any, email: str, password: str, code: str) -> LoggedInAs:
        return self._way_in(self.do(IssueTokens(email=email, password=Secret(password), code=Secret(code))))

    def begin_second_factor(self: Any, who: LoggedInAs) -> str:
        account = self._inside(who)
        self.do(BeginSecondFactor(account_id=account, session_id=who.session))
        return self.do(ShowSecondFactor(account_id=account, session_id=who.session)).secret.value

    def confirm_second_factor(self: Any, who: LoggedInAs, code: str) -> list[str]:
        wish = ConfirmSecondFactor(account_id=self._inside(who), session_id=who.session, code=Secret(code))
        return [code.value for code in self.do(wish).codes]

    def switch_second_factor_off(self: Any, who: LoggedInAs) -> None:
        self.do(SwitchSecondFactorOff(account_id=self._inside(who), session_id=who.session))

    def renew_recovery_codes(self: Any, who: LoggedInAs) -> list[str]:
        wish = RenewRecoveryCodes(account_id=self._inside(who), session_id=who.session)
        return [code.value for code in self.do(wish).codes]

    def delete_account(self: Any, who: LoggedInAs) -> None:
        self.do(RequestDeletion(account_id=self._inside(who), session_id=who.session))

    def keep_account(self: Any, token: str) -> None:
        self.do(KeepAccount(token=Secret(token)))


class HttpOwners:
    """The same through the API."""

    def log_in_with(self: Any, email: str, password: str, code: str) -> LoggedInAs:
        form = {"email": email, "password": password, "code": code}
        return self._way_in(self._ask("POST", "/tokens", dict[str, Any], json=form))

    def begin_second_factor(self: Any, who: LoggedInAs) -> str:
        return self._as(who, "POST", "/me/second-factor", dict[str, Any])["secret"]

    def confirm_second_factor(self: Any, who: LoggedInAs, code: str) -> list[str]:
        return self._as(who, "PUT", "/me/second-factor", dict[str, Any], json={"code": code})["recovery_codes"]

    def switch_second_factor_off(self: Any, who: LoggedInAs) -> None:
        self._as(who, "DELETE", "/me/second-factor", None)

    def renew_recovery_codes(self: Any, who: LoggedInAs) -> list[str]:
        return self._as(who, "POST", "/me/second-factor/recovery-codes", dict[str, Any])["recovery_codes"]

    def delete_account(self: Any, who: LoggedInAs) -> None:
        self._as(who, "DELETE", "/me", dict[str, Any])

    def keep_account(self: Any, token: str) -> None:
        self._ask("POST", "/accounts/keeping", None, json={"token": token})
