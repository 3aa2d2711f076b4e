"""Searches as SQL over the read model of goods, shared by lists and by the search that answers ids."""

import re
from typing import Any, Final, LiteralString
from uuid import UUID

from projections.browsing.shelves import EVERYWHERE
from projections.shared.pages import keys_of
from store.application.browsing.ports import Wanted
from store.application.shared.errors import BadCursor

COUNTED: Final = 10_000
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
_MOST: Final = 2**62


def values_of(wanted: Wanted) -> dict[str, Any]:
    """What the statements below are given."""
    words = _WORD.findall(wanted.q)
    return {
        "q": wanted.q.replace("\0", " "), "prefix": " & ".join(f"'{word}':*" for word in words[:12]) if words else "",
        "category": wanted.category, "brand": list(wanted.brand), "price_min": wanted.price_min or 0,
        "price_max": _MOST if wanted.price_max is None else wanted.price_max, "limit": wanted.limit + 1,
    }


def _chosen(wanted: Wanted) -> dict[str, bool]:
    return {
        "q": bool(wanted.q), "category": wanted.category is not None, "brand": bool(wanted.brand),
        "price": wanted.price_min is not None or wanted.price_max is not None, "in_stock": wanted.in_stock,
    }


def _where(wanted: Wanted, *without: str) -> LiteralString:
    parts: list[LiteralString] = ["for_sale"]
    parts += [_PARTS[name] for name, is_chosen in _chosen(wanted).items() if is_chosen and name not in without]
    return " AND ".join(parts)


def page_of(wanted: Wanted, columns: LiteralString, values: dict[str, Any]) -> LiteralString:
    """One page and the total in one statement: total, *columns* and the key it is sorted by.

    *columns* include the id. Where nothing is found, one row without an id holds the total.
    """
    key, direction = _KEYS[wanted.sort]
    source: LiteralString = f"read.products{_QUERY if wanted.q else ''}"
    where = _where(wanted)
    after: LiteralString = "true"
    if wanted.cursor:
        seen, at, id = keys_of(wanted.cursor, tuple[str, int | str, UUID])
        if seen != wanted.sort or isinstance(at, str) != (key == "name"):
            raise BadCursor
        values |= {"at": at, "after": id}
        less: LiteralString = "<" if direction == "DESC" else ">"
        after = f"({key} {less} %(at)s OR ({key} = %(at)s AND id > %(after)s))"
    rank: LiteralString = (
        ", (1000000 * ts_rank_cd(search, query, 1) * CASE WHEN available > 0 THEN 1.1 ELSE 1 END)::int AS rank"
        if key == "rank" else ""
    )
    return (
        f"WITH found AS (SELECT products.*{rank} FROM {source} WHERE {where}),"
        f" page AS (SELECT {columns}, {key} AS key FROM found WHERE {after}"
        f" ORDER BY {key} {direction}, id LIMIT %(limit)s)"
        f" SELECT total, {columns}, key FROM ({_total(wanted, source, where)}) AS n"
        f" LEFT JOIN page ON true ORDER BY key {direction}, id"
    )


def _total(wanted: Wanted, source: LiteralString, where: LiteralString) -> LiteralString:
    """Whole shelves are counted already; only what is chosen from them has to be."""
    if any(is_chosen for name, is_chosen in _chosen(wanted).items() if name != "category"):
        return f"SELECT count(*) AS total FROM (SELECT FROM {source} WHERE {where} LIMIT {COUNTED + 1}) AS seen"
    place: LiteralString = (
        f"'{EVERYWHERE}'" if wanted.category is None
        else "(SELECT id FROM read.categories WHERE slug = %(category)s LIMIT 1)"
    )
    return f"SELECT coalesce((SELECT products FROM read.shelves WHERE place = {place}), 0) AS total"


def facets_of(wanted: Wanted) -> LiteralString:
    """What each choice leaves, its own filter left aside: kind, slug, name, count."""
    source: LiteralString = f"read.products{_QUERY if wanted.q else ''}"
    return (
        "(SELECT 'category', c.slug, c.name, count(*) FROM"
        f" (SELECT path FROM {source} WHERE {_where(wanted, 'category')}) AS f, unnest(f.path) AS place (id)"
        " JOIN read.categories c ON c.id = place.id"
        " WHERE c.parent IS NOT DISTINCT FROM (SELECT id FROM read.categories WHERE slug = %(category)s LIMIT 1)"
        " GROUP BY c.slug, c.name ORDER BY 4 DESC, c.name LIMIT 30)"
        f" UNION ALL (SELECT 'brand', '', brand, count(*) FROM {source} WHERE {_where(wanted, 'brand')}"
        " GROUP BY brand ORDER BY 4 DESC, brand LIMIT 30)"
        f" UNION ALL SELECT 'price', '', 'min', min(price) FROM {source} WHERE {_where(wanted, 'price')}"
        f" UNION ALL SELECT 'price', '', 'max', max(price) FROM {source} WHERE {_where(wanted, 'price')}"
    )
