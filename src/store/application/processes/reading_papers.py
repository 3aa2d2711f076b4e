"""Reading papers: the invoice and the credit notes of an order, from the facts themselves."""

from dataclasses import dataclass

from store.application.invoicing.messages import DocumentsView, GetPaper, ListDocuments, Paper, PaperView
from store.application.processes.papers_of_orders import Bought
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal, History
from store.domain.invoicing.errors import InvoiceBeingWritten, NoSuchPaper
from store.domain.invoicing.events import CreditNoteIssued, InvoiceIssued
from store.domain.invoicing.papers import Papers
from store.domain.ordering.errors import NoSuchOrder
from store.domain.shared.ids import OrderNumber, order_of, papers_of
from store.domain.shared.personal import Erased


@dataclass(frozen=True)
class ReadingPapers:
    journal: AsyncJournal
    reads = ()

    @answers(ListDocuments)
    async def documents(self, query: ListDocuments) -> DocumentsView:
        """All there are, the invoice first."""
        bought, papers = await self._both(query.number)
        return DocumentsView(
            query.number, [paper_view(issued) for issued in _issued(papers)], _due(bought, papers)
        )

    @answers(GetPaper)
    async def paper(self, query: GetPaper) -> Paper:
        """One of them.

        :raises InvoiceBeingWritten: if it is owed, and not written yet.
        :raises NoSuchPaper: if it is not owed, or of another order.
        """
        bought, papers = await self._both(query.number)
        for issued in _issued(papers):
            if papers.invoice and query.paper in {"", issued.number}:
                buyer = papers.buyer.value if papers.buyer else Erased()
                return Paper(issued, None if isinstance(buyer, Erased) else buyer, papers.invoice)
        if _due(bought, papers) and not query.paper:
            raise InvoiceBeingWritten(query.number)
        raise NoSuchPaper

    async def _both(self, number: OrderNumber) -> tuple[Bought, Papers]:
        order, papers = order_of(number), papers_of(order_of(number))
        found = await self.journal.read([order, papers])
        if order not in found:
            raise NoSuchOrder(number)
        return (
            Bought.replay(order, found[order].events), Papers.replay(papers, found.get(papers, History()).events)
        )


def paper_view(issued: InvoiceIssued | CreditNoteIssued) -> PaperView:
    """It, as it stands in lists."""
    if isinstance(issued, InvoiceIssued):
        return PaperView(issued.number, "invoice", issued.on, Price.of(issued.sale.total))
    return PaperView(issued.number, "credit_note", issued.on, Price.of(issued.credit.total), issued.invoice)


def _issued(papers: Papers) -> tuple[InvoiceIssued | CreditNoteIssued, ...]:
    return (papers.invoice, *papers.credit_notes) if papers.invoice else ()


def _due(bought: Bought, papers: Papers) -> bool:
    if bought.paid_at is None:
        return False
    return papers.invoice is None or any(papers.credited(it.version) is None for it in bought.credits)
