"""What one may tell Payments to do."""

from msgspec import Struct

from store.application.payments.ports import Verdict
from store.application.shared.answers import Price
from store.application.shared.bus import Command
from store.domain.shared.ids import OrderNumber, PaymentId


class NextAction(Struct, frozen=True):
    """What the shopper has to do before the money can be taken."""

    type: str
    url: str


class PaymentView(Struct, frozen=True):
    """A payment as shoppers and staff see it. ``status``: processing, requires_action, captured, declined."""

    id: PaymentId
    method: str
    status: str
    amount: Price
    next_action: NextAction | None = None


class Settled(Struct, frozen=True):
    """How order and payment stand after a verdict. ``declined`` is the reason, where there is one."""

    number: OrderNumber
    order_status: str
    payment: PaymentView
    declined: str | None = None


class SettlePayment(Command[Settled], frozen=True):
    """Write down what the gateway said, with all that follows for order, stock and cart.

    *late*: the shopper no longer waits for it, and has to be told by other means.
    """

    payment_id: PaymentId
    verdict: Verdict
    late: bool = False


class ReconcilePayment(Command[Settled], frozen=True):
    """Ask the gateway what became of a payment and settle it.

    With *give_up* a payment that still waits is cancelled at the gateway first; with *give_up_unheard* one that
    the gateway never heard of is.
    """

    payment_id: PaymentId
    give_up: bool = False
    give_up_unheard: bool = False
