"""The part of the choices that is about attributes: statements to be put together with those about all else.

They speak of ``telling``, the products that are left as long as these are few, and of ``named``, how facets begin that
the chosen categories name.
"""

from typing import Final, LiteralString

_SAID: LiteralString = "coalesce((to_jsonb(c) ->> 'defined')::jsonb, '[]')"
"""What a category says its goods have; nothing while the tables are those of an older version."""
NAMED: Final[LiteralString] = (
    "named AS MATERIALIZED (SELECT (it -> 'definition' ->> 'name') || ': ' AS start FROM read.categories c,"
    f" jsonb_array_elements({_SAID}) AS it WHERE c.slug = ANY(%(categories)s))"
)
DEFINED: Final[LiteralString] = (
    f"(SELECT 'defined', c.slug, {_SAID}::text, 0, '' FROM read.categories c WHERE c.slug = ANY(%(categories)s)"
    " ORDER BY array_position(%(categories)s::text[], c.slug))"
)
VALUES: Final[LiteralString] = (
    "(SELECT 'value', facet, '', products, '' FROM (SELECT facet, products,"
    "  EXISTS (SELECT FROM named WHERE starts_with(facet, start)) AS is_named FROM"
    # Whose they are is asked of each value, not of each product that has it.
    "  (SELECT facet, count(*) AS products FROM (SELECT unnest(facets) AS facet FROM telling) AS said"
    "   GROUP BY facet OFFSET 0) AS each"
    "  WHERE NOT EXISTS (SELECT FROM unnest(%(names)s::text[]) AS own WHERE starts_with(facet, own))) AS counted"
    " WHERE products > 1 OR is_named ORDER BY is_named DESC, products DESC, facet LIMIT 600)"
)
"""Of the attributes that nothing was chosen of yet; of those that the category doesn't name, what several have."""
NUMBERS: Final[LiteralString] = (
    "(SELECT 'number', it.key, min(it.value::numeric)::text, count(*), max(it.value::numeric)::text"
    " FROM telling, jsonb_each_text(numbers) AS it WHERE it.key <> ALL(%(measures)s::text[]) GROUP BY it.key)"
)
"""Of the numbers that no bounds were chosen of."""
_NAMES: Final[tuple[LiteralString, ...]] = (
    "%(name_0)s", "%(name_1)s", "%(name_2)s", "%(name_3)s", "%(name_4)s", "%(name_5)s", "%(name_6)s", "%(name_7)s",
)
_KEYS: Final[tuple[LiteralString, ...]] = (
    "%(number_0)s::text", "%(number_1)s::text", "%(number_2)s::text", "%(number_3)s::text", "%(number_4)s::text",
    "%(number_5)s::text",
)


def attribute_start(name: str) -> str:
    """What all facets of this name begin with."""
    return f"{name}: "


def own_values(source: LiteralString, at: int) -> LiteralString:
    """Of an attribute that something was chosen of, over the products ``f`` of *source*."""
    return (
        f"(SELECT 'value', facet, '', count(*), '' FROM {source}, unnest(f.facets) AS facet"
        f" WHERE starts_with(facet, {_NAMES[at]}) GROUP BY facet ORDER BY 4 DESC, facet LIMIT 60)"
    )


def own_numbers(source: LiteralString, at: int) -> LiteralString:
    """Of a number that bounds were chosen of, over the products ``f`` of *source*."""
    return (
        f"(SELECT 'number', {_KEYS[at]}, min(value)::text, count(*), max(value)::text"
        f" FROM (SELECT (f.numbers ->> {_KEYS[at]})::numeric AS value FROM {source}"
        f"  WHERE f.numbers ? {_KEYS[at]}) AS own HAVING count(*) > 0)"
    )
