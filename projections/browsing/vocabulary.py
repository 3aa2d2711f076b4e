"""The words that goods for sale have, and how many have each: what a mistyped word may have been meant for."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from projections.browsing.spelling import grams

DDL: Final[LiteralString] = """
CREATE TABLE words (word text PRIMARY KEY, products int NOT NULL, grams text[] NOT NULL);
COMMENT ON TABLE words IS 'Words in names, brands, categories and tags of products for sale.';
COMMENT ON COLUMN words.word IS 'The word, in small letters.';
COMMENT ON COLUMN words.products IS 'How many have it.';
COMMENT ON COLUMN words.grams IS 'Its pieces of three letters: words that are nearly the same share some.';
COMMENT ON COLUMN products.words IS 'Words that a mistyped one may have been meant for.';
"""
_SAID: Final[LiteralString] = (
    "SELECT word, count(*) FROM products, unnest(words) AS word WHERE id = ANY(%s) AND for_sale GROUP BY word"
)
_CHANGED: Final[LiteralString] = (
    "INSERT INTO words SELECT word, products, string_to_array(grams, ' ')"
    " FROM unnest(%s::text[], %s::int[], %s::text[]) AS said (word, products, grams)"
    " ON CONFLICT (word) DO UPDATE SET products = words.products + excluded.products"
)


@contextmanager
def counted(products: Iterable[UUID], db: Connection[Any]) -> Iterator[None]:
    """Have the counts follow whatever happens to *products* meanwhile, in three statements however many they are."""
    ids = list(products)
    before = _said(ids, db)
    yield
    moved = _said(ids, db)
    moved.subtract(before)
    changed = {word: number for word, number in moved.items() if number}
    if changed:
        pieces = [" ".join(grams(word)) for word in changed]
        db.execute(_CHANGED, (list(changed), list(changed.values()), pieces))
        if min(changed.values()) < 0:
            db.execute("DELETE FROM words WHERE products = 0 AND word = ANY(%s)", (list(changed),))


def _said(ids: list[UUID], db: Connection[Any]) -> "Counter[str]":
    rows = db.execute(_SAID, (ids,)) if ids else ()
    return Counter(dict(rows))
