"""Questions in SQL: what is answered, and everything that is refused, in words and with its place."""

import asyncio
import resource
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from store.adapters.drivers.pools import pool
from store.adapters.drivers.roles import DatabaseRole, as_role
from store.adapters.drivers.threads import at_once
from store.adapters.insight.analyst import AT_ONCE, Analyst
from store.adapters.insight.notebook import PostgresNotebook, forget_questions
from store.adapters.insight.questions import LONGEST_TEXT, Questions
from store.application.insight.errors import NobodyMayAsk, QuestionRefused
from store.application.insight.messages import AskData, Format, Kind, TakeData

pytestmark = pytest.mark.story("US-10.1", "database users may do little")
MEGABYTES = 1024


@pytest.fixture
def connections(traded):
    with pool(as_role(traded.url, DatabaseRole.APP), 4) as connections:
        yield connections


@pytest.fixture
def questions(traded, connections):
    analyst = Analyst(as_role(traded.url, DatabaseRole.ANALYST, login=True))
    return Questions(analyst, PostgresNotebook(connections), None, at_once)


@pytest.fixture
def ask(questions):
    def ask(statement, **more):
        return asyncio.run(questions.ask(AskData(statement=statement, actor="staff:ann", through="page", **more)))

    return ask


def test_a_question_is_answered_with_the_kind_of_each_column(ask):
    answered = ask(
        "SELECT count(*) AS n, insight.amount(sum(total_minor), 'EUR') AS taken, true AS yes, 'a' AS word,"
        " timestamptz '2026-06-01 09:00Z' AS at, date '2026-06-01' AS day, 1.5::float8 AS f,"
        " '{\"a\": 1}'::jsonb AS doc,"
        " NULL AS nothing, NULL::uuid AS id FROM orders;  "
    )
    assert [column.kind for column in answered.columns] == [
        Kind.WHOLE, Kind.DECIMAL, Kind.TRUTH, Kind.TEXT, Kind.INSTANT, Kind.DAY, Kind.NUMBER, Kind.JSON, Kind.TEXT,
        Kind.TEXT,
    ]
    (row,) = answered.rows
    assert row[0] > 10
    assert row[2:] == [True, "a", "2026-06-01T09:00:00Z", "2026-06-01", 1.5, '{"a": 1}', None, None]
    assert row[1].partition(".")[2].isdigit(), "exact, as text"


def test_columns_may_share_a_name_and_have_none(ask):
    answered = ask('SELECT 1 AS a, 2 AS a, 3, 4 AS "weird ""name"" %s {}"')
    assert [column.name for column in answered.columns] == ["a", "a", "?column?", 'weird "name" %s {}']
    assert answered.rows == [[1, 2, 3, 4]]


@pytest.mark.parametrize("statement", [
    "SELECT 1 -- and a word", "SELECT 1 /* and another */", "WITH a AS (SELECT 1) TABLE a", "VALUES (1)",
    "(SELECT 1)", "  select 1 ;; ", "-- first a word\nSELECT 1", "SELECT 1 UNION ALL SELECT 1 LIMIT 1",
    "SELECT '100%' = '100%%' IS NULL, 1 FROM (SELECT 1) x(a) LIMIT 1",
])
def test_a_select_in_any_clothes_is_a_question(ask, statement):
    assert len(ask(statement).rows) == 1


def test_an_answer_is_cut_and_says_so(ask):
    answered = ask("SELECT generate_series(1, 5)", limit=3)
    assert (answered.rows, answered.more) == ([[1], [2], [3]], True)
    assert not ask("SELECT generate_series(1, 3)", limit=3).more


