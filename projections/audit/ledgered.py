"""The law of the ledger: of each entry of an order debits are credits, and who paid for it owes nothing."""

from collections.abc import Iterator

from msgspec import Struct, field

from projections.audit.shelves import Broken, Mark
from projections.payments.bookings import OrderBooks
from store.application.audit.conservation import Law
from store.domain.payments.ledger import Account, balanced
from store.domain.shared.aggregate import Event
from store.domain.shared.money import Money


class Ledgered(Struct):
    """What was booked for one order, as far as the law looks at it."""

    books: OrderBooks = field(default_factory=OrderBooks)
    receivable: int = 0
    moved: Mark | None = None
    """The last fact that moved what its shopper owes."""
    unbalanced: Mark | None = None

    def take(self, event: Event, mark: Mark) -> None:
        """Book *event*, if it is one to be booked."""
        booked = self.books.take(event)
        if booked is None:
            return
        if not balanced(booked.entry):
            self.unbalanced = self.unbalanced or mark
        owed = sum(it.debit - it.credit for it in booked.entry if it.account is Account.RECEIVABLE)
        if owed:
            self.receivable += owed
            self.moved = mark

    def broken(self, *, settled: bool) -> Iterator[Broken]:
        """What does not hold. *settled*: it was paid for, or counts as if it were."""
        if self.unbalanced:
            yield Broken(Law.LEDGER, self.unbalanced, "what was debited is not what was credited")
        if settled and self.receivable and self.moved:
            owed = Money(self.receivable, self.books.currency)
            yield Broken(Law.LEDGER, self.moved, f"it is settled, and {owed} are still owed for it")
