"""Products on their way into a file: which there are from the goods, what is said of them from the facts."""

from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.browsing.product_rows import within
from projections.shared.pages import cursor_of, keys_of
from store.application.catalogue.exporting import ExportedPage, ExportedProduct, ExportedVariant, ExportProducts
from store.application.processes.import_rows import OWN_KEY
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal
from store.domain.catalogue.product import Product
from store.domain.shared.ids import ProductId

_LISTED: Final[LiteralString] = (
    "SELECT p.id, ARRAY(SELECT to_json(array_agg(above.name ORDER BY array_position(c.path, above.id)))"
    "  FROM unnest(p.category || p.categories) WITH ORDINALITY AS stands (place, nth)"
    "  JOIN read.categories c ON c.id = stands.place JOIN read.categories above ON above.id = ANY(c.path)"
    "  GROUP BY nth ORDER BY nth), EXISTS (SELECT FROM read.categories WHERE id = p.category AND path <> '{}'),"
    " coalesce((SELECT json_object_agg(sku, on_hand) FROM read.variants WHERE product = p.id), '{}'::json)"
    " FROM read.products p WHERE p.stage = 'listed' AND (%(all)s OR p.vendor = %(vendor)s) AND p.id > %(after)s"
    " ORDER BY p.id LIMIT %(limit)s"
)


class ProductExport:
    """Answers :class:`ExportProducts`."""

    reads = ("goods",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], journal: AsyncJournal) -> None:
        self._pool, self._journal = pool, journal

    @answers(ExportProducts)
    async def page(self, query: ExportProducts) -> ExportedPage:
        """Two statements. What stands in no log, as after a restore to an earlier moment, is left out."""
        (after,) = keys_of(query.cursor, tuple[UUID]) if query.cursor else (UUID(int=0),)
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                _LISTED, {"after": after, "limit": query.limit + 1, **within(query.scope)}
            )).fetchall()
        more, rows = len(rows) > query.limit, rows[: query.limit]
        histories = await self._journal.read([id for id, *_ in rows]) if rows else {}
        items = [
            _exported(Product.replay(ProductId(id), histories[id].events), places, stock, is_placed=is_placed)
            for id, places, is_placed, stock in rows if id in histories
        ]
        return ExportedPage(items, cursor_of(str(rows[-1][0])) if more else None)


def _exported(
    product: Product, places: list[list[str]], stock: dict[str, int], *, is_placed: bool
) -> ExportedProduct:
    """*places* are the ways to all it stands in; that of its own comes first, if it *is_placed*."""
    said = product.description
    if said is None:
        raise LookupError(product.id)
    return ExportedProduct(
        key=f"{OWN_KEY}{product.id}", slug=said.slug, name=said.name, brand=said.brand,
        category=places[0] if is_placed else [], categories=places[1:] if is_placed else places,
        features=list(said.features), related=[f"{OWN_KEY}{id}" for id in said.related],
        description=said.text, attributes=said.attributes, options=list(said.options), pictures=list(said.pictures),
        tags=list(said.tags),
        variants=[
            ExportedVariant(
                v.sku, v.price.amount, v.price.currency, max(stock.get(v.sku, 0), 0), v.options,
                v.list_price.amount if v.list_price else None, v.picture, list(v.more),
                {it.currency: it.amount for it in product.prices.get(v.sku, ())},
            ) for v in product.variants.values()
        ],
    )