@pytest.mark.parametrize(("statement", "words"), [
    # Becoming somebody else.
    ("SET ROLE store_owner", "syntax error"), ("RESET ROLE", "syntax error"),
    ("SET SESSION AUTHORIZATION postgres", "syntax error"),
    ("SELECT set_config('role', 'store_owner', false)", "permission denied"),
    ("SELECT set_config('statement_timeout', '0', false), pg_sleep(1)", "permission denied"),
    # Staying, locking, telling.
    ("SELECT pg_sleep(100)", "permission denied"), ("SELECT pg_advisory_lock(1)", "permission denied"),
    ("SELECT pg_try_advisory_xact_lock(1)", "permission denied"), ("SELECT pg_notify('a', 'b')", "permission denied"),
    ("SELECT pg_current_xact_id()", "permission denied"), ("SELECT txid_current()", "permission denied"),
    ("SELECT pg_terminate_backend(1)", "permission denied"), ("LOCK TABLE log.events", "syntax error"),
    ("LISTEN a", "syntax error"),
    # Files and programs.
    ("COPY (SELECT 1) TO PROGRAM 'id'", "syntax error"), ("COPY orders TO STDOUT", "syntax error"),
    ("SELECT pg_read_file('/etc/passwd')", "permission denied"), ("SELECT * FROM pg_ls_dir('/')", "permission denied"),
    ("SELECT lo_import('/etc/passwd')", "permission denied"), ("SELECT lo_create(0)", "permission denied"),
    # Several statements, transactions, cursors.
    ("SELECT 1; SELECT 2", "multiple commands"), ("SELECT 1; DROP TABLE log.events", "multiple commands"),
    ("COMMIT", "syntax error"), ("BEGIN", "syntax error"), ("ROLLBACK; SELECT 1", "multiple commands"),
    ("DECLARE c CURSOR WITH HOLD FOR SELECT 1", "syntax error"), ("FETCH ALL FROM c", "syntax error"),
    ("SELECT 1) AS asked (c0) --", "syntax error"), ("SELECT 1) AS asked (c0) LIMIT 1 /*", "syntax error"),
    ("SELECT 1 /*", "unterminated"), ("SELECT '", "unterminated"), ("SELECT $a$", "unterminated"),
    # Changing something.
    ("INSERT INTO log.events DEFAULT VALUES", "syntax error"), ("DELETE FROM orders", "cannot delete|syntax error"),
    ("WITH gone AS (DELETE FROM work.mails RETURNING 1) SELECT * FROM gone", "permission denied|top level"),
    ("CREATE TEMPORARY TABLE mine (x int)", "syntax error"), ("SELECT 1 AS x INTO mine", "syntax error"),
    ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "syntax error"),
    ("DO 'BEGIN END'", "syntax error"), ("CALL f()", "does not exist|syntax error"),
    ("SELECT * FROM orders FOR UPDATE", "permission denied|read-only"), ("VACUUM", "syntax error"),
    ("EXPLAIN ANALYZE SELECT 1", "syntax error"), ("PREPARE a AS SELECT 1", "syntax error"),
    ("EXECUTE asked", "syntax error"),
    # What is not for analysts.
    ("SELECT * FROM log.events", "permission denied"), ("SELECT * FROM work.credentials", "permission denied"),
    ("SELECT * FROM work.sessions", "permission denied"), ("SELECT * FROM read.orders", "permission denied"),
    ("SELECT * FROM pg_authid", "permission denied"), ("SELECT rolpassword FROM pg_authid", "permission denied"),
    ("SELECT query_to_xml('SELECT 1', true, true, '')", "permission denied"),
    ("SELECT dblink('', '')", "does not exist"),
    # No question at all.
    ("", "no question"), (" ;; ", "no question"), ("-- a word", "no answer|syntax error"), ("SELECT", "no answer"),
    ("SELECT '\0'", "no character"), ("SELECT '\ud800'", "no character"), ("SELECT 1" + " " * 30_000 + "+ 1", "longer"),
    ("SELECT $1", "parameter|no parameter|bind"),
])
def test_what_is_no_question_is_refused_in_words(ask, statement, words):
    if words == "syntax error":
        words = "syntax error|no answer|permission denied"  # by its form alone, or as soon as it names a table
    with pytest.raises(QuestionRefused, match=words):
        ask(statement)


@pytest.mark.parametrize(("statement", "line", "column"), [
    ("SELECT nothing FROM orders", 1, 8),
    ("SELECT 1,\n       2,\n   wrong\nFROM orders", 3, 4),
    ("SELECT * FROM\n  nowhere", 2, 3),
    ("SELECT 1 +", 1, 11),
    ("SELECT 'é', wrong", 1, 13),
])
def test_a_mistake_is_shown_in_its_place(ask, statement, line, column):
    with pytest.raises(QuestionRefused) as refused:
        ask(statement)
    assert (refused.value.line, refused.value.column) == (line, column)


