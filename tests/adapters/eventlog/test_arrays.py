"""Columns of many rows: whatever goes in as an array of ours comes back the same."""

from uuid import UUID

import psycopg
import pytest

from store.adapters.drivers.arrays import Array, Integers, column

COLUMNS = {
    "text": ["", 'a "quoted" {word}, NULL', "Łódź 🫖", "back\\slash"],
    "uuid": [UUID(int=0), UUID(int=2**128 - 1)],
    "bigint": [0, -1, 2**63 - 1, -(2**63)],
    "boolean": [True, False, True],
    "bytea": [b"", b"\0\xff"],
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_what_is_written_as_an_array_comes_back_the_same(migrated_url, kind):
    values = COLUMNS[kind]
    assert isinstance(column(values), Array)
    with psycopg.connect(migrated_url) as db:
        ((back,),) = db.execute(f"SELECT %s::{kind}[]", (column(values),)).fetchall()
        assert back == values
        rows = db.execute(f"SELECT unnest(%s::{kind}[])", (column(values),)).fetchall()
        assert [one for (one,) in rows] == values


@pytest.mark.parametrize("values", [[], [None, "a"], [1, True], [1.5]])
def test_what_is_of_no_one_known_kind_is_left_to_the_driver(migrated_url, values):
    assert column(values) == values
    assert not isinstance(column(values), Array)


def test_small_numbers_take_the_place_of_large_ones_where_a_statement_says_so(migrated_url):
    with psycopg.connect(migrated_url) as db:
        said = "SELECT %s::int[] = %s::int[]"
        assert db.execute(said, (column([1, -2]), Integers.of([1, -2]))).fetchone() == (True,)
