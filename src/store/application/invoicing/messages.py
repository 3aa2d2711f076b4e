"""What one may tell invoicing to do, and what one may ask it."""

from datetime import date

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.bus import Command, Query
from store.domain.invoicing.events import Buyer, CreditNoteIssued, InvoiceIssued
from store.domain.shared.ids import OrderId, OrderNumber, PaperNumber


class IssuePapers(Command[list[PaperNumber]], frozen=True):
    """Write the papers that an order calls for and hasn't got: its invoice, and a credit note for each cancellation
    that gave something back. The numbers of those that were written; asked again, it writes nothing.
    """

    order_id: OrderId


class PaperView(Struct, frozen=True):
    """An invoice or a credit note in a list. ``kind``: invoice, credit_note, which ``corrects`` an invoice."""

    number: PaperNumber
    kind: str
    on: date
    total: Price
    corrects: PaperNumber | None = None


class DocumentsView(Struct, frozen=True):
    """The papers of an order, in the order they were written. ``due``: one that is owed isn't written yet."""

    order: OrderNumber
    documents: list[PaperView]
    due: bool


class Paper(Struct, frozen=True):
    """One paper, to be printed, and the invoice that it is or takes something back of. ``buyer`` is null once they were
    forgotten.
    """

    issued: InvoiceIssued | CreditNoteIssued
    buyer: Buyer | None
    invoice: InvoiceIssued


class ListDocuments(Query[DocumentsView], frozen=True):
    """The papers of one order. Whoever asks must have proven they may see it."""

    number: OrderNumber


class GetPaper(Query[Paper], frozen=True):
    """One paper of an order: its invoice where *paper* names none. Whoever asks must have proven they may see it."""

    number: OrderNumber
    paper: str = ""


class TaxView(Struct, frozen=True):
    """What is taxed at one rate. ``rate`` is in millionths."""

    rate: int
    net: Price
    tax: Price


class PaperRow(Struct, frozen=True):
    """One line of the back office's list of papers. ``name`` is the buyer's, if they weren't forgotten."""

    number: PaperNumber
    kind: str
    on: date
    order: OrderNumber
    name: str | None
    total: Price
    tax_place: str
    taxes: list[TaxView]
    corrects: PaperNumber | None = None


class PaperRows(Struct, frozen=True):
    """One page of papers, newest first; ``waiting`` is how many are owed and not written yet."""

    items: list[PaperRow]
    next_cursor: str | None
    waiting: int


class ListPapers(Query[PaperRows], frozen=True):
    """Invoices and credit notes, newest first: of *kind*, written *since* and *until* these days, and with *q* in the
    number, the order's number or what the goods were called.
    """

    kind: str | None = None
    since: date | None = None
    until: date | None = None
    q: str = ""
    cursor: str | None = None
    limit: int = 50
