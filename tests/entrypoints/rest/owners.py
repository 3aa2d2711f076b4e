"""Owners of accounts, brought to where those examples of the API begin that change much about them."""

import re
from typing import Any
from uuid import uuid4

from pyotp import TOTP

from store.application.identity.elsewhere import Introduction
from store.application.identity.messages import Secret
from store.application.identity.own_account import Register, VerifyEmail
from store.application.identity.tokens import IssueTokens
from store.application.identity.ways_in import LinkBy
from store.application.shared.bus import Caller, Command
from store.domain.identity.login_events import Provider
from tests.harness.drivers.postgres import settle

_CAPITAL = re.compile("[A-Z]")
BY = Caller(actor="test:somebody", correlation=uuid4())


def tokens_of(api: Any, email: str, password: str) -> dict[str, str]:
    """What a login gives, without waiting as long as each login over HTTP does whoever is named."""
    done = api.back_room.bus().do(IssueTokens(email=email, password=Secret(password)), BY).outcome
    return {"access_token": done.access_token.value, "refresh_token": done.refresh_token.value}


class Owner:
    """Somebody whom the example may leave in whatever state it likes."""

    def __init__(self, api: Any, post: Any, password: str) -> None:
        self.api, self.post, self.email = api, post, f"owner-{uuid4().hex[:8]}@example.org"
        said = Secret(password)
        self._does(Register(email=self.email, password=said, given_name="Olga", family_name="Owner"))
        self._does(VerifyEmail(token=Secret(self.link("account_verification")), password=said))
        self.tokens = tokens_of(api, self.email, password)

    @property
    def pass_(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.tokens['access_token']}"}

    def _does(self, command: Command[Any]) -> Any:
        return self.api.back_room.bus().do(command, BY)

    def link(self, kind: str, to: str | None = None) -> str:
        settle(self.api.back_room)
        newest = self.post.newest(to or self.email, kind)
        return re.findall(r"token=([\w-]+)", newest.text)[-1]

    def confirm_email_change(self, _: Any) -> Any:
        new = self.email.replace("example.org", "new.example")
        self.api.expects(202, "POST", "/me/email", json={"email": new}, headers=self.pass_)
        return {"token": self.link("email_change", new)}

    def undo_email_change(self, _: Any) -> Any:
        link = self.confirm_email_change(_)
        self.api.asks("POST", "/me/email/confirmation", json=link, headers=self.pass_)
        return {"token": self.link("email_changed")}

    def confirm_second_factor(self, _: Any) -> Any:
        secret = self.api.expects(201, "POST", "/me/second-factor", headers=self.pass_)["secret"]
        return {"code": TOTP(secret).now()}

    def renew_recovery_codes(self, body: Any) -> Any:
        self.api.expects(200, "PUT", "/me/second-factor", json=self.confirm_second_factor(body), headers=self.pass_)
        spent = {"refresh_token": self.tokens["refresh_token"]}
        self.tokens = self.api.expects(201, "POST", "/tokens/refresh", json=spent)
        return body

    def remove_own_login(self, body: Any) -> Any:
        account = self.api.back_room.account_emails().find(self.email)
        theirs = Introduction(Provider.GOOGLE, uuid4().hex, self.email)
        self._does(LinkBy(account_id=account, introduction=theirs))
        return body

    def reset_password(self, body: Any) -> Any:
        self.api.expects(202, "POST", "/accounts/password-resets", json={"email": self.email})
        return body | {"token": self.link("password_reset")}

    def keep_account(self, _: Any) -> Any:
        self.api.expects(202, "DELETE", "/me", headers=self.pass_)
        return {"token": self.link("account_deletion")}

    def prepared(self, operation: str, body: Any) -> Any:
        return getattr(self, _CAPITAL.sub(_lower, operation), lambda given: given)(body)


OWNERS = frozenset({
    "proveOwner", "requestEmailChange", "confirmEmailChange", "undoEmailChange", "beginSecondFactor",
    "confirmSecondFactor", "switchSecondFactorOff", "renewRecoveryCodes", "deleteOwnAccount", "keepAccount",
    "setOwnPicture", "removeOwnPicture", "removeOwnLogin", "changePassword", "resetPassword", "addAddress",
})


def _lower(found: re.Match[str]) -> str:
    return f"_{found[0].lower()}"
