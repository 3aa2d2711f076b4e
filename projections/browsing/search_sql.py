"""Searches as SQL over the read model of goods, shared by lists and by the search that answers ids."""

from typing import Any, Final, LiteralString
from uuid import UUID

from projections.browsing.choices import by_name
from projections.browsing.compounds import INTO
from projections.browsing.shelves import EVERYWHERE
from projections.browsing.wishes import wishes_in
from projections.shared.pages import cursor_of, keys_of
from store.adapters.drivers.statement import Answer, number, text
from store.application.browsing.ports import Wanted
from store.application.shared.errors import BadCursor

COUNTED: Final = 10_000
_KEYS: dict[str, tuple[LiteralString, LiteralString]] = {
    "newest": ("listed", "DESC"), "price": ("price", "ASC"), "-price": ("price", "DESC"),
    "name": ("name", "ASC"), "relevance": ("rank", "DESC"), "popular": ("popular", "DESC"),
}
_WORDS: LiteralString = "search @@ query"
_TOGETHER: LiteralString = (
    "(to_tsvector('english', name) || ts_filter(search, '{b,c,d}')) @@ websearch_to_tsquery('english', %(together)s)"
)
"""Names stand among the words twice: the end of the one and the beginning of the other are no phrase."""
_PLACES: LiteralString = "path && ARRAY(SELECT id FROM read.categories WHERE slug = ANY(%(categories)s))"
_MADE_BY: LiteralString = "brand = ANY(%(brand)s)"
_COSTS: LiteralString = "price >= %(price_min)s AND price <= %(price_max)s"
_FOREIGN: LiteralString = (
    "CASE WHEN explicits ? %(currency)s::text THEN"
    " (explicits -> %(currency)s::text ->> 0)::bigint >= %(own_min)s"
    " AND coalesce((explicits -> %(currency)s::text ->> 2)::bigint >= %(price_min)s, true)"
    " AND ((explicits -> %(currency)s::text ->> 0)::bigint <= %(own_max)s"
    "  OR coalesce((explicits -> %(currency)s::text ->> 2)::bigint <= %(price_max)s, false))"
    f" ELSE {_COSTS} END"
)
"""The lowest price in another currency: of what was said in it, and of what the others come to, is within bounds."""
_THERE: LiteralString = "few > 0"
_FACETS: Final[tuple[LiteralString, ...]] = (
    "facets && %(facet_0)s", "facets && %(facet_1)s", "facets && %(facet_2)s", "facets && %(facet_3)s",
    "facets && %(facet_4)s", "facets && %(facet_5)s", "facets && %(facet_6)s", "facets && %(facet_7)s",
)
MOST_NAMES: Final = len(_FACETS)
"""Attributes that one may choose by at once."""
_NUMBERS: Final[tuple[LiteralString, ...]] = (
    "(numbers ->> %(number_0)s::text)::numeric BETWEEN %(low_0)s::numeric AND %(high_0)s::numeric",
    "(numbers ->> %(number_1)s::text)::numeric BETWEEN %(low_1)s::numeric AND %(high_1)s::numeric",
    "(numbers ->> %(number_2)s::text)::numeric BETWEEN %(low_2)s::numeric AND %(high_2)s::numeric",
    "(numbers ->> %(number_3)s::text)::numeric BETWEEN %(low_3)s::numeric AND %(high_3)s::numeric",
    "(numbers ->> %(number_4)s::text)::numeric BETWEEN %(low_4)s::numeric AND %(high_4)s::numeric",
    "(numbers ->> %(number_5)s::text)::numeric BETWEEN %(low_5)s::numeric AND %(high_5)s::numeric",
)
_THERE_IS: Final[tuple[LiteralString, ...]] = (
    "numbers ? %(number_0)s::text", "numbers ? %(number_1)s::text", "numbers ? %(number_2)s::text",
    "numbers ? %(number_3)s::text", "numbers ? %(number_4)s::text", "numbers ? %(number_5)s::text",
)
MOST_NUMBERS: Final = len(_NUMBERS)
"""Numbers that one may choose by at once."""
_ALL: LiteralString = (
    "SELECT websearch_to_tsquery('english', %(q)s)"
    " || (to_tsquery('simple', %(prefix)s) && websearch_to_tsquery('english', %(refused)s))"
    " || websearch_to_tsquery('english', %(also)s) AS query, to_tsquery('simple', %(exact)s) AS exact"
)
_SOME: LiteralString = (
    "SELECT to_tsquery('english', %(any)s) && websearch_to_tsquery('english', %(refused)s) AS query,"
    " to_tsquery('simple', %(exact)s) AS exact"
)
_KINDS: LiteralString = (
    "SELECT ARRAY(SELECT id FROM read.categories WHERE merged IS NULL AND kind = ANY(ARRAY(SELECT"
    " strip(to_tsvector('english', way)) FROM unnest(%(ways)s::text[]) AS way))) AS kinds"
)
_GENTLY: LiteralString = " * CASE WHEN category = ANY(kinds) THEN 1.5 ELSE 1 END * gentle"
_BACK: LiteralString = (
    "LATERAL (SELECT string_to_array(reverse(translate(lower(p.name), '-/', '  ')), ' ') AS back OFFSET 0) AS said,"
    " LATERAL (SELECT least(array_position(back, %(head_0)s), array_position(back, %(head_1)s)) AS at OFFSET 0) AS it"
)
"""Each name from its end, and where its ``head`` stands last in it: patterns would take longer to make than to use."""
_OTHER: LiteralString = (
    " * CASE WHEN back[at - 1] = ANY(%(others)s::text[])"
    " OR back[at - 2] = ANY(%(others)s::text[]) AND back[at - 1] <> ALL(%(into)s::text[]) THEN 0.5 ELSE 1 END"
)
_OLDER: LiteralString = "(SELECT 0.009::float8 AS gentle, '{}'::jsonb AS explicits) AS older"
"""What all products have alike in a table that an older version made: a name that stands nowhere inside is looked for
out here.
"""
_RANK: LiteralString = (
    "least(100000000 * sqrt(ts_rank_cd('{0.1, 0.4, 0.6, 1.0}', fetched, query))"
    f" * CASE WHEN fetched @@ exact THEN 3 ELSE 1 END{_OTHER}{_GENTLY}, 900000000)::int"
)
"""A word counts more in a name than elsewhere, and more in a short name than in a long one, and said twice it counts no
twice as much; what has all words as they were typed goes before what has them in another form (who looks for gaming
means no game), what is of the very kind that was asked for before what isn't, and what only goes with it behind; what
can be had and what sells well goes a little (``gentle``) before what doesn't. No product says a word so often that the
number has no room.
"""
_FETCHED: LiteralString = " CROSS JOIN LATERAL (SELECT p.search || ''::tsvector AS fetched OFFSET 0) AS once"
"""The words of a product as they were brought from where they lie: each look at the column itself brings them anew."""
_ROUGHLY: LiteralString = (
    f"least(1000000 * CASE WHEN lower(name) LIKE ALL(%(likes)s) THEN 3 ELSE 1 END{_GENTLY}, 900000000)::int"
)
"""The same by what stands in the row itself: the words of all texts lie elsewhere, and are fetched for few."""
CLOSELY: Final = 200
"""How many of those that are roughly best are looked at closely. On judged queries 150 were enough."""
_BEFORE: Final = 1_000_000_000
"""More than any rank: those that were looked at go before all others."""
ESCAPED: Final = r"\_"
"""An underscore that stands for itself in a pattern."""
_MOST_WORDS: Final = 12
_INTO: Final = [word[::-1] for word in sorted(INTO)]
_MOST: Final = 2**62
_LARGEST: Final = {"popular": 2**15 - 1, "rank": 2**31 - 1}
"""What the columns hold of which a cursor may speak, where that is less."""


