"""Read model: invoices and credit notes, newest first, and the papers that are owed and not written yet.

Whoever writes them goes by what is owed, in the order in which it came to be owed. It may be written down as owed a
moment longer than it is: the order's own stream says what is written.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from projections.shared.projection import Index, Seen
from projections.shared.rows import copy_in
from store.domain.invoicing.events import CreditNoteIssued, InvoiceIssued, TaxAt
from store.domain.ordering.events import OrderCancelled, OrderConfirmed, PiecesCancelled, PiecesReturned, Share
from store.domain.shared.aggregate import Event
from store.domain.shared.money import Money

INVOICE: Final = "invoice"
CREDIT_NOTE: Final = "credit_note"


class Invoices:
    """The projection."""

    name: Final = "invoices"
    revision: Final = 2
    kinds: Final[tuple[type[Event], ...]] = (
        OrderConfirmed, OrderCancelled, PiecesCancelled, PiecesReturned, InvoiceIssued, CreditNoteIssued,
    )
    tables: Final = ("invoices", "invoice_taxes", "papers_owed")
    ddl: Final[LiteralString] = """
    CREATE TABLE invoices (
        number text PRIMARY KEY, kind text NOT NULL, "on" date NOT NULL, "order" uuid NOT NULL,
        order_number text NOT NULL, corrects text, net bigint NOT NULL, tax bigint NOT NULL, total bigint NOT NULL,
        currency text NOT NULL, tax_place text NOT NULL, words text NOT NULL
    );
    COMMENT ON TABLE invoices IS 'Invoices and credit notes as they were written. No amount is below zero.';
    COMMENT ON COLUMN invoices.number IS 'The number on the paper.';
    COMMENT ON COLUMN invoices.kind IS 'invoice or credit_note.';
    COMMENT ON COLUMN invoices."on" IS 'The day on the paper, in the shop''s time zone.';
    COMMENT ON COLUMN invoices."order" IS 'The order.';
    COMMENT ON COLUMN invoices.order_number IS 'The number of the order.';
    COMMENT ON COLUMN invoices.corrects IS 'The invoice that a credit note takes something back of.';
    COMMENT ON COLUMN invoices.net IS 'Without tax, in minor units.';
    COMMENT ON COLUMN invoices.tax IS 'The tax, in minor units.';
    COMMENT ON COLUMN invoices.total IS 'With tax, in minor units.';
    COMMENT ON COLUMN invoices.currency IS 'Currency of the amounts (ISO 4217).';
    COMMENT ON COLUMN invoices.tax_place IS 'Where the tax is owed; empty on credit notes, whose invoice says it.';
    COMMENT ON COLUMN invoices.words IS 'Numbers and what the goods are called, in small letters, to be searched.';
    CREATE TABLE invoice_taxes (
        number text NOT NULL, ppm int NOT NULL, net bigint NOT NULL, tax bigint NOT NULL, PRIMARY KEY (number, ppm)
    );
    COMMENT ON TABLE invoice_taxes IS 'What of a paper is taxed at which rate.';
    COMMENT ON COLUMN invoice_taxes.number IS 'The number of the paper.';
    COMMENT ON COLUMN invoice_taxes.ppm IS 'The rate, in millionths.';
    COMMENT ON COLUMN invoice_taxes.net IS 'Without tax, in minor units.';
    COMMENT ON COLUMN invoice_taxes.tax IS 'The tax, in minor units.';
    CREATE TABLE papers_owed (
        "order" uuid NOT NULL, version int NOT NULL, position bigint NOT NULL, PRIMARY KEY ("order", version)
    );
    COMMENT ON TABLE papers_owed IS 'Facts that call for an invoice or a credit note which is not written yet.';
    COMMENT ON COLUMN papers_owed."order" IS 'The order.';
    COMMENT ON COLUMN papers_owed.version IS 'The number of the fact in its stream.';
    COMMENT ON COLUMN papers_owed.position IS 'Where the fact stands in the log: papers are written in this order.';
    """
    indexes: Final = (
        Index("invoices_newest", 'invoices ("on" DESC, number DESC)'),
        Index("invoices_order", 'invoices ("order")'),
        Index("papers_owed_position", "papers_owed (position)"),
    )

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Fold the batch in memory, then a COPY for each table and one delete."""
        owed: dict[tuple[UUID, int], int] = {}
        written: list[tuple[UUID, int]] = []
        papers: list[tuple[object, ...]] = []
        taxes: list[tuple[object, ...]] = []
        for fact in facts:
            match fact.event:
                case OrderConfirmed() | PiecesCancelled() | PiecesReturned() | OrderCancelled(share=Share()) as event:
                    if _calls_for_paper(event):
                        owed[fact.stream, fact.version] = fact.position
                case InvoiceIssued() | CreditNoteIssued() as event:
                    if owed.pop((event.order_id, event.cause), None) is None:
                        written.append((event.order_id, event.cause))
                    papers.append(_row(event))
                    taxes += [(event.number, it.ppm, it.net.minor, it.tax.minor) for it in _taxes(event)]
                case _:
                    pass  # an order that nobody paid for calls for nothing
        copy_in(
            'invoices (number, kind, "on", "order", order_number, corrects, net, tax, total, currency, tax_place,'
            " words)", papers, db,
        )
        copy_in("invoice_taxes", taxes, db)
        copy_in("papers_owed", [(order.hex, version, at) for (order, version), at in owed.items()], db)
        if written:
            orders, versions = zip(*written, strict=True)
            db.execute(
                'DELETE FROM papers_owed USING unnest(%s::uuid[], %s::int[]) AS done ("order", version)'
                ' WHERE papers_owed."order" = done."order" AND papers_owed.version = done.version',
                (list(orders), list(versions)),
            )


def _calls_for_paper(event: OrderConfirmed | PiecesCancelled | PiecesReturned | OrderCancelled) -> bool:
    if isinstance(event, OrderConfirmed):
        return True
    return event.share is not None and event.share.total.minor != 0


def _taxes(event: InvoiceIssued | CreditNoteIssued) -> tuple[TaxAt, ...]:
    return event.sale.taxes if isinstance(event, InvoiceIssued) else event.credit.taxes


def _row(event: InvoiceIssued | CreditNoteIssued) -> tuple[object, ...]:
    if isinstance(event, InvoiceIssued):
        kind, corrects, place, total, tax = INVOICE, None, event.sale.tax_place, event.sale.total, event.sale.tax
        goods = [line.name for line in event.sale.lines]
    else:
        kind, corrects, place, total, tax = CREDIT_NOTE, event.invoice, "", event.credit.total, event.credit.tax
        goods = [line.name for line in event.credit.lines]
    words = "\n".join([event.number, event.order, *filter(None, [corrects]), *goods]).lower()
    on: date = event.on
    net: Money = total - tax
    return (
        event.number, kind, on, event.order_id.hex, event.order, corrects, net.minor, tax.minor, total.minor,
        total.currency, place, words,
    )
