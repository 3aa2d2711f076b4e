"""How many products are for sale in each place: kept, since counting them again would cost more than showing them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

EVERYWHERE: Final[LiteralString] = "00000000-0000-0000-0000-000000000000"
"""The place in which every product stands."""

DDL: Final[LiteralString] = """
CREATE TABLE shelves (place uuid PRIMARY KEY, products int NOT NULL);
COMMENT ON TABLE shelves IS
    'Products for sale by category, those below it included; the nil id stands for the whole shop.';
"""
_STANDING: Final[LiteralString] = (
    f"SELECT place, count(*) FROM products, unnest(path || '{EVERYWHERE}'::uuid) AS place"
    " WHERE id = ANY(%s) AND for_sale GROUP BY place"
)
_MOVED: Final[LiteralString] = (
    "INSERT INTO shelves SELECT * FROM unnest(%s::uuid[], %s::int[])"
    " ON CONFLICT (place) DO UPDATE SET products = shelves.products + excluded.products"
)


@contextmanager
def counted(products: Iterable[UUID], db: Connection[Any]) -> Iterator[None]:
    """Have the counts follow whatever happens to *products* meanwhile."""
    ids = list(products)
    before = _standing(ids, db)
    yield
    moved = _standing(ids, db)
    moved.subtract(before)
    changed = {place: number for place, number in moved.items() if number}
    if changed:
        db.execute(_MOVED, (list(changed), list(changed.values())))
        db.execute("DELETE FROM shelves WHERE products = 0 AND place = ANY(%s)", (list(changed),))


def astray(db: Connection[Any]) -> list[UUID]:
    """Products one of whose categories led nowhere when they came: one that is opened or moved may give it a place."""
    return [id for (id,) in db.execute("SELECT id FROM products WHERE NOT array_append(categories, category) <@ path")]


def _standing(ids: list[UUID], db: Connection[Any]) -> "Counter[UUID]":
    rows = db.execute(_STANDING, (ids,)) if ids else ()
    return Counter(dict(rows))