def test_a_division_by_zero_is_said_as_such(ask):
    with pytest.raises(QuestionRefused, match="division by zero"):
        ask("SELECT 1 / (version - version) FROM facts")


def test_a_question_that_takes_too_long_is_stopped(questions, monkeypatch):
    monkeypatch.setattr("store.adapters.insight.questions.SECONDS", 0.3)
    began = time.monotonic()
    with pytest.raises(QuestionRefused, match="too long"):
        asyncio.run(questions.ask(AskData(
            statement="SELECT count(*) FROM generate_series(1, 1000000000)", actor="staff:ann", through="page"
        )))
    assert time.monotonic() - began < 5


def test_a_billion_rows_and_a_huge_value_cost_no_memory(ask):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(ask("SELECT generate_series(1, 1000000000::bigint), repeat('x', 1000)").rows) == 1000
    with pytest.raises(QuestionRefused, match=r"temporary file size|too long"):
        ask("SELECT n, repeat('x', 1000) FROM generate_series(1, 1000000000::bigint) n")
    (row,) = ask("SELECT repeat('x', 100000000)").rows
    assert len(row[0]) == LONGEST_TEXT
    assert ask("SELECT repeat('x', 5000) FROM generate_series(1, 100000)").more
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * MEGABYTES


def test_nothing_stays_on_a_connection_for_the_next_question(ask, traded):
    for _ in range(3):
        ask("SELECT 1")
    with psycopg.connect(traded.url) as db:
        left = db.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'store insight'").fetchone()
    assert left == (0,)


def test_few_questions_are_answered_at_once(ask, monkeypatch):
    monkeypatch.setattr("store.adapters.insight.analyst.PATIENCE", 0.1)
    slow = "SELECT count(*) FROM generate_series(1, 20000000)"
    with ThreadPoolExecutor(AT_ONCE + 2) as many:
        outcomes = [future.exception() for future in [many.submit(ask, slow) for _ in range(AT_ONCE + 2)]]
    assert "TooManyAsk" in {type(outcome).__name__ for outcome in outcomes}


@pytest.mark.parametrize("login", ["postgres", "store_app"])
def test_an_account_that_could_become_somebody_else_asks_nothing(traded, connections, login):
    url = as_role(traded.url.replace("postgres@", f"{login}@"), DatabaseRole.ANALYST)
    if login == "store_app":
        url = traded.url.replace("postgres@", "store_app@")
    questions = Questions(Analyst(url), PostgresNotebook(connections), None, at_once)
    with pytest.raises(NobodyMayAsk, match="STORE_DATABASE_URL_ANALYST"):
        asyncio.run(questions.ask(AskData(statement="SELECT 1", actor="staff:ann", through="page")))


def test_who_asked_what_is_written_down_refusals_included(ask, questions, connections):
    ask("SELECT generate_series(1, 3) AS noted")
    with pytest.raises(QuestionRefused):
        ask("SELECT wrong AS noted")
    file = asyncio.run(questions.take(TakeData(statement="SELECT 1 AS noted", actor="staff:ben", format=Format.CSV)))
    assert b"".join(file.content) == b"noted\r\n1\r\n"
    with connections.connection() as db:
        rows = db.execute(
            "SELECT actor, through, statement, rows, seconds > 0, error FROM work.questions_asked"
            " WHERE statement LIKE '%%noted' ORDER BY asked_at", (),
        ).fetchall()
    assert rows == [
        ("staff:ann", "page", "SELECT generate_series(1, 3) AS noted", 3, True, None),
        ("staff:ann", "page", "SELECT wrong AS noted", None, True, 'column "wrong" does not exist'),
        ("staff:ben", "csv", "SELECT 1 AS noted", 1, True, None),
    ]


def test_what_was_asked_long_ago_is_forgotten(connections):
    with connections.connection() as db:
        db.execute(
            "INSERT INTO work.questions_asked (id, asked_at, actor, through, statement)"
            " VALUES (gen_random_uuid(), now() - interval '91 days', 'staff:ann', 'page', 'SELECT ancient')"
        )
        forget_questions(connections)
        assert db.execute("SELECT FROM work.questions_asked WHERE statement = 'SELECT ancient'").fetchone() is None
