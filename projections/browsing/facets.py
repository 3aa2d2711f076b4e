"""What a list may be narrowed down to, and how many products each choice leaves, its own filter left aside."""

from typing import Any, Final, LiteralString

from projections.browsing.choices import by_name
from projections.browsing.facet_attributes import (
    COUNTED,
    DEFINED,
    NAMED,
    NUMBERS,
    VALUES,
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
_OLDER: LiteralString = "(SELECT '{}'::jsonb AS numbers, '{}'::bigint[] AS marks, NULL::bigint AS way) AS older"
"""What products have whose table, made by an older version, knows nothing of it: a name that stands nowhere inside is
looked for out here.
"""
_WAY: LiteralString = "path, coalesce(way, hash_array_extended(path, 0)) AS way"
_STANDS: LiteralString = (
    "SELECT any_value(path) AS path, brand, count(*) AS products, count(*) FILTER (WHERE few > 0) AS there,"
    " min(price) AS low, max(price) AS high"
)
"""What is left, told apart by way and brand: those are few, and all else but attributes follows from them."""
_SUM: LiteralString = "coalesce(sum(products), 0)::bigint"
_PLACE: LiteralString = "coalesce((SELECT slug FROM read.categories above WHERE above.id = c.parent), '')"


def facets_sql(wanted: Wanted) -> tuple[LiteralString, dict[str, Any]]:
    """One statement for all of them: kind, what chooses it, its name, count, and what it stands in."""
    names = list(by_name(wanted.facets))
    counts = [_categories(wanted), _brands(wanted), _prices(wanted), _there(wanted)]
    counts += [own_values(_others(wanted, attribute(name), "marks"), at) for at, name in enumerate(names)]
    counts += [
        own_numbers(f"({_rows(wanted, 'numbers', measured(number.key))}) AS f", at)
        for at, number in enumerate(wanted.numbers)
    ]
    left: LiteralString = ""
    if chosen(wanted):
        left = (
            f"WITH {NAMED}, stands AS MATERIALIZED ({_STANDS} FROM"
            f"  ({_rows(wanted, f'{_WAY}, brand, price, few')}) AS hit GROUP BY way, brand),"
            f" telling AS MATERIALIZED ({_rows(wanted, 'marks, numbers')}"
            f"  WHERE (SELECT sum(products) FROM stands) <= {FEW}), {COUNTED} "
        )
        counts += [VALUES, NUMBERS, f"SELECT 'total', '', '', {_SUM}, '' FROM stands"]
    else:
        counts.append(f"SELECT 'total', '', '', products, '' FROM read.shelves WHERE place = '{EVERYWHERE}'")
    counts += [DEFINED] if wanted.categories else []
    values = values_of(wanted) | {"names": names}
    values["measures"] = [number.key for number in wanted.numbers]
    values |= {f"name_{at}": name for at, name in enumerate(names)}
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


def _others(wanted: Wanted, own: str, columns: LiteralString) -> LiteralString | None:
    """The products that are left without the filter *own*; nothing where no other was chosen: then it is all there is,
    and most of that is counted already.
    """
    return f"({_rows(wanted, columns, own)}) AS f" if set(chosen(wanted)) - {own} else None


def _rows(wanted: Wanted, columns: LiteralString, *without: str) -> LiteralString:
    found: LiteralString = f"SELECT {columns} FROM {source_of(wanted)} WHERE {where(wanted, *without)}"
    return f"SELECT found.* FROM {_OLDER} CROSS JOIN LATERAL ({found}) AS found"


def _categories(wanted: Wanted) -> LiteralString:
    if not set(chosen(wanted)) - {"category"}:  # whole shelves are counted already
        return (
            f"(SELECT 'category', c.slug, c.name, s.products, {_PLACE} FROM read.categories c"
            f" JOIN read.shelves s ON s.place = c.id WHERE {_OPEN} ORDER BY 4 DESC, c.name)"
        )
    stands: LiteralString = "stands"
    if "category" in chosen(wanted):
        stands = (
            "(SELECT any_value(path) AS path, count(*) AS products"
            f" FROM ({_rows(wanted, _WAY, 'category')}) AS f GROUP BY way) AS stands"
        )
    return (
        f"(SELECT 'category', c.slug, c.name, counted.products, {_PLACE} FROM ("
        f" SELECT place, {_SUM} AS products FROM {stands}, unnest(path) AS place GROUP BY place) AS counted"
        f" JOIN read.categories c ON c.id = counted.place WHERE {_OPEN} ORDER BY 4 DESC, c.name)"
    )


def _brands(wanted: Wanted) -> LiteralString:
    order: LiteralString = "ORDER BY name = ANY(%(brand)s) DESC, products DESC, name LIMIT 30"
    if not set(chosen(wanted)) - {"brand"}:
        source: LiteralString = "SELECT substr(facet, 3) AS name, products FROM read.marks WHERE name = ''"
    elif "brand" in chosen(wanted):
        source = f"SELECT brand AS name, count(*) AS products FROM {_others(wanted, 'brand', 'brand')} GROUP BY brand"
    else:
        source = f"SELECT brand AS name, {_SUM} AS products FROM stands GROUP BY brand"
    return f"(SELECT 'brand', '', name, products, '' FROM ({source}) AS brands {order})"


def _prices(wanted: Wanted) -> LiteralString:
    if not set(chosen(wanted)) - {"price"}:  # each from its end of the index
        return (
            "SELECT 'price', '', 'min', min(price), '' FROM read.products WHERE for_sale"
            " UNION ALL SELECT 'price', '', 'max', max(price), '' FROM read.products WHERE for_sale"
        )
    bounds: LiteralString = "SELECT min(low) AS low, max(high) AS high FROM stands"
    if "price" in chosen(wanted):
        bounds = f"SELECT min(price) AS low, max(price) AS high FROM {_others(wanted, 'price', 'price')}"
    return (
        "SELECT 'price', '', unnest(ARRAY['min', 'max']), unnest(ARRAY[low, high]), ''"
        f" FROM ({bounds}) AS bounds"
    )


def _there(wanted: Wanted) -> LiteralString:
    if "in_stock" in chosen(wanted):
        source = f"SELECT count(*) AS products FROM ({_rows(wanted, 'few', 'in_stock')}) AS f WHERE few > 0"
    elif chosen(wanted):
        source = "SELECT coalesce(sum(there), 0)::bigint AS products FROM stands"
    else:
        source = "SELECT count(*) AS products FROM read.products WHERE for_sale AND few > 0"
    return f"SELECT 'there', '', '', products, '' FROM ({source}) AS there"
