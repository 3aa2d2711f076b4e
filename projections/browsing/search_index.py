"""How a product is written into OpenSearch: its fields, and how their words are taken apart."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from msgspec import Struct, json
from psycopg import Connection

from projections.browsing.compounds import pairs_of

REVISION: Final = 4
"""Raise it with every change below: the index is then built anew, beside the old one."""
LONGEST: Final = 20_000

_WORDS: Final = {"type": "text", "analyzer": "words", "copy_to": "all"}
_SAID: Final = _WORDS | {"copy_to": ["all", "exact"]}
_KEY: Final = {"type": "keyword"}
INDEX: Final[dict[str, Any]] = {
    "settings": {
        "number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "1s",
        # How rare a word is changes with every product that comes in, and the order of a page with it: a cursor
        # would repeat and miss. What counts here is only which field a word stands in.
        "similarity": {"default": {"type": "boolean"}},
        "analysis": {
            "filter": {
                "possessive": {"type": "stemmer", "language": "possessive_english"},
                "stop": {"type": "stop", "stopwords": "_english_"},
                "stem": {"type": "stemmer", "language": "english"},
            },
            "analyzer": {
                "words": {
                    "tokenizer": "standard", "filter": ["possessive", "lowercase", "asciifolding", "stop", "stem"],
                },
                "plain": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding"]},
            },
            "normalizer": {"code": {"type": "custom", "filter": ["lowercase"]}},
        },
    },
    "mappings": {"dynamic": "strict", "properties": {
        "id": _KEY, "for_sale": {"type": "boolean"}, "in_stock": {"type": "boolean"}, "listed": {"type": "long"},
        "price": {"type": "long"}, "name_key": _KEY, "brand_key": _KEY, "category": _KEY,
        "facets": _KEY, "popular": {"type": "short"},
        "codes": {"type": "keyword", "normalizer": "code"},
        "name": _SAID, "brand": _WORDS, "places": _WORDS, "tags": _WORDS, "text": _WORDS, "attributes": _SAID,
        "all": {"type": "text", "analyzer": "plain"}, "exact": {"type": "text", "analyzer": "plain"},
        "kind": {"type": "text", "analyzer": "words"}, "shortness": {"type": "float"}, "pairs": _KEY,
        "position": {"type": "long", "index": False},
    }},
}


class Document(Struct, frozen=True):
    """A product as it can be found."""

    id: str
    for_sale: bool
    in_stock: bool
    listed: int
    price: int
    name_key: str
    brand_key: str
    category: list[str]
    facets: list[str]
    popular: int
    codes: list[str]
    name: str
    brand: str
    places: list[str]
    tags: list[str]
    text: str
    attributes: str
    kind: str
    shortness: float
    pairs: list[str]


class _Attribute(Struct):
    name: str
    value: str


class _Detail(Struct):
    description: str
    attributes: list[_Attribute]


def documents(where: LiteralString, values: Sequence[Any], db: Connection[Any]) -> list[tuple[str, int, Document]]:
    """Products as they are now, each with the position that the read model of goods had when it was looked at."""
    rows = db.execute(
        "SELECT p.id::text, g.position, p.for_sale, p.few > 0, p.listed, p.price, p.name, p.brand, p.tags,"
        " p.facets, p.popular, p.detail || '}',"
        " ARRAY(SELECT sku FROM read.variants v WHERE v.product = p.id ORDER BY place),"
        " ARRAY(SELECT slug FROM read.categories c WHERE c.id = ANY(p.path)),"
        " ARRAY(SELECT name FROM read.categories c WHERE c.id = ANY(p.path)),"
        " coalesce((SELECT name FROM read.categories c WHERE c.id = p.category), '')"
        f" FROM read.products p, read.projections g WHERE g.name = 'goods' AND {where}",
        values,
    ).fetchall()
    return [(row[0], row[1], _document(*row)) for row in rows]


def _document(
    id: str, _: int, for_sale: bool, in_stock: bool, listed: int, price: int, name: str, brand: str, tags: list[str],
    facets: list[str], popular: int, detail: str, skus: list[str], slugs: list[str], places: list[str], kind: str,
) -> Document:
    said = json.decode(detail, type=_Detail)
    words = " ".join([*skus, *(f"{attribute.name} {attribute.value}" for attribute in said.attributes)])
    return Document(
        id, for_sale, in_stock, listed, price, name, brand, slugs, facets, popular, skus, name, brand,
        places, tags,
        said.description[:LONGEST], words[:LONGEST], whole(kind), 100 / (100 + len(name)), pairs_of(name),
    )


def whole(said: str) -> str:
    """*said* with its ends marked, so that as a phrase it fits nothing that says more."""
    return f"saidbegins {said} saidends"
