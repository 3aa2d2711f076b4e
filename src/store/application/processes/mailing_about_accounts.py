"""Mailing about accounts: what happened to an account becomes a letter to whoever reads its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from store.application.identity.handlers import called, known
from store.application.identity.mail_tokens import MailTokens, Purpose
from store.application.notifications.ports import Mail, Occasion, Outcome
from store.application.notifications.posting import Posting
from store.application.shared.bus import Command, handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.shared.ids import AccountId, OrderNumber

_LINKS: Final = {
    Occasion.VERIFICATION: (Purpose.VERIFY, "/verify?token="),
    Occasion.RESET: (Purpose.RESET, "/password/reset?token="),
}
_FORGOTTEN: Final = "/password/forgotten"


class SendAccountMail(Command[Outcome], frozen=True):
    """Tell whoever has an account what became of it. Asking again with the same *mail_id* sends nothing more."""

    account_id: AccountId
    kind: Occasion
    mail_id: UUID


@dataclass(frozen=True)
class MailingAboutAccounts:
    posting: Posting
    tokens: MailTokens
    clock: Clock

    @handles(SendAccountMail)
    def send(self, command: SendAccountMail, work: UnitOfWork) -> Outcome:
        """Written from the facts as they are now, so that a person erased meanwhile gets no mail."""
        return self.posting.once(command.mail_id, lambda: self._send(command, work.get(Account, command.account_id)))

    def _send(self, command: SendAccountMail, account: Account) -> Outcome:
        if account.email is None:
            raise NoSuch(Account.kind, command.account_id)
        to = known(account.email)
        if to is None:
            return Outcome.ERASED
        about: Mapping[str, Any] = {"name": called(account) or "", "href": self._href(command, account.id, to)}
        letter = self.posting.letters.write(command.kind, about)
        mail = Mail(command.mail_id, OrderNumber(""), command.kind, account.email.subject, to, letter)
        return self.posting.send(mail)

    def _href(self, command: SendAccountMail, account: AccountId, to: str) -> str:
        """Where the letter's button leads. A secret is made here and nowhere else, and is in no queue and no log."""
        if command.kind not in _LINKS:
            return f"{self.posting.address}{_FORGOTTEN}"
        purpose, path = _LINKS[command.kind]
        token = self.tokens.issue(command.mail_id, purpose, account, to, self.clock.now())
        return f"{self.posting.address}{path}{token}"
