"""Answers as files: CSV, JSON Lines and Parquet, written row by row."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from io import TextIOWrapper
from itertools import islice
from typing import IO, Any, Final

from msgspec import json

from store.adapters.drivers.formulas import harmless
from store.adapters.insight.columns import plain
from store.application.insight.errors import FormatMissing
from store.application.insight.messages import NUMBERS, Column, Format, Kind

MEDIA: Final = {
    Format.CSV: "text/csv; charset=utf-8", Format.JSONL: "application/jsonl",
    Format.PARQUET: "application/vnd.apache.parquet",
}
BATCH: Final = 5000
"""Rows that are in memory at once."""
ROW_GROUP: Final = 50_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Rows = Iterable[Sequence[Any]]


def write(format: Format, columns: Sequence[Column], rows: Rows, file: IO[bytes]) -> int:
    """Write the whole answer into *file*, and say how many rows that were.

    :raises FormatMissing: if what writes this format isn't installed.
    """
    counted = _Counted(rows)
    match format:
        case Format.CSV:
            _csv(columns, counted, file)
        case Format.JSONL:
            _jsonl(columns, counted, file)
        case Format.PARQUET:
            _parquet(columns, counted, file)
    return counted.number


def cell(kind: Kind, value: Any) -> str:
    """A value as CSV has it. Text that a spreadsheet would take for a formula gets an apostrophe before it.

    Numbers stay numbers, a minus before them included: it is the column that says what is one, not the look of it.
    """
    if value is None:
        return ""
    said = str(plain(value)) if not isinstance(value, bool) else str(value).lower()
    return said if kind in NUMBERS else harmless(said)


class _Counted:
    """Rows, and how many of them went by."""

    def __init__(self, rows: Rows) -> None:
        self._rows, self.number = rows, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self._rows:
            self.number += 1
            yield row


def _csv(columns: Sequence[Column], rows: Rows, file: IO[bytes]) -> None:
    out = TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(out)
    writer.writerow([cell(Kind.TEXT, column.name) for column in columns])
    kinds = [column.kind for column in columns]
    for row in rows:
        writer.writerow([cell(kind, value) for kind, value in zip(kinds, row, strict=True)])
    out.flush()
    out.detach()


def _jsonl(columns: Sequence[Column], rows: Rows, file: IO[bytes]) -> None:
    names = unique([column.name for column in columns])
    for row in rows:
        file.write(json.encode(dict(zip(names, map(plain, row), strict=True))) + b"\n")


def unique(names: Sequence[str]) -> list[str]:
    """The same names, with a number behind each that was there before."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return found


def _parquet(columns: Sequence[Column], rows: Rows, file: IO[bytes]) -> None:
    try:
        from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema
        from arro3.io import write_parquet
    except ImportError:
        raise FormatMissing("Parquet") from None
    instant = DataType.timestamp("us", tz="UTC")
    types = {
        Kind.WHOLE: DataType.int64(), Kind.NUMBER: DataType.float64(), Kind.TRUTH: DataType.bool(),
        Kind.INSTANT: instant, Kind.DAY: DataType.date32(),
    }
    before_cast = {Kind.INSTANT: DataType.int64(), Kind.DAY: DataType.int32()}
    kinds = [column.kind for column in columns]
    names = unique([column.name for column in columns])
    schema = Schema([
        Field(name, types.get(kind, DataType.utf8()), nullable=True) for name, kind in zip(names, kinds, strict=True)
    ])

    def batches() -> Iterator[RecordBatch]:
        waiting = iter(rows)
        while some := list(islice(waiting, BATCH)):
            arrays = []
            for kind, values in zip(kinds, zip(*some, strict=True), strict=True):
                first = before_cast.get(kind, types.get(kind, DataType.utf8()))
                array = Array([_arrow(kind, value) for value in values], type=first)
                arrays.append(array.cast(types[kind]) if kind in before_cast else array)
            yield RecordBatch.from_arrays(arrays, schema=schema)

    reader = RecordBatchReader.from_batches(schema, batches())
    write_parquet(reader, file, compression="zstd(3)", max_row_group_size=ROW_GROUP)


def _arrow(kind: Kind, value: Any) -> Any:
    """A value as its column holds it before it is cast; numbers too large for it are an error of whoever asked."""
    match kind, value:
        case _, None:
            return None
        case Kind.INSTANT, datetime():
            since = (value if value.tzinfo else value.replace(tzinfo=UTC)) - _EPOCH
            return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
        case Kind.DAY, date():
            return (value - _EPOCH.date()).days
        case (Kind.WHOLE | Kind.NUMBER | Kind.TRUTH), _:
            return value
        case _:
            return str(plain(value))
