"""What a list may be narrowed down to, and how many products each choice leaves, its own filter left aside."""

from typing import Any, Final, LiteralString

from projections.browsing.choices import by_name
from projections.browsing.facet_attributes import (
    DEFINED,
    NAMED,
    NUMBERS,
    VALUES,
    attribute_start,
    own_numbers,
    own_values,
)
from projections.browsing.facet_order import attributes_of
from projections.browsing.search_sql import attribute, chosen, measured, source_of, values_of, where
from projections.browsing.shelves import EVERYWHERE
from projections.browsing.specified import definitions_of
from store.adapters.drivers.statement import Answer, number, text
from store.application.browsing.messages import BrandCount, CategoryCount, Facets, PriceRange
from store.application.browsing.ports import Wanted
from store.domain.shared.money import Money

FEW: Final = 5_000
"""As long as no more products are left, it is worth telling them apart by their attributes; nor is it worth keeping
what they may be narrowed down to.
"""
_OPEN: LiteralString = (
    "(c.parent IS NULL OR c.parent IN"
    " (SELECT unnest(path) FROM read.categories WHERE slug = ANY(%(categories)s)))"
)
_OLDER: LiteralString = "(SELECT '{}'::jsonb AS numbers, NULL::bigint AS way) AS older"
"""What products have whose table, made by an older version, knows nothing of it: a name that stands nowhere inside is
looked for out here.
"""
_LEFT: LiteralString = "path, coalesce(way, hash_array_extended(path, 0)) AS way, brand, price, few"
_PLACE: LiteralString = "coalesce((SELECT slug FROM read.categories above WHERE above.id = c.parent), '')"


def facets_sql(wanted: Wanted) -> tuple[LiteralString, dict[str, Any]]:
    """One statement for all of them: kind, what chooses it, its name, count, and what it stands in."""
    names = list(by_name(wanted.facets))
    counts = [_categories(wanted), _brands(wanted), _prices(wanted), _there(wanted)]
    counts += [own_values(_from(wanted, attribute(name), "facets"), at) for at, name in enumerate(names)]
    counts += [
        own_numbers(_from(wanted, measured(number.key), "numbers"), at) for at, number in enumerate(wanted.numbers)
    ]
    left: LiteralString = ""
    if chosen(wanted):
        left = (
            f"WITH {NAMED}, hit AS MATERIALIZED ({_rows(wanted, _LEFT)}), telling AS MATERIALIZED"
            f" ({_rows(wanted, 'facets, numbers')} WHERE (SELECT count(*) FROM hit) <= {FEW}) "
        )
        counts += [VALUES, NUMBERS, "SELECT 'total', '', '', count(*), '' FROM hit"]
    else:
        counts.append(f"SELECT 'total', '', '', products, '' FROM read.shelves WHERE place = '{EVERYWHERE}'")
    counts += [DEFINED] if wanted.categories else []
    values = values_of(wanted) | {"names": [attribute_start(name) for name in names]}
    values["measures"] = [number.key for number in wanted.numbers]
    values |= {f"name_{at}": attribute_start(name) for at, name in enumerate(names)}
    return left + " UNION ALL ".join(counts), values


def facets_from(rows: Answer, wanted: Wanted, currency: str) -> tuple[int, Facets]:
    """How many products are left, and what :func:`facets_sql` found, in order."""
    found = [
        (text(kind), text(key), text(name), number(count), text(inside))
        for kind, key, name, count, inside in rows if count is not None
    ]
    bounds = {name: count for kind, _, name, count, _ in found if kind == "price" and count}
    total = sum(count for kind, _, _, count, _ in found if kind == "total")
    return total, Facets(
        categories=[CategoryCount(it[1], it[2], it[3], it[4] or None) for it in found if it[0] == "category" and it[3]],
        brands=[BrandCount(name, count) for kind, _, name, count, _ in found if kind == "brand" and count],
        price=PriceRange(
            Money(bounds["min"], currency).amount, Money(bounds["max"], currency).amount
        ) if bounds else None,
        in_stock=sum(count for kind, _, _, count, _ in found if kind == "there"),
        attributes=attributes_of(
            wanted, {facet: count for kind, facet, _, count, _ in found if kind == "value"},
            {key: (low, high) for kind, key, low, _, high in found if kind == "number" and low},
            [definitions_of(said) for kind, _, said, _, _ in found if kind == "defined"],
        ),
    )


def _from(wanted: Wanted, own: str, columns: LiteralString) -> LiteralString:
    """The products that are left without the filter *own*."""
    if own in chosen(wanted):
        return f"({_rows(wanted, columns, own)}) AS f"
    return "hit AS f" if chosen(wanted) else f"(SELECT {columns} FROM read.products WHERE for_sale) AS f"


def _rows(wanted: Wanted, columns: LiteralString, *without: str) -> LiteralString:
    found: LiteralString = f"SELECT {columns} FROM {source_of(wanted)} WHERE {where(wanted, *without)}"
    return f"SELECT found.* FROM {_OLDER} CROSS JOIN LATERAL ({found}) AS found"


def _categories(wanted: Wanted) -> LiteralString:
    if not set(chosen(wanted)) - {"category"}:  # whole shelves are counted already
        return (
            f"(SELECT 'category', c.slug, c.name, s.products, {_PLACE} FROM read.categories c"
            f" JOIN read.shelves s ON s.place = c.id WHERE {_OPEN} ORDER BY 4 DESC, c.name)"
        )
    return (
        f"(SELECT 'category', c.slug, c.name, counted.products, {_PLACE} FROM ("
        " SELECT place, sum(stands.products)::bigint AS products FROM (SELECT any_value(path) AS path,"
        f"  count(*) AS products FROM {_from(wanted, 'category', 'path, way')} GROUP BY way) AS stands,"
        "  unnest(path) AS place GROUP BY place"
        ") AS counted"
        f" JOIN read.categories c ON c.id = counted.place WHERE {_OPEN} ORDER BY 4 DESC, c.name)"
    )


def _brands(wanted: Wanted) -> LiteralString:
    return (
        f"(SELECT 'brand', '', brand, count(*), '' FROM {_from(wanted, 'brand', 'brand')}"
        " GROUP BY brand ORDER BY brand = ANY(%(brand)s) DESC, 4 DESC, brand LIMIT 30)"
    )


def _prices(wanted: Wanted) -> LiteralString:
    source = _from(wanted, "price", "price")
    if set(chosen(wanted)) - {"price"}:
        return (
            "SELECT 'price', '', unnest(ARRAY['min', 'max']), unnest(ARRAY[low, high]), ''"
            f" FROM (SELECT min(price) AS low, max(price) AS high FROM {source}) AS bounds"
        )
    return (  # each from its end of the index
        f"SELECT 'price', '', 'min', min(price), '' FROM {source}"
        f" UNION ALL SELECT 'price', '', 'max', max(price), '' FROM {source}"
    )


def _there(wanted: Wanted) -> LiteralString:
    return f"SELECT 'there', '', '', count(*), '' FROM {_from(wanted, 'in_stock', 'few')} WHERE few > 0"