def values_of(wanted: Wanted) -> dict[str, Any]:
    """What the statements below are given."""
    said = wishes_in(wanted.q.replace("\0", " "))
    words = said.words[:_MOST_WORDS]
    return {
        "q": wanted.q.replace("\0", " "), "together": said.together, "refused": said.refused,
        "prefix": " & ".join(f"'{word}':*" for word in said.loose[:_MOST_WORDS]),
        "exact": " & ".join(f"'{word}'" for word in words),
        "likes": [f"%{word.lower().replace('_', ESCAPED)}%" for word in words],
        "any": " | ".join(f"'{word}'" for word in words), "also": " or ".join(wanted.also),
        "ways": [said.plain, *wanted.also],
        "others": [other[::-1] for other in wanted.others] if wanted.head else [], "into": _INTO,
        "head_0": "".join(wanted.head[:1])[::-1], "head_1": "".join(wanted.head[1:2])[::-1],
        "categories": list(wanted.categories), "brand": list(wanted.brand), "price_min": wanted.price_min or 0,
        "price_max": _MOST if wanted.price_max is None else wanted.price_max, "limit": wanted.limit + 1,
    } | _foreign(wanted) | {f"facet_{at}": facets for at, facets in enumerate(by_name(wanted.facets).values())} | {
        name: value for at, it in enumerate(wanted.numbers) for name, value in (
            (f"number_{at}", it.key), (f"low_{at}", it.low or "-Infinity"), (f"high_{at}", it.high or "Infinity"),
        )
    }


