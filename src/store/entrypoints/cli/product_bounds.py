"""How much a product in a file may say: forms have narrower bounds; beyond these no list, index or number holds it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from store.application.processes.import_rows import ProductRow
from store.domain.catalogue.picturing import MOST_PICTURES

MOST_VARIANTS: Final = 500
_MOST_PIECES: Final = 1_000_000
_MOST_MINOR: Final = 10**12
_LENGTHS: Final = {"key": 200, "name": 500, "brand": 200, "slug": 200, "description": 100_000}
_MANY: Final = {
    "tags": (100, 100), "options": (10, 100), "pictures": (MOST_PICTURES, 300), "category": (12, 200),
    "features": (50, 200), "related": (20, 200),
}
"""How many at most, and how long each."""
_ATTRIBUTES: Final = 500
_FURTHER: Final = 20
_NAME, _VALUE = 200, 20_000
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Controls, and signs that turn the direction of what follows."""


def beyond_bounds(row: ProductRow) -> str:
    """What is too much, if anything is."""
    return next(_beyond(row), "")


def _beyond(row: ProductRow) -> Iterator[str]:
    said = {"key": row.key, "name": row.name, "brand": row.brand, "slug": row.slug, "description": row.text}
    yield from (
        f"the {name} is longer than {most} characters" for name, most in _LENGTHS.items() if len(said[name]) > most
    )
    yield from (
        f"the {name} holds a sign that nobody sees"
        for name in ("key", "name", "brand", "slug") if _UNSEEN.search(said[name])
    )
    lists: dict[str, Sequence[str]] = {
        "tags": row.tags, "options": row.options, "category": row.category,
        "pictures": [it.name for it in row.pictures], "features": row.features or (), "related": row.related or (),
    }
    for name, (most, longest) in _MANY.items():
        if len(lists[name]) > most or any(len(part) > longest for part in lists[name]):
            yield f"at most {most} {name} of at most {longest} characters"
        if any(map(_UNSEEN.search, lists[name])):
            yield f"the {name} hold a sign that nobody sees"
    yield from _of_places(row)
    if len(row.attributes) > _ATTRIBUTES or any(
        len(name) > _NAME or len(str(value)) > _VALUE for name, value in row.attributes.items()
    ):
        yield f"at most {_ATTRIBUTES} attributes, their names of {_NAME} and values of {_VALUE} characters"
    if any(map(_UNSEEN.search, row.attributes)):
        yield "the name of an attribute holds a sign that nobody sees"
    yield from _of_variants(row)


def _of_places(row: ProductRow) -> Iterator[str]:
    most, longest = _MANY["category"]
    further = row.categories or ()
    if len(further) > _FURTHER or any(
        len(path) > most or any(len(part) > longest or _UNSEEN.search(part) for part in path) for path in further
    ):
        yield f"at most {_FURTHER} further categories, each of at most {most} names of {longest} signs that one sees"
    if any(not part.strip() for path in row.paths for part in path):
        yield "each part of a category has a name"


def _of_variants(row: ProductRow) -> Iterator[str]:
    if len(row.variants) > MOST_VARIANTS:
        yield f"a product has at most {MOST_VARIANTS} variants"
    for variant in row.variants:
        prices = [variant.price, *([variant.list_price] if variant.list_price else [])]
        if variant.stock > _MOST_PIECES:
            yield f"at most {_MOST_PIECES:,} pieces of {variant.sku[:64]}"
        if any(price.minor >= _MOST_MINOR for price in prices):
            yield f"the price of {variant.sku[:64]} is more than anybody pays"
        if len(variant.more) >= MOST_PICTURES:
            yield f"at most {MOST_PICTURES} pictures of {variant.sku[:64]}"
        if any(len(name) > _NAME or len(value) > _NAME for name, value in variant.options.items()):
            yield f"options of {variant.sku[:64]} have at most {_NAME} characters"
