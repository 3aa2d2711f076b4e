"""Searches as SQL over the read model of goods, shared by lists and by the search that answers ids."""

import re
from typing import Any, Final, LiteralString
from uuid import UUID

from projections.browsing.shelves import EVERYWHERE
from projections.shared.pages import cursor_of, keys_of
from store.adapters.drivers.statement import Answer, number, text
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
    "in_stock": "few > 0",
}
_QUERY: LiteralString = (
    ", (SELECT websearch_to_tsquery('english', %(q)s) || to_tsquery('simple', %(prefix)s) AS query) AS asked"
)
_RANK: LiteralString = "(1000000 * ts_rank_cd(search, query, 1) * CASE WHEN few > 0 THEN 1.1 ELSE 1 END)::int"
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


def is_quick(wanted: Wanted) -> bool:
    """Whether an index holds the very page and the count is kept."""
    return not any(_chosen(wanted).values())


def _where(wanted: Wanted, *without: str) -> LiteralString:
    parts: list[LiteralString] = ["for_sale"]
    parts += [_PARTS[name] for name, is_chosen in _chosen(wanted).items() if is_chosen and name not in without]
    return " AND ".join(parts)


def page_of(wanted: Wanted, column: LiteralString, values: dict[str, Any]) -> LiteralString:
    """One page and the total in one statement: total, *column* of product ``p``, the key it is sorted by, and the id.

    Where nothing is found there is no row that holds the total: :func:`total_of` asks for it alone.
    """
    key, direction = _KEYS[wanted.sort]
    after = _after(wanted, key, direction, values)
    if wanted.q:
        # Found once, for the page and for the total; only what is shown is fetched whole.
        return (
            f"WITH found AS MATERIALIZED (SELECT p.id, {_RANK if key == 'rank' else f'p.{key}'} AS {key}"
            f" FROM read.products p{_QUERY} WHERE {_where(wanted)})"
            f" SELECT (SELECT count(*) FROM found), {column}, f.{key}, f.id"
            f" FROM (SELECT * FROM found WHERE {after} ORDER BY {key} {direction}, id LIMIT %(limit)s) AS f"
            f" JOIN read.products p ON p.id = f.id ORDER BY f.{key} {direction}, f.id"
        )
    return (
        f"SELECT ({_total(wanted)}), {column}, {key}, id FROM read.products p WHERE {_where(wanted)} AND {after}"
        f" ORDER BY {key} {direction}, id LIMIT %(limit)s"
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
    values |= {"at": at, "after": id}
    less: LiteralString = "<" if direction == "DESC" else ">"
    # The first half is where the index begins to read.
    return f"{key} {less}= %(at)s AND ({key} {less} %(at)s OR id > %(after)s)"


def _total(wanted: Wanted) -> LiteralString:
    """Whole shelves are counted already; only what is chosen from them has to be."""
    if any(is_chosen for name, is_chosen in _chosen(wanted).items() if name != "category"):
        source: LiteralString = f"read.products{_QUERY if wanted.q else ''}"
        return f"SELECT count(*) FROM (SELECT FROM {source} WHERE {_where(wanted)} LIMIT {COUNTED + 1}) AS seen"
    place: LiteralString = (
        f"'{EVERYWHERE}'" if wanted.category is None
        else "(SELECT id FROM read.categories WHERE slug = %(category)s LIMIT 1)"
    )
    return f"SELECT coalesce((SELECT products FROM read.shelves WHERE place = {place}), 0)"


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
