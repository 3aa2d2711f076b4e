"""Taking held money: the parcel leaves when the money for it was taken, and nothing is taken for what won't leave.

Money is held when the order is placed (``STORE_CAPTURE=when_sent``). What is cancelled before the parcel leaves is not
taken; whoever cancels while it is being taken gets it back, since both write to the payment's own stream.
"""

from dataclasses import dataclass
from typing import Final

from msgspec import Struct

from store.application.ordering.errors import BankIsSilent
from store.application.ordering.fulfilment import PartStands, SendBooked, SendParcel
from store.application.payments.ports import Captured, Challenged, Declined, Gateway, Verdict
from store.application.processes.settling_a_payment import held_on
from store.application.processes.shipping_an_order import ShipOrder, Shipped
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.ordering.errors import NoSuchPart
from store.domain.ordering.life import Step
from store.domain.ordering.order import Order
from store.domain.payments.errors import MoneyNotTaken
from store.domain.payments.payment import Payment, Stage
from store.domain.shared.ids import OrderNumber, PartId, PaymentId, order_of
from store.domain.shared.money import Money

AT_THE_BANK: Final = "whoever bought is paying again, and their bank still asks them"


class Held(Struct, frozen=True):
    """How money stands that is held, or was. *due* is what may be taken: nothing, where the order can't be sent."""

    payment_id: PaymentId | None
    due: Money | None
    status: str = ""
    reason: str = ""


class LookAtHeld(Command[Held], frozen=True):
    """Whether there is money to be taken before the order's parcel may leave. It changes nothing."""

    number: OrderNumber
    version: int | None = None
    part_id: PartId | None = None
    scope: Scope = EVERYTHING


class SettleHeld(Command[Held], frozen=True):
    """Write down what the gateway said about money that it was holding."""

    payment_id: PaymentId
    verdict: Verdict


class LetGoOfHeld(Command[Held], frozen=True):
    """Have the gateway let go of what is held for a cancelled order; where something is due, only look."""

    payment_id: PaymentId


@dataclass(frozen=True)
class TakingHeldMoney:
    gateway: Gateway
    clock: Clock

    @conducts(ShipOrder)
    def ship(self, command: ShipOrder, conductor: Conductor) -> Shipped:
        """Take the money, then send the parcel."""
        self.take(LookAtHeld(number=command.number, version=command.version), conductor)
        return conductor.last(command)

    @conducts(SendParcel)
    def send(self, command: SendParcel, conductor: Conductor) -> PartStands:
        """The same before the first parcel; later ones find nothing due. Nobody has money taken for others' goods."""
        return self._sent(command, conductor)

    @conducts(SendBooked)
    def send_booked(self, command: SendBooked, conductor: Conductor) -> PartStands:
        """The same of what goes under the number that it was booked with."""
        return self._sent(command, conductor)

    def _sent(self, command: SendParcel | SendBooked, conductor: Conductor) -> PartStands:
        self.take(LookAtHeld(
            number=command.number, version=command.version, part_id=command.part_id, scope=command.scope,
        ), conductor)
        return conductor.last(command)

    def take(self, look: LookAtHeld, conductor: Conductor) -> None:
        """The money of an order whose parcel is about to leave, all that is due. Whoever sends any parcel calls this.

        :raises MoneyNotTaken: if the gateway no longer has it.
        :raises BankIsSilent: if nobody can say whether it was taken; it is asked again, and taken once.
        """
        held = conductor.then(look)
        if held.status == Stage.LOST:
            raise MoneyNotTaken(held.reason)
        if held.payment_id is None or held.due is None or not held.due.minor:
            return
        verdict = self.gateway.capture(held.payment_id, held.due)
        now = conductor.then(SettleHeld(payment_id=held.payment_id, verdict=verdict))
        match verdict:
            case Captured():
                return
            case Declined():
                raise MoneyNotTaken(now.reason)
            case Challenged():
                raise MoneyNotTaken(AT_THE_BANK)
            case _:
                raise BankIsSilent

    @conducts(LetGoOfHeld)
    def let_go(self, command: LetGoOfHeld, conductor: Conductor) -> Held:
        """What is held for a cancelled order is let go; what is held for another is only looked at."""
        held = conductor.then(SettleHeld(payment_id=command.payment_id, verdict=self.gateway.look(command.payment_id)))
        if held.status != Stage.AUTHORISED or (held.due and held.due.minor):
            return held
        return conductor.last(let_go(command.payment_id, self.gateway))

    @handles(LookAtHeld)
    def look(self, command: LookAtHeld, work: UnitOfWork) -> Held:
        order = work.find(Order, order_of(command.number))
        if order.payment_id is None or not order.can(Step.SHIP):
            return Held(None, None)
        if command.part_id is not None and not command.scope.covers(vendor=order.part(command.part_id).vendor):
            raise NoSuchPart
        expect(order, command.version)
        payment = work.get(Payment, order.payment_id)
        due = payment.due if payment.stage is Stage.AUTHORISED else None
        return Held(payment.id, due, payment.stage, payment.reason)

    @handles(SettleHeld)
    def settle(self, command: SettleHeld, work: UnitOfWork) -> Held:
        """Money that is not held any more stays as it is."""
        payment = work.get(Payment, command.payment_id)
        if payment.stage in {Stage.AUTHORISED, Stage.LOST}:
            work.save(held_on(payment, command.verdict, self.clock.now()))
        return Held(payment.id, payment.due, payment.stage, payment.reason)


def let_go(payment_id: PaymentId, gateway: Gateway) -> SettleHeld:
    """Have *gateway* let go of all it holds; what it said, to be written down."""
    return SettleHeld(payment_id=payment_id, verdict=gateway.cancel(payment_id))
