"""What people do with accounts in a shop in this very process, and over HTTP."""

from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from store.application.identity.another_email import ConfirmEmailChange, RequestEmailChange, UndoEmailChange
from store.application.identity.messages import Secret
from store.application.identity.own_account import (
    ChangePassword,
    EndAllSessions,
    EndSession,
    GetOwnAccount,
    ListOwnSessions,
    OwnAccount,
    Register,
    Rename,
    RequestPasswordReset,
    RequestVerification,
    ResetPassword,
    VerifyEmail,
)
from store.application.identity.ports import OpenSession
from store.application.identity.proving import Prove
from store.application.identity.tokens import IssueTokens, RefreshTokens, Tokens
from store.domain.shared.ids import AccountId
from tests.harness.drivers.driver import Letter, LoggedInAs, Refused
from tests.harness.drivers.owners import HttpOwners, InProcessOwners
from tests.harness.drivers.post import Post

DEVICE = "Firefox on Linux"


class Doing(Protocol):
    """What a driver in this process can do anyway."""

    post: Post
    passes: Any

    def do(self, command: Any, actor: str = "guest") -> Any: ...
    def ask(self, query: Any) -> Any: ...
    def standing(self, session: UUID) -> Any: ...
    def now(self) -> Any: ...


class InProcessAccounts(InProcessOwners):
    """The commands themselves. A way in is checked as the doors check it: by its pass and its session."""

    def register(self: Doing, email: str, password: str, given_name: str, family_name: str) -> None:
        self.do(Register(email=email, password=Secret(password), given_name=given_name, family_name=family_name))

    def request_verification(self: Doing, email: str) -> None:
        self.do(RequestVerification(email=email))

    def verify(self: Doing, token: str) -> None:
        self.do(VerifyEmail(token=Secret(token)))

    def request_reset(self: Doing, email: str) -> None:
        self.do(RequestPasswordReset(email=email))

    def reset(self: Doing, token: str, password: str) -> None:
        self.do(ResetPassword(token=Secret(token), password=Secret(password)))

    def log_in(self: Any, email: str, password: str) -> LoggedInAs:
        return self._way_in(self.do(IssueTokens(email=email, password=Secret(password), device=DEVICE)))

    def refresh(self: Any, token: str) -> LoggedInAs:
        return self._way_in(self.do(RefreshTokens(refresh_token=Secret(token))))

    def log_out(self: Any, who: LoggedInAs) -> None:
        self.do(EndSession(account_id=self._inside(who), session_id=who.session))

    def log_out_everywhere(self: Any, who: LoggedInAs) -> None:
        self.do(EndAllSessions(account_id=self._inside(who)))

    def end_session(self: Any, who: LoggedInAs, session: UUID) -> None:
        self.do(EndSession(account_id=self._inside(who), session_id=session))

    def change_password(self: Any, who: LoggedInAs, current: str, new: str) -> None:
        account = self._inside(who)
        self.do(ChangePassword(
            account_id=account, session_id=who.session, current=Secret(current), new=Secret(new)
        ))

    def rename(self: Any, who: LoggedInAs, given_name: str, family_name: str) -> None:
        self.do(Rename(account_id=self._inside(who), given_name=given_name, family_name=family_name))

    def prove(self: Any, who: LoggedInAs, password: str, code: str = "") -> None:
        self.do(Prove(
            account_id=self._inside(who), session_id=who.session, current=Secret(password), code=Secret(code),
        ))

    def want_email(self: Any, who: LoggedInAs, email: str) -> None:
        self.do(RequestEmailChange(account_id=self._inside(who), session_id=who.session, email=email))

    def confirm_email(self: Any, who: LoggedInAs, token: str) -> None:
        self.do(ConfirmEmailChange(
            token=Secret(token), account_id=self._inside(who), session_id=who.session
        ))

    def undo_email(self: Any, token: str) -> str:
        return self.do(UndoEmailChange(token=Secret(token))).reset_token.value

    def own_account(self: Any, who: LoggedInAs) -> OwnAccount:
        return self.ask(GetOwnAccount(account_id=self._inside(who)))

    def own_sessions(self: Any, who: LoggedInAs) -> list[OpenSession]:
        return self.ask(ListOwnSessions(account_id=self._inside(who)))

    def mails_to(self: Doing, email: str) -> list[Letter]:
        return self.post.to(email)

    def _way_in(self: Any, tokens: Tokens) -> LoggedInAs:
        named = self.passes.read(tokens.access_token.value, self.now())
        return LoggedInAs(named.account, named.id, tokens.access_token.value, tokens.refresh_token.value)

    def _inside(self: Any, who: LoggedInAs) -> AccountId:
        named = self.passes.read(who.access, self.now())
        stands = named and self.standing(named.id)
        if not stands or (stands.account, stands.version) != (named.account, named.version):
            raise Refused("LogInFirst", "Log in first.", {})
        return named.account


