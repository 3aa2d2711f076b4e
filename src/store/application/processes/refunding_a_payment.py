"""Refunding a payment: money that is owed back, asked of the gateway until it is known what became of it."""

from dataclasses import dataclass
from datetime import datetime

from store.application.payments.messages import (
    ListRefunds,
    LookAgainAtRefunds,
    LookAtRefund,
    ReconcileRefund,
    RefundView,
    SettleRefund,
)
from store.application.payments.ports import CannotGiveBack, Gateway, GaveBack, Undecided
from store.application.processes.replaced_orders import owed_by_payment, with_replacements
from store.application.shared.answers import Price
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.ordering.order import Order
from store.domain.payments.errors import NoSuchRefund
from store.domain.payments.payment import Payment
from store.domain.payments.refund import Progress
from store.domain.returns.life import Step
from store.domain.returns.returning import Return
from store.domain.shared.ids import PaymentId, RefundId
from store.domain.shared.money import Money


@dataclass(frozen=True)
class RefundingAPayment:
    gateway: Gateway
    clock: Clock

    @conducts(ReconcileRefund)
    def reconcile(self, command: ReconcileRefund, conductor: Conductor) -> RefundView:
        """Ask for it under the id it has had since it was owed, then write down what was said."""
        owed = conductor.then(LookAtRefund(payment_id=command.payment_id, refund_id=command.refund_id))
        if owed.status != Progress.REQUESTED:
            return owed
        return conductor.last(asked_for(command.payment_id, owed, self.gateway))

    @conducts(LookAgainAtRefunds)
    def look_again(self, command: LookAgainAtRefunds, conductor: Conductor) -> tuple[RefundView, ...]:
        """What came back is owed again; of nothing is more given back by asking."""
        views = conductor.then(ListRefunds(payment_id=command.payment_id))
        return tuple(
            conductor.then(SettleRefund(
                payment_id=command.payment_id, refund_id=view.id,
                verdict=self.gateway.refunded(command.payment_id, view.id), made=True,
            )) if view.status == Progress.MADE else view
            for view in views
        )

    @handles(ListRefunds)
    def list(self, command: ListRefunds, work: UnitOfWork) -> tuple[RefundView, ...]:
        payment = work.get(Payment, command.payment_id)
        return tuple(refund_view(payment, id) for id in payment.refunds)

    @handles(LookAtRefund)
    def look(self, command: LookAtRefund, work: UnitOfWork) -> RefundView:
        return refund_view(work.get(Payment, command.payment_id), command.refund_id)

    @handles(SettleRefund)
    def settle(self, command: SettleRefund, work: UnitOfWork) -> RefundView:
        """A refund that is over stays as it is."""
        payment, now = work.get(Payment, command.payment_id), self.clock.now()
        match command.verdict:
            case GaveBack(reference):
                payment.given_back(command.refund_id, reference, at=now)
                work.save(*over(payment, work, now))
            case CannotGiveBack(reason) if command.made:
                payment.came_back(command.refund_id, reason, at=now)
            case CannotGiveBack(reason):
                payment.not_given_back(command.refund_id, reason, at=now)
            case Undecided():
                pass
        work.save(payment)
        return refund_view(payment, command.refund_id)


def over(payment: Payment, work: UnitOfWork, now: datetime) -> list[Return]:
    """Returns that were inspected and are over, now that nothing is owed back by it any more."""
    order = work.find(Order, payment.order_id) if payment.order_id else None
    if order is None or not order.returns:
        return []
    made = sum(it.amount.minor for it in payment.refunds.values() if it.progress is Progress.MADE)
    orders, returns = with_replacements(order, work)
    if made < owed_by_payment(orders) - payment.lowered:
        return []
    closing = [it for it in returns if it.can(Step.CLOSE)]
    for it in closing:
        it.close(at=now)
    return closing


def asked_for(payment_id: PaymentId, owed: RefundView, gateway: Gateway) -> SettleRefund:
    """Have *gateway* give back what is *owed*; what it said, to be written down."""
    amount = Money.parse(owed.amount.amount, owed.amount.currency)
    return SettleRefund(
        payment_id=payment_id, refund_id=owed.id, verdict=gateway.refund(payment_id, owed.id, amount)
    )


def refund_view(payment: Payment, id: RefundId) -> RefundView:
    """A refund as shoppers and staff see it.

    :raises NoSuchRefund: if the payment has none of that id.
    """
    if id not in payment.refunds:
        raise NoSuchRefund
    refund = payment.refunds[id]
    return RefundView(id, refund.progress, Price.of(refund.amount), refund.at, refund.reason)
