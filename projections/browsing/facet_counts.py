"""The part of the choices that is about places, brands, prices and stock, and the products that each part is about.

It speaks of ``stands``, what is left told apart by way and brand.
"""

from typing import LiteralString

from projections.browsing.search_sql import chosen, source_of, where
from store.application.browsing.ports import Wanted

_OPEN: LiteralString = (
    "(c.parent IS NULL OR c.parent IN"
    " (SELECT unnest(path) FROM read.categories WHERE slug = ANY(%(categories)s)))"
)
_OLDER: LiteralString = "(SELECT '{}'::jsonb AS numbers, '{}'::bigint[] AS marks, NULL::bigint AS way) AS older"
"""What products have whose table, made by an older version, knows nothing of it: a name that stands nowhere inside is
looked for out here.
"""
WAY: LiteralString = "path, coalesce(way, hash_array_extended(path, 0)) AS way"
STANDS: LiteralString = (
    "SELECT any_value(path) AS path, brand, count(*) AS products, count(*) FILTER (WHERE few > 0) AS there,"
    " min(price) AS low, max(price) AS high"
)
"""What is left, told apart by way and brand: those are few, and all else but attributes follows from them."""
SUM: LiteralString = "coalesce(sum(products), 0)::bigint"
_PLACE: LiteralString = "coalesce((SELECT slug FROM read.categories above WHERE above.id = c.parent), '')"


def others_of(wanted: Wanted, own: str, columns: LiteralString) -> LiteralString | None:
    """The products that are left without the filter *own*; nothing where no other was chosen: then it is all there is,
    and most of that is counted already.
    """
    return f"({rows_of(wanted, columns, own)}) AS f" if set(chosen(wanted)) - {own} else None


def rows_of(wanted: Wanted, columns: LiteralString, *without: str) -> LiteralString:
    """The products that are left, the filters named aside."""
    found: LiteralString = f"SELECT {columns} FROM {source_of(wanted)} WHERE {where(wanted, *without)}"
    return f"SELECT found.* FROM {_OLDER} CROSS JOIN LATERAL ({found}) AS found"


def categories_sql(wanted: Wanted) -> LiteralString:
    """The topmost places and those below what is chosen."""
    if not set(chosen(wanted)) - {"category"}:  # whole shelves are counted already
        return (
            f"(SELECT 'category', c.slug, c.name, s.products, {_PLACE} FROM read.categories c"
            f" JOIN read.shelves s ON s.place = c.id WHERE {_OPEN} ORDER BY 4 DESC, c.name)"
        )
    stands: LiteralString = "stands"
    if "category" in chosen(wanted):
        stands = (
            "(SELECT any_value(path) AS path, count(*) AS products"
            f" FROM ({rows_of(wanted, WAY, 'category')}) AS f GROUP BY way) AS stands"
        )
    return (
        f"(SELECT 'category', c.slug, c.name, counted.products, {_PLACE} FROM ("
        f" SELECT place, {SUM} AS products FROM {stands}, unnest(path) AS place GROUP BY place) AS counted"
        f" JOIN read.categories c ON c.id = counted.place WHERE {_OPEN} ORDER BY 4 DESC, c.name)"
    )


def brands_sql(wanted: Wanted, *, marked: bool) -> LiteralString:
    """Those that most have, the chosen ones first."""
    order: LiteralString = "ORDER BY name = ANY(%(brand)s) DESC, products DESC, name LIMIT 30"
    if not set(chosen(wanted)) - {"brand"} and marked:
        source: LiteralString = "SELECT substr(facet, 3) AS name, products FROM read.marks WHERE name = ''"
    elif "brand" in chosen(wanted) or not chosen(wanted):
        rows = rows_of(wanted, "brand", "brand")
        source = f"SELECT brand AS name, count(*) AS products FROM ({rows}) AS f GROUP BY brand"
    else:
        source = f"SELECT brand AS name, {SUM} AS products FROM stands GROUP BY brand"
    return f"(SELECT 'brand', '', name, products, '' FROM ({source}) AS brands {order})"


def prices_sql(wanted: Wanted) -> LiteralString:
    """The lowest and the highest."""
    if not set(chosen(wanted)) - {"price"}:  # each from its end of the index
        return (
            "SELECT 'price', '', 'min', min(price), '' FROM read.products WHERE for_sale"
            " UNION ALL SELECT 'price', '', 'max', max(price), '' FROM read.products WHERE for_sale"
        )
    bounds: LiteralString = "SELECT min(low) AS low, max(high) AS high FROM stands"
    if "price" in chosen(wanted):
        bounds = f"SELECT min(price) AS low, max(price) AS high FROM ({rows_of(wanted, 'price', 'price')}) AS f"
    return (
        "SELECT 'price', '', unnest(ARRAY['min', 'max']), unnest(ARRAY[low, high]), ''"
        f" FROM ({bounds}) AS bounds"
    )


def there_sql(wanted: Wanted) -> LiteralString:
    """How many can be had."""
    if "in_stock" in chosen(wanted):
        source = f"SELECT count(*) AS products FROM ({rows_of(wanted, 'few', 'in_stock')}) AS f WHERE few > 0"
    elif chosen(wanted):
        source = "SELECT coalesce(sum(there), 0)::bigint AS products FROM stands"
    else:
        source = "SELECT count(*) AS products FROM read.products WHERE for_sale AND few > 0"
    return f"SELECT 'there', '', '', products, '' FROM ({source}) AS there"
