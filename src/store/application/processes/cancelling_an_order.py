"""Cancelling an order: the order, its stock and the money that is owed back together, all or nothing; then the money.

Whether it is cancelled or shipped is decided by the order's own stream: both append to it, and one comes too late.
The gateway is asked for the refund after all of it is safe in the log, under an id that stands there; whoever finds the
refund open asks again. What nobody has paid for yet is refused at the gateway first, so that no money comes after all.
"""

from dataclasses import dataclass

from msgspec import Struct, field, structs

from store.application.ordering.cancel_rules import CancelRules, leave_by
from store.application.ordering.errors import AnotherAmountTaken, BankIsSilent
from store.application.payments.messages import RefundView, SettlePayment
from store.application.payments.ports import Captured, Declined, Gateway
from store.application.processes.giving_back import owed_back
from store.application.processes.redeeming_coupons import RedeemingCoupons
from store.application.processes.refunding_a_payment import asked_for, refund_view
from store.application.processes.taking_held_money import let_go
from store.application.shared.bus import Command, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.places import LocationCode
from store.domain.ordering.cancel_policies import CancelPolicies
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.events import Canceller
from store.domain.ordering.life import Stage, Step
from store.domain.ordering.order import Order
from store.domain.ordering.parts import by_place, less
from store.domain.payments.payment import Payment
from store.domain.payments.payment import Stage as Paid
from store.domain.shared.ids import OrderNumber, PaymentId, Sku, cancel_policy, order_of, stock_of


class CalledOff(Struct, frozen=True):
    """It stands in the log. *unpaid*: nothing does yet, since the gateway has to be asked first. *let_go*: the
    gateway still holds money for it, and none of that is due.
    """

    number: OrderNumber
    status: str
    version: int
    payment_id: PaymentId
    refund: RefundView | None = None
    unpaid: bool = False
    let_go: bool = False


class Cancelled(Struct, frozen=True):
    """How the order stands now, and the money that is given back, where any is."""

    number: OrderNumber
    status: str
    version: int
    refund: RefundView | None


class CallOff(Command[CalledOff], frozen=True):
    """Cancel an order, or of it some *pieces*. *by* whom says which rules hold; *reason* is read by its shopper."""

    number: OrderNumber
    by: Canceller
    reason: str
    pieces: dict[Sku, int] = field(default_factory=dict)
    version: int | None = None
    only_in_review: bool = False
    """Somebody looked at it and found it wanting; of one that doesn't wait for that it is refused."""


class CancelOrder(Command[Cancelled], frozen=True):
    """Cancel, and give the money back."""

    call_off: CallOff


@dataclass(frozen=True)
class CancellingAnOrder:
    gateway: Gateway
    clock: Clock
    rules: CancelRules
    redeeming: RedeemingCoupons

    @conducts(CancelOrder)
    def cancel(self, command: CancelOrder, conductor: Conductor) -> Cancelled:
        """The whole of it: one wish in, the cancelled order and its refund out.

        :raises BankIsSilent: when nobody can say whether money is on its way; nothing is changed.
        :raises AnotherAmountTaken: when money came, and not as much as was asked for; nothing is changed.
        """
        off = conductor.first(command.call_off)
        if off.unpaid:
            wish = command.call_off
            verdict = self.gateway.cancel(off.payment_id)
            if not isinstance(verdict, Declined | Captured):
                raise BankIsSilent
            settled = conductor.then(SettlePayment(
                payment_id=off.payment_id, verdict=verdict, called_off=wish.reason, by=wish.by,
            ))
            if settled.order_status == Stage.CANCELLED:
                return Cancelled(off.number, settled.order_status, off.version + 1, None)
            off = conductor.then(structs.replace(wish, version=None))
            if off.unpaid:
                raise AnotherAmountTaken
        return given_back(off, self.gateway, conductor)

    @handles(CallOff)
    def call_off(self, command: CallOff, work: UnitOfWork) -> CalledOff:
        """The part that is atomic: order, stock and the refund that is owed."""
        order, payment = found(command.number, work)
        expect(order, command.version)
        if command.only_in_review:
            order.expect_in_review()
        if order.can(Step.GIVE_UP) and not command.pieces:
            return CalledOff(order.number, order.stage, order.version, payment.id, unpaid=True)
        now, left = self.clock.now(), by_place(order.parts)
        leave = leave_by(self.rules, work.find(CancelPolicies, cancel_policy()), order.placed_at)
        if command.pieces:
            share = order.call_off_pieces(command.pieces, command.by, command.reason, at=now, leave=leave)
        else:
            share = order.call_off(command.by, command.reason, at=now, leave=leave)
        still = by_place(order.parts)
        freed = {sku: places for sku in left if (places := less(left[sku], still.get(sku, {})))}
        skus = sorted(freed)
        work.in_turn(*(stock_of(sku) for sku in skus))
        stocks = work.find_all(Inventory, [stock_of(sku) for sku in skus])
        for sku, stock in zip(skus, stocks, strict=True):
            at_places = {LocationCode(place): pieces for place, pieces in freed[sku].items()}
            stock.release(sku, order.id, sum(at_places.values()), at=now, places=at_places)
        refund = owed_back(share, order, payment, work, now)
        let_go = payment.stage is Paid.AUTHORISED and not payment.due.minor
        if order.stage is Stage.CANCELLED:
            self.redeeming.release(order, work)
        work.save(order, payment, *stocks)
        return CalledOff(
            order.number, order.stage, order.version, payment.id, refund_view(payment, refund) if refund else None,
            let_go=let_go,
        )


def given_back(off: CalledOff, gateway: Gateway, conductor: Conductor) -> Cancelled:
    """Have *gateway* give back what is owed, or let go of what it holds, and write down what it said."""
    if off.let_go:
        conductor.then(let_go(off.payment_id, gateway))
    refund = conductor.then(asked_for(off.payment_id, off.refund, gateway)) if off.refund else None
    return Cancelled(off.number, off.status, off.version, refund)


def found(number: OrderNumber, work: UnitOfWork) -> tuple[Order, Payment]:
    """An order and the payment that its money goes back by.

    :raises NoSuchOrder: if there is none of that number.
    """
    order = work.find(Order, order_of(number))
    if order.gives_back_by is None:
        raise NoSuchOrder(number)
    return order, work.get(Payment, order.gives_back_by)
