"""Lists of products: filtered, searched, sorted and cut into pages by the key where the last one ended."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Raw, Struct, json
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from projections.browsing.search_sql import COUNTED, facets_of, page_of, values_of
from projections.shared.pages import cursor_of
from store.application.browsing.messages import (
    SORTS,
    BrandCount,
    CategoryCount,
    Facets,
    ListProducts,
    PriceRange,
)
from store.application.browsing.ports import Found, ProductSearch, SearchAway, Wanted
from store.application.shared.answers import Json
from store.application.shared.bus import answers
from store.application.shared.errors import BadValue
from store.domain.shared.money import Money

FEW: Final = 5
"""So many pieces are few enough to say so."""


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

    def __init__(
        self, pool: AsyncConnectionPool[AsyncConnection[Any]], currency: str, search: ProductSearch | None = None
    ) -> None:
        """*search* is asked for whatever has words; without one, and while it is away, Postgres answers."""
        self._pool, self._currency, self._search = pool, currency, search

    @answers(ListProducts)
    async def page(self, query: ListProducts) -> Json:
        """One page, in one statement; the facets in a second one where they are wanted."""
        wanted = self._wanted(query)
        found = await self._searched(wanted)
        async with self._pool.connection() as db:
            if found is None:
                found, rows = await _listed(db, wanted)
            else:
                rows = await _cards(db, found.ids)
            facets = await self._facets(db, wanted) if query.facets else None
        return Json(json.encode(PageJson(
            items=[Raw(card(row)) for row in rows], total=min(found.total, COUNTED),
            total_is_lower_bound=found.total > COUNTED, next_cursor=found.next_cursor, facets=facets,
        )))

    async def _searched(self, wanted: Wanted) -> Found | None:
        if self._search is None or not wanted.q:
            return None
        try:
            return await self._search.find(wanted)
        except SearchAway:
            return None

    def _wanted(self, query: ListProducts) -> Wanted:
        sort = query.sort or ("relevance" if query.q else "newest")
        if sort not in SORTS or (sort == "relevance" and not query.q):
            raise BadValue("sort", f"choose one of {', '.join(SORTS)}; relevance needs a search")
        return Wanted(
            q=query.q, category=query.category, brand=query.brand, in_stock=query.in_stock, sort=sort,
            price_min=self._minor("price_min", query.price_min), price_max=self._minor("price_max", query.price_max),
            cursor=query.cursor, limit=query.limit,
        )

    def _minor(self, field: str, amount: str | None) -> int | None:
        if not amount:
            return None
        try:
            minor = Money.parse(amount.strip(), self._currency).minor
        except ValueError:
            minor = -1
        if minor < 0:
            raise BadValue(field, f"{amount[:40]!r} is not a price")
        return minor

    async def _facets(self, db: AsyncConnection[Any], wanted: Wanted) -> Facets:
        """Counts of each choice, its own filter left aside."""
        rows: Sequence[TupleRow] = await (await db.execute(facets_of(wanted), values_of(wanted))).fetchall()
        priced = [(name, count) for kind, _, name, count in rows if kind == "price" and count is not None]
        bounds = dict(priced)
        return Facets(
            categories=[CategoryCount(slug, name, count) for kind, slug, name, count in rows if kind == "category"],
            brands=[BrandCount(name, count) for kind, _, name, count in rows if kind == "brand"],
            price=PriceRange(
                Money(bounds["min"], self._currency).amount, Money(bounds["max"], self._currency).amount
            ) if bounds else None,
        )


async def _listed(db: AsyncConnection[Any], wanted: Wanted) -> tuple[Found, list[TupleRow]]:
    """What Postgres finds, cards and all."""
    values = values_of(wanted)
    rows = await (await db.execute(page_of(wanted, CARD_COLUMNS, values), values)).fetchall()
    found = [row[1:] for row in rows if row[1] is not None]
    page = found[:wanted.limit]
    after = cursor_of(wanted.sort, page[-1][-1], page[-1][1]) if len(found) > wanted.limit else None
    return Found([row[1] for row in page], rows[0][0], after), page


async def _cards(db: AsyncConnection[Any], ids: list[UUID]) -> list[TupleRow]:
    """The cards of *ids*, in their order, as they are now: what is no longer for sale is left out."""
    rows = await (await db.execute(
        f"SELECT {CARD_COLUMNS} FROM read.products WHERE id = ANY(%s) AND for_sale", (ids,)
    )).fetchall()
    by_id = {row[1]: row for row in rows}
    return [by_id[id] for id in ids if id in by_id]


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
