"""The laws of one order: its payment, its pieces and its end, over all streams that speak of it.

What belongs together is written in one transaction, in no order that matters. So the laws are checked over all
that is known of an order, and again with each further fact: where a batch ends changes nothing.
"""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from msgspec import Struct, field, structs

from projections.audit.backs import BACK_FACTS, Back, Backs
from projections.audit.credited import CREDIT_FACTS, Credited, CreditFact
from projections.audit.ledgered import Ledgered
from projections.audit.sendings import Sending, broken_parcels
from projections.audit.shelves import Broken, Mark, mark_of
from projections.shared.projection import Seen
from store.application.audit.conservation import Law
from store.domain.credit.events import CreditPaidOut
from store.domain.inventory.events import StockReleased, StockReserved, StockShipped
from store.domain.ordering.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderPlaced,
    OrderShipped,
    ParcelSent,
    PiecesCancelled,
    PiecesReturned,
)
from store.domain.payments.events import (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentDeclined,
    PaymentLetGo,
    PaymentLost,
    PaymentLowered,
    PaymentRequested,
    WrongAmountTaken,
)
from store.domain.shared.aggregate import Event
from store.domain.shared.money import Money

_STEPS: Final[dict[type[Event], str]] = {
    OrderPlaced: "placed", OrderConfirmed: "confirmed", OrderCancelled: "cancelled", OrderShipped: "sent",
    PaymentRequested: "asked for", PaymentCaptured: "charged", WrongAmountTaken: "charged",
    PaymentDeclined: "declined", PaymentAuthorised: "held", PaymentLetGo: "let go", PaymentLost: "lost",
}
_MOVES: Final[dict[type[Event], str]] = {
    StockReserved: "put aside", StockReleased: "given back", StockShipped: "sent",
}


def order_in(event: Event) -> UUID | None:
    """The order that *event* names. What is kept for a return that is to be exchanged is no order's yet."""
    if isinstance(event, StockReserved | StockReleased) and event.exchange:
        return None
    return getattr(event, "order_id", None)


