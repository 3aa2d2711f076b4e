"""Paying again: money that was held for an order ran out, and whoever bought gives another card before it is sent.

It stays one payment with one place in the gateway's books at a time; what comes of it is held as before, and taken when
the parcel leaves. The bank's question, the way back from it and the gateway's notice are those of any payment.
"""

from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from store.application.payments.messages import NextAction
from store.application.payments.ports import Challenged, Declined, Gateway
from store.application.processes.holding_again import SettleHoldAgain
from store.application.processes.keeping_cards import PayingByKeptCard
from store.application.processes.taking_held_money import Held
from store.application.shared.bus import Command, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.work import UnitOfWork
from store.domain.ordering.life import Step
from store.domain.ordering.order import Order
from store.domain.payments.errors import NothingToPayAgain, NotPaidAgain
from store.domain.payments.payment import Payment
from store.domain.shared.ids import AccountId, OrderNumber, PaymentId, order_of
from store.domain.shared.money import Money


class Wanted(Struct, frozen=True):
    """What is to be paid again, and how."""

    payment_id: PaymentId
    method: str
    amount: Money
    generation: int


class LookAtPayAgain(Command[Wanted], frozen=True):
    """The same, from the facts. It changes nothing."""

    number: OrderNumber


class PaidAgain(Struct, frozen=True):
    """How the payment stands, and what whoever pays has to do first."""

    status: str
    next_action: NextAction | None = None


class PayAgain(Command[PaidAgain], frozen=True):
    """Have an order's money held by another card, or by one that *account_id* keeps."""

    number: OrderNumber
    token: str
    account_id: AccountId | None = None
    card_id: UUID | None = None


@dataclass(frozen=True)
class PayingAgain:
    gateway: Gateway
    kept: PayingByKeptCard

    @conducts(PayAgain)
    def pay(self, command: PayAgain, conductor: Conductor) -> PaidAgain:
        """A press whose answer was lost is pressed again: one card is asked once for one time."""
        it = conductor.then(LookAtPayAgain(number=command.number))
        token, card = self.kept.found(command.account_id, command.card_id, it.method, command.token)
        verdict = self.gateway.pay_again(it.payment_id, it.generation, it.amount, token, card)

        def told(stands: Held) -> PaidAgain:
            match verdict:
                case Declined(reason):
                    raise NotPaidAgain(reason)
                case Challenged(_, url):
                    return PaidAgain("requires_action", NextAction("redirect", url))
                case _:
                    return PaidAgain(stands.status)

        return conductor.conclude(SettleHoldAgain(
            payment_id=it.payment_id,
            verdict=self.gateway.look(it.payment_id) if isinstance(verdict, Declined) else verdict,
        ), told)

    @handles(LookAtPayAgain)
    def look(self, command: LookAtPayAgain, work: UnitOfWork) -> Wanted:
        """Nothing is asked for what won't be sent.

        :raises NothingToPayAgain: if its money is there, or nothing is due any more.
        """
        order = work.find(Order, order_of(command.number))
        open_ = order.can(Step.SHIP) or order.can(Step.ACCEPT)
        payment = work.get(Payment, order.payment_id) if order.payment_id and open_ else None
        amount = payment.to_pay_again if payment else None
        if payment is None or amount is None:
            raise NothingToPayAgain
        return Wanted(payment.id, payment.method, amount, payment.generation + 1)
