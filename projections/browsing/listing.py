"""Lists of products: filtered, searched, sorted and cut into pages by the key where the last one ended."""

from asyncio import gather
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any, Final, LiteralString, TypeAlias
from uuid import UUID

from msgspec import Struct, json, structs

from projections.browsing.choices import between, by_name
from projections.browsing.converting import Converting, converting_for
from projections.browsing.heads import Heads, no_heads
from projections.browsing.meant import meant, no_words
from projections.browsing.narrowing import Narrowing
from projections.browsing.search_ranks import COUNTED
from projections.browsing.search_sql import (
    MOST_NAMES,
    MOST_NUMBERS,
    is_quick,
    next_of,
    page_of,
    total_of,
    values_of,
)
from projections.browsing.spelling import forgiven, mended
from projections.browsing.stitching import card
from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import number
from store.application.browsing.messages import (
    SORTS,
    Facets,
    ListProducts,
)
from store.application.browsing.ports import Between, Found, ProductSearch, SearchAway, Wanted
from store.application.catalogue.search_words import WordsOfSearches
from store.application.pricing.ports import Boards
from store.application.shared.answers import Json
from store.application.shared.bus import answers
from store.application.shared.caching import Cache
from store.application.shared.errors import BadValue
from store.domain.shared.money import Money

Words: TypeAlias = Callable[[], Awaitable[WordsOfSearches]]


class Rest(Struct, frozen=True):
    """What a :class:`~store.application.browsing.messages.ProductPage` says beside its cards."""

    total: int
    total_is_lower_bound: bool
    next_cursor: str | None
    facets: Facets | None
    corrected: dict[str, str]
    some: bool


_OF_THESE: Final[LiteralString] = (
    " FROM read.products p WHERE id = ANY(%(ids)s) AND for_sale ORDER BY array_position(%(ids)s::uuid[], id)"
)
_CARDS: Final[LiteralString] = f"SELECT {card('p')}{_OF_THESE}"
_TO_CONVERT: Final[LiteralString] = f"SELECT {card('p', elsewhere=True)}{_OF_THESE}"


@lru_cache(maxsize=256)
def _asked(wanted: Wanted) -> tuple[LiteralString, dict[str, Any]]:
    """The statement for *wanted* and its values: what most people ask for needn't be written anew each time."""
    values = values_of(wanted)
    return page_of(wanted, card("p", elsewhere=bool(wanted.currency)), values), values


