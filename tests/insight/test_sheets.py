"""Answers as files: what was written is what is read back, and no text turns into a formula."""

import csv
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from io import BytesIO, StringIO
from uuid import UUID

import msgspec
import pytest

from store.adapters.insight.sheets import cell, unique, write
from store.application.insight.errors import FormatMissing
from store.application.insight.messages import Column, Format, Kind

NOON = datetime(2026, 6, 1, 12, 0, 0, 123456, tzinfo=UTC)
COLUMNS = [
    Column("whole", Kind.WHOLE), Column("number", Kind.NUMBER), Column("decimal", Kind.DECIMAL),
    Column("truth", Kind.TRUTH), Column("instant", Kind.INSTANT), Column("day", Kind.DAY), Column("json", Kind.JSON),
    Column("text", Kind.TEXT), Column("text", Kind.TEXT),
]
ROWS = [
    (-7, -1.5, Decimal("-12.50"), True, NOON, date(1969, 12, 31), {"a": [1]}, "=1+1", UUID(int=1)),
    (2**62, 0.1, Decimal("12345678901234567890.123456789"), False, datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC),
     date(2026, 6, 1), [], 'say "hi", you\nthere', ""),
    (None,) * 9,
]


def written(format, rows=ROWS):
    file = BytesIO()
    assert write(format, COLUMNS, rows, file) == len(rows)
    file.seek(0)
    return file


@pytest.mark.parametrize(("kind", "value", "said"), [
    (Kind.TEXT, "=1+1", "'=1+1"), (Kind.TEXT, "+49 30", "'+49 30"), (Kind.TEXT, "-1", "'-1"),
    (Kind.TEXT, "@sum", "'@sum"), (Kind.TEXT, "\t=1", "'\t=1"), (Kind.TEXT, "\r=1", "'\r=1"), (Kind.TEXT, "a=1", "a=1"),
    (Kind.JSON, "=1", "'=1"), (Kind.WHOLE, -1, "-1"), (Kind.NUMBER, -1.5, "-1.5"),
    (Kind.DECIMAL, Decimal("-1.50"), "-1.50"),
    (Kind.TEXT, None, ""), (Kind.TRUTH, True, "true"), (Kind.DECIMAL, Decimal("1E+3"), "1000"),
])
def test_text_is_never_a_formula_and_a_number_stays_one(kind, value, said):
    assert cell(kind, value) == said


def test_a_name_of_a_column_is_no_formula_either():
    file = BytesIO()
    write(Format.CSV, [Column("=cmd()", Kind.WHOLE)], [(1,)], file)
    assert file.getvalue() == b"'=cmd()\r\n1\r\n"


def test_csv_reads_back():
    rows = list(csv.reader(StringIO(written(Format.CSV).read().decode(), newline="")))
    assert rows[0] == [column.name for column in COLUMNS]
    assert rows[1] == [
        "-7", "-1.5", "-12.50", "true", "2026-06-01T12:00:00.123456Z", "1969-12-31", '{"a":[1]}', "'=1+1",
        str(UUID(int=1)),
    ]
    assert rows[2][7] == 'say "hi", you\nthere'
    assert rows[3] == [""] * 9


def test_json_lines_keep_exact_numbers_as_text_and_names_apart():
    first, _, last = written(Format.JSONL).read().splitlines()
    row = msgspec.json.decode(first)
    assert (row["whole"], row["decimal"], row["text"], row["text_2"]) == (-7, "-12.50", "=1+1", str(UUID(int=1)))
    assert set(msgspec.json.decode(last).values()) == {None}


def test_parquet_reads_back_with_the_type_of_each_column():
    from arro3.io import read_parquet

    table = read_parquet(written(Format.PARQUET)).read_all()
    assert [re.search("<(.*)>", str(field.type))[1] for field in table.schema] == [
        "Int64", "Float64", "Utf8", "Boolean", 'Timestamp(µs, "UTC")', "Date32", "Utf8", "Utf8", "Utf8",
    ]
    columns = {name: table.column(place).to_pylist() for place, name in enumerate(unique([c.name for c in COLUMNS]))}
    assert columns["whole"] == [-7, 2**62, None]
    assert columns["decimal"] == ["-12.50", "12345678901234567890.123456789", None]
    assert columns["instant"] == [NOON, datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), None]
    assert columns["day"] == [date(1969, 12, 31), date(2026, 6, 1), None]
    assert columns["truth"] == [True, False, None]
    assert columns["text_2"] == [str(UUID(int=1)), "", None]


def test_an_answer_without_rows_is_a_file_all_the_same():
    from arro3.io import read_parquet

    assert read_parquet(written(Format.PARQUET, [])).read_all().num_rows == 0
    assert written(Format.CSV, []).read().count(b"\n") == 1
    assert written(Format.JSONL, []).read() == b""


def test_an_instant_elsewhere_is_the_same_instant():
    from arro3.io import read_parquet

    file = BytesIO()
    there = NOON.astimezone(timezone(timedelta(hours=5)))
    write(Format.PARQUET, [Column("at", Kind.INSTANT)], [(there,)], file)
    file.seek(0)
    assert read_parquet(file).read_all().column(0).to_pylist() == [NOON]


def test_without_the_extra_it_says_which_one(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "arro3.io", None)
    with pytest.raises(FormatMissing, match=r"store\[analysis\]"):
        write(Format.PARQUET, COLUMNS, ROWS, BytesIO())
