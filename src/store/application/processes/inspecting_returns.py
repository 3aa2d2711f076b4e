"""Inspecting returns: what was found, the pieces and the money that is owed back together; then the money.

As with cancelling: the gateway is asked when all of it is safe in the log, under an id that stands there, and whoever
finds the refund open asks again. What goes back on the shelf, and what is written off, are facts of the stock.
"""

from dataclasses import dataclass

from msgspec import Struct, structs

from store.application.payments.messages import RefundView
from store.application.payments.ports import Gateway
from store.application.processes.giving_back import owed_back
from store.application.processes.placing_replacements import place_replacement
from store.application.processes.refunding_a_payment import asked_for, refund_view
from store.application.processes.replacing_goods import ReplacingGoods, skus_of
from store.application.processes.returning_goods import of_number
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.identity.account import Account
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.ordering.events import Share
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment, Stage
from store.domain.returns.errors import NoSuchReturn
from store.domain.returns.events import InspectedLine
from store.domain.shared.ids import AccountId, OrderNumber, PaymentId, Sku, stock_of
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased


class Inspection(Struct, frozen=True):
    """It stands in the log, with the refund that is owed."""

    number: str
    order: OrderNumber
    status: str
    version: int
    payment_id: PaymentId
    refund: RefundView | None = None
    replaced_by: OrderNumber | None = None
    """The order that is sent for it, where something was exchanged."""


class RecordInspection(Command[Inspection], frozen=True):
    """The part of inspecting that is atomic: return, order, stock and the refund that is owed."""

    number: str
    found: tuple[InspectedLine, ...]
    version: int | None = None
    scope: Scope = EVERYTHING


class InspectReturn(Command[Inspection], frozen=True):
    """Say what was found of each line, and give the money back."""

    inspection: RecordInspection


@dataclass(frozen=True)
class InspectingReturns:
    gateway: Gateway
    clock: Clock
    replacing: ReplacingGoods

    @conducts(InspectReturn)
    def inspect(self, command: InspectReturn, conductor: Conductor) -> Inspection:
        """The whole of it: what was found in, the refund out."""
        done = conductor.first(command.inspection)
        if done.refund is None:
            return done
        refund = conductor.then(asked_for(done.payment_id, done.refund, self.gateway))
        return structs.replace(done, refund=refund)

    @handles(RecordInspection)
    def record(self, command: RecordInspection, work: UnitOfWork) -> Inspection:
        """The part that is atomic: return, order, stock and the refund that is owed."""
        it, order = of_number(command.number, work, command.scope)
        expect(it, command.version)
        it.expect_inspection(command.found)
        if order.gives_back_by is None:
            raise NoSuchReturn
        payment, now = work.get(Payment, order.gives_back_by), self.clock.now()
        lines = sorted((line for line in command.found if line.accepted), key=lambda line: line.sku)
        skus = sorted({*(line.sku for line in lines), *skus_of([it])})
        work.in_turn(*(stock_of(sku) for sku in skus))
        stocks = dict(zip(skus, work.find_all(Inventory, [stock_of(sku) for sku in skus]), strict=True))
        accepted = {line.sku: line.accepted for line in lines}
        sent = self.replacing.replaced(it, order, payment, accepted, stocks, work, now) if it.instead else None
        for line in lines:  # after that, as nobody is sent the very piece that came
            stocks[line.sku].take_back(
                line.sku, line.accepted, written_off=line.accepted - line.restocked, reason=f"return {it.number}",
                at=now, location=_place(order, line.sku),
            )
        worth = sent.what.worth if sent and sent.what else None
        as_credit = it.as_credit and payment.stage is Stage.CAPTURED and _lives(order.account_id, work)
        share = order.accept_back(
            it.id, accepted, it.reason, at=now, as_credit=as_credit, exchanged=worth,
            replaced=sent.what.pieces if sent and sent.what else None,
        )
        refund = owed_back(share, order, payment, work, now, returned=it.number, as_credit=as_credit)
        new = place_replacement(it, order, sent, _of_payment(order, share, worth), self.replacing.ids, work, now) if (
            sent and share and worth
        ) else None
        it.inspect(
            command.found, refund, at=now, credited=share.to_account if share else None,
            replaced_by=new.number if new else None, not_replaced=sent.not_replaced if sent else None,
        )
        if refund is None:
            it.close(at=now)
        work.save(it, order, payment, *stocks.values())
        return Inspection(
            it.number, it.order, it.stage, it.version, payment.id, refund_view(payment, refund) if refund else None,
            new.number if new else None,
        )


def _of_payment(order: Order, share: Share, worth: Money) -> Money:
    """What of the *worth* of what is exchanged came from a payment: what that doesn't give back for the rest."""
    rest = share.total - worth
    return Money(min(worth.minor, max(0, order.money_in(share).minor - rest.minor)), worth.currency)


def _lives(id: AccountId | None, work: UnitOfWork) -> bool:
    """Whether anybody could spend what is in that account: its owner may have left since they asked for credit."""
    if id is None:
        return False
    account = work.find(Account, id)
    return account.email is None or not isinstance(account.email.value, Erased)


def _place(order: Order, sku: Sku) -> LocationCode:
    """From where it was sent, and where it goes back to."""
    return next((LocationCode(part.place) for part in order.parts if sku in part.sent), MAIN)