def _foreign(wanted: Wanted) -> dict[str, Any]:
    if wanted.own_prices is None:
        return {}
    low, high = wanted.own_prices
    return {"currency": wanted.currency, "own_min": low or 0, "own_max": _MOST if high is None else high}


def chosen(wanted: Wanted) -> dict[str, LiteralString]:
    """The filters in force by their names, and what has to hold for each. Attributes are named by themselves."""
    found: dict[str, LiteralString] = {}
    if wanted.q:
        together = wishes_in(wanted.q).phrases and not wanted.some
        found["q"] = f"{_WORDS} AND {_TOGETHER}" if together else _WORDS
    if wanted.categories:
        found["category"] = _PLACES
    if wanted.brand:
        found["brand"] = _MADE_BY
    if wanted.price_min is not None or wanted.price_max is not None:
        found["price"] = _FOREIGN if wanted.own_prices else _COSTS
    if wanted.in_stock:
        found["in_stock"] = _THERE
    for at, name in enumerate(by_name(wanted.facets)):
        found[attribute(name)] = _FACETS[at]
    for at, it in enumerate(wanted.numbers):
        found[measured(it.key)] = f"{_THERE_IS[at]} AND {_NUMBERS[at]}"
    return found


def attribute(name: str) -> str:
    """How the filter by the attribute *name* is called here."""
    return f"={name}"


def measured(key: str) -> str:
    """How the filter by the number *key* is called here."""
    return f"#{key}"


def is_quick(wanted: Wanted) -> bool:
    """Whether an index holds the very page and the count is kept."""
    return not chosen(wanted)


def source_of(wanted: Wanted) -> LiteralString:
    """Where products are looked for."""
    return f"read.products{_query(wanted)}"


def _query(wanted: Wanted) -> LiteralString:
    return f", ({_SOME if wanted.some else _ALL} OFFSET 0) AS asked, ({_KINDS} OFFSET 0) AS kinds" if wanted.q else ""


def where(wanted: Wanted, *without: str) -> LiteralString:
    """What has to hold, the filters named aside."""
    parts: list[LiteralString] = ["for_sale"]
    parts += [part for name, part in chosen(wanted).items() if name not in without]
    return " AND ".join(parts)


