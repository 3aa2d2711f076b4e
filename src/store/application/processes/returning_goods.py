"""Returning goods: somebody asks, and what they ask for is claimed on the order in the same transaction.

Two who want the same piece back append to the order's stream: one of them is refused. What is refused or withdrawn is
let go there, in the transaction that says so.
"""

from dataclasses import dataclass

from store.application.processes.cancelling_an_order import found
from store.application.processes.exchanging_goods import ExchangingGoods
from store.application.processes.judging_returns import JudgingReturns, within
from store.application.returns.messages import (
    AskedReturn,
    AskedReturns,
    ExpectReturnable,
    RecordReturn,
    RequestReturn,
    ids_of,
    number_of,
)
from store.application.returns.ports import Photographs
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.ordering.errors import NothingToReturn
from store.domain.ordering.order import Order
from store.domain.returns.errors import CreditForOwnersOnly, NoSuchReturn, TooManyPhotographs
from store.domain.returns.events import ReturnLine
from store.domain.returns.policy import expect_returnable
from store.domain.returns.returning import MOST_PHOTOGRAPHS, Return
from store.domain.shared.errors import AlreadyErased, StoreError
from store.domain.shared.ids import OrderNumber, Sku, SubjectId, VendorId
from store.domain.shared.personal import Erased, Personal


@dataclass(frozen=True)
class ReturningGoods:
    judging: JudgingReturns
    photographs: Photographs
    clock: Clock
    exchanging: ExchangingGoods

    @conducts(RequestReturn)
    def request(self, command: RequestReturn, conductor: Conductor) -> AskedReturns:
        """The photographs first: a page that shows one must find it. Where it is refused after all, they go again."""
        if len(command.photos) > MOST_PHOTOGRAPHS:
            raise TooManyPhotographs(MOST_PHOTOGRAPHS)
        subject = conductor.then(ExpectReturnable(number=command.number, pieces=command.pieces))
        names: list[str] = []
        try:
            names += [self.photographs.take_in(subject, data) for data in command.photos]
            return conductor.last(RecordReturn(
                number=command.number, pieces=command.pieces, reason=command.reason, words=command.words,
                photos=tuple(names), as_credit=command.as_credit, account_id=command.account_id,
                instead=command.instead,
            ))
        except StoreError:
            for name in names:
                self.photographs.throw_away(name)
            raise

    @handles(ExpectReturnable)
    def expect_returnable(self, command: ExpectReturnable, work: UnitOfWork) -> SubjectId:
        return self._judged(command.number, command.pieces, work)[1]

    @handles(RecordReturn)
    def record(self, command: RecordReturn, work: UnitOfWork) -> AskedReturns:
        """A return for each vendor whose goods they are, and one for the shop's own: they go to whom they belong."""
        order, subject = self._judged(command.number, command.pieces, work)
        if command.as_credit and (command.account_id is None or command.account_id != order.account_id):
            raise CreditForOwnersOnly
        wanted = {sku: other for sku, other in command.instead.items() if command.pieces.get(sku)}
        now, returns = self.clock.now(), list[Return]()
        instead = self.exchanging.wanted(order, wanted, work, now)
        for vendor, pieces in _by_vendor(order, command.pieces).items():
            it = work.find(Return, order.next_return())
            order.claim_back(pieces, at=now)
            it.request(
                number_of(order.number, len(order.returns)), order.id, order.number,
                lines=[
                    ReturnLine(line.sku, line.name, pieces[line.sku], line.options, instead.get(line.sku))
                    for line in order.lines if line.sku in pieces
                ],
                reason=command.reason, words=Personal(subject, command.words),
                photos=Personal(subject, command.photos), vendor=vendor, at=now, as_credit=command.as_credit,
            )
            returns.append(it)
        if instead:
            self.exchanging.keep(returns, work, now)
        work.save(order, *returns)
        return AskedReturns([asked(it) for it in returns])

    def _judged(self, number: OrderNumber, pieces: dict[Sku, int], work: UnitOfWork) -> tuple[Order, SubjectId]:
        order, _ = found(number, work)
        if not any(pieces.values()):
            raise NothingToReturn
        expect_returnable(within(self.judging.wish(order, pieces), work))
        if order.email is None or isinstance(order.email.value, Erased):
            raise AlreadyErased
        return order, order.email.subject


def of_number(number: str, work: UnitOfWork, scope: Scope = EVERYTHING) -> tuple[Return, Order]:
    """A return and its order.

    :raises NoSuchReturn: if there is none of that number, or it lies outside the *scope*.
    """
    order_id, id = ids_of(number)
    it, order = work.gather((Return, id), (Order, order_id))
    if not it.version or not scope.covers(vendor=it.vendor):
        raise NoSuchReturn
    return it, order


def _by_vendor(order: Order, pieces: dict[Sku, int]) -> dict[VendorId | None, dict[Sku, int]]:
    found: dict[VendorId | None, dict[Sku, int]] = {}
    for line in order.lines:
        if count := pieces.get(line.sku, 0):
            found.setdefault(line.vendor, {})[line.sku] = count
    return found


def asked(it: Return) -> AskedReturn:
    return AskedReturn(it.number, it.order, it.stage, it.version)
