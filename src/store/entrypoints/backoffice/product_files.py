"""Products as a file, written while they are read: a vendor's own, for vendors."""

from collections.abc import AsyncIterator

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Stream

from store.application.catalogue.exporting import ExportedPage, ExportProducts
from store.application.shared.errors import BadValue
from store.entrypoints.backoffice.office import AnyRequest
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.product_lines import FORMS, heading, lines


@get("/products/export", opt=open_to(Permission.READ_CATALOGUE, own=True))
async def export(request: AnyRequest, desk: NamedDependency[Desk], form: FromQuery[str] = "csv") -> Stream:
    """All that are for sale, as `store import` takes them."""
    if form not in FORMS:
        raise BadValue("form", f"choose one of {', '.join(FORMS)}")
    scope = scope_of(request, Permission.READ_CATALOGUE)
    first, _ = await desk.look(ExportProducts(scope=scope), request)

    async def parts() -> AsyncIterator[bytes]:
        page: ExportedPage = first
        yield heading(form)
        while True:
            yield lines(form, page.items)
            if page.next_cursor is None:
                return
            page, _ = await desk.look(ExportProducts(cursor=page.next_cursor, scope=scope), request)

    return Stream(parts, media_type=FORMS[form], headers={
        "content-disposition": f'attachment; filename="products.{form}"', "cache-control": "private, no-store",
    })
