"""What one may tell Payments to do."""

from datetime import datetime

from msgspec import Struct

from store.application.payments.ports import RefundVerdict, Verdict
from store.application.shared.answers import Price
from store.application.shared.bus import Command
from store.domain.shared.ids import OrderNumber, PaymentId, RefundId


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

    *late*: the shopper no longer waits for it, and has to be told by other means. *called_off*: why the order is
    cancelled, where somebody wants it so, and *by* whom.
    """

    payment_id: PaymentId
    verdict: Verdict
    late: bool = False
    called_off: str = ""
    by: str = "shop"


class ReconcilePayment(Command[Settled], frozen=True):
    """Ask the gateway what became of a payment and settle it.

    With *give_up* a payment that still waits is cancelled at the gateway first; with *give_up_unheard* one that
    the gateway never heard of is. *late*: its shopper is not here to be told.
    """

    payment_id: PaymentId
    give_up: bool = False
    give_up_unheard: bool = False
    late: bool = True


class RefundView(Struct, frozen=True):
    """Money given back, or on its way. ``status``: requested, refunded, failed; ``reason`` says why it failed."""

    id: RefundId
    status: str
    amount: Price
    at: datetime
    reason: str


class SettleRefund(Command[RefundView], frozen=True):
    """Write down what the gateway said about a refund; *made*: about one that it had made before."""

    payment_id: PaymentId
    refund_id: RefundId
    verdict: RefundVerdict
    made: bool = False


class LookAtRefund(Command[RefundView], frozen=True):
    """How a refund stands, from its own facts. It changes nothing."""

    payment_id: PaymentId
    refund_id: RefundId


class ListRefunds(Command[tuple[RefundView, ...]], frozen=True):
    """All refunds of a payment, from its own facts. It changes nothing."""

    payment_id: PaymentId


class LookAgainAtRefunds(Command[tuple[RefundView, ...]], frozen=True):
    """Ask the gateway whether what it gave back came back: nobody tells of it who is asked about the payment."""

    payment_id: PaymentId


class ReconcileRefund(Command[RefundView], frozen=True):
    """Ask the gateway for a refund, again and again if need be: under one id it is made once."""

    payment_id: PaymentId
    refund_id: RefundId
