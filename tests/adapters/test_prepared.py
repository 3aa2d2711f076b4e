"""Statements that a thread asks by libpq's own call behave as psycopg's do."""

from datetime import UTC, date, datetime
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors

from store.adapters.drivers.arrays import Bigs, Bytes, Integers, Texts
from store.adapters.drivers.pools import pool
from store.adapters.drivers.prepared import ask, touch

pytestmark = pytest.mark.requirement("R9.1")


@pytest.fixture
def connections(database_url):
    with pool(database_url, 2) as opened:
        yield opened


def test_values_of_every_kind_arrive_as_they_are(connections):
    id, at = uuid4(), datetime(2026, 5, 31, 12, 30, 1, 250, tzinfo=UTC)
    with connections.connection() as db:
        (row,) = ask(db, """
            SELECT %(text)s::text || '%%', %(number)s::bigint + 1, %(id)s::uuid, %(yes)s::boolean, %(none)s::int,
                %(day)s::date - 1, %(at)s::timestamptz = '2026-05-31 14:30:01.00025+02', %(texts)s::text[],
                cardinality(%(bytes)s::bytea[]), (%(numbers)s::int[])[2]
        """, {
            "text": 'it\'s "ü"', "number": 41, "id": id, "yes": True, "none": None, "day": date(2026, 3, 1), "at": at,
            "texts": Texts.of([b"a", b"NULL"]), "bytes": Bytes.of([b"\0", b""]), "numbers": Integers.of([7, -8]),
        })
    assert row[:5] == ['it\'s "ü"%'.encode(), b"42", str(id).encode(), b"t", None]
    assert row[5:] == [b"2026-02-28", b"t", b'{a,"NULL"}', b"2", b"-8"]


def test_it_says_how_many_rows_it_wrote_and_knows_its_statement_again(connections):
    with connections.connection() as db:
        db.execute("CREATE TEMPORARY TABLE kept (n int)")
        assert [touch(db, "INSERT INTO kept VALUES (%(n)s), (%(n)s)", {"n": n}) for n in range(3)] == [2, 2, 2]
        assert ask(db, "SELECT count(*) FROM kept", {}) == [[b"6"]]
        prepared = db.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO kept%'")
        assert prepared.fetchone() == (1,)


def test_faults_are_those_of_psycopg_and_the_connection_goes_on(connections):
    with connections.connection() as db:
        with pytest.raises(errors.DivisionByZero):
            ask(db, "SELECT 1 / %(n)s", {"n": 0})
        with pytest.raises(errors.UndefinedTable):
            ask(db, "SELECT * FROM nowhere", {})
        with pytest.raises(psycopg.DataError):
            ask(db, "SELECT %(text)s::text", {"text": "a\0b"})
        assert ask(db, "SELECT 1 / %(n)s", {"n": 1}) == [[b"1"]]


def test_it_takes_part_in_the_transaction_of_its_connection(connections):
    with connections.connection() as db:
        db.execute("CREATE TEMPORARY TABLE kept (n int)")
        with db.transaction(force_rollback=True):
            assert touch(db, "INSERT INTO kept VALUES (1)", {}) == 1
        assert ask(db, "SELECT count(*) FROM kept", {}) == [[b"0"]]


def test_after_a_rollback_it_is_prepared_anew(connections):
    with connections.connection() as db:
        for n in range(3):
            assert ask(db, "SELECT %(n)s + 1", {"n": n}) == [[b"%d" % (n + 1)]]
            with db.transaction(force_rollback=True):
                db.execute("SELECT 1", prepare=True)
            db.execute("SELECT 2", prepare=True)  # this is when psycopg has the server forget


def test_the_same_statement_takes_binary_arrays_and_others(connections):
    with connections.connection() as db:
        asked = [
            ask(db, "SELECT %(values)s::int[]", {"values": values})
            for values in (Bigs.of([1, 2]), [1, None], Integers.of([3]), Bigs.of([4]))
        ]
    assert asked == [[[b"{1,2}"]], [[b"{1,NULL}"]], [[b"{3}"]], [[b"{4}"]]]


def test_a_server_that_goes_away_is_said_to_be_away(connections, database_url):
    with connections.connection() as db:
        assert ask(db, "SELECT 1", {}) == [[b"1"]]
        with psycopg.connect(database_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (db.info.backend_pid,))
        with pytest.raises(psycopg.OperationalError):
            ask(db, "SELECT 1", {})
    with connections.connection() as db:
        assert ask(db, "SELECT 1", {}) == [[b"1"]]


def test_what_was_prepared_since_all_was_forgotten_is_not_in_the_way(connections):
    """psycopg has a connection forget all statements after a rollback, and nobody tells those who know names."""
    with connections.connection() as db:
        for one in (1, 2):
            ask(db, "SELECT 1, %(n)s::int", {"n": one})
            ask(db, "SELECT 2, %(n)s::int", {"n": one})
            db.execute("DEALLOCATE ALL")
            assert ask(db, "SELECT 3, %(n)s::int", {"n": one}) == [[b"3", str(one).encode()]]
            assert ask(db, "SELECT 1, %(n)s::int", {"n": one}) == [[b"1", str(one).encode()]]
            assert ask(db, "SELECT 2, %(n)s::int", {"n": one}) == [[b"2", str(one).encode()]]
            assert ask(db, "SELECT 3, %(n)s::int", {"n": one}) == [[b"3", str(one).encode()]]
