"""Lists of products: filtered, searched, sorted and cut into pages by the key where the last one ended."""

import re
from collections.abc import Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Raw, Struct, json
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from projections.shared.pages import cursor_of, keys_of
from store.application.browsing.messages import (
    SORTS,
    BrandCount,
    CategoryCount,
    Facets,
    ListProducts,
    PriceRange,
)
from store.application.shared.answers import Json
from store.application.shared.bus import answers
from store.application.shared.errors import BadCursor, BadValue
from store.domain.shared.money import Money

COUNTED: Final = 10_000
FEW: Final = 5
"""So many pieces are few enough to say so."""

_KEYS: dict[str, tuple[LiteralString, LiteralString]] = {
    "newest": ("listed", "DESC"), "price": ("price", "ASC"), "-price": ("price", "DESC"),
    "name": ("name", "ASC"), "relevance": ("rank", "DESC"),
}
_PARTS: dict[str, LiteralString] = {
    "q": "search @@ query",
    "category": "path @> ARRAY[(SELECT id FROM read.categories WHERE slug = %(category)s LIMIT 1)]",
    "brand": "brand = ANY(%(brand)s)",
    "price": "price >= %(price_min)s AND price <= %(price_max)s",
    "in_stock": "available > 0",
}
_QUERY: LiteralString = (
    ", (SELECT websearch_to_tsquery('english', %(q)s) || to_tsquery('simple', %(prefix)s) AS query) AS asked"
)
_WORD = re.compile(r"\w+")
_MOST = 2**62


class PageJson(Struct, frozen=True):
    """A :class:`~store.application.browsing.messages.ProductPage` whose cards are ready-made JSON."""

    items: list[Raw]
    total: int
    total_is_lower_bound: bool
    next_cursor: str | None
    facets: Facets | None


class Listing:
    """Answers :class:`ListProducts`."""

    reads = ("goods",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], currency: str) -> None:
        self._pool, self._currency = pool, currency

    @answers(ListProducts)
    async def page(self, query: ListProducts) -> Json:
        """One page, in one statement; the facets in a second one where they are wanted."""
        sort = query.sort or ("relevance" if query.q else "newest")
        if sort not in SORTS or (sort == "relevance" and not query.q):
            raise BadValue("sort", f"choose one of {', '.join(SORTS)}; relevance needs a search")
        values = self._values(query)
        values["limit"] = query.limit + 1
        async with self._pool.connection() as db:
            rows = await (await db.execute(_page(query, sort, values), values)).fetchall()
            facets = await self._facets(db, query, values) if query.facets else None
        total = rows[0][0]
        found = [row[1:] for row in rows if row[1] is not None]
        more = len(found) > query.limit
        found = found[:query.limit]
        return Json(json.encode(PageJson(
            items=[Raw(card(row)) for row in found], total=min(total, COUNTED),
            total_is_lower_bound=total > COUNTED,
            next_cursor=cursor_of(sort, found[-1][-1], found[-1][1]) if more else None, facets=facets,
        )))

    def _values(self, query: ListProducts) -> dict[str, Any]:
        words = _WORD.findall(query.q)
        return {
            "q": query.q, "prefix": " & ".join(f"'{word}':*" for word in words[:12]) if words else "",
            "category": query.category, "brand": list(query.brand),
            "price_min": self._minor("price_min", query.price_min, 0),
            "price_max": self._minor("price_max", query.price_max, _MOST),
        }

    def _minor(self, field: str, amount: str | None, otherwise: int) -> int:
        if not amount:
            return otherwise
        try:
            minor = Money.parse(amount.strip(), self._currency).minor
        except ValueError:
            minor = -1
        if minor < 0:
            raise BadValue(field, f"{amount[:40]!r} is not a price")
        return minor

    async def _facets(
        self, db: AsyncConnection[Any], query: ListProducts, values: dict[str, Any]
    ) -> Facets:
        """Counts of each choice, its own filter left aside."""
        rows: Sequence[TupleRow] = await (await db.execute(_facets(query), values)).fetchall()
        priced = [(name, count) for kind, _, name, count in rows if kind == "price" and count is not None]
        bounds = dict(priced)
        return Facets(
            categories=[CategoryCount(slug, name, count) for kind, slug, name, count in rows if kind == "category"],
            brands=[BrandCount(name, count) for kind, _, name, count in rows if kind == "brand"],
            price=PriceRange(
                Money(bounds["min"], self._currency).amount, Money(bounds["max"], self._currency).amount
            ) if bounds else None,
        )


