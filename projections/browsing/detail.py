"""One product with all its variants, and the tree of categories."""

from typing import Any
from uuid import UUID

from msgspec import Raw, Struct, convert, json
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.browsing.listing import CARD_COLUMNS, Moving, PriceJson, card, stock_word
from store.application.browsing.messages import CategoryNode, Crumb, GetProduct, ListCategories
from store.application.shared.answers import Image, Json
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch
from store.domain.shared.money import Money


class VariantJson(Struct, frozen=True):
    """A variant whose options are ready-made JSON."""

    sku: str
    options: Raw
    price: PriceJson
    list_price: PriceJson | None
    image: Image | None
    in_stock: bool
    stock_word: str


class Stitched(Struct, frozen=True):
    """What of a product page moves too often to be kept ready."""

    category: Crumb | None
    breadcrumbs: list[Crumb]
    variants: list[VariantJson]
    related: list[Raw]


class Detail:
    """Answers :class:`GetProduct`."""

    reads = ("goods",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], media: str) -> None:
        self._pool, self._media = pool, media

    @answers(GetProduct)
    async def product(self, query: GetProduct) -> Json:
        """The page of one product; four of the same category stand beside it. Two statements."""
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT p.detail, p.id, p.currency, p.price, p.list_price, p.available, p.category, v.sku, v.options,"
                " v.price, v.list_price, v.picture, v.on_hand - v.reserved, p.name,"
                " (SELECT json_agg(json_build_object('slug', c.slug, 'name', c.name)"
                "  ORDER BY array_position(p.path, c.id))"
                "  FROM read.categories c WHERE c.id = ANY(p.path))"
                " FROM read.products p JOIN read.variants v ON v.product = p.id"
                " WHERE p.slug = %s AND p.for_sale ORDER BY p.id, v.place", (query.slug,),
            )).fetchall()
            if not rows:
                raise NoSuch("product", query.slug)
            head = rows[0]
            rows = [row for row in rows if row[1] == head[1]]
            near = await (await db.execute(
                f"SELECT {CARD_COLUMNS} FROM read.products WHERE for_sale AND path @> ARRAY[%s::uuid] AND id <> %s"
                " ORDER BY available > 0 DESC, listed DESC, id LIMIT 4", (head[6], head[1]),
            )).fetchall()
        trail = convert(head[14] or [], list[Crumb])
        stitched = Stitched(
            trail[-1] if trail else None, trail,
            [self._variant(row[2], row[13], row[7:13]) for row in rows], [Raw(card(row)) for row in near]
        )
        moving = Moving(
            _price(head[3], head[2]), _price(head[4], head[2]) if head[4] else None, head[5] > 0, stock_word(head[5]),
        )
        return Json(
            str(head[0])[:-1].encode() + b"," + json.encode(moving)[1:-1] + b"," + json.encode(stitched)[1:]
        )

    def _variant(self, currency: str, name: str, row: tuple[Any, ...]) -> VariantJson:
        sku, options, price, list_price, picture, available = row
        return VariantJson(
            sku, Raw(options.encode()), _price(price, currency), _price(list_price, currency) if list_price else None,
            Image(self._media + picture, name) if picture else None, available > 0, stock_word(available),
        )


class Categories:
    """Answers :class:`ListCategories`."""

    reads = ("goods",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], media: str) -> None:
        self._pool, self._media = pool, media

    @answers(ListCategories)
    async def tree(self, query: ListCategories) -> Json:
        """All of them, roots first, in the order they were opened in by name."""
        del query
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT c.id, c.slug, c.name, c.parent, c.picture, coalesce(s.products, 0) FROM read.categories c"
                " LEFT JOIN read.shelves s ON s.place = c.id ORDER BY c.name",
            )).fetchall()
        children: dict[UUID | None, list[tuple[Any, ...]]] = {}
        for row in rows:
            children.setdefault(row[3], []).append(row)
        return Json(json.encode(self._nodes(children, None)))

    def _nodes(self, children: dict[UUID | None, list[tuple[Any, ...]]], parent: UUID | None) -> list[CategoryNode]:
        return [
            CategoryNode(
                slug, name, count, Image(self._media + picture, name) if picture else None, self._nodes(children, id)
            )
            for id, slug, name, _, picture, count in children.get(parent, [])
        ]


def _price(minor: int, currency: str) -> PriceJson:
    return PriceJson(Money(minor, currency).amount, currency)
