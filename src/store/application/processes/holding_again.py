"""Holding again: money that is due and about to run out is held anew; where it can't be, whoever pays hears of it.

The gateway is asked outside any transaction, under the number of that time (its *generation*): whoever dies in between
is followed by somebody who asks the same again. What it says is written to the payment's own stream, where it meets
what was taken or cancelled meanwhile.
"""

from dataclasses import dataclass

from msgspec import Struct

from store.application.payments.ports import Authorised, Declined, Gateway, Verdict
from store.application.processes.settling_a_payment import held_on
from store.application.processes.taking_held_money import Held, LetGoOfHeld, SettleHeld, let_go
from store.application.shared.bus import Command, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.payments.payment import Payment, Stage
from store.domain.shared.ids import PaymentId
from store.domain.shared.money import Money


class Renewal(Struct, frozen=True):
    """How what is held stands: how much is *due*, how often it was held again, and whether that can't be any more."""

    due: Money
    generation: int
    ending: bool
    held: bool


class LookAtRenewal(Command[Renewal], frozen=True):
    """The same, from the payment's own facts. It changes nothing."""

    payment_id: PaymentId


class HoldAgain(Command[Held], frozen=True):
    """Have money held anew that is due and runs out soon."""

    payment_id: PaymentId


class SettleHoldAgain(Command[Held], frozen=True):
    """Write down what the gateway said. *refused*: why it can't be held again, where it is still held."""

    payment_id: PaymentId
    verdict: Verdict
    refused: str = ""


@dataclass(frozen=True)
class HoldingAgain:
    gateway: Gateway
    clock: Clock

    @conducts(HoldAgain)
    def again(self, command: HoldAgain, conductor: Conductor) -> Held:
        """Of what is lost, and what can't be held again, it is only asked whether it is held."""
        id = command.payment_id
        now = conductor.then(LookAtRenewal(payment_id=id))
        if now.held and not now.due.minor:  # cancelled meanwhile
            return conductor.last(let_go(id, self.gateway))
        if not now.held or now.ending:
            return conductor.last(SettleHeld(payment_id=id, verdict=self.gateway.look(id)))
        verdict, refused = self.gateway.hold_again(id, now.generation + 1, now.due), ""
        if isinstance(verdict, Declined):
            refused, verdict = verdict.reason, self.gateway.look(id)
        return conductor.last(SettleHoldAgain(payment_id=id, verdict=verdict, refused=refused))

    @handles(LookAtRenewal)
    def look(self, command: LookAtRenewal, work: UnitOfWork) -> Renewal:
        payment = work.get(Payment, command.payment_id)
        return Renewal(
            payment.due, payment.generation, bool(payment.ending), payment.stage is Stage.AUTHORISED
        )

    @handles(SettleHoldAgain)
    def settle(self, command: SettleHoldAgain, work: UnitOfWork) -> Held:
        """What was taken or cancelled meanwhile stays so: what is held for nothing is let go by whoever follows it."""
        payment, now = work.get(Payment, command.payment_id), self.clock.now()
        if payment.stage in {Stage.AUTHORISED, Stage.LOST}:
            held_on(payment, command.verdict, now)
        if command.refused and isinstance(command.verdict, Authorised):
            payment.cannot_hold_again(command.refused, at=now)
        work.save(payment)
        return Held(payment.id, payment.due, payment.stage, payment.reason)


def follow(payment_id: PaymentId, *, due: bool) -> Command[Held]:
    """What is to be done about money that is held: again, or let go of."""
    return HoldAgain(payment_id=payment_id) if due else LetGoOfHeld(payment_id=payment_id)
