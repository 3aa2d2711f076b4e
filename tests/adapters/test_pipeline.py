"""Statements that leave over one connection before those ahead of them are answered."""

import select
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import psycopg
import pytest
from psycopg.errors import DivisionByZero, UndefinedColumn
from psycopg_pool import PoolTimeout

from store.adapters.drivers.bell import Bell
from store.adapters.drivers.pipeline import Pipeline

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]
WHO = "SELECT pg_backend_pid() + 0 * %(n)s::int"
LOCKED = "SELECT pg_advisory_xact_lock(7)::text || %(n)s"
LENGTH = "SELECT length(%(text)s::text)"
TENTH = "SELECT 10 / %(n)s::int"


@contextmanager
def held(app_url):
    """Meanwhile whoever asks for the lock waits."""
    with psycopg.connect(app_url, autocommit=True) as db:
        db.execute("SELECT pg_advisory_lock(7)")
        yield db


def test_each_gets_its_own_answer_in_whatever_order_they_ask(pipeline):
    sent = [pipeline.line_up(TENTH, {"n": n}) for n in (1, 2, 5)]
    with ThreadPoolExecutor(3) as askers:
        answers = [askers.submit(each.answer) for each in reversed(sent)]
        assert [each.result(20) for each in answers] == [[[b"2"]], [[b"5"]], [[b"10"]]]


def test_one_that_fails_takes_no_other_along(pipeline):
    sent = [pipeline.line_up(TENTH, {"n": n}) for n in (1, 0, 5)]
    assert sent[0].answer() == [[b"10"]]
    with pytest.raises(DivisionByZero):
        sent[1].answer()
    assert sent[2].answer() == [[b"2"]]


def test_what_could_not_be_prepared_is_tried_again(pipeline, migrated_url):
    statement = "SELECT later FROM work.beside WHERE %(n)s > 0"
    with psycopg.connect(migrated_url, autocommit=True) as db:
        db.execute("CREATE TABLE work.beside (number int)")
        db.execute("GRANT SELECT ON work.beside TO PUBLIC")
        sent = [pipeline.line_up(statement, {"n": 1}), pipeline.line_up(TENTH, {"n": 5})]
        with pytest.raises(UndefinedColumn):
            sent[0].answer()
        assert sent[1].answer() == [[b"2"]]
        db.execute("ALTER TABLE work.beside ADD later int")
    assert pipeline.line_up(statement, {"n": 1}).answer() == []


def test_what_was_prepared_is_known_though_nothing_came_of_it_the_first_times(pipeline):
    """The server keeps a statement that was prepared, whatever becomes of the transaction."""
    for _ in range(3):
        with pytest.raises(DivisionByZero):
            pipeline.line_up(TENTH, {"n": 0}).answer()
    kept = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %(like)s"
    assert pipeline.line_up(kept, {"like": "SELECT 10 /%"}).answer() == [[b"1"]]


def test_nobody_waits_until_the_server_listens(pipeline, app_url):
    """Eight million letters don't fit into what the system keeps of a socket; the server is busy with another."""
    with held(app_url) as other:
        sent = [pipeline.line_up(LOCKED, {"n": "1"})]
        sent += [pipeline.line_up(LENGTH, {"text": "x" * length}) for length in (8_000_000, 10, 7_000_000)]
        other.execute("SELECT pg_advisory_unlock(7)")
        with ThreadPoolExecutor(4) as askers:
            answers = [askers.submit(each.answer) for each in sent]
            assert [each.result(30) for each in answers] == [[[b"1"]], [[b"8000000"]], [[b"10"]], [[b"7000000"]]]


def test_an_answer_that_came_in_while_another_tried_to_send_is_heard(pipeline, monkeypatch):
    """libpq reads what is there when it can't get rid of what it has to send: whoever listens would listen in vain."""
    first = pipeline.line_up(TENTH, {"n": 5})
    listening, go, wait = Event(), Event(), Bell.wait

    def late(bell, **until):
        if not listening.is_set():
            listening.set()
            assert go.wait(20)
        wait(bell, **until)

    monkeypatch.setattr(Bell, "wait", late)
    with ThreadPoolExecutor(2) as askers:
        answer = askers.submit(first.answer)
        assert listening.wait(20)
        assert select.select([first._wire._bell.socket], [], [], 20)[0], "the answer is there"
        second = askers.submit(pipeline.line_up(LENGTH, {"text": "x" * 8_000_000}).answer)
        go.set()
        assert answer.result(20) == [[b"2"]]
        assert second.result(20) == [[b"8000000"]]


def test_the_connection_is_kept_until_it_is_given_back(one_connection):
    pipeline = Pipeline(one_connection)
    answers = {pipeline.line_up(WHO, {"n": n}).answer()[0][0] for n in range(3)}
    assert len(answers) == 1
    with pytest.raises(PoolTimeout):
        one_connection.getconn(timeout=0.05)
    pipeline.close()
    with one_connection.connection(timeout=10) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)
    pipeline.close()
