"""The words that goods for sale have, and how many have each: what a mistyped word may have been meant for, and which
of them are words for things.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from projections.browsing.spelling import grams

DDL: Final[LiteralString] = """
CREATE TABLE words (
    word text PRIMARY KEY, products int NOT NULL, grams text[] NOT NULL, named int NOT NULL, called int NOT NULL
);
COMMENT ON TABLE words IS 'Words in names, brands, categories and tags of products for sale.';
COMMENT ON COLUMN words.word IS 'The word, in small letters.';
COMMENT ON COLUMN words.products IS 'How many have it.';
COMMENT ON COLUMN words.grams IS 'Its pieces of three letters: words that are nearly the same share some.';
COMMENT ON COLUMN words.named IS 'How many have it in their names.';
COMMENT ON COLUMN words.called IS 'Of these, how many stand in a category that is called so.';
COMMENT ON COLUMN products.words IS 'Words that a mistyped one may have been meant for.';
"""
THING: Final[LiteralString] = "called > 0 AND called * 5 >= named"
"""What makes a word one for a thing: of the goods that have it in their names one in five stands in a category called
so. *Mount* is one, *black* is none. On judged queries one in seven was as good, and one in two nearly.
"""
_SAID: Final[LiteralString] = (
    "SELECT word, count(*), count(*) FILTER (WHERE is_named),"
    " count(*) FILTER (WHERE is_named AND ts_lexize('english_stem', word) && kind)"
    " FROM (SELECT p.words, regexp_split_to_array(lower(p.name), '[^[:alpha:]]+') AS name,"
    "  coalesce(tsvector_to_array(c.kind), '{}') AS kind FROM products p LEFT JOIN categories c ON c.id = p.category"
    "  WHERE p.id = ANY(%s) AND p.for_sale OFFSET 0) AS it,"
    " unnest(words) AS word, LATERAL (SELECT word = ANY(name) AS is_named OFFSET 0) AS said GROUP BY word"
)
_CHANGED: Final[LiteralString] = (
    "INSERT INTO words SELECT word, products, string_to_array(grams, ' '), named, called"
    " FROM unnest(%s::text[], %s::int[], %s::text[], %s::int[], %s::int[])"
    "  AS said (word, products, grams, named, called)"
    " ON CONFLICT (word) DO UPDATE SET (products, named, called) ="
    "  (words.products + excluded.products, words.named + excluded.named, words.called + excluded.called)"
)


@contextmanager
def counted(products: Iterable[UUID], db: Connection[Any]) -> Iterator[None]:
    """Have the counts follow whatever happens to *products* meanwhile, in three statements however many they are."""
    ids = list(products)
    before = _said(ids, db)
    yield
    moved = _said(ids, db)
    moved.subtract(before)
    changed = sorted({word for (word, _), number in moved.items() if number})
    if changed:
        counts = [[moved[word, count] for word in changed] for count in range(3)]
        db.execute(_CHANGED, (changed, counts[0], [" ".join(grams(word)) for word in changed], counts[1], counts[2]))
        if min(counts[0]) < 0:
            db.execute("DELETE FROM words WHERE products = 0 AND word = ANY(%s)", (changed,))


def _said(ids: list[UUID], db: Connection[Any]) -> "Counter[tuple[str, int]]":
    """By word, and whether goods that have it are counted, those that have it in their names, or those called so."""
    rows = db.execute(_SAID, (ids,)) if ids else ()
    return Counter({(word, at): number for word, *numbers in rows for at, number in enumerate(numbers)})
