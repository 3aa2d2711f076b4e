"""Facts as files, written while they are read, so that a million take no more room than a page."""

from collections.abc import AsyncIterator
from typing import Final

from litestar.response import Stream

from store.application.audit.searching import Activity, Form, ListActivity, RecordExport, Search
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.fact_lines import PAGE, heading, lines
from store.entrypoints.shared.permissions import NotPermitted, expect_recent_proof, may_see_persons

_TYPES: Final = {Form.JSON_LINES: "application/x-ndjson", Form.CSV: "text/csv; charset=utf-8"}


async def facts_file(
    form: Form, search: Search, request: AnyRequest, desk: Desk, *, persons: bool
) -> Stream:
    """An answer with all facts that fit *search*; that they were taken away is written down first.

    :raises NotPermitted: when *persons* are asked for by somebody who may not see them.
    :raises ProveFirst: when they are, and whoever asks did not prove lately who they are.
    """
    if persons and not may_see_persons(request):
        raise NotPermitted
    if persons:
        expect_recent_proof(request)
    first = await desk.ask(ListActivity(search=search, limit=PAGE, persons=persons), request)
    await desk.do(RecordExport(form=form, search=search, persons=persons), request)

    async def pages() -> AsyncIterator[bytes]:
        page: Activity = first
        yield b"".join(heading(form))
        while True:
            yield b"".join(lines(form, page.items))
            if page.next_cursor is None:
                return
            page = await desk.ask(
                ListActivity(search=search, cursor=page.next_cursor, limit=PAGE, persons=persons), request
            )

    name = f'attachment; filename="facts.{form}"'
    return Stream(pages, media_type=_TYPES[form], headers={
        "content-disposition": name, "cache-control": "private, no-store",
    })
