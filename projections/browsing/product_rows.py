"""Products for the back office, withdrawn ones too: read from the goods."""

from typing import Any
from uuid import UUID

from msgspec import Raw, Struct, convert, json
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from projections.browsing.detail import Stitched, VariantJson
from projections.browsing.listing import Moving, PriceJson, stock_word
from projections.shared.pages import cursor_of, keys_of
from store.application.browsing.messages import Crumb, GetProductSheet, VariantStock
from store.application.catalogue.messages import ListProductRows, ProductRow, ProductRows
from store.application.shared.answers import Image, Json
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch
from store.domain.shared.ids import ProductId
from store.domain.shared.money import Money


class SheetJson(Struct, frozen=True):
    """A :class:`~store.application.browsing.messages.ProductSheet` whose product is ready-made JSON."""

    product: Raw
    stock: dict[str, VariantStock]
    for_sale: bool


class ProductRowList:
    """Answers :class:`ListProductRows` and :class:`GetProductSheet`."""

    reads = ("goods",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], media: str) -> None:
        self._pool, self._media = pool, media

    @answers(ListProductRows)
    async def page(self, query: ListProductRows) -> Json:
        """One page by name, in one statement."""
        name, after = keys_of(query.cursor, tuple[str, UUID]) if query.cursor else (None, None)
        plain = query.q.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT p.id, p.slug, p.name, p.brand, p.price, p.currency, p.available, p.for_sale,"
                " (SELECT count(*) FROM read.variants v WHERE v.product = p.id) FROM read.products p"
                " WHERE (%(name)s::text IS NULL OR (p.name, p.id) > (%(name)s, %(after)s))"
                " AND (%(q)s = '%%' OR p.name ILIKE %(q)s OR p.brand ILIKE %(q)s"
                " OR EXISTS (SELECT FROM read.variants v WHERE v.product = p.id AND v.sku ILIKE %(q)s))"
                " ORDER BY p.name, p.id LIMIT %(limit)s",
                {"name": name, "after": after, "q": f"%{plain}%" if plain else "%", "limit": query.limit + 1},
            )).fetchall()
        more, rows = len(rows) > query.limit, rows[: query.limit]
        items = [
            ProductRow(
                ProductId(id), slug, name, brand, Money(price, currency).amount, currency, variants, available,
                for_sale,
            )
            for id, slug, name, brand, price, currency, available, for_sale, variants in rows
        ]
        return Json(json.encode(ProductRows(items, cursor_of(rows[-1][2], str(rows[-1][0])) if more else None)))

    @answers(GetProductSheet)
    async def sheet(self, query: GetProductSheet) -> Json:
        """One product with all its variants, in one statement."""
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT p.detail, p.name, p.currency, p.price, p.list_price, p.available, p.for_sale, v.sku, v.options,"
                " v.price, v.list_price, v.picture, v.on_hand, v.reserved,"
                " (SELECT json_agg(json_build_object('slug', c.slug, 'name', c.name)"
                "  ORDER BY array_position(p.path, c.id))"
                " FROM read.categories c WHERE c.id = ANY(p.path))"
                " FROM read.products p JOIN read.variants v ON v.product = p.id WHERE p.id = %s ORDER BY v.place",
                (query.product_id,),
            )).fetchall()
        if not rows:
            raise NoSuch("product", query.product_id)
        detail, _, currency, price, list_price, available, for_sale = rows[0][:7]
        moving = json.encode(Moving(
            _price(price, currency), _price(list_price, currency) if list_price else None, available > 0,
            stock_word(available),
        ))
        trail = convert(rows[0][14] or [], list[Crumb])
        stitched = json.encode(Stitched(trail[-1] if trail else None, trail, [self._variant(row) for row in rows], []))
        product = Raw(str(detail)[:-1].encode() + b"," + moving[1:-1] + b"," + stitched[1:])
        stock = {row[7]: VariantStock(row[12], row[13], row[12] - row[13]) for row in rows}
        return Json(json.encode(SheetJson(product, stock, for_sale)))

    def _variant(self, row: TupleRow) -> VariantJson:
        name, currency = row[1], row[2]
        sku, options, price, list_price, picture, on_hand, reserved = row[7:14]
        return VariantJson(
            sku, Raw(options.encode()), _price(price, currency), _price(list_price, currency) if list_price else None,
            Image(self._media + picture, name) if picture else None, on_hand > reserved, stock_word(on_hand - reserved),
        )


def _price(minor: int, currency: str) -> PriceJson:
    return PriceJson(Money(minor, currency).amount, currency)
