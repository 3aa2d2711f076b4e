"""Giving back again: money that the gateway refused to give back is still owed, and staff have it tried once more."""

from dataclasses import dataclass

from store.application.payments.ports import Gateway
from store.application.processes.cancelling_an_order import CalledOff, Cancelled, found, given_back
from store.application.processes.refunding_a_payment import refund_view
from store.application.processes.replaced_orders import first_of, owed_by_payment, with_replacements
from store.application.shared.bus import Command, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.ordering.errors import NothingOwed
from store.domain.payments.refund import Progress
from store.domain.shared.ids import OrderNumber
from store.domain.shared.money import Money


class OweAgain(Command[CalledOff], frozen=True):
    """Write down anew that money is owed back which could not be given back before."""

    number: OrderNumber


class GiveBackAgain(Command[Cancelled], frozen=True):
    """Try once more to give back what is owed."""

    number: OrderNumber


@dataclass(frozen=True)
class GivingBackAgain:
    gateway: Gateway
    clock: Clock

    @conducts(GiveBackAgain)
    def give_back_again(self, command: GiveBackAgain, conductor: Conductor) -> Cancelled:
        """Under a new id: the gateway said of the old one that it never will."""
        return given_back(conductor.first(OweAgain(number=command.number)), self.gateway, conductor)

    @handles(OweAgain)
    def owe_again(self, command: OweAgain, work: UnitOfWork) -> CalledOff:
        """All that is owed and neither given back nor on its way."""
        order, payment = found(command.number, work)
        if not any(refund.progress is Progress.FAILED for refund in payment.refunds.values()):
            raise NothingOwed
        orders, _ = with_replacements(first_of(order, work), work)
        owed = Money(owed_by_payment(orders), payment.promised_back().currency)
        missing = owed - payment.promised_back() - Money(payment.lowered, owed.currency)
        if missing.minor <= 0:
            raise NothingOwed
        refund = refund_view(payment, payment.give_back(missing, at=self.clock.now()))
        work.save(payment)
        return CalledOff(order.number, order.stage, order.version, payment.id, refund)
