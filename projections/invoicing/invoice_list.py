"""Lists of invoices and credit notes, for the back office and for files. Names are opened from facts, page by page."""

from datetime import date
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from projections.invoicing.invoices import CREDIT_NOTE, INVOICE
from projections.ordering.order_list import escaped
from projections.shared.pages import cursor_of, keys_of
from store.application.invoicing.messages import ListPapers, PaperRow, PaperRows, TaxView
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.application.shared.errors import BadValue
from store.application.shared.ports import AsyncJournal
from store.domain.invoicing.events import PapersMadeOut
from store.domain.shared.ids import OrderId, papers_of
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased


class InvoiceList:
    """Answers :class:`ListPapers`."""

    reads = ("invoices",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], journal: AsyncJournal) -> None:
        self._pool, self._journal = pool, journal

    @answers(ListPapers)
    async def papers(self, query: ListPapers) -> PaperRows:
        """One page, its taxes, what is owed, and the names from the log: four statements."""
        if query.kind not in {None, INVOICE, CREDIT_NOTE}:
            raise BadValue("kind", f"choose {INVOICE} or {CREDIT_NOTE}")
        on, after = keys_of(query.cursor, tuple[date, str]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            rows = await (await db.cursor(row_factory=dict_row).execute(
                'SELECT number, kind, "on", "order", order_number, corrects, total, currency, tax_place'
                " FROM read.invoices WHERE (%(kind)s::text IS NULL OR kind = %(kind)s)"
                ' AND (%(since)s::date IS NULL OR "on" >= %(since)s)'
                ' AND (%(until)s::date IS NULL OR "on" <= %(until)s)'
                " AND (%(q)s::text IS NULL OR words LIKE %(q)s)"
                ' AND (%(at)s::date IS NULL OR ("on", number) < (%(at)s, %(after)s))'
                ' ORDER BY "on" DESC, number DESC LIMIT %(limit)s',
                {"kind": query.kind, "since": query.since, "until": query.until, "at": on, "after": after,
                 "q": f"%{escaped(query.q.strip().lower())}%" if query.q.strip() else None, "limit": query.limit + 1},
            )).fetchall()
            more, rows = len(rows) > query.limit, rows[:query.limit]
            taxes = await (await db.execute(
                "SELECT number, ppm, net, tax FROM read.invoice_taxes WHERE number = ANY(%s) ORDER BY ppm DESC",
                ([row["number"] for row in rows],),
            )).fetchall()
            [waiting] = await (await db.execute("SELECT count(*) FROM read.papers_owed")).fetchone() or (0,)
        names = await self._names([row["order"] for row in rows])
        rates: dict[str, list[tuple[int, int, int]]] = {}
        for number, *rate in taxes:
            rates.setdefault(number, []).append((rate[0], rate[1], rate[2]))
        items = [_row(row, rates.get(row["number"], []), names.get(row["order"])) for row in rows]
        return PaperRows(items, cursor_of(rows[-1]["on"], rows[-1]["number"]) if more else None, waiting)

    async def _names(self, orders: list[UUID]) -> dict[UUID, str]:
        streams = {papers_of(OrderId(order)): order for order in orders}
        names: dict[UUID, str] = {}
        for stream, history in (await self._journal.read(list(streams))).items():
            first = history.events[0]
            if isinstance(first, PapersMadeOut) and not isinstance(first.buyer.value, Erased):
                names[streams[stream]] = first.buyer.value.name
        return names


def _row(row: dict[str, Any], rates: list[tuple[int, int, int]], name: str | None) -> PaperRow:
    def price(minor: int) -> Price:
        return Price.of(Money(minor, row["currency"]))

    return PaperRow(
        number=row["number"], kind=row["kind"], on=row["on"], order=row["order_number"], name=name,
        total=price(row["total"]), tax_place=row["tax_place"], corrects=row["corrects"],
        taxes=[TaxView(ppm, price(net), price(tax)) for ppm, net, tax in rates],
    )
