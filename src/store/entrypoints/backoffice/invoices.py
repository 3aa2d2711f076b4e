"""Invoices and credit notes: listed, taken away as a file, printed."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream, Template

from store.application.invoicing.messages import ListPapers, PaperRow, PaperRows
from store.application.invoicing.ports import Press
from store.application.shared.errors import BadValue
from store.domain.shared.ids import OrderNumber
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.backoffice.orders import spelled
from store.entrypoints.shared.csv_files import Line, csv_file
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.moments import LONGEST_SEARCH, day
from store.entrypoints.shared.papers import paper_file
from store.entrypoints.shared.permissions import Permission, open_to

_READ: Final = open_to(Permission.READ_ORDERS)
_COLUMNS: Final = (
    "number", "kind", "date", "corrects", "order", "tax_place", "rate_percent", "net", "tax", "gross", "currency",
)
_LONGEST: Final = 20


@get("/invoices", opt=_READ)
async def listing(
    request: AnyRequest, office: NamedDependency[Office], kind: FromQuery[str] = "", since: FromQuery[str] = "",
    until: FromQuery[str] = "", q: FromQuery[str] = "", cursor: FromQuery[str] = "",
) -> Template:
    """Newest first, narrowed down by days and by words."""
    filters = {
        "kind": kind[:_LONGEST], "since": since[:_LONGEST], "until": until[:_LONGEST], "q": q[:LONGEST_SEARCH],
        "cursor": cursor,
    }
    page, late, errors = PaperRows([], None, 0), False, dict[str, str]()
    try:
        page, late = await office.look(_wanted(filters, cursor=cursor), request)
    except BadValue as refused:
        errors = {refused.field: "Choose a day." if refused.field != "kind" else "Choose one of these."}
    return await office.page(
        "invoices.html", request, status=422 if errors else 200, late=late, page=page, filters=filters, errors=errors,
    )


@get("/invoices.csv", opt=_READ)
async def take(
    request: AnyRequest, desk: NamedDependency[Desk], kind: FromQuery[str] = "", since: FromQuery[str] = "",
    until: FromQuery[str] = "", q: FromQuery[str] = "",
) -> Stream:
    """All that the list would show, a line for each rate of tax, a page at a time. It names nobody."""
    filters = {"kind": kind, "since": since, "until": until, "q": q[:LONGEST_SEARCH]}
    return await csv_file("invoices", _wanted(filters), _COLUMNS, _lines, desk, request)


@get("/orders/{number:str}/invoice", opt=_READ)
async def show(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], press: NamedDependency[Press],
    paper: FromQuery[str] = "", language: FromQuery[str] = "",
) -> Response[Any]:
    """One of them, as PDF, in the language of whoever looks or in another."""
    return await paper_file(OrderNumber(spelled(number)), paper, language, request, desk, press)


def _wanted(filters: dict[str, str], cursor: str = "") -> ListPapers:
    """What is asked for.

    :raises BadValue: for what is no day.
    """
    def chosen(field: str) -> date | None:
        return day(field, filters[field]) if filters[field] else None

    return ListPapers(
        kind=filters["kind"] or None, since=chosen("since"), until=chosen("until"), q=filters["q"],
        cursor=cursor or None,
    )


def _lines(row: PaperRow) -> Iterable[Line]:
    """Credit notes are below zero, so that columns can be added up."""
    sign = -1 if row.kind == "credit_note" else 1
    for at in row.taxes:
        net, tax = sign * Decimal(at.net.amount), sign * Decimal(at.tax.amount)
        yield (
            row.number, row.kind, row.on.isoformat(), row.corrects or "", row.order, row.tax_place,
            Decimal(at.rate) / 10_000, net, tax, net + tax, row.total.currency,
        )
