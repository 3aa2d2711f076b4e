"""What goods may be chosen by, each under a number: counted by it, and looked up only where it is shown.

The number is made of the text alone, so that it is the same whoever writes it and whenever: nobody has to be asked for
one, and rows don't depend on who came first. At 64 bits no two texts of a shop share one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, LiteralString, TypeAlias
from uuid import UUID

from psycopg import Connection

DDL: Final[LiteralString] = """
CREATE TABLE marks (
    mark bigint PRIMARY KEY, name text NOT NULL, facet text NOT NULL, products int NOT NULL
);
CREATE INDEX marks_name ON marks (name, products DESC, facet);
COMMENT ON TABLE marks IS 'What goods for sale may be chosen by: a name and a value, or a brand, which has no name.';
COMMENT ON COLUMN marks.mark IS 'The number that stands for it in rows of products.';
COMMENT ON COLUMN marks.name IS 'Of which attribute or option it is a value.';
COMMENT ON COLUMN marks.facet IS 'What is chosen: "name: value".';
COMMENT ON COLUMN marks.products IS 'How many have it.';
COMMENT ON COLUMN products.marks IS 'The numbers of its facets, in their order.';
"""
BRAND: Final[LiteralString] = "': ' || brand"
"""A brand among the facets: a value without a name."""
OF: Final[LiteralString] = (
    "coalesce((SELECT array_agg(hashtextextended(facet, 0) ORDER BY place)"
    " FROM unnest(v.facets) WITH ORDINALITY AS it (facet, place)), '{}')"
)
"""Those of a row ``v``."""
_SAID: Final[LiteralString] = (
    "SELECT mark, facet, count(*) FROM products,"
    f" unnest(marks || hashtextextended({BRAND}, 0), facets || ({BRAND})) AS it (mark, facet)"
    " WHERE id = ANY(%s) AND for_sale GROUP BY mark, facet"
)
_CHANGED: Final[LiteralString] = (
    "INSERT INTO marks SELECT mark, split_part(facet, ': ', 1), facet, products"
    " FROM unnest(%s::bigint[], %s::text[], %s::int[]) AS said (mark, facet, products)"
    " ON CONFLICT (mark) DO UPDATE SET products = marks.products + excluded.products"
)
_Mark: TypeAlias = tuple[int, str]


@contextmanager
def counted(products: Iterable[UUID], db: Connection[Any]) -> Iterator[None]:
    """Have the counts follow whatever happens to *products* meanwhile, in three statements however many they are."""
    ids = list(products)
    before = _said(ids, db)
    yield
    moved = _said(ids, db)
    moved.subtract(before)
    changed = sorted((mark, number) for mark, number in moved.items() if number)
    if changed:
        values = [mark for (mark, _), _ in changed]
        db.execute(_CHANGED, (values, [facet for (_, facet), _ in changed], [number for _, number in changed]))
        if any(number < 0 for _, number in changed):
            db.execute("DELETE FROM marks WHERE products = 0 AND mark = ANY(%s)", (values,))


def _said(ids: list[UUID], db: Connection[Any]) -> "Counter[_Mark]":
    rows = db.execute(_SAID, (ids,)) if ids else ()
    return Counter({(mark, facet): number for mark, facet, number in rows})
