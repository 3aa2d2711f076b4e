"""Telling of credit: whoever has more to spend hears how it came, once, if they want letters about their orders."""

from dataclasses import dataclass
from uuid import UUID

from store.application.identity.handlers import called, known
from store.application.notifications.occasions import WAYS
from store.application.notifications.ports import Mail, Occasion, Outcome, Telling
from store.application.notifications.posting import Posting, mail_of
from store.application.shared.answers import Price
from store.application.shared.bus import handles
from store.application.shared.errors import NoSuch
from store.application.shared.work import UnitOfWork
from store.domain.credit.credit import Credit
from store.domain.identity.account import Account
from store.domain.notifications.preferences import Preferences
from store.domain.shared.ids import CreditId, OrderNumber, preferences_of


class SendCreditMail(Telling, frozen=True):
    """Write to whoever was granted credit. The same *mail_id* again sends nothing more; it says which grant it is."""

    credit_id: CreditId
    kind: Occasion
    mail_id: UUID


@dataclass(frozen=True)
class TellingOfCredit:
    posting: Posting

    @handles(SendCreditMail)
    def send(self, command: SendCreditMail, work: UnitOfWork) -> Outcome:
        """What can be spent is said as it is now: some of it may be gone."""
        return self.posting.once(command.mail_id, lambda: self._send(command, work))

    def _send(self, command: SendCreditMail, work: UnitOfWork) -> Outcome:
        credit = work.get(Credit, command.credit_id)
        grant = next((
            it for version, it in credit.grants.items()
            if mail_of(credit.id, version, command.kind) == command.mail_id
        ), None)
        if grant is None:
            raise NoSuch(Credit.kind, credit.id)
        account, wishes = work.gather(
            (Account, grant.account_id), (Preferences, preferences_of(grant.account_id)),
        )
        if account.email is None or not wishes.wants(*WAYS[command.kind]):
            return Outcome.SUPPRESSED
        to = known(account.email)
        if to is None:
            return Outcome.ERASED
        letter = self.posting.letters.write(command.kind, {
            "name": (called(account) if account.verified else None) or "", "amount": Price.of(grant.amount),
            "why": grant.why.value, "number": grant.returned or grant.number, "reason": grant.reason,
            "spendable": Price.of(credit.available(grant.amount.currency)),
            "href": f"{self.posting.address}/account/credit",
        })
        return self.posting.send(
            Mail(command.mail_id, OrderNumber(""), command.kind, account.email.subject, to, letter)
        )
