"""Files of products: JSON Lines or CSV, plain or gzipped, one schema for both.

JSON Lines: one product a line. ``key`` (its name in your system), ``name``, ``brand``, ``category`` (names
from the root down) and ``variants`` are needed; a variant needs ``sku`` and ``price`` (a decimal string)::

    {"key": "m1", "name": "Mug", "brand": "Kiln", "category": ["Kitchen", "Mugs"],
     "description": "Holds **coffee**.", "attributes": {"Volume (ml)": 300}, "tags": ["gift"], "variants": [
       {"sku": "MUG-BLUE", "price": "12.50", "stock": 40, "options": {"Colour": "Blue"}}]}

CSV: one variant a line, lines of one product together. Columns of the same names; ``category`` as
``Kitchen > Mugs``, ``tags`` with commas, options and attributes as columns ``option:Colour`` and
``attribute:Volume``.
"""

import csv
import gzip
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, json

from store.application.processes.importing_products import ProductRow, VariantRow
from store.domain.catalogue.events import Picture, Value
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money, exponent
from store.entrypoints.cli.icecat import IcecatProduct


class BadLine(Exception):
    """One line of the file can't be read; the message says what is wrong with it."""


class Prices(Struct, frozen=True):
    """How the amounts in a file become prices of this shop."""

    currency: str
    rate: Decimal | None

    def read(self, amount: str, currency: str) -> Money:
        """*amount* in the shop's currency."""
        if currency in {"", self.currency}:
            return Money.parse(amount, self.currency)
        if self.rate is None:
            raise BadLine(
                f"the price is in {currency}, the shop sells in {self.currency}; --rate converts it"
            )
        exact = Decimal(Money.parse(amount, currency).minor).scaleb(-exponent(currency)) * self.rate
        return Money(int(exact.scaleb(exponent(self.currency)).to_integral_value()), self.currency)


class VariantLine(Struct, forbid_unknown_fields=True):
    """A variant as files say it."""

    sku: str
    price: str
    currency: str = ""
    stock: int | None = None
    options: dict[str, str] = {}
    list_price: str | None = None
    picture: str | None = None


class PictureLine(Struct, forbid_unknown_fields=True):
    """A picture as files say it: its name where the source keeps its pictures, and what is to be seen."""

    name: str
    alt: str = ""


class ProductLine(Struct, forbid_unknown_fields=True):
    """A product as files say it."""

    key: str
    name: str
    category: list[str]
    variants: list[VariantLine]
    brand: str | None = None
    slug: str = ""
    description: str = ""
    attributes: dict[str, Value] = {}
    options: list[str] = []
    pictures: list[PictureLine] = []
    tags: list[str] = []
    released: date | None = None

    def row(self, prices: Prices, stock: int) -> ProductRow:
        """As the application takes it; *stock* where the file doesn't say."""
        return ProductRow(
            key=self.key,
            name=self.name,
            brand=self.brand or "",
            category=tuple(self.category),
            slug=self.slug,
            text=self.description,
            attributes=self.attributes,
            options=tuple(self.options or dict.fromkeys(name for v in self.variants for name in v.options)),
            pictures=tuple(Picture(picture.name, picture.alt) for picture in self.pictures),
            tags=tuple(self.tags),
            variants=tuple(
                VariantRow(
                    sku=Sku(v.sku),
                    price=prices.read(v.price, v.currency),
                    stock=stock if v.stock is None else v.stock,
                    options=v.options,
                    list_price=prices.read(v.list_price, v.currency) if v.list_price else None,
                    picture=v.picture,
                )
                for v in self.variants
            ),
        )


Rows = Iterator[tuple[int, ProductRow]]
"""Products with the number of the line they begin on."""


def read_products(path: Path, prices: Prices, stock: int) -> Rows:
    """Every product in *path*, one after another: a file of any size needs little memory.

    :raises BadLine: at the first line that can't be read.
    """
    kind = [suffix for suffix in path.suffixes if suffix != ".gz"][-1:]
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            if kind == [".csv"]:
                with io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
                    yield from _csv_rows(text, prices, stock)
            elif kind in ([".jsonl"], [".ndjson"]):
                yield from _json_rows(file, prices, stock)
            else:
                raise BadLine("the name should end in .jsonl, .ndjson or .csv, or in one of them and .gz")
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError, csv.Error) as fault:
        raise BadLine(f"the file is damaged or of another kind: {fault}") from fault


def _json_rows(lines: Iterable[bytes], prices: Prices, stock: int) -> Rows:
    ours = json.Decoder(ProductLine).decode
    theirs = json.Decoder(IcecatProduct).decode
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        with _line(number):
            if b'"category_derived"' in line:
                row = theirs(line).row(prices.currency, prices.rate or Decimal(1), stock)
            else:
                row = ours(line).row(prices, stock)
        yield number, row


def _csv_rows(text: io.TextIOWrapper, prices: Prices, stock: int) -> Rows:
    reader = csv.DictReader(text, strict=True)
    if strange := [name for name in reader.fieldnames or () if not _known(name)]:
        raise BadLine(f"line 1: unknown column {strange[0]!r}")
    numbered = ((reader.line_num, line) for line in reader)
    for _, lines in itertools.groupby(numbered, lambda line: line[1].get("key")):
        group = list(lines)
        number = group[0][0]
        with _line(number):
            row = _product([line for _, line in group]).row(prices, stock)
        yield number, row


def _product(lines: list[dict[str, str]]) -> ProductLine:
    first = {name: value for name, value in lines[0].items() if value}
    plain: dict[str, object] = {name: first[name] for name in _OF_A_PRODUCT if name in first}
    return msgspec.convert(
        {
            **plain,
            "category": [name.strip() for name in first.get("category", "").split(">") if name.strip()],
            "tags": [tag.strip() for tag in first.get("tags", "").split(",") if tag.strip()],
            "attributes": _prefixed("attribute:", first),
            "variants": [_variant(line) for line in lines],
        },
        ProductLine,
        strict=False,
    )


_OF_A_PRODUCT: Final = ("key", "name", "brand", "slug", "description")
_OF_A_VARIANT: Final = ("sku", "price", "currency", "stock", "list_price")


def _known(column: str) -> bool:
    return column in {*_OF_A_PRODUCT, *_OF_A_VARIANT, "category", "tags"} or column.startswith(
        ("option:", "attribute:")
    )


def _variant(line: Mapping[str, str]) -> dict[str, object]:
    said: dict[str, object] = {name: line[name] for name in _OF_A_VARIANT if line.get(name)}
    return said | {"options": _prefixed("option:", line)}


def _prefixed(prefix: str, line: Mapping[str, str]) -> dict[str, str]:
    found = {name.removeprefix(prefix): value for name, value in line.items() if name.startswith(prefix)}
    return {name: value for name, value in found.items() if value}


@contextmanager
def _line(number: int) -> Iterator[None]:
    """Whatever is wrong in here is wrong with this line."""
    try:
        yield
    except (ValueError, BadLine) as fault:
        raise BadLine(f"line {number}: {fault}") from fault