def card(row: TupleRow) -> bytes:
    """A card, with what moves stitched in: price, stock and the word for it."""
    ready, _, currency, price, list_price, available = row[:6]
    moving = Moving(
        _price(price, currency), _price(list_price, currency) if list_price else None, available > 0,
        stock_word(available),
    )
    return str(ready)[:-1].encode() + b"," + json.encode(moving)[1:]


class PriceJson(Struct, frozen=True):
    amount: str
    currency: str


class Moving(Struct, frozen=True):
    """What of a card moves too often to be kept ready."""

    price: PriceJson
    list_price: PriceJson | None
    in_stock: bool
    stock_word: str


CARD_COLUMNS: LiteralString = "card, id, currency, price, list_price, available"


def _price(minor: int, currency: str) -> PriceJson:
    return PriceJson(Money(minor, currency).amount, currency)


def stock_word(available: int) -> str:
    """What a shopper should hear of the stock, only when it matters."""
    return "Sold out" if available < 1 else f"Only {available} left" if available <= FEW else ""


def _where(query: ListProducts, *without: str) -> LiteralString:
    chosen: dict[str, bool] = {
        "q": bool(query.q), "category": query.category is not None, "brand": bool(query.brand),
        "price": bool(query.price_min or query.price_max), "in_stock": query.in_stock,
    }
    parts: list[LiteralString] = ["for_sale"]
    parts += [_PARTS[name] for name, wanted in chosen.items() if wanted and name not in without]
    return " AND ".join(parts)


def _page(query: ListProducts, sort: str, values: dict[str, Any]) -> LiteralString:
    key, direction = _KEYS[sort]
    source: LiteralString = f"read.products{_QUERY if query.q else ''}"
    where = _where(query)
    after: LiteralString = "true"
    if query.cursor:
        seen, at, id = keys_of(query.cursor, tuple[str, int | str, UUID])
        if seen != sort or isinstance(at, str) != (key == "name"):
            raise BadCursor
        values |= {"at": at, "after": id}
        less: LiteralString = "<" if direction == "DESC" else ">"
        after = f"({key} {less} %(at)s OR ({key} = %(at)s AND id > %(after)s))"
    rank: LiteralString = (
        ", (1000000 * ts_rank_cd(search, query, 1) * CASE WHEN available > 0 THEN 1.1 ELSE 1 END)::int AS rank"
        if key == "rank" else ""
    )
    return (
        f"WITH found AS (SELECT {CARD_COLUMNS}, listed, name{rank} FROM {source} WHERE {where}),"
        f" page AS (SELECT {CARD_COLUMNS}, {key} AS key FROM found WHERE {after}"
        f" ORDER BY {key} {direction}, id LIMIT %(limit)s)"
        f" SELECT total, {CARD_COLUMNS}, key"
        f" FROM (SELECT count(*) AS total FROM (SELECT FROM {source} WHERE {where} LIMIT {COUNTED + 1}) AS seen) AS n"
        f" LEFT JOIN page ON true ORDER BY key {direction}, id"
    )


def _facets(query: ListProducts) -> LiteralString:
    source: LiteralString = f"read.products{_QUERY if query.q else ''}"
    return (
        "(SELECT 'category', c.slug, c.name, count(*) FROM"
        f" (SELECT path FROM {source} WHERE {_where(query, 'category')}) AS f, unnest(f.path) AS place (id)"
        " JOIN read.categories c ON c.id = place.id"
        " WHERE c.parent IS NOT DISTINCT FROM (SELECT id FROM read.categories WHERE slug = %(category)s LIMIT 1)"
        " GROUP BY c.slug, c.name ORDER BY 4 DESC, c.name LIMIT 30)"
        f" UNION ALL (SELECT 'brand', '', brand, count(*) FROM {source} WHERE {_where(query, 'brand')}"
        " GROUP BY brand ORDER BY 4 DESC, brand LIMIT 30)"
        f" UNION ALL SELECT 'price', '', 'min', min(price) FROM {source} WHERE {_where(query, 'price')}"
        f" UNION ALL SELECT 'price', '', 'max', max(price) FROM {source} WHERE {_where(query, 'price')}"
    )
