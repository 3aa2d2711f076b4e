"""Products as lines of a file that an import takes again: JSON Lines, or CSV with one variant a row.

A spreadsheet takes a cell that begins with one of a few signs for a formula, and runs it. Such a cell gets an
apostrophe before it, which the import takes off again.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import json

from store.application.catalogue.exporting import ExportedProduct, ExportedVariant
from store.domain.catalogue.events import Value

FORMS: Final[Mapping[str, str]] = {"jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}
"""What there is, with its media type."""
COLUMNS: Final = (
    "key", "slug", "name", "brand", "category", "description", "sku", "price", "list_price", "currency", "stock",
    "options", "attributes", "pictures", "variant_pictures", "tags", "prices", "categories", "features", "related",
)
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_NEUTRAL: Final = re.compile(r"'+[=+\-@\t\r]")
_SIGNS: Final = re.compile(r"([;=\\])")


def heading(form: str) -> bytes:
    """What stands before the first product."""
    return _row(COLUMNS) if form == "csv" else b""


def lines(form: str, products: Iterable[ExportedProduct]) -> bytes:
    """*products* one after another."""
    if form == "csv":
        return b"".join(_row(cells) for product in products for cells in _cells(product))
    return b"".join(json.encode(product) + b"\n" for product in products)


def neutral(cell: str) -> str:
    """*cell* as no spreadsheet runs it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def meant(cell: str) -> str:
    """What :func:`neutral` was given."""
    return cell[1:] if _NEUTRAL.match(cell) else cell


def _cells(product: ExportedProduct) -> Iterator[list[str]]:
    """A row for each variant; what is said of the product stands in the first."""
    for place, variant in enumerate(product.variants):
        own = [
            product.slug, product.name, product.brand, _path(product.category), product.description,
        ] if not place else [""] * 5
        beside = [
            _names(map(_path, product.categories)), _names(product.features), _names(product.related),
        ] if not place else [""] * 3
        about = [_pairs(product.attributes), ";".join(map(_plain, product.tags))] if not place else ["", ""]
        yield [
            product.key, *own, variant.sku, variant.price, variant.list_price or "", variant.currency,
            str(variant.stock), _pairs({name: variant.options[name] for name in product.options}), about[0],
            _names(picture.name for picture in product.pictures) if not place else "", _own(variant), about[1],
            _pairs(variant.prices), *beside,
        ]


def _path(names: Iterable[str]) -> str:
    return " > ".join(names)


def _own(variant: ExportedVariant) -> str:
    return _names([variant.picture, *variant.more] if variant.picture else [])


def _names(names: Iterable[str]) -> str:
    return ";".join(map(_plain, names))


def _pairs(values: Mapping[str, Value]) -> str:
    return ";".join(f"{_plain(name)}={_plain(_said(value))}" for name, value in values.items())


def _said(value: Value) -> str:
    return ("Yes" if value else "No") if isinstance(value, bool) else str(value)


def _plain(part: str) -> str:
    return _SIGNS.sub(r"\\\1", part)


def _row(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow([neutral(cell) for cell in cells])
    return text.getvalue().encode()
