"""Searches as SQL over the read model of goods, shared by lists and by the search that answers ids."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

from projections.browsing import search_ranks
from projections.browsing.choices import by_name
from projections.browsing.compounds import INTO
from projections.browsing.search_ranks import COUNTED, LONGEST, NAMED
from projections.browsing.shelves import EVERYWHERE
from projections.browsing.wishes import may_begin, wishes_in
from projections.shared.pages import cursor_of, keys_of
from store.adapters.drivers.statement import Answer, number, text
from store.application.browsing.ports import Wanted
from store.application.shared.errors import BadCursor

_KEYS: dict[str, tuple[LiteralString, LiteralString]] = {
    "newest": ("listed", "DESC"), "price": ("price", "ASC"), "-price": ("price", "DESC"),
    "name": ("name", "ASC"), "relevance": ("rank", "DESC"), "popular": ("popular", "DESC"),
}
_PAGES: dict[int, LiteralString] = {8: "9", 20: "21"}
"""Rows of the pages that most ask for, and one more to know whether there is a next."""
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
_WITHOUT: LiteralString = "websearch_to_tsquery('english', %(refused)s)"
_FORMS: LiteralString = f"to_tsquery('simple', %(exact)s) AS exact, lower(%(named)s)::tsquery && {_WITHOUT} AS named"
_BEGUN: LiteralString = (
    f"to_tsquery('simple', %(begun)s) && websearch_to_tsquery('english', %(together)s) && {_WITHOUT}"
)
_ALL: LiteralString = (
    f"websearch_to_tsquery('english', %(q)s) || websearch_to_tsquery('english', %(also)s) || ({_BEGUN})"
)
_SOME: LiteralString = f"to_tsquery('english', %(any)s) && {_WITHOUT}"
_KINDS: LiteralString = (
    "SELECT ARRAY(SELECT id FROM read.categories WHERE merged IS NULL AND kind = ANY(ARRAY(SELECT"
    " strip(to_tsvector('english', way)) FROM unnest(%(ways)s::text[]) AS way))) AS kinds"
)
_MOST_WORDS: Final = 12
_INTO: Final = [word[::-1] for word in sorted(INTO)]
_MOST: Final = 2**62
_LARGEST: Final = {"popular": 2**15 - 1, "rank": 2**31 - 1}
"""What the columns hold of which a cursor may speak, where that is less."""


def values_of(wanted: Wanted) -> dict[str, Any]:
    """What the statements below are given."""
    said = wishes_in(wanted.q)
    words, loose = said.words[:_MOST_WORDS], said.loose[:_MOST_WORDS]
    return {
        "q": wanted.q.replace("\0", " "), "together": said.together, "refused": said.refused,
        "begun": " & ".join(f"'{word}'{_begun(word)}" for word in loose),
        "exact": " & ".join(f"'{word}'" for word in words),
        "named": _some_named(words) if wanted.some else " & ".join(_names(said.words)),
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


def _some_named(words: Sequence[str]) -> str:
    """All of *words* in a name, but for any one."""
    each = _names(words)
    if not each[1:]:
        return each[0]
    return " | ".join(f"({' & '.join(each[:at] + each[at + 1:])})" for at in range(len(each)))


def _names(words: Sequence[str]) -> list[str]:
    """Each of *words* as one of a name. The last alone may be a beginning: to gather all that begin alike takes long.
    Longer ones than names are known by are in none.
    """
    each = [f"'{NAMED}{word[:LONGEST + 1]}'" for word in words or ("",)]
    each[-1] += _begun("".join(words[-1:]))
    return each


def _begun(word: str) -> LiteralString:
    """That *word* may be a beginning."""
    return ":*" if may_begin(word) else ""


def _foreign(wanted: Wanted) -> dict[str, Any]:
    if wanted.own_prices is None:
        return {}
    low, high = wanted.own_prices
    return {"currency": wanted.currency, "own_min": low or 0, "own_max": _MOST if high is None else high}


def chosen(wanted: Wanted) -> dict[str, LiteralString]:
    """The filters in force by their names, and what has to hold for each. Attributes are named by themselves."""
    found: dict[str, LiteralString] = {}
    if wanted.q:
        found["q"] = _words(wanted, "query")
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


def _words(wanted: Wanted, query: LiteralString) -> LiteralString:
    together = wishes_in(wanted.q).phrases and not wanted.some
    return f"search @@ {query} AND {_TOGETHER}" if together else f"search @@ {query}"


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
    """Where products are looked for; with words, it speaks of the tables of :func:`asked_of`."""
    return "read.products p, asked, kinds" if wanted.q else "read.products p"


def asked_of(wanted: Wanted) -> LiteralString:
    """Of a search ``asked``, what its words are looked for as, and ``kinds``, the categories that are called so: tables
    that the planner doesn't look into.
    """
    query = _SOME if wanted.some else _ALL
    return f"asked AS MATERIALIZED (SELECT {query} AS query, {_FORMS}), kinds AS MATERIALIZED ({_KINDS})"


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
        return _found(wanted, column, after)
    return (
        f"SELECT ({_total(wanted)}), {column}, {key}, id FROM read.products p WHERE {where(wanted)} AND {after}"
        f" ORDER BY {key} {direction}, id LIMIT {_bound(wanted)}"
    )


def _bound(wanted: Wanted) -> LiteralString:
    """How many rows there may be: said in the statement where no other value decides on the way to them.

    A bound that it isn't told the server takes for a tenth of all rows, and plans each time anew to do with less
    (``docs/adr/0288``). With a brand or a category it is to look at which one that is.
    """
    return _PAGES.get(wanted.limit, "%(limit)s") if chosen(wanted).keys() <= {"in_stock"} else "%(limit)s"


def _found(wanted: Wanted, column: LiteralString, after: LiteralString) -> LiteralString:
    """Found once, for the page and for the total; only what is shown is fetched whole."""
    key, direction = _KEYS[wanted.sort]
    source: LiteralString = "found"
    total: LiteralString = "(SELECT count(*) FROM found)"
    found: LiteralString = f"found AS MATERIALIZED ({search_ranks.found_in(f'p.id, p.{key}', where(wanted))})"
    if key == "rank":
        closely = search_ranks.SOME_CLOSELY if wanted.some else search_ranks.CLOSELY
        whole = wanted.cursor is not None or wanted.limit >= closely
        source = "ranked" if whole else "best"
        total = search_ranks.total(where(wanted), some=wanted.some, whole=whole)
        # What has all words in its name is found anyway. Of some, words that are too common or beginnings find nothing.
        others = where(wanted) if wanted.some else where(wanted, "q")
        named: LiteralString = f"{others} AND {_words(wanted, 'named')}"
        found = search_ranks.best(named, where(wanted), some=wanted.some, whole=whole)
    return (
        f"WITH {asked_of(wanted)}, {found} SELECT {total}, {column}, f.{key}, f.id"
        f" FROM (SELECT * FROM {source} WHERE {after} ORDER BY {key} {direction}, id LIMIT %(limit)s) AS f"
        f" JOIN read.products p ON p.id = f.id ORDER BY f.{key} {direction}, f.id"
    )


def total_of(wanted: Wanted) -> LiteralString:
    """How many there are, up to one more than are counted."""
    asked = f"WITH {asked_of(wanted)} " if wanted.q else ""
    return f"{asked}SELECT ({_total(wanted)})"


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
        found = search_ranks.found_in("p.id", where(wanted), source_of(wanted))
        return f"SELECT count(*) FROM ({found} LIMIT {COUNTED + 1}) AS seen"
    place: LiteralString = (
        "(SELECT id FROM read.categories WHERE slug = ANY(%(categories)s) LIMIT 1)" if wanted.categories
        else f"'{EVERYWHERE}'"
    )
    return f"SELECT coalesce((SELECT products FROM read.shelves WHERE place = {place}), 0)"
