"""Mailing about accounts: what happened to an account becomes a letter to whoever reads its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from store.application.identity.handlers import called, known
from store.application.identity.mail_tokens import MailTokens, Purpose
from store.application.notifications.ports import Mail, Occasion, Outcome, Telling
from store.application.notifications.posting import Posting, mail_of
from store.application.shared.bus import handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.shared.ids import AccountId, OrderNumber
from store.domain.shared.personal import Personal

_LINKS: Final = {
    Occasion.VERIFICATION: (Purpose.VERIFY, "/verify?token="),
    Occasion.RESET: (Purpose.RESET, "/password/reset?token="),
    Occasion.NEW_EMAIL: (Purpose.NEW_EMAIL, "/email/confirm?token="),
    Occasion.LEAVING: (Purpose.STAY, "/stay?token="),
    Occasion.FACTOR_LOST: (Purpose.KEEP_FACTOR, "/second-factor/keep?token="),
    Occasion.FORMER_EMAIL: (Purpose.UNDO_EMAIL, "/email/undo?token="),
}
_FORGOTTEN: Final = "/password/forgotten"
_COPIES: Final = "/account/data"
"""No secret in it: one logs in there, and says the password."""


class SendAccountMail(Telling, frozen=True):
    """Tell whoever has an account what became of it. Asking again with the same *mail_id* sends nothing more."""

    account_id: AccountId
    kind: Occasion
    mail_id: UUID


class _Way(Struct, frozen=True):
    """To whom a letter goes, which other address it speaks of, and from where to where its link leads."""

    to: Personal[str] | None
    other: Personal[str] | None
    before: Personal[str] | None
    after: Personal[str] | None


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
        way = _way(command, account)
        to = known(way.to)
        if to is None:
            return Outcome.ERASED
        about: Mapping[str, Any] = {
            "name": (called(account) if account.verified else None) or "",  # see docs/adr/0194
            "other": known(way.other) or _providers(command, account),
            "href": self._href(command, account.id, way),
        }
        letter = self.posting.letters.write(command.kind, about)
        mail = Mail(command.mail_id, OrderNumber(""), command.kind, account.email.subject, to, letter)
        return self.posting.send(mail)

    def _href(self, command: SendAccountMail, account: AccountId, way: _Way) -> str:
        """Where the letter's button leads. A secret is made here and nowhere else, and is in no queue and no log."""
        if command.kind is Occasion.COPY_MADE:
            return f"{self.posting.address}{_COPIES}"
        if command.kind not in _LINKS:
            return f"{self.posting.address}{_FORGOTTEN}"
        purpose, path = _LINKS[command.kind]
        before, after = (known(address) or "" for address in (way.before, way.after))
        token = self.tokens.issue(command.mail_id, purpose, account, after, self.clock.now(), before)
        return f"{self.posting.address}{path}{token}"


def _way(command: SendAccountMail, account: Account) -> _Way:
    """Most letters go to the address there is; those about another one are about the fact that called for them."""
    if command.kind is Occasion.NEW_EMAIL:
        wish = next((wish for wish in account.wishes if _called_for(command, wish.version)), None)
        wanted = wish.email if wish else None
        return _Way(wanted, account.email, account.email, wanted)
    if command.kind is Occasion.FORMER_EMAIL:
        moves = (*account.moves, *account.undone)
        move = next((move for move in moves if _called_for(command, move.version)), None)
        return _Way(move.former, move.email, move.former, move.email) if move else _Way(None, None, None, None)
    return _Way(account.email, None, None, account.email)


def _providers(command: SendAccountMail, account: Account) -> str:
    """Which provider a letter about a way in speaks of; all that open the account beside a password that changed."""
    if command.kind is Occasion.NEW_PASSWORD:
        return " and ".join(login.provider.name_of_it for login in account.logins)
    turns = (turn for version in range(1, account.version + 1) if (turn := account.turn_at(version))
             and _called_for(command, version))
    turn = next(turns, None)
    return turn.name_of_it if turn else ""


def _called_for(command: SendAccountMail, version: int) -> bool:
    return mail_of(command.account_id, version, command.kind) == command.mail_id
