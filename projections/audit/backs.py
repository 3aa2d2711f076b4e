"""The laws of what goes back: pieces and money of orders that were cancelled, whole or in part, once paid for."""

from collections.abc import Iterator
from typing import Final, TypeAlias, assert_never

from msgspec import Struct, structs

from projections.audit.shelves import Broken, Mark
from store.application.audit.conservation import Law
from store.domain.credit.events import CreditPaidOut
from store.domain.ordering.events import OrderCancelled, PiecesCancelled, PiecesReturned
from store.domain.payments.events import (
    PaymentFound,
    PaymentLowered,
    RefundFailed,
    RefundMade,
    RefundRequested,
    RefundReturned,
)
from store.domain.shared.money import Money

BACK_FACTS: Final = (RefundRequested, RefundMade, RefundFailed, RefundReturned, PaymentFound)
Back: TypeAlias = RefundRequested | RefundMade | RefundFailed | RefundReturned | PaymentFound


class Cancellation(Struct):
    """Pieces that are not to be sent; all that are left, where it doesn't say which. *minor*: owed by the payment."""

    mark: Mark
    minor: int = 0
    pieces: dict[str, int] | None = None
    paid: bool = False
    sending: int = 0
    """What of it was paid for sending, of pieces that came back."""
    replaced: bool = False
    """Others are sent for some of these."""


class Return(Struct):
    """One refund, from being owed to its end."""

    minor: int = 0
    asked: list[Mark] = []
    ended: list[Mark] = []
    failed: bool = False
    made: int = 0


class Backs(Struct):
    """All that goes back of one order."""

    cancellations: list[Cancellation] = []
    returns: dict[str, Return] = {}
    offs: list[Mark] = []
    found: int = 0
    """Taken for what was given up: all of it is owed back."""

    @property
    def let_off(self) -> int:
        """What was held and is not going to be taken, in minor units."""
        return sum(mark.pieces for mark in self.offs)

    def cancelled(self, event: OrderCancelled | PiecesCancelled | PiecesReturned, mark: Mark) -> None:
        """Take that pieces are not to be sent, or came back: then none are freed."""
        match event:
            case OrderCancelled(share=share):
                one = Cancellation(mark, share.to_payment.minor if share else 0, paid=share is not None)
            case PiecesCancelled(share=share, pieces=pieces):
                gone = {str(sku): count for sku, count in pieces.items()}
                one = Cancellation(mark, share.to_payment.minor, gone, paid=True)
            case PiecesReturned(share=share, replaced=replaced):
                one = Cancellation(
                    mark, share.to_payment.minor, {}, paid=True, sending=share.shipping.minor, replaced=bool(replaced),
                )
            case _:
                assert_never(event)
        self.cancellations.append(one)

    def paid_out(self, event: CreditPaidOut, mark: Mark) -> None:
        """Take that what was sent for some of it, once, came to nothing or came back: its worth goes back here."""
        self.cancellations.append(Cancellation(mark, event.amount.minor, {}, paid=True))

    def money(self, event: Back | PaymentLowered, mark: Mark) -> None:
        """Take what became of money that is owed, or that is not going to be taken."""
        if isinstance(event, PaymentLowered):
            self.offs.append(structs.replace(mark, pieces=event.amount.minor))
        elif isinstance(event, PaymentFound):
            self.found += event.amount.minor
        else:
            self._returned(event, mark)

    def _returned(self, event: RefundRequested | RefundMade | RefundFailed | RefundReturned, mark: Mark) -> None:
        it = self.returns.setdefault(str(event.refund_id), Return())
        match event:
            case RefundRequested(amount=amount):
                it.minor = amount.minor
                it.asked.append(mark)
            case RefundMade(amount=amount):
                it.made += amount.minor
                it.ended.append(mark)
            case RefundFailed():
                it.failed = True
                it.ended.append(mark)
            case RefundReturned():
                it.failed, it.made = True, 0
            case _:
                assert_never(event)

    @property
    def owed(self) -> int:
        """What was to be given back, in minor units."""
        return self.found + sum(one.minor for one in self.cancellations)

    @property
    def refunded(self) -> int:
        """What was given back."""
        return sum(it.made for it in self.returns.values())

    def freed(self, lines: dict[str, int]) -> list[tuple[Cancellation, dict[str, int]]]:
        """Each cancellation with the pieces that must be given back to the stock with it."""
        left, found = dict(lines), list[tuple[Cancellation, dict[str, int]]]()
        for one in sorted(self.cancellations, key=lambda it: it.mark.position):
            pieces = {sku: count for sku, count in left.items() if count} if one.pieces is None else one.pieces
            for sku, count in pieces.items():
                left[sku] = left.get(sku, 0) - count
            found.append((one, pieces))
        return found

    def left(self, lines: dict[str, int]) -> dict[str, int]:
        """What is to be sent."""
        left = dict(lines)
        for _, pieces in self.freed(lines):
            for sku, count in pieces.items():
                left[sku] = left.get(sku, 0) - count
        return {sku: count for sku, count in left.items() if count}

    def broken(self, currency: str, captured: int, *, lost: bool = False) -> Iterator[Broken]:
        """What does not hold of the money. *lost*: it was held, and can't be taken any more, so that none goes back."""
        yield from self._sending_kept()
        asked = {mark.transaction: it.minor for it in self.returns.values() for mark in it.asked}
        asked |= {mark.transaction: mark.pieces for mark in self.offs}
        for one in self.cancellations:
            if one.minor and not lost and asked.get(one.mark.transaction) != one.minor:
                owed = Money(one.minor, currency)
                yield Broken(Law.MONEY, one.mark, f"{owed} are owed back, and were not asked for with it")
        for it in self.returns.values():
            yield from _broken(it, currency)
        promised = sum(it.minor for it in self.returns.values() if not it.failed)
        if promised > self.owed or self.refunded > captured:
            last = max(mark for it in self.returns.values() for mark in (*it.asked, *it.ended))
            most = Money(min(self.owed, captured), currency)
            yield Broken(Law.MONEY, last, f"{Money(promised, currency)} go back, {most} are owed")

    def _sending_kept(self) -> Iterator[Broken]:
        """Whether what sending cost stays paid, once something was exchanged: that is with the shopper."""
        replaced = False
        for one in sorted(self.cancellations, key=lambda it: it.mark.position):
            if replaced and one.sending:
                yield Broken(Law.MONEY, one.mark, "what sending cost goes back, and some of it was exchanged before")
            replaced = replaced or one.replaced


def _broken(it: Return, currency: str) -> Iterator[Broken]:
    for again in (*it.asked[1:2], *it.ended[1:2]):
        yield Broken(Law.MONEY, again, "this refund was asked for, or ended, before")
    if it.ended and not it.asked:
        yield Broken(Law.MONEY, it.ended[0], "this refund was never asked for")
    if it.made and it.asked and it.made != it.minor:
        yield Broken(Law.MONEY, it.ended[-1], f"{Money(it.made, currency)} went back of {Money(it.minor, currency)}")