class HttpAccounts(HttpOwners):
    """The same through the API."""

    post: Post

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The password that was chosen for each address by who was there first."""
        return {}

    def register(self: Any, email: str, password: str, given_name: str, family_name: str) -> None:
        form = {"email": email, "password": password, "given_name": given_name, "family_name": family_name}
        self._ask("POST", "/accounts", dict[str, Any], json=form)
        self.chosen.setdefault(email, password)

    def request_verification(self: Any, email: str) -> None:
        self._ask("POST", "/accounts/verification-mails", dict[str, Any], json={"email": email})

    def verify(self: Any, token: str) -> None:
        """With the password of whoever asked first; a link of nobody's is refused whatever password comes along."""
        owners = [email for email in self.chosen if any(token in letter.text for letter in self.post.to(email))]
        password = self.chosen[owners[0]] if owners else "None at all, since nobody has it"
        self._ask("POST", "/accounts/verification", None, json={"token": token, "password": password})

    def request_reset(self: Any, email: str) -> None:
        self._ask("POST", "/accounts/password-resets", dict[str, Any], json={"email": email})

    def reset(self: Any, token: str, password: str) -> None:
        self._ask("PUT", "/accounts/password", None, json={"token": token, "password": password})

    def log_in(self: Any, email: str, password: str) -> LoggedInAs:
        return self._way_in(self._ask("POST", "/tokens", dict[str, Any], json={"email": email, "password": password}))

    def refresh(self: Any, token: str) -> LoggedInAs:
        return self._way_in(self._ask("POST", "/tokens/refresh", dict[str, Any], json={"refresh_token": token}))

    def log_out(self: Any, who: LoggedInAs) -> None:
        self._as(who, "DELETE", "/tokens", None)

    def log_out_everywhere(self: Any, who: LoggedInAs) -> None:
        self._as(who, "DELETE", "/me/sessions", None)

    def end_session(self: Any, who: LoggedInAs, session: UUID) -> None:
        self._as(who, "DELETE", f"/me/sessions/{session}", None)

    def change_password(self: Any, who: LoggedInAs, current: str, new: str) -> None:
        self._as(who, "PUT", "/me/password", None, json={"current_password": current, "password": new})

    def rename(self: Any, who: LoggedInAs, given_name: str, family_name: str) -> None:
        form = {"given_name": given_name, "family_name": family_name}
        self._as(who, "PATCH", "/me", OwnAccount, json=form)

    def prove(self: Any, who: LoggedInAs, password: str, code: str = "") -> None:
        self._as(who, "POST", "/me/proof", None, json={"current_password": password, "code": code})

    def want_email(self: Any, who: LoggedInAs, email: str) -> None:
        self._as(who, "POST", "/me/email", dict[str, Any], json={"email": email})

    def confirm_email(self: Any, who: LoggedInAs, token: str) -> None:
        self._as(who, "POST", "/me/email/confirmation", None, json={"token": token})

    def undo_email(self: Any, token: str) -> str:
        return self._ask("POST", "/accounts/email-undo", dict[str, Any], json={"token": token})["reset_token"]

    def own_account(self: Any, who: LoggedInAs) -> OwnAccount:
        return self._as(who, "GET", "/me", OwnAccount)

    def own_sessions(self: Any, who: LoggedInAs) -> list[OpenSession]:
        return self._as(who, "GET", "/me/sessions", list[OpenSession])

    def mails_to(self, email: str) -> list[Letter]:
        return self.post.to(email)

    def _as(self: Any, who: LoggedInAs, verb: str, path: str, kind: Any, **more: Any) -> Any:
        return self._ask(verb, path, kind, headers={"authorization": f"Bearer {who.access}"}, **more)

    def _way_in(self: Any, given: dict[str, Any]) -> LoggedInAs:
        bearer = {"authorization": f"Bearer {given['access_token']}"}
        own = self._ask("GET", "/me", OwnAccount, headers=bearer)
        (session,) = [it for it in self._ask("GET", "/me/sessions", list[dict[str, Any]], headers=bearer)
                      if it["current"]]
        return LoggedInAs(own.id, UUID(session["id"]), given["access_token"], given["refresh_token"])