def page_of(wanted: Wanted, column: LiteralString, values: dict[str, Any]) -> LiteralString:
    """One page and the total in one statement: total, *column* of product ``p``, the key it is sorted by, and the id.

    Where nothing is found there is no row that holds the total: :func:`total_of` asks for it alone.
    """
    key, direction = _KEYS[wanted.sort]
    after = _after(wanted, key, direction, values)
    if wanted.q:
        # Found once, for the page and for the total; only what is shown is fetched whole.
        first: LiteralString = "ranked" if wanted.cursor or wanted.limit >= CLOSELY else "best"
        return (
            f"WITH found AS MATERIALIZED (SELECT each.* FROM {_OLDER} CROSS JOIN LATERAL"
            f" (SELECT p.id, {_ROUGHLY if key == 'rank' else f'p.{key}'} AS {key}"
            f" FROM read.products p{_query(wanted)} WHERE {where(wanted)}) AS each)"
            f"{_closely(wanted) if key == 'rank' else ''}"
            f" SELECT (SELECT count(*) FROM found), {column}, f.{key}, f.id"
            f" FROM (SELECT * FROM {first if key == 'rank' else 'found'} WHERE {after}"
            f" ORDER BY {key} {direction}, id LIMIT %(limit)s) AS f"
            f" JOIN read.products p ON p.id = f.id ORDER BY f.{key} {direction}, f.id"
        )
    return (
        f"SELECT ({_total(wanted)}), {column}, {key}, id FROM read.products p WHERE {where(wanted)} AND {after}"
        f" ORDER BY {key} {direction}, id LIMIT %(limit)s"
    )


def _closely(wanted: Wanted) -> LiteralString:
    return (
        f", best AS MATERIALIZED (SELECT each.* FROM {_OLDER} CROSS JOIN LATERAL"
        f" (SELECT p.id, {_BEFORE} + {_RANK} AS rank FROM"
        f" (SELECT id FROM found ORDER BY rank DESC, id LIMIT {CLOSELY}) AS roughly"
        f" JOIN read.products p ON p.id = roughly.id{_FETCHED}{_query(wanted)}, {_BACK}) AS each)"
        ", ranked AS (SELECT id, rank FROM best"
        " UNION ALL SELECT id, rank FROM found WHERE id NOT IN (SELECT id FROM best))"
    )


def total_of(wanted: Wanted) -> LiteralString:
    """How many there are, up to one more than are counted."""
    return f"SELECT ({_total(wanted)})"


def next_of(wanted: Wanted, rows: Answer) -> str | None:
    """Where the page after *rows* of :func:`page_of` begins, if there is one."""
    if len(rows) <= wanted.limit:
        return None
    _, _, at, id = rows[wanted.limit - 1]
    return cursor_of(wanted.sort, text(at) if wanted.sort == "name" else number(at), text(id))


def _after(wanted: Wanted, key: LiteralString, direction: LiteralString, values: dict[str, Any]) -> LiteralString:
    if not wanted.cursor:
        return "true"
    seen, at, id = keys_of(wanted.cursor, tuple[str, int | str, UUID])
    if seen != wanted.sort or isinstance(at, str) != (key == "name"):
        raise BadCursor
    if not isinstance(at, str) and abs(at) > _LARGEST.get(key, _MOST):
        raise BadCursor
    values |= {"at": at, "after": id}
    less: LiteralString = "<" if direction == "DESC" else ">"
    # The first half is where the index begins to read.
    return f"{key} {less}= %(at)s AND ({key} {less} %(at)s OR id > %(after)s)"


def _total(wanted: Wanted) -> LiteralString:
    """Whole shelves are counted already; only what is chosen from them has to be."""
    if set(chosen(wanted)) - {"category"} or len(wanted.categories) > 1:
        found: LiteralString = f"SELECT FROM {source_of(wanted)} WHERE {where(wanted)} LIMIT {COUNTED + 1}"
        return f"SELECT count(*) FROM ({found}) AS seen"
    place: LiteralString = (
        "(SELECT id FROM read.categories WHERE slug = ANY(%(categories)s) LIMIT 1)" if wanted.categories
        else f"'{EVERYWHERE}'"
    )
    return f"SELECT coalesce((SELECT products FROM read.shelves WHERE place = {place}), 0)"
