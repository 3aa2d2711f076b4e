"""Asking whoever bought to pay again, since what was held for their order runs out, or did."""

from dataclasses import dataclass
from uuid import UUID

from store.application.notifications.ports import Mail, Occasion, Outcome, Telling
from store.application.notifications.posting import Posting
from store.application.ordering.ports import AccessTokens
from store.application.shared.answers import Price
from store.application.shared.bus import handles
from store.application.shared.work import UnitOfWork
from store.domain.ordering.life import Step
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment, Stage
from store.domain.shared.ids import PaymentId
from store.domain.shared.personal import Erased


class SendPayAgainMail(Telling, frozen=True):
    """Write to whoever placed the order. The same *mail_id* again sends nothing more."""

    payment_id: PaymentId
    kind: Occasion
    mail_id: UUID


@dataclass(frozen=True)
class MailingToPayAgain:
    posting: Posting
    tokens: AccessTokens

    @handles(SendPayAgainMail)
    def send(self, command: SendPayAgainMail, work: UnitOfWork) -> Outcome:
        """Never of what was paid, sent or cancelled meanwhile."""
        return self.posting.once(command.mail_id, lambda: self._send(command, work))

    def _send(self, command: SendPayAgainMail, work: UnitOfWork) -> Outcome:
        payment = work.get(Payment, command.payment_id)
        order = work.get(Order, payment.order_id or payment.id)
        amount = payment.to_pay_again if order.can(Step.SHIP) or order.can(Step.ACCEPT) else None
        if amount is None or order.email is None:
            return Outcome.SUPPRESSED
        if isinstance(to := order.email.value, Erased):
            return Outcome.ERASED
        letter = self.posting.letters.write(command.kind, {
            "number": order.number, "amount": Price.of(amount),
            "until": payment.until if payment.stage is Stage.AUTHORISED else None,
            "href": f"{self.posting.address}/orders/{order.number}/pay?access_token={self.tokens.of(order.number)}",
        })
        return self.posting.send(Mail(command.mail_id, order.number, command.kind, order.email.subject, to, letter))
