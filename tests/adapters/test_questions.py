"""Questions share connections, and none notices the others."""

import asyncio
from uuid import uuid4

import psycopg
import pytest

from store.adapters.drivers.questions import Questions
from store.adapters.drivers.roles import DatabaseRole, as_role
from store.adapters.drivers.statement import text

pytestmark = pytest.mark.requirement("R9.1")
OTHERS = "FROM pg_stat_activity WHERE application_name = 'store questions' AND datname = current_database()"


def asked(url, *questions):
    async def ask():
        async with Questions(url) as shared:
            return await asyncio.gather(
                *(shared.ask(text, values) for text, values in questions), return_exceptions=True
            )

    return asyncio.run(ask())


def test_values_of_every_kind_arrive_as_they_are(database_url):
    id = uuid4()
    texts = ['a"b\\c', "{d,e}", "", "NULL", "ü"]
    (row,), = asked(database_url, (
        """SELECT %(text)s::text, %(number)s::bigint + 1, %(id)s::uuid, %(yes)s::boolean, %(none)s::int,
                  to_json(%(texts)s::text[]), %(text)s || '%%'""",
        {"text": "it's", "number": 41, "id": id, "yes": True, "none": None, "texts": texts},
    ))
    assert row[:5] == [b"it's", b"42", str(id).encode(), b"t", None]
    assert psycopg.types.json.json.loads(row[5]) == texts
    assert row[6] == b"it's%"


def test_each_gets_its_own_answer_however_many_ask_at_once(database_url):
    answers = asked(database_url, *(
        ("SELECT %(n)s::int, repeat('x', %(n)s)", {"n": n}) for n in range(300)
    ), *(("SELECT g FROM generate_series(1, %(n)s::int) AS g", {"n": n}) for n in range(300)))
    assert [rows[0][0] for rows in answers[:300]] == [str(n).encode() for n in range(300)]
    assert [len(rows) for rows in answers[300:]] == list(range(300))


def test_one_that_fails_is_told_and_takes_no_other_with_it(database_url):
    answers = asked(
        database_url, ("SELECT 1 / %(n)s::int", {"n": 1}), ("SELECT 1 / %(n)s::int", {"n": 0}),
        ("SELECT nothing_like_it", {}), ("SELECT 2", {}), ("SELECT nothing_like_it", {}),
        ("SELECT %(n)s::text", {"n": "\0"}),
        ("SELECT 3", {}),
    )
    assert [rows for rows in answers if isinstance(rows, list)] == [[[b"1"]], [[b"2"]], [[b"3"]]]
    assert [type(answers[n]) for n in (1, 2, 4, 5)] == [
        psycopg.errors.DivisionByZero, psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedColumn,
        psycopg.DataError,
    ]


def test_large_questions_and_answers_pass_too(database_url):
    large = "x" * 3_000_000
    answers = asked(database_url, *(("SELECT %(large)s || %(n)s", {"large": large, "n": str(n)}) for n in range(4)))
    assert [rows == [[f"{large}{n}".encode()]] for n, rows in enumerate(answers)] == [True] * 4


def test_nobody_queues_behind_one_that_takes_long(database_url):
    async def ask():
        async with Questions(database_url, 2) as shared:
            slow = [asyncio.create_task(shared.ask("SELECT pg_sleep(30)", {}, quick=False)) for _ in range(3)]
            await both_sleep(shared)
            slow[0].cancel()
            return await shared.ask("SELECT 1", {}), await shared.ask("SELECT 2", {}), [task.cancel() for task in slow]

    async def both_sleep(shared):
        asleep = "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(30)'"
        while await shared.ask(asleep, {}) != [[b"2"]]:
            pass

    assert asyncio.run(asyncio.wait_for(ask(), 10))[:2] == ([[b"1"]], [[b"2"]])


def test_a_slow_question_finds_the_connection_of_the_last_one(database_url):
    async def ask():
        async with Questions(database_url) as shared:
            return {(await shared.ask("SELECT pg_backend_pid()", {}, quick=False))[0][0] for _ in range(3)}

    assert len(asyncio.run(ask())) == 1


def test_a_lost_connection_is_noticed_and_replaced(database_url):
    def end_all():
        with psycopg.connect(database_url, autocommit=True) as db:
            return db.execute(f"SELECT count(pg_terminate_backend(pid, 5000)) {OTHERS}").fetchone()[0]

    async def ask():
        async with Questions(database_url, 1) as shared:
            first = await shared.ask("SELECT 1", {})
            under_way = [asyncio.create_task(shared.ask("SELECT pg_sleep(0.3), 2", {})) for _ in range(2)]
            await asyncio.sleep(0.1)
            ended = await asyncio.to_thread(end_all)
            answers = await asyncio.gather(*under_way)
            ended += await asyncio.to_thread(end_all)
            return first, ended, answers, await shared.ask("SELECT 3", {})

    first, ended, answers, last = asyncio.run(ask())
    assert ended == 2
    assert (first, last) == ([[b"1"]], [[b"3"]])
    assert [rows[0][1] for rows in answers] == [b"2", b"2"]


def test_a_table_that_was_made_anew_is_read_as_it_is_now(database_url):
    async def ask():
        async with Questions(database_url, 1) as shared:
            with psycopg.connect(database_url, autocommit=True) as db:
                db.execute("CREATE TABLE things (n int)")
                db.execute("INSERT INTO things VALUES (1)")
                before = await shared.ask("SELECT n::text FROM things", {})
                db.execute("DROP TABLE things")
                db.execute("CREATE TABLE things (m text, n bigint)")
                db.execute("INSERT INTO things VALUES ('a', 2)")
            return before, await shared.ask("SELECT n::text FROM things", {})

    assert asyncio.run(ask()) == ([[b"1"]], [[b"2"]])


@pytest.mark.parametrize("planned_once", [True, False])
@pytest.mark.parametrize("quick", [True, False])
def test_who_asks_stays_in_the_role_of_the_address(migrated_url, planned_once, quick):
    """The role stands among the options of the address, and how is planned stands there, too."""
    async def ask():
        url = as_role(migrated_url, DatabaseRole.APP)
        async with Questions(url, planned_once=planned_once) as questions:
            return [
                text((await questions.ask(statement, {}, quick=quick))[0][0])
                for statement in ("SELECT current_user::text", "SELECT current_setting('plan_cache_mode')")
            ]

    assert asyncio.run(ask()) == [DatabaseRole.APP, "force_generic_plan" if planned_once else "auto"]
