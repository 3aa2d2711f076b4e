"""Tables of products: one variant a row, the rows of one product together, told by the first of them.

Lists stand in one cell, their parts divided by ``;``, pairs as ``name=value``; a backslash before one of these
signs, or before another backslash, makes it a letter like any other (see ``docs/import-format.md``).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import convert

from store.entrypoints.cli.product_lines import BadLine, ProductLine

_OF_A_PRODUCT: Final = ("key", "slug", "name", "brand", "description")
_OF_A_VARIANT: Final = ("sku", "price", "list_price", "currency", "stock")
_OWN_PICTURES: Final = "variant_pictures"
_PRICES: Final = "prices"
_LISTS: Final = ("features", "related")
COLUMNS: Final = frozenset({
    *_OF_A_PRODUCT, *_OF_A_VARIANT, "category", "options", "attributes", "pictures", _OWN_PICTURES, "tags", _PRICES,
    "categories", *_LISTS,
})

_PARTS: Final = re.compile(r"((?:[^;\\]|\\.)*)(?:;|$)", re.DOTALL)
_PAIR: Final = re.compile(r"((?:[^=\\]|\\.)*)=(.*)", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)


def product_of_rows(rows: Sequence[Mapping[str, str | None]]) -> ProductLine:
    """The product that *rows* tell of.

    :raises ValueError: if they don't tell of one.
    """
    first = {name: value for name, value in rows[0].items() if value}
    name = first.get("name", "")
    said: dict[str, object] = {column: first[column] for column in _OF_A_PRODUCT if column in first}
    pictures = dict.fromkeys(
        picture for row in rows for column in ("pictures", _OWN_PICTURES) for picture in parts(row.get(column))
    )
    said |= {column: parts(first.get(column)) for column in _LISTS if column in rows[0]}
    if "categories" in rows[0]:
        said["categories"] = [_path(part) for part in parts(first.get("categories"))]
    return convert(
        said | {
            "category": _path(first.get("category", "")),
            "attributes": pairs(first.get("attributes")),
            "options": list(pairs(first.get("options"))),
            "pictures": [{"name": picture, "alt": name} for picture in pictures],
            "tags": parts(first.get("tags")),
            "variants": [_variant(row) for row in rows],
        },
        ProductLine,
        strict=False,
    )


def parts(cell: str | None) -> list[str]:
    """What stands in a cell, divided by ``;``."""
    return [_plain(part) for part in _raw_parts(cell)]


def pairs(cell: str | None) -> dict[str, str]:
    """The pairs in a cell: ``Colour=Sage;Size=L``."""
    found: dict[str, str] = {}
    for part in _raw_parts(cell):
        pair = _PAIR.fullmatch(part)
        if pair is None or not pair[1].strip():
            raise BadLine(f"{part!r} is no pair such as Colour=Sage")
        found[_plain(pair[1])] = _plain(pair[2])
    return found


def _path(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(" > ") if part.strip()]


def _variant(row: Mapping[str, str | None]) -> dict[str, object]:
    said: dict[str, object] = {column: row[column] for column in _OF_A_VARIANT if row.get(column)}
    own = parts(row[_OWN_PICTURES]) if _OWN_PICTURES in row else parts(row.get("pictures"))[:1]
    if _PRICES in row:
        said["prices"] = pairs(row[_PRICES])
    return said | {"options": pairs(row.get("options")), "picture": next(iter(own), None), "more": own[1:]}


def _raw_parts(cell: str | None) -> list[str]:
    return [part for part in _PARTS.findall(cell or "") if part.strip()]


def _plain(part: str) -> str:
    return _ESCAPED.sub(r"\1", part).strip()
