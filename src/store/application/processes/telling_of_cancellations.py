"""Telling of cancellations: whoever would have sent the goods, and staff where money can't be given back.

Nothing in these letters says who bought.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from msgspec import Struct

from store.application.identity.handlers import called, known
from store.application.identity.roles import GRANTS
from store.application.notifications.ports import Mail, Occasion, Outcome, Telling
from store.application.notifications.posting import Posting
from store.application.shared.answers import Price
from store.application.shared.authority import Permission, Reach
from store.application.shared.bus import handles
from store.application.shared.errors import NoSuch
from store.application.shared.text import in_address
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.product import Product
from store.domain.identity.account import Account
from store.domain.identity.roster import Roster
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment, Stage
from store.domain.payments.refund import Progress
from store.domain.shared.ids import (
    AccountId,
    OrderId,
    OrderNumber,
    PaymentId,
    Sku,
    VendorId,
    follow_up,
    roster,
    stock_of,
)


class TellKeepersOfCancelled(Telling, frozen=True):
    """Write to whoever would have sent them that pieces are not to be sent: to their vendor, or to staff.

    The same *mail_id* again sends nothing more.
    """

    order_id: OrderId
    kind: Occasion
    mail_id: UUID


class TellStaffOfRefund(Telling, frozen=True):
    """Write to staff that the gateway can't give money back, so that somebody looks. Once, as above."""

    payment_id: PaymentId
    kind: Occasion
    mail_id: UUID


class TellStaffOfPayment(Telling, frozen=True):
    """Write to staff that another amount was taken than was asked for, or that money can't be taken. Once, as above."""

    payment_id: PaymentId
    kind: Occasion
    mail_id: UUID


class GoodsInLetter(Struct, frozen=True):
    """Pieces that are not to be sent."""

    sku: Sku
    name: str
    quantity: int


@dataclass(frozen=True)
class TellingOfCancellations:
    posting: Posting

    @handles(TellKeepersOfCancelled)
    def cancelled(self, command: TellKeepersOfCancelled, work: UnitOfWork) -> Outcome:
        """Each vendor hears of their own goods and of no others."""
        return self.posting.once(command.mail_id, lambda: self._cancelled(command, work))

    def _cancelled(self, command: TellKeepersOfCancelled, work: UnitOfWork) -> Outcome:
        order, goods = work.get(Order, command.order_id), dict[VendorId | None, list[GoodsInLetter]]()
        gone = {line.sku: order.pieces_cancelled.get(line.sku, 0) for line in order.lines}
        lines = [line for line in order.lines if order.cancelled_by or gone[line.sku]]
        stocks = work.find_all(Inventory, [stock_of(line.sku) for line in lines])
        for line, stock in zip(lines, stocks, strict=True):
            vendor = work.find(Product, stock.product_id).vendor if stock.product_id else None
            quantity = line.quantity if order.cancelled_by else gone[line.sku]
            goods.setdefault(vendor, []).append(GoodsInLetter(line.sku, line.name, quantity))
        people, outcomes = work.find(Roster, roster()), list[Outcome]()
        for vendor, its in goods.items():
            said = {
                "number": order.number, "goods": its, "whole": order.cancelled_by is not None,
                "href": f"{self.posting.address}/backoffice/stock/{in_address(its[0].sku)}",
            }
            senders = work.find_all(Account, _reached(people, Permission.SHIP_ORDERS, vendor))
            outcomes += self._tell(command.mail_id, command.kind, order.number, said, senders)
        return _of_all(outcomes)

    @handles(TellStaffOfRefund)
    def refund(self, command: TellStaffOfRefund, work: UnitOfWork) -> Outcome:
        """Never of what was given back meanwhile."""
        return self.posting.once(command.mail_id, lambda: self._refund(command, work))

    def _refund(self, command: TellStaffOfRefund, work: UnitOfWork) -> Outcome:
        payment = work.get(Payment, command.payment_id)
        if payment.order_id is None:
            raise NoSuch(Payment.kind, command.payment_id)
        last = list(payment.refunds.values())[-1]
        if last.progress is not Progress.FAILED:
            return Outcome.SUPPRESSED
        staff = self._staff(work)
        said = {
            "number": payment.number, "amount": Price.of(last.amount), "reason": last.reason,
            "href": f"{self.posting.address}/backoffice/orders/{payment.number}",
        }
        return _of_all(self._tell(command.mail_id, command.kind, payment.number, said, staff))

    @handles(TellStaffOfPayment)
    def payment(self, command: TellStaffOfPayment, work: UnitOfWork) -> Outcome:
        """Never of what was dealt with meanwhile."""
        return self.posting.once(command.mail_id, lambda: self._payment(command, work))

    def _payment(self, command: TellStaffOfPayment, work: UnitOfWork) -> Outcome:
        payment = work.get(Payment, command.payment_id)
        ending = payment.stage is Stage.AUTHORISED and bool(payment.ending)
        if payment.amount is None or not (ending or payment.stage in {Stage.WRONG_AMOUNT, Stage.LOST}):
            return Outcome.SUPPRESSED
        said = {
            "number": payment.number, "amount": Price.of(payment.amount), "ending": ending,
            "reason": payment.ending if ending else payment.reason, "lost": payment.stage is Stage.LOST,
            "href": f"{self.posting.address}/backoffice/orders/{payment.number}",
        }
        return _of_all(self._tell(command.mail_id, command.kind, payment.number, said, self._staff(work)))

    @staticmethod
    def _staff(work: UnitOfWork) -> Sequence[Account]:
        return work.find_all(Account, _reached(work.find(Roster, roster()), Permission.CANCEL_ORDERS, None))

    def _tell(
        self, mail_id: UUID, kind: Occasion, number: OrderNumber, said: Mapping[str, Any], people: Iterable[Account]
    ) -> list[Outcome]:
        outcomes = list[Outcome]()
        for somebody in people:
            if somebody.email is None or not somebody.active:
                continue
            if to := known(somebody.email):
                letter = self.posting.letters.write(kind, {**said, "name": called(somebody) or ""})
                id = follow_up(mail_id, str(somebody.id))
                outcomes.append(self.posting.send(Mail(id, number, kind, somebody.email.subject, to, letter)))
            else:
                outcomes.append(Outcome.ERASED)
        return outcomes


def _of_all(outcomes: list[Outcome]) -> Outcome:
    return Outcome.SENT if Outcome.SENT in outcomes else next(iter(outcomes), Outcome.SUPPRESSED)


def _reached(roster: Roster, permission: Permission, vendor: VendorId | None) -> list[AccountId]:
    """Who may do so: with goods of a *vendor* that vendor, with all others whoever may everywhere."""
    reaches = {account: GRANTS[role].reach(permission) for account, role in roster.places.items()}
    if vendor is not None:
        return [account for account, reach in reaches.items() if reach is Reach.VENDOR and account == vendor]
    return [account for account, reach in reaches.items() if reach is Reach.ALL]
