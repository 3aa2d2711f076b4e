"""Returns as lines of a file."""

from collections.abc import AsyncIterator
from typing import Final

from msgspec import structs

from store.application.returns.queue import ListReturns, ReturnRow, ReturnRows
from store.entrypoints.shared.csv_lines import csv_line
from store.entrypoints.shared.desk import AnyRequest, Desk

_COLUMNS: Final = ("return", "order", "status", "reason", "requested_at", "pieces", "days", "late", "vendor")
_AT_ONCE: Final = 500


async def returns_file(query: ListReturns, desk: Desk, request: AnyRequest) -> AsyncIterator[bytes]:
    """All that *query* finds, page by page; it names nobody."""
    query = structs.replace(query, limit=_AT_ONCE)
    page: ReturnRows = (await desk.look(query, request))[0]

    async def lines() -> AsyncIterator[bytes]:
        nonlocal page
        yield csv_line(_COLUMNS)
        while True:
            yield b"".join(csv_line(_cells(row)) for row in page.items)
            if page.next_cursor is None:
                return
            page, _ = await desk.look(structs.replace(query, cursor=page.next_cursor), request)

    return lines()


def _cells(row: ReturnRow) -> tuple[str, ...]:
    return (
        row.number, row.order, row.status, row.reason, row.requested_at.isoformat(), str(row.pieces), str(row.days),
        "yes" if row.late else "", str(row.vendor or ""),
    )