class Listing:
    """Answers :class:`ListProducts`."""

    reads = ("goods",)

    def __init__(
        self, questions: Questions, currency: str, cache: Cache, words: Words = no_words,
        search: ProductSearch | None = None, board: Boards | None = None, heads: Heads = no_heads,
    ) -> None:
        """*search* is asked for whatever has words; without one, and while it is away, Postgres answers. *board* says
        what prices come to in other currencies than the shop's own, *heads* what a search is for.
        """
        self._questions, self._currency, self._board = questions, currency, board
        self._narrowing = Narrowing(questions, currency, cache)
        self._words, self._search, self._heads = words, search, heads

    @answers(ListProducts)
    async def page(self, query: ListProducts) -> Json:
        """One page, in one statement; the facets in a second one at the same time where they are wanted.

        Where words find nothing, another asks what they were meant for, and one more for that.
        """
        converting = await converting_for(query.currency, self._board)
        asked = self._wanted(query, converting)
        if asked.q:
            asked = meant(asked, await self._words())
        if query.facets:
            (wanted, found, cards), facets = await gather(self._found(asked), self._narrowing.of(asked))
            if wanted == asked and found.total and not facets.price:
                # A search elsewhere forgave what Postgres took by the letter.
                asked, _ = await mended(wanted, self._questions)
                facets = await self._narrowing.of(asked)
            elif wanted != asked:
                facets = await self._narrowing.of(wanted)
        else:
            (wanted, found, cards), facets = await self._found(asked), None
        if converting:
            cards, facets = [converting.card(ready) for ready in cards], converting.facets(facets)
        rest = json.encode(Rest(
            min(found.total, COUNTED), found.total > COUNTED, found.next_cursor, facets, found.corrected, found.some,
        ))
        return Json(b'{"items":[%s],%s' % (b",".join(cards), rest[1:]))

    async def _found(self, wanted: Wanted) -> tuple[Wanted, Found, list[bytes]]:
        """What there is, by what that was found, and its cards."""
        found = await self._searched(wanted)
        if found is None:
            return await forgiven(wanted, self._questions, self._listed)
        return structs.replace(wanted, some=found.some), found, await self._cards(found.ids, wanted.currency)

    async def _searched(self, wanted: Wanted) -> Found | None:
        if self._search is None or not wanted.q or wanted.numbers or wanted.own_prices:  # it knows neither of these
            return None
        try:
            return await self._search.find(await self._heads(wanted))
        except SearchAway:
            return None

    def _wanted(self, query: ListProducts, converting: Converting | None) -> Wanted:
        sort = query.sort or ("relevance" if query.q else "newest")
        if sort not in SORTS or (sort == "relevance" and not query.q):
            raise BadValue("sort", f"choose one of {', '.join(SORTS)}; relevance needs a search")
        if len(by_name(query.facet)) > MOST_NAMES:
            raise BadValue("facet", f"choose by {MOST_NAMES} attributes at most")
        currency = query.currency if converting else ""
        bounds = (
            self._minor("price_min", query.price_min, currency), self._minor("price_max", query.price_max, currency)
        )
        low, high = converting.bounds(*bounds) if converting else bounds
        return Wanted(
            q=query.q, categories=query.category, brand=query.brand, facets=query.facet,
            numbers=_numbers(query.range), in_stock=query.in_stock, sort=sort,
            price_min=low, price_max=high, cursor=query.cursor, limit=query.limit, currency=currency,
            own_prices=bounds if converting and bounds != (None, None) else None,
        )

    def _minor(self, field: str, amount: str | None, currency: str) -> int | None:
        if not amount:
            return None
        try:
            minor = Money.parse(amount.strip(), currency or self._currency).minor
        except ValueError:
            minor = -1
        if minor < 0:
            raise BadValue(field, f"{amount[:40]!r} is not a price")
        return minor

    async def _listed(self, wanted: Wanted) -> tuple[Found, list[bytes]]:
        """What Postgres finds, cards and all."""
        text, values = _asked(await self._heads(wanted))
        rows = await self._questions.ask(text, values, quick=is_quick(wanted))
        if not rows:
            if wanted.q and not wanted.cursor:
                return Found([], 0, None), []
            ((total,),) = await self._questions.ask(total_of(wanted), values, quick=is_quick(wanted))
            return Found([], number(total), None), []
        return Found([], number(rows[0][0]), next_of(wanted, rows)), [row[1] or b"" for row in rows[:wanted.limit]]

    async def _cards(self, ids: list[UUID], currency: str) -> list[bytes]:
        """The cards of *ids*, in their order, as they are now: what is no longer for sale is left out."""
        rows = await self._questions.ask(_TO_CONVERT if currency else _CARDS, {"ids": ids})
        return [ready or b"" for (ready,) in rows]


def _numbers(ranges: tuple[str, ...]) -> tuple[Between, ...]:
    """The bounds that were chosen; of one number the last."""
    found: dict[str, Between] = {}
    for text in ranges:
        bounds = between(text)
        if bounds is None:
            raise BadValue("range", f"{text[:80]!r} is not bounds such as Weight (kg): 1..3")
        found[bounds.key] = bounds
    if len(found) > MOST_NUMBERS:
        raise BadValue("range", f"choose by {MOST_NUMBERS} numbers at most")
    return tuple(found.values())
