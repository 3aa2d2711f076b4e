"""The part of the choices that is about attributes: statements to be put together with those about all else.

They speak of ``telling``, the products that are left as long as these are few, and of ``named``, the attributes that
the chosen categories name. What is counted are numbers (:mod:`~projections.browsing.marks`); the texts of a few hundred
of them are looked up in the end.
"""

from typing import Final, LiteralString

_SAID: LiteralString = "coalesce((to_jsonb(c) ->> 'defined')::jsonb, '[]')"
"""What a category says its goods have; nothing while the tables are those of an older version."""
NAMED: Final[LiteralString] = (
    "named AS MATERIALIZED (SELECT it -> 'definition' ->> 'name' AS name FROM read.categories c,"
    f" jsonb_array_elements({_SAID}) AS it WHERE c.slug = ANY(%(categories)s))"
)
DEFINED: Final[LiteralString] = (
    f"(SELECT 'defined', c.slug, {_SAID}::text, 0, '' FROM read.categories c WHERE c.slug = ANY(%(categories)s)"
    " ORDER BY array_position(%(categories)s::text[], c.slug))"
)
MOST: Final = 600
"""Values that are looked up of those the category doesn't name; each is one that several products have."""
COUNTED: Final[LiteralString] = (
    "counted AS MATERIALIZED (SELECT mark, count(*) AS products"
    " FROM (SELECT unnest(marks) AS mark FROM telling) AS said GROUP BY mark),"
    # The names that something was chosen of are counted elsewhere: their values may take no room here.
    " own AS MATERIALIZED (SELECT mark FROM read.marks WHERE name = ANY(%(names)s::text[])),"
    f" most AS MATERIALIZED (SELECT * FROM counted WHERE products > 1 AND mark NOT IN (SELECT mark FROM own)"
    f"  ORDER BY products DESC, mark LIMIT {MOST})"
)
VALUES: Final[LiteralString] = (
    "(SELECT 'value', m.facet, '', most.products, '' FROM most JOIN read.marks m USING (mark))"
    " UNION ALL (SELECT 'value', m.facet, '', counted.products, '' FROM read.marks m JOIN counted USING (mark)"
    "  WHERE m.name IN (SELECT name FROM named) AND m.name <> ALL(%(names)s::text[])"
    "  AND m.mark NOT IN (SELECT mark FROM most) ORDER BY counted.products DESC, m.facet LIMIT 600)"
)
"""Of the attributes that nothing was chosen of yet."""
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


def own_values(source: LiteralString | None, at: int) -> LiteralString:
    """Of an attribute that something was chosen of, over the products ``f`` of *source*; over all there are if that is
    none: these are counted already.
    """
    if source is None:
        return (
            f"(SELECT 'value', facet, '', products, '' FROM read.marks WHERE name = {_NAMES[at]}"
            " ORDER BY products DESC, facet LIMIT 60)"
        )
    return (
        f"(SELECT 'value', m.facet, '', found.products, '' FROM read.marks m JOIN ("
        f"  SELECT mark, count(*) AS products FROM {source}, unnest(f.marks) AS mark"
        f"  WHERE mark IN (SELECT mark FROM read.marks WHERE name = {_NAMES[at]}) GROUP BY mark"
        ") AS found USING (mark) ORDER BY 4 DESC, 2 LIMIT 60)"
    )


def own_numbers(source: LiteralString, at: int) -> LiteralString:
    """Of a number that bounds were chosen of, over the products ``f`` of *source*."""
    return (
        f"(SELECT 'number', {_KEYS[at]}, min(value)::text, count(*), max(value)::text"
        f" FROM (SELECT (f.numbers ->> {_KEYS[at]})::numeric AS value FROM {source}"
        f"  WHERE f.numbers ? {_KEYS[at]}) AS own HAVING count(*) > 0)"
    )
