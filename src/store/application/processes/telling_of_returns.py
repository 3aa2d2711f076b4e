"""Telling of returns: whoever asked to send something back hears what was decided, and where it goes."""

from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from store.application.notifications.ports import Mail, Occasion, Outcome, Telling
from store.application.notifications.posting import Posting
from store.application.ordering.ports import AccessTokens
from store.application.shared.answers import Price
from store.application.shared.bus import handles
from store.application.shared.errors import NoSuch
from store.application.shared.work import UnitOfWork
from store.domain.ordering.order import Order
from store.domain.returns.returning import Return
from store.domain.shared.ids import ReturnId
from store.domain.shared.personal import Erased


class SendReturnMail(Telling, frozen=True):
    """Write to whoever placed the order what became of its return. The same *mail_id* again sends nothing more."""

    return_id: ReturnId
    kind: Occasion
    mail_id: UUID


class PiecesInLetter(Struct, frozen=True):
    """Pieces that go back, or don't; what was wanted for them, and why it could not be sent, if so."""

    name: str
    options_text: str
    quantity: int
    instead: str = ""
    not_sent: str = ""


@dataclass(frozen=True)
class TellingOfReturns:
    posting: Posting
    tokens: AccessTokens

    @handles(SendReturnMail)
    def send(self, command: SendReturnMail, work: UnitOfWork) -> Outcome:
        """Written from the facts as they are now."""
        return self.posting.once(command.mail_id, lambda: self._send(command, work))

    def _send(self, command: SendReturnMail, work: UnitOfWork) -> Outcome:
        it = work.get(Return, command.return_id)
        order = work.get(Order, it.order_id or it.id)
        if order.email is None:
            raise NoSuch(Order.kind, order.id)
        to = order.email.value
        if isinstance(to, Erased):
            return Outcome.ERASED
        place = order.returns.index(it.id) + 1
        letter = self.posting.letters.write(command.kind, {
            "number": it.number, "order_number": it.order, "reason": it.refused_because,
            "send_to": list(it.send_to), "prepaid": it.prepaid,
            "refund": it.refund_id is not None, "credited": Price.of(it.credited) if it.credited else None,
            "pieces": [
                PiecesInLetter(
                    line.name, ", ".join(line.options.values()), line.quantity,
                    ", ".join([line.instead.name, *line.instead.options.values()]) if line.instead else "",
                    it.not_replaced.get(line.sku, ""),
                ) for line in it.lines
            ],
            "href": f"{self.posting.address}/orders/{it.order}/returns/{place}?access_token="
                    f"{self.tokens.of(order.number)}",
        })
        return self.posting.send(Mail(command.mail_id, it.order, command.kind, order.email.subject, to, letter))
