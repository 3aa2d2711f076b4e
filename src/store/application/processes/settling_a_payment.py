"""Settling a payment: what the gateway said becomes fact for payment, order, stock and cart together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from store.application.cart.kept_checkouts import KeptCheckouts
from store.application.payments.messages import NextAction, PaymentView, ReconcilePayment, Settled, SettlePayment
from store.application.payments.ports import (
    Authorised,
    Captured,
    Challenged,
    Declined,
    Gateway,
    Undecided,
    Unheard,
    Verdict,
)
from store.application.processes.redeeming_coupons import RedeemingCoupons
from store.application.processes.spending_credit import release_credit, spend_credit
from store.application.shared.answers import Price
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.events import Canceller
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment, Stage
from store.domain.shared.ids import order_of, stock_of
from store.domain.shared.money import Money

NOTHING_TO_PAY: Final = "nothing-to-pay"
DECLINED: Final = "the payment was declined"
NEVER_CAME: Final = "the payment did not come"
NOT_PAID_AGAIN: Final = "it was to be paid again, and was not"
"""Why orders are cancelled: while the shopper was there to be told, or later. Both stand in facts: never reword."""


@dataclass(frozen=True)
class SettlingAPayment:
    gateway: Gateway
    clock: Clock
    redeeming: RedeemingCoupons
    checkouts: KeptCheckouts

    @conducts(ReconcilePayment)
    def reconcile(self, command: ReconcilePayment, conductor: Conductor) -> Settled:
        """Ask the gateway, then write down what it said.

        A payment it never heard of may still be on its way there. Before such a one is written off, the gateway is
        made to refuse it: whoever was about to charge it is told no, and nobody is charged for a cancelled order.
        """
        ask = self.gateway.cancel if command.give_up else self.gateway.look
        verdict = ask(command.payment_id)
        if isinstance(verdict, Unheard) and command.give_up_unheard:
            verdict = self.gateway.cancel(command.payment_id)
        return conductor.last(SettlePayment(payment_id=command.payment_id, verdict=verdict, late=command.late))

    @handles(SettlePayment)
    def settle(self, command: SettlePayment, work: UnitOfWork) -> Settled:
        """The part that is atomic. A payment that is settled stays as it is."""
        payment = work.get(Payment, command.payment_id)
        order = work.get(Order, order_of(payment.number))
        if payment.stage in {Stage.AUTHORISED, Stage.LOST}:
            work.save(held_on(payment, command.verdict, self.clock.now()))
        elif not payment.settled:
            match _free(payment) or command.verdict:
                case Authorised(reference, amount, until):
                    now = self.clock.now()
                    payment.authorise(reference, amount, until, at=now)
                    self._confirm(order, now, work)
                    work.save(payment, order)
                case Captured(reference, amount):
                    self._captured(payment, order, reference, amount, work)
                case Declined(reason):
                    because = command.called_off or (NEVER_CAME if command.late else DECLINED)
                    self._declined(payment, order, reason, because, Canceller(command.by), work)
                case Challenged(reference, url):
                    payment.challenge(reference, url, at=self.clock.now())
                    work.save(payment)
                case Undecided() | Unheard():
                    pass
                case _:
                    assert_never(command.verdict)
        return Settled(
            payment.number, order.stage, payment_view(payment), payment.reason or None
        )

    def _captured(
        self, payment: Payment, order: Order, reference: str, amount: Money, work: UnitOfWork
    ) -> None:
        now = self.clock.now()
        payment.capture(reference, amount, at=now)
        if payment.stage is Stage.CAPTURED:
            self._confirm(order, now, work)
        work.save(payment, order)

    def _confirm(self, order: Order, now: datetime, work: UnitOfWork) -> None:
        """What was said at the checkout stands in the order, and is kept nowhere else from now on."""
        order.confirm(at=now)
        spend_credit(order, work, now)
        if order.cart_id:
            work.write_beside(self.checkouts.dropping(order.cart_id))

    def _declined(
        self, payment: Payment, order: Order, reason: str, because: str, by: Canceller, work: UnitOfWork
    ) -> None:
        now = self.clock.now()
        payment.decline(reason, at=now)
        order.cancel(because, by=by, at=now)
        ids = [stock_of(line.sku) for line in order.lines]
        work.in_turn(*ids)
        cart, *stocks = work.gather((Cart, order.cart_id or order.id), *((Inventory, id) for id in ids))
        for line, stock in zip(order.lines, stocks, strict=True):
            stock.release(line.sku, order.id, at=now)
        cart.reopen(at=now)
        self.redeeming.release(order, work)
        release_credit(order, work, now)
        work.save(payment, order, cart, *stocks)


def held_on(payment: Payment, verdict: Verdict, now: datetime) -> Payment:
    """What the gateway says of money that it was holding, written down: taken, gone, held anew, or nothing new.

    Whoever pays again and stays away from their bank had the first hold let go of: it is lost when that would have run
    out, and held anew if they come back.
    """
    match verdict:
        case Authorised(reference, amount, until) if reference != payment.reference:
            payment.hold_again(reference, amount, until, payment.generation + 1, at=now)
        case _ if payment.stage is Stage.LOST:
            pass
        case Captured(reference, amount):
            payment.capture(reference, amount, at=now)
        case Declined(reason):
            payment.not_held(reason, at=now)
        case Challenged() | Unheard() if payment.until and payment.until < now:
            payment.not_held(NOT_PAID_AGAIN, at=now)
        case _:
            pass
    return payment


def _free(payment: Payment) -> Captured | None:
    """Of nothing there is nothing to take: no gateway is asked, and none may say no."""
    if payment.amount is None or payment.amount.minor:
        return None
    return Captured(NOTHING_TO_PAY, payment.amount)


def payment_view(payment: Payment) -> PaymentView:
    """*payment* as shoppers and staff see it."""
    amount = payment.amount or Money(0, "EUR")
    action = NextAction("redirect", payment.url) if payment.stage is Stage.REQUIRES_ACTION else None
    return PaymentView(payment.id, payment.method, payment.stage, Price.of(amount), action)
