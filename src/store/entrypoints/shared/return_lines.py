"""Returns as lines of a file."""

from collections.abc import Iterable
from typing import Final

from litestar.response import Stream

from store.application.returns.queue import ListReturns, ReturnRow
from store.entrypoints.shared.csv_files import Line, csv_file
from store.entrypoints.shared.desk import AnyRequest, Desk

_COLUMNS: Final = ("return", "order", "status", "reason", "requested_at", "pieces", "days", "late", "vendor")


async def returns_file(query: ListReturns, desk: Desk, request: AnyRequest) -> Stream:
    """All that *query* finds; it names nobody."""
    return await csv_file("returns", query, _COLUMNS, _lines, desk, request)


def _lines(row: ReturnRow) -> Iterable[Line]:
    yield (
        row.number, row.order, row.status, row.reason, row.requested_at.isoformat(), str(row.pieces), str(row.days),
        "yes" if row.late else "", str(row.vendor or ""),
    )