class Deal(Struct):
    """One order with its payment and its pieces: all that facts of any stream say of it."""

    number: str = ""
    total: Money | None = None
    asked: Money | None = None
    taken: list[Money] = []
    lines: dict[str, int] = {}
    steps: dict[str, list[Mark]] = {}
    moves: dict[str, dict[str, list[Mark]]] = {}
    backs: Backs = field(default_factory=Backs)
    ledger: Ledgered = field(default_factory=Ledgered)
    credit: Credited = field(default_factory=Credited)
    parcels: list[Sending] = []

    def take(self, fact: Seen) -> None:
        """Take a fact about this order."""
        event = fact.event
        self.ledger.take(event, mark_of(fact))
        if isinstance(event, StockReserved | StockReleased | StockShipped):
            of_move = self.moves.setdefault(_MOVES[type(event)], {})
            of_move.setdefault(event.sku, []).append(mark_of(fact, event.quantity))
            return
        if isinstance(event, (*CREDIT_FACTS, *BACK_FACTS, PaymentLowered)):
            self._move_money(event, fact)
            return
        if isinstance(event, OrderCancelled | PiecesCancelled | PiecesReturned | ParcelSent):
            self._part_with(event, mark_of(fact))
        if isinstance(event, PiecesCancelled | PiecesReturned | ParcelSent):
            return
        self.steps.setdefault(_STEPS[type(event)], []).append(mark_of(fact))
        match event:
            case OrderPlaced():
                self.number, self.total = event.number, event.totals.total
                self.credit.asked = event.credit.minor if event.credit else 0
                self.lines = {line.sku: line.quantity for line in event.lines}
            case PaymentRequested(amount=amount):
                self.asked = amount
            case PaymentCaptured(amount=amount) | WrongAmountTaken(taken=amount):
                self.taken.append(amount)
            case _:
                pass  # that it happened, and where, is all it says

    def _move_money(self, event: CreditFact | Back | PaymentLowered, fact: Seen) -> None:
        if isinstance(event, CREDIT_FACTS):
            self.credit.take(event, mark_of(fact, event.amount.minor))
            if isinstance(event, CreditPaidOut):
                self.backs.paid_out(event, mark_of(fact))
        else:
            self.backs.money(event, mark_of(fact))

    def _part_with(self, event: OrderCancelled | PiecesCancelled | PiecesReturned | ParcelSent, mark: Mark) -> None:
        if isinstance(event, ParcelSent):
            self.parcels.append(Sending(mark, {str(sku): pieces for sku, pieces in event.pieces.items()}))
        else:
            self.backs.cancelled(event, mark)
            if event.share and event.share.to_credit:
                self.credit.owed.append(structs.replace(mark, pieces=event.share.to_credit.minor))

    @property
    def paid(self) -> bool:
        """Whether the shop owes the goods."""
        return "confirmed" in self.steps

    @property
    def cancelled(self) -> bool:
        """Whether nothing came of it."""
        return "cancelled" in self.steps

    @property
    def to_pay(self) -> Money | None:
        """What its payment is about: its total, less what credit pays."""
        return self.total and Money(self.total.minor - self.credit.asked, self.total.currency)

    @property
    def currency(self) -> str:
        """What it is about."""
        money = self.total or self.asked or next(iter(self.taken), None)
        return money.currency if money else ""

    @property
    def captured(self) -> int:
        """What was taken for it, in minor units of its currency."""
        return self.backs.found + sum(money.minor for money in self.taken if money.currency == self.currency)

    @property
    def is_held(self) -> bool:
        """Whether its money was never taken, though the order was confirmed: it is held, or was until it was lost."""
        return "held" in self.steps and "charged" not in self.steps

    @property
    def not_taken(self) -> int:
        """What was held for it and not taken, because it was cancelled first."""
        if self.is_held:
            return self.backs.owed - self.backs.found
        return self.to_pay.minor - self.captured if "held" in self.steps and self.to_pay else 0

    def broken(self) -> list[Broken]:
        """Of each law the first fact after which it did not hold."""
        first: dict[Law, Broken] = {}
        for one in sorted(self._broken(), key=lambda it: it.mark.position):
            first.setdefault(one.law, one)
        return list(first.values())

    def _broken(self) -> Iterator[Broken]:
        placed = self._step("placed")
        if placed is None:
            yield Broken(Law.ORDERS, self._earliest(), "this order was never placed")
            return
        for step, marks in self.steps.items():
            for again in marks[1:2]:
                yield Broken(Law.MONEY if step == "charged" else Law.ORDERS, again, f"it was {step} before")
        yield from self._with("asked for", placed, "no payment was asked for with the order")
        yield from self._all_lines("put aside", placed, self.lines)
        yield from self._money()
        yield from self.backs.broken(self.currency, self.captured, lost="lost" in self.steps)
        yield from self.ledger.broken(settled=(self.paid and not self.is_held) or bool(self.taken))
        cancelled = self._step("cancelled")
        unpaid = cancelled and not any(one.paid for one in self.backs.cancellations)
        yield from self.credit.broken(
            self.currency, placed, self._step("confirmed"), cancelled if unpaid else None
        )
        yield from self._ended()

    def _money(self) -> Iterator[Broken]:
        asked, charged, confirmed = (self._step(name) for name in ("asked for", "charged", "confirmed"))
        if asked and self.asked != self.to_pay:
            yield Broken(Law.MONEY, asked, f"{self.asked} were asked for, the order is about {self.to_pay}")
        if charged and self._step("held"):
            if not 0 <= self.not_taken <= self.backs.let_off:
                words = f"{self.taken[0]} were taken of {self.to_pay}, and {self.backs.let_off} of it were let off"
                yield Broken(Law.MONEY, charged, words)
        elif charged and self.taken[0] != self.to_pay:
            yield Broken(Law.MONEY, charged, f"{self.taken[0]} were taken, the order is about {self.to_pay}")
        if held := self._step("held"):
            yield from self._with("confirmed", held, "money is held, and the order not confirmed", Law.MONEY)
        elif charged:
            yield from self._with("confirmed", charged, "money was taken, and the order not confirmed", Law.MONEY)
        elif confirmed:
            yield Broken(Law.MONEY, confirmed, "the order counts as paid for, but no money was taken")

    def _ended(self) -> Iterator[Broken]:
        cancelled, declined, sent = (self._step(name) for name in ("cancelled", "declined", "sent"))
        if cancelled:
            yield from self._cancelled(cancelled, sent)
        elif declined:
            yield Broken(Law.ORDERS, declined, "its payment was declined, and it was not cancelled")
        yield from self._given_back()
        first = min([*([sent] if sent else []), *(it.mark for it in self.parcels)], default=None)
        if first and not self.paid:
            yield Broken(Law.ORDERS, first, "it was sent and never paid for")
        if self.parcels:
            moved = self.moves.get("sent", {})
            yield from broken_parcels(self.parcels, sent, self.backs.left(self.lines), moved)
        elif sent:
            yield from self._all_lines("sent", sent, self.backs.left(self.lines))
        else:
            yield from self._moved_without("sent", "sent")

    def _cancelled(self, cancelled: Mark, sent: Mark | None) -> Iterator[Broken]:
        confirmed, owed = self._step("confirmed"), any(one.paid for one in self.backs.cancellations)
        if not owed:
            yield from self._with("declined", cancelled, "it was cancelled, and its payment not declined")
        if confirmed and not owed:
            yield Broken(Law.ORDERS, max(confirmed, cancelled), "it was both paid for and cancelled")
        if owed and not confirmed:
            yield Broken(Law.ORDERS, cancelled, "money is owed back for it, and it was never paid for")
        for mark in (*([sent] if sent else []), *(it.mark for it in self.parcels[:1])):
            yield Broken(Law.ORDERS, max(mark, cancelled), "it was both sent and cancelled")

    def _given_back(self) -> Iterator[Broken]:
        """With each cancellation its pieces go back into the stock, and with nothing else."""
        there = {
            (sku, mark.transaction): mark for sku, marks in self.moves.get("given back", {}).items() for mark in marks
        }
        for one, pieces in self.backs.freed(self.lines):
            for sku, count in sorted(pieces.items()):
                mark = there.pop((sku, one.mark.transaction), None)
                if mark is None:
                    yield Broken(Law.ORDERS, one.mark, f"no pieces of {sku} were given back with it")
                elif mark.pieces != count:
                    yield Broken(Law.ORDERS, mark, f"{mark.pieces} of {sku} were given back, it is about {count}")
        for (sku, _), mark in there.items():
            words = f"{mark.pieces} of {sku} were given back, but the order was not cancelled"
            yield Broken(Law.ORDERS, mark, words)

    def _with(self, step: str, whole: Mark, words: str, law: Law = Law.ORDERS) -> Iterator[Broken]:
        """Whether that *step* was written together with *whole*."""
        mark = self._step(step)
        if mark is None:
            yield Broken(law, whole, words)
        elif mark.transaction != whole.transaction:
            yield Broken(law, min(mark, whole), f"{words} at the same time")

    def _all_lines(self, move: str, whole: Mark, lines: dict[str, int]) -> Iterator[Broken]:
        """Whether there is one fact for each of *lines*, of as many pieces, written with *whole*."""
        there = self.moves.get(move, {})
        for sku in sorted(lines.keys() - there.keys()):
            yield Broken(Law.ORDERS, whole, f"no pieces of {sku} were {move} with it")
        for sku, marks in there.items():
            wanted = lines.get(sku, 0)
            for number, mark in enumerate(marks):
                if number or mark.pieces != wanted:
                    yield Broken(Law.ORDERS, mark, f"{mark.pieces} of {sku} were {move}, the order is about {wanted}")
                elif mark.transaction != whole.transaction:
                    yield Broken(Law.ORDERS, mark, f"{mark.pieces} of {sku} were {move} at another time")

    def _moved_without(self, move: str, step: str) -> Iterator[Broken]:
        for sku, marks in self.moves.get(move, {}).items():
            yield Broken(Law.ORDERS, marks[0], f"{marks[0].pieces} of {sku} were {move}, but the order was not {step}")

    def _step(self, name: str) -> Mark | None:
        return self.steps[name][0] if name in self.steps else None

    def _earliest(self) -> Mark:
        marks = [mark for its in self.steps.values() for mark in its]
        return min([*marks, *(mark for by in self.moves.values() for its in by.values() for mark in its)])
