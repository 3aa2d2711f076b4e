"""Files of products: JSON Lines or CSV, plain or gzipped, one schema for both: ``docs/import-format.md``."""

import csv
import gzip
import io
import itertools
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeVar

from msgspec import json

from store.application.processes.import_rows import ProductRow
from store.entrypoints.cli.icecat import IcecatProduct
from store.entrypoints.cli.product_bounds import MOST_VARIANTS
from store.entrypoints.cli.product_lines import BadLine, Prices, ProductLine
from store.entrypoints.cli.product_tables import COLUMNS, product_of_rows
from store.entrypoints.shared.product_lines import meant

_NUL: Final = "text can't hold the sign NUL"

_LONGEST_LINE: Final = 2_000_000
T = TypeVar("T")
Rows = Iterator[tuple[int, ProductRow]]
"""Products with the number of the line they begin on."""
Each = Iterator[tuple[int, ProductRow | str]]
"""The same, with words in place of a product that can't be read."""


def read_products(path: Path, prices: Prices, stock: int) -> Rows:
    """Every product in *path*, one after another: a file of any size needs little memory.

    :raises BadLine: at the first line that can't be read.
    """
    for number, row in read_each(path, prices, stock):
        if isinstance(row, str):
            raise BadLine(f"line {number}: {row}")
        yield number, row


def read_each(path: Path, prices: Prices, stock: int) -> Each:
    """The same, and on behind a product that can't be read.

    :raises BadLine: if nothing can be made of the file any further.
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


def _json_rows(lines: Iterable[bytes], prices: Prices, stock: int) -> Each:
    ours = json.Decoder(ProductLine).decode
    theirs = json.Decoder(IcecatProduct).decode

    def read(line: bytes) -> ProductRow:
        if b"\\u0000" in line:
            raise BadLine(_NUL)
        if b'"category_derived"' in line:
            return theirs(line).row(prices.currency, prices.rate or Decimal(1), stock)
        return ours(line).row(prices, stock)

    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE:
            yield number, f"the line is longer than {_LONGEST_LINE:,} bytes"
        elif line.strip():
            yield number, _row_or_words(read, line)


def _csv_rows(text: io.TextIOWrapper, prices: Prices, stock: int) -> Each:
    reader = csv.DictReader(text, strict=True)
    if strange := [name for name in reader.fieldnames or () if name not in COLUMNS]:
        raise BadLine(f"line 1: unknown column {strange[0]!r}")

    def read(lines: list[dict[str, str]]) -> ProductRow:
        if any("\0" in str(cell) for line in lines for cell in line.values()):
            raise BadLine(_NUL)
        rows = [{name: cell and meant(cell) for name, cell in line.items()} for line in lines]
        return product_of_rows(rows).row(prices, stock)

    numbered = ((reader.line_num, line) for line in reader)
    for _, lines in itertools.groupby(numbered, lambda line: line[1].get("key")):
        group = list(itertools.islice(lines, MOST_VARIANTS + 1))  # one more says that there are too many
        yield group[0][0], _row_or_words(read, [line for _, line in group])


def _row_or_words(read: Callable[[T], ProductRow], said: T) -> ProductRow | str:
    try:
        return read(said)
    except (ValueError, BadLine) as fault:
        return str(fault)
