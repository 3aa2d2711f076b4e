"""From facts to entries of the ledger: what is known of one order, and what its next fact means for the books."""

from typing import Final, assert_never

from msgspec import Struct

from store.domain.credit.events import CreditGranted, CreditPaidOut, CreditSpent, CreditTakenBack, Why
from store.domain.ordering.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderPlaced,
    PiecesCancelled,
    PiecesReturned,
    Share,
)
from store.domain.payments.events import (
    PaymentCaptured,
    PaymentFound,
    PaymentLowered,
    PaymentRequested,
    RefundMade,
    RefundReturned,
    WrongAmountTaken,
)
from store.domain.payments.ledger import (
    Account,
    Entry,
    Terms,
    called_off,
    given_back,
    let_off,
    moved,
    paid,
    paid_oddly,
    share_of,
    sold,
)
from store.domain.shared.aggregate import Event

LEDGER_FACTS: Final[tuple[type[Event], ...]] = (
    OrderPlaced, OrderConfirmed, OrderCancelled, PiecesCancelled, PiecesReturned, PaymentRequested, PaymentCaptured,
    WrongAmountTaken, RefundMade, PaymentLowered, PaymentFound, RefundReturned,
    CreditGranted, CreditSpent, CreditTakenBack, CreditPaidOut,
)


class Booked(Struct, frozen=True):
    """An entry, and the currency that it is in."""

    entry: Entry
    currency: str


class OrderBooks(Struct):
    """One order, as the ledger knows it: its terms, and how much of its shipping was called off."""

    number: str = ""
    currency: str = ""
    terms: Terms = Terms(0, 0, 0, 0)
    shipping_back: int = 0

    def take(self, event: Event) -> Booked | None:
        """What *event* calls for, if anything: what was placed and not paid for is nobody's money."""
        match event:
            case OrderPlaced():
                self.number, self.currency, self.terms = event.number, event.totals.total.currency, terms_of(event)
            case PaymentRequested(number=number, amount=amount):
                self.number, self.currency = number, self.currency or amount.currency
            case OrderConfirmed():
                return self._booked(sold(self.terms), self.currency)
            case OrderCancelled(share=Share() as share) | PiecesCancelled(share=share) | PiecesReturned(share=share):
                return self._booked(called_off(self._off(share)), share.goods.currency)
            case _:
                return self._moved(event)
        return None

    def _moved(self, event: Event) -> Booked | None:
        """What a payment says, or credit."""
        match event:
            case PaymentCaptured(amount=amount):
                entry = paid(amount.minor)
            case WrongAmountTaken(taken=amount):
                entry = paid_oddly(amount.minor)
            case RefundMade(amount=amount):
                entry = given_back(amount.minor)
            case PaymentFound(amount=amount) | RefundReturned(amount=amount):
                entry = given_back(-amount.minor)
            case PaymentLowered(amount=amount):
                entry = let_off(amount.minor)
            case CreditGranted() | CreditSpent() | CreditTakenBack() | CreditPaidOut():
                entry, amount = _of_credit(event), event.amount
            case _:
                return None  # it moves no money
        return self._booked(entry, amount.currency)

    def _off(self, share: Share) -> Terms:
        before, self.shipping_back = self.shipping_back, self.shipping_back + share.shipping.minor
        return share_of(
            self.terms, share.goods.minor, share.shipping.minor, share.tax_included.minor, shipping_before=before
        )

    @staticmethod
    def _booked(entry: Entry, currency: str) -> Booked | None:
        return Booked(entry, currency) if entry else None


def _of_credit(event: CreditGranted | CreditSpent | CreditTakenBack | CreditPaidOut) -> Entry:
    match event:
        case CreditGranted(amount=amount, why=Why.GOODWILL):
            return moved(amount.minor, Account.GOODWILL, Account.CREDIT)
        case CreditGranted(amount=amount):
            return moved(amount.minor, Account.REFUNDS, Account.CREDIT)
        case CreditTakenBack(amount=amount):
            return moved(amount.minor, Account.CREDIT, Account.GOODWILL)
        case CreditPaidOut(amount=amount):
            return moved(amount.minor, Account.CREDIT, Account.REFUNDS)
        case CreditSpent(amount=amount):
            return moved(amount.minor, Account.CREDIT, Account.RECEIVABLE)
        case _:
            assert_never(event)


def terms_of(placed: OrderPlaced) -> Terms:
    """What an order is made of, reductions gone."""
    totals, lines = placed.totals, placed.lines
    tax = totals.tax_included.minor
    return Terms(
        sum(line.paid.minor for line in lines), totals.shipping_paid.minor, tax,
        tax - sum(line.tax_included.minor for line in lines),
    )
