"""Telling by choice: what is said to those alone who want to be told, asked at the moment it would be said."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from store.application.identity.handlers import called, known
from store.application.notifications.occasions import WAYS
from store.application.notifications.ports import (
    Mail,
    Note,
    Occasion,
    Outcome,
    Telling,
    UnsubscribeLinks,
    Unsubscribing,
)
from store.application.notifications.posting import Posting
from store.application.shared.bus import handles
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.notifications.kinds import Channel
from store.domain.notifications.preferences import Preferences
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment
from store.domain.shared.ids import (
    AccountId,
    OrderId,
    OrderNumber,
    PaymentId,
    PreferencesId,
    preferences_of,
    subject_of,
)
from store.domain.shared.personal import Erased

UNSUBSCRIBE: Final = "/unsubscribe/"
_ALL_DEVICES: Final = "all devices"


class TellAboutOrder(Telling, frozen=True):
    """Tell whoever placed an order under an account, in a few words. The same *mail_id* again tells nothing more."""

    order_id: OrderId
    kind: Occasion
    mail_id: UUID


class TellAboutRefund(Telling, frozen=True):
    """Tell the same person that money for the order went back. The same *mail_id* again tells nothing more."""

    payment_id: PaymentId
    kind: Occasion
    mail_id: UUID


class SendNews(Telling, frozen=True):
    """Send a letter that somebody asked for, and can put an end to with one press."""

    preferences_id: PreferencesId
    kind: Occasion
    mail_id: UUID


@dataclass(frozen=True)
class TellingByChoice:
    posting: Posting
    links: UnsubscribeLinks

    @handles(TellAboutOrder)
    def tell(self, command: TellAboutOrder, work: UnitOfWork) -> Outcome:
        """Guests have no account, and nothing but mail."""
        return self.posting.once(command.mail_id, lambda: self._tell(command, command.order_id, work))

    @handles(TellAboutRefund)
    def refund(self, command: TellAboutRefund, work: UnitOfWork) -> Outcome:
        """A payment says which order it was for, and nothing of who bought."""
        return self.posting.once(command.mail_id, lambda: self._refund(command, work))

    def _refund(self, command: TellAboutRefund, work: UnitOfWork) -> Outcome:
        order = work.get(Payment, command.payment_id).order_id
        return self._tell(command, order, work) if order else Outcome.SUPPRESSED

    def _tell(self, command: TellAboutOrder | TellAboutRefund, order_id: OrderId, work: UnitOfWork) -> Outcome:
        order = work.get(Order, order_id)
        if order.account_id is None:
            return Outcome.SUPPRESSED
        (way, kind), it = WAYS[command.kind], work.find(Preferences, preferences_of(order.account_id))
        if not it.wants(way, kind):
            return Outcome.SUPPRESSED
        to = it.phone.value if it.phone and way is Channel.SMS else _ALL_DEVICES
        if isinstance(to, Erased):
            return Outcome.ERASED
        words = self.posting.letters.line(command.kind, {
            "number": order.number, "carrier": order.carrier, "tracking": order.tracking,
            "href": f"{self.posting.address}/account/orders",
        })
        return self.posting.tell(Note(command.mail_id, way, command.kind, subject_of(order.account_id), to, words))

    @handles(SendNews)
    def news(self, command: SendNews, work: UnitOfWork) -> Outcome:
        """Never to anybody who changed their mind meanwhile, and never without a way to do so."""
        return self.posting.once(command.mail_id, lambda: self._news(command, work))

    def _news(self, command: SendNews, work: UnitOfWork) -> Outcome:
        it = work.get(Preferences, command.preferences_id)
        account = work.find(Account, it.account_id or AccountId(UUID(int=0)))
        if account.email is None or not account.active or not it.wants(*WAYS[command.kind]):
            return Outcome.SUPPRESSED
        to = known(account.email)
        if to is None:
            return Outcome.ERASED
        what = Unsubscribing(account.id, *WAYS[command.kind])
        unsubscribe = f"{self.posting.address}{UNSUBSCRIBE}{self.links.of(what)}"
        letter = self.posting.letters.write(command.kind, {
            "name": called(account) or "", "href": f"{self.posting.address}/products", "unsubscribe": unsubscribe,
        })
        return self.posting.send(Mail(
            command.mail_id, OrderNumber(""), command.kind, account.email.subject, to, letter, unsubscribe,
        ))
