"""What words goods are found by: made when they come, and again when their places are called otherwise or say otherwise
what goods have.
"""

from collections.abc import Sequence
from typing import Any, Final, LiteralString, TypeAlias
from uuid import UUID

from msgspec import Struct, json
from psycopg import Connection

from projections.browsing.search_ranks import LONGEST, NAMED
from projections.browsing.spelling import words_of
from store.application.browsing.messages import Attribute
from store.domain.catalogue.events import Description

SEARCH: Final[LiteralString] = (
    "setweight(to_tsvector('simple', v.a), 'A') || setweight(to_tsvector('english', v.a), 'A')"
    " || setweight(to_tsvector('english', v.b), 'B') || setweight(to_tsvector('english', v.c), 'C')"
    " || setweight(to_tsvector('simple', v.d), 'D')"
    f" || array_to_tsvector(ARRAY(SELECT '{NAMED}' || left(lexeme, {LONGEST}) FROM unnest(to_tsvector('simple', v.a))))"
)
"""Of the four texts that :func:`of` makes, in a row ``v``; and each word of the name once more, as one of a name."""
Wording: TypeAlias = tuple[list[str], str, str, str, str]
_LONGEST: Final = 20_000
_AT_ONCE: Final = 500
_GOODS: Final[LiteralString] = (
    "SELECT p.id, p.name, p.brand, p.tags, p.detail || '}',"
    " ARRAY(SELECT sku FROM variants v WHERE v.product = p.id ORDER BY place),"
    " ARRAY(SELECT above.name FROM unnest(p.category || p.categories) WITH ORDINALITY AS stands (place, nth)"
    "  JOIN categories c ON c.id = stands.place, unnest(c.path) WITH ORDINALITY AS way (id, step)"
    "  JOIN categories above ON above.id = way.id ORDER BY nth, step)"
    " FROM products p"
)
_IN_PLACES: Final[LiteralString] = f"{_GOODS} WHERE p.path && %s AND p.id > %s ORDER BY p.id LIMIT %s"
_THESE: Final[LiteralString] = f"{_GOODS} WHERE p.id = ANY(%s)"
_AGAIN: Final[LiteralString] = (
    f"UPDATE products SET words = v.words, search = {SEARCH} FROM (SELECT %s::uuid AS id, %s::text[] AS words,"
    " %s::text AS a, %s::text AS b, %s::text AS c, %s::text AS d) AS v WHERE products.id = v.id"
)


class _Attribute(Struct):
    name: str
    value: str


class _Detail(Struct):
    description: str
    attributes: list[_Attribute]


def of(said: Description, attributes: Sequence[Attribute], skus: Sequence[str], places: Sequence[str]) -> Wording:
    """The words a mistyped one may be meant for; then what a search finds a product by: name; brand, places and tags;
    prose; attributes and SKUs.
    """
    shown = [f"{attribute.name} {attribute.value}" for attribute in attributes]
    return _wording(said.name, said.brand, said.tags, said.text, shown, skus, places)


def again(categories: Sequence[UUID], db: Connection[Any]) -> None:
    """Have the goods in *categories* found by what these are called now."""
    last = UUID(int=0)
    while categories:
        rows = db.execute(_IN_PLACES, (categories, last, _AT_ONCE)).fetchall()
        _word(rows, db)
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1][0]


def again_for(products: Sequence[UUID], db: Connection[Any]) -> None:
    """Have *products* found by what their pages say by now."""
    if products:
        _word(db.execute(_THESE, (products,)).fetchall(), db)


def _word(rows: Sequence[tuple[Any, ...]], db: Connection[Any]) -> None:
    with db.cursor() as cursor:
        cursor.executemany(_AGAIN, [
            (id, *_told(name, brand, tags, json.decode(detail, type=_Detail), skus, places))
            for id, name, brand, tags, detail, skus, places in rows
        ])


def _told(
    name: str, brand: str, tags: Sequence[str], said: _Detail, skus: Sequence[str], places: Sequence[str]
) -> Wording:
    attributes = [f"{attribute.name} {attribute.value}" for attribute in said.attributes]
    return _wording(name, brand, tags, said.description, attributes, skus, places)


def _wording(
    name: str, brand: str, tags: Sequence[str], text: str, attributes: Sequence[str], skus: Sequence[str],
    places: Sequence[str],
) -> Wording:
    return (
        words_of((name, brand, *tags, *places)), name, " ".join([brand, *places, *tags]), text[:_LONGEST],
        " ".join([*skus, *attributes])[:_LONGEST],
    )
