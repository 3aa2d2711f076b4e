"""Papers: the one invoice of an order, and the credit notes that take something back of it."""

from datetime import datetime
from typing import assert_never
from uuid import UUID

from store.domain.invoicing.errors import AlreadyCredited, AlreadyInvoiced, MoreThanInvoiced, NothingToCredit
from store.domain.invoicing.events import (
    Buyer,
    Credit,
    CreditNoteIssued,
    InvoiceIssued,
    NumberGiven,
    PapersEvent,
    PapersMadeOut,
    Sale,
    Seller,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import OrderNumber
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased, Personal


class Papers(Aggregate[PapersEvent]):
    """What has an invoice gets no second one, and what was credited is credited once: this stream says so, whoever
    tries again.
    """

    kind = "papers"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.buyer: Personal[Buyer] | None = None
        self.invoice: InvoiceIssued | None = None
        self.credit_notes: tuple[CreditNoteIssued, ...] = ()

    @property
    def left(self) -> Money | None:
        """What of the invoice was not taken back; nothing is known of that where there is no invoice."""
        if self.invoice is None:
            return None
        total = self.invoice.sale.total
        return total - Money.total((note.credit.total for note in self.credit_notes), total.currency)

    def credited(self, cause: int) -> CreditNoteIssued | None:
        """The credit note that the order's fact of version *cause* called for."""
        return next((note for note in self.credit_notes if note.cause == cause), None)

    def invoice_for(
        self, sale: Sale, given: NumberGiven, *, order: OrderNumber, cause: int, seller: Seller,
        buyer: Personal[Buyer] | None, at: datetime,
    ) -> None:
        """Write the invoice, under the number that was *given*. Of a buyer who was forgotten nothing is written."""
        if self.invoice:
            raise AlreadyInvoiced(self.invoice.number)
        if buyer and not isinstance(buyer.value, Erased):
            self._record(PapersMadeOut(at=at, order_id=given.order_id, buyer=buyer))
        self._record(InvoiceIssued(
            at=at, order_id=given.order_id, order=order, cause=cause, number=given.number, on=given.on, seller=seller,
            sale=sale,
        ))

    def credit(self, credit: Credit, given: NumberGiven, *, cause: int, seller: Seller, at: datetime) -> None:
        """Take something back of the invoice, under the number that was *given*."""
        left = self.left
        if left is None or self.invoice is None:
            raise NothingToCredit
        if known := self.credited(cause):
            raise AlreadyCredited(known.number)
        if credit.total.minor > left.minor:
            raise MoreThanInvoiced(str(left))
        self._record(CreditNoteIssued(
            at=at, order_id=given.order_id, order=self.invoice.order, cause=cause, number=given.number,
            invoice=self.invoice.number, on=given.on, seller=seller, credit=credit,
        ))

    def _evolve(self, event: PapersEvent) -> None:
        match event:
            case PapersMadeOut(buyer=buyer):
                self.buyer = buyer
            case InvoiceIssued():
                self.invoice = event
            case CreditNoteIssued():
                self.credit_notes += (event,)
            case _:
                assert_never(event)
