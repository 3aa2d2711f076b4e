"""Products for the back office, withdrawn ones too: read from the goods."""

from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Raw, Struct, json
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.browsing.stitching import IN_PLACE, page
from projections.shared.pages import cursor_of, keys_of
from store.application.browsing.messages import GetProductSheet
from store.application.catalogue.messages import ListProductRows, ProductRow, ProductRows
from store.application.shared.answers import Json
from store.application.shared.authority import Reach, Scope
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch
from store.domain.shared.ids import ProductId
from store.domain.shared.money import Money


class SheetJson(Struct, frozen=True):
    """A :class:`~store.application.browsing.messages.ProductSheet` made of ready-made JSON."""

    product: Raw
    stock: Raw
    for_sale: bool
    stage: str
    due: datetime | None


_BARE: Final[LiteralString] = "'[]'"
_SHEET: Final[LiteralString] = (
    f"SELECT {page(related=_BARE)}, (SELECT json_object_agg(sku, json_build_object("
    "'on_hand', on_hand, 'reserved', reserved, 'available', on_hand - reserved))::text"
    " FROM read.variants WHERE product = p.id), p.for_sale, p.stage, p.due"
    f" FROM read.products p {IN_PLACE} WHERE p.id = %(id)s AND (%(all)s OR p.vendor = %(vendor)s)"
)


class ProductRowList:
    """Answers :class:`ListProductRows` and :class:`GetProductSheet`."""

    reads = ("goods",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    @answers(ListProductRows)
    async def page(self, query: ListProductRows) -> Json:
        """One page by name, in one statement."""
        name, after = keys_of(query.cursor, tuple[str, UUID]) if query.cursor else (None, None)
        plain = query.q.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT p.id, p.slug, p.name, p.brand, p.price, p.currency, p.for_sale, v.variants, v.available,"
                " p.stage, p.vendor::text"
                " FROM read.products p CROSS JOIN LATERAL ("
                "  SELECT count(*) AS variants, coalesce(sum(greatest(on_hand - reserved, 0)), 0)::int AS available"
                "  FROM read.variants WHERE product = p.id) AS v"
                " WHERE (%(name)s::text IS NULL OR (p.name, p.id) > (%(name)s, %(after)s))"
                " AND (%(all)s OR p.vendor = %(vendor)s) AND (%(stage)s::text IS NULL OR p.stage = %(stage)s)"
                " AND (%(q)s = '%%' OR p.name ILIKE %(q)s OR p.brand ILIKE %(q)s"
                " OR EXISTS (SELECT FROM read.variants v WHERE v.product = p.id AND v.sku ILIKE %(q)s))"
                " ORDER BY p.name, p.id LIMIT %(limit)s",
                {"name": name, "after": after, "q": f"%{plain}%" if plain else "%", "limit": query.limit + 1,
                 "stage": query.stage, **within(query.scope)},
            )).fetchall()
        more, rows = len(rows) > query.limit, rows[: query.limit]
        items = [
            ProductRow(
                ProductId(id), slug, name, brand, Money(price, currency).amount, currency, variants, available,
                for_sale, stage, vendor,
            )
            for id, slug, name, brand, price, currency, for_sale, variants, available, stage, vendor in rows
        ]
        return Json(json.encode(ProductRows(items, cursor_of(rows[-1][2], str(rows[-1][0])) if more else None)))

    @answers(GetProductSheet)
    async def sheet(self, query: GetProductSheet) -> Json:
        """One product with all its variants, in one statement."""
        async with self._pool.connection() as db:
            row = await (await db.execute(_SHEET, {"id": query.product_id, **within(query.scope)})).fetchone()
        if row is None or row[0] is None:
            raise NoSuch("product", query.product_id)
        product, stock, for_sale, stage, due = row
        return Json(json.encode(SheetJson(Raw(product.encode()), Raw(stock.encode()), for_sale, stage, due)))


def within(scope: Scope) -> dict[str, Any]:
    """What of all products *scope* covers, as values."""
    return {"all": scope.reach is Reach.ALL, "vendor": scope.owner if scope.reach is Reach.VENDOR else None}
