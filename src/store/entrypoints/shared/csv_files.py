"""Lists as files: all pages of one, one after the other, while they are read."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias, TypeVar

from litestar.response import Stream
from msgspec import structs

from store.application.shared.bus import Query
from store.entrypoints.shared.csv_lines import csv_line
from store.entrypoints.shared.desk import AnyRequest, Desk

R = TypeVar("R")
Line: TypeAlias = Sequence[str | Decimal]
AT_ONCE: Final = 500


async def csv_file(
    name: str, query: Query[Any], columns: Sequence[str], lines: Callable[[R], Iterable[Line]], desk: Desk,
    request: AnyRequest,
) -> Stream:
    """All that *query* finds: a list with ``limit`` and ``cursor``, whose rows make one or more *lines* each.

    What is wrong with the question is said before anything is sent.
    """
    query = structs.replace(query, limit=AT_ONCE)
    first, _ = await desk.look(query, request)

    async def pages() -> AsyncIterator[bytes]:
        page = first
        yield csv_line(columns)
        while True:
            yield b"".join(csv_line(line) for row in page.items for line in lines(row))
            if page.next_cursor is None:
                return
            page, _ = await desk.look(structs.replace(query, cursor=page.next_cursor), request)

    return Stream(pages, media_type="text/csv; charset=utf-8", headers={
        "content-disposition": f'attachment; filename="{name}.csv"', "cache-control": "private, no-store",
    })
