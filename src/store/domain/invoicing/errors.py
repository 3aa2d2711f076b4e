"""What invoices and credit notes refuse."""

from dataclasses import dataclass

from store.domain.shared.errors import Conflict, NotFound, RuleViolated
from store.domain.shared.ids import OrderNumber, PaperNumber


@dataclass(eq=False)
class AlreadyInvoiced(RuleViolated):
    """This order has its invoice, {number}. An invoice is never written twice."""

    number: PaperNumber


class NothingToCredit(RuleViolated):
    """There is no invoice that a credit note could take something back of."""


@dataclass(eq=False)
class AlreadyCredited(RuleViolated):
    """The credit note {number} was written for this already."""

    number: PaperNumber


@dataclass(eq=False)
class MoreThanInvoiced(RuleViolated):
    """{left} of this invoice are left to be taken back, and no more."""

    left: str


class NoSuchPaper(NotFound):
    """This order has no such invoice or credit note."""


@dataclass(eq=False)
class InvoiceBeingWritten(Conflict):
    """The invoice of order {order} is being written. It takes a few moments; ask again."""

    order: OrderNumber
