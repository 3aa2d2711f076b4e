"""What only a database can show: no gaps for readers, no changes, the right indexes."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID, uuid5

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError

from store.adapters.drivers.eventlog.insertion import APPENDED, LAST, rows
from store.adapters.drivers.eventlog.postgres import BEYOND, STREAMS
from tests.adapters.eventlog.facts import HATS, MUGS, PENS, facts, places

WRITERS, APPENDS = 4, 40


@pytest.mark.requirement("R9.3")
@pytest.mark.story("US-10.5", "a changed or missing fact of a stream shows")
@pytest.mark.parametrize("statement", [
    "UPDATE log.events SET state = '{}'",
    "DELETE FROM log.events",
    "TRUNCATE log.events",
    "TRUNCATE log.events_0, log.events_1, log.events_2, log.events_3",
    "DELETE FROM log.events_0; DELETE FROM log.events_1; DELETE FROM log.events_2; DELETE FROM log.events_3",
])
def test_facts_are_never_changed(postgres_log, connections, statement):
    postgres_log.insert_events(facts(MUGS, 1))
    with connections.connection() as db, pytest.raises(psycopg.errors.RaiseException, match="never changed"):
        db.execute(statement, prepare=False)  # several can't be prepared as one
    assert places(postgres_log.select_events(MUGS)) == [(MUGS, 1)]


@pytest.mark.requirement("R9.3")
@pytest.mark.story("US-9.2", "no reader misses a fact")
def test_readers_wait_for_whoever_began_earlier(postgres_log, connections):
    """The later transaction commits first: its fact must not be read before the earlier one's can be."""
    first = postgres_log.insert_events(facts(PENS, 1))[-1]
    with connections.connection() as slow, slow.transaction():
        slow.execute(APPENDED + LAST, rows(facts(MUGS, 1)))
        later = postgres_log.insert_events(facts(HATS, 1))[-1]
        assert postgres_log.horizon() <= later
        assert postgres_log.newest() == first
        assert places(postgres_log.select_notifications(1, 10)) == [(PENS, 1)]
    assert places(postgres_log.select_notifications(1, 10)) == [(PENS, 1), (MUGS, 1), (HATS, 1)]
    assert postgres_log.newest() == later


@pytest.mark.requirement("R9.3")
@pytest.mark.story("US-9.2", "no reader misses a fact")
def test_a_reader_who_keeps_up_with_busy_writers_misses_nothing_and_reads_in_order(postgres_log):
    finished = Event()

    def write(writer):
        for n in range(APPENDS):
            mine = [uuid5(UUID(int=writer), str(n)), uuid5(UUID(int=writer), f"other {n}")]
            postgres_log.insert_events([fact for stream in sorted(mine) for fact in facts(stream, 1)])

    def read():
        seen, at = [], 0
        while True:
            over = finished.is_set()
            piece = postgres_log.select_notifications(at, 50, inclusive_of_start=False)
            seen += piece
            at = piece[-1].id if piece else at
            if over and not piece:
                return seen

    with ThreadPoolExecutor(WRITERS + 1) as threads:
        reading = threads.submit(read)
        writing = [threads.submit(write, n) for n in range(WRITERS)]
        for task in writing:
            task.result(60)
        finished.set()
        seen = reading.result(60)
    assert len(seen) == len(set(places(seen))) == WRITERS * APPENDS * 2
    assert [row.id for row in seen] == sorted(row.id for row in seen)


@pytest.mark.requirement("R9.3")
@pytest.mark.story("US-9.2", "partitioning that prunes")
def test_reading_one_stream_touches_one_partition(connections):
    with connections.connection() as db:
        plan = db.execute(
            "EXPLAIN (FORMAT JSON) SELECT * FROM log.events WHERE stream = '00000000-0000-0000-0000-000000000001'"
        ).fetchone()[0]
    assert json.dumps(plan).count('"Relation Name"') == 1


@pytest.mark.requirement("R9.3")
@pytest.mark.story("US-9.2", "indexes for the queries there are")
def test_tailing_merges_the_position_indexes_of_the_partitions(postgres_log, connections):
    for n in range(1, 200):
        postgres_log.insert_events(facts(UUID(int=n), *range(1, 11)))
    with connections.connection() as db:
        db.execute("ANALYZE log.events")
        plan = json.dumps(db.execute(
            "EXPLAIN (FORMAT JSON) SELECT * FROM log.events WHERE position > 100 ORDER BY position LIMIT 50"
        ).fetchone()[0])
    assert "Merge Append" in plan
    assert "Sort" not in plan.replace("Sort Key", "")
    assert plan.count("_position_idx") >= 4


@pytest.mark.requirement("R9.3")
@pytest.mark.story("US-9.2", "indexes for the queries there are")
def test_many_streams_are_read_in_one_statement_by_their_key(connections):
    with connections.connection() as db:
        db.execute("SET enable_seqscan = off")
        plan = json.dumps(db.execute(f"EXPLAIN (FORMAT JSON) {STREAMS}", {"streams": [MUGS, HATS]}).fetchone()[0])
        db.execute("RESET enable_seqscan")
    assert "Seq Scan" not in plan


@pytest.mark.requirement("R9.3")
@pytest.mark.story("US-9.2", "partitioning that prunes")
def test_what_is_read_again_touches_only_the_partitions_of_its_streams(postgres_log, connections):
    for n in range(1, 200):
        postgres_log.insert_events(facts(UUID(int=n), *range(1, 11)))
    with connections.connection() as db:
        db.execute("ANALYZE log.events")
        ((whole,),) = db.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {STREAMS}", {"streams": [MUGS]}).fetchall()
        known = {"streams": [MUGS], "versions": [5]}
        ((tail,),) = db.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {BEYOND}", known).fetchall()
    for plan in (whole, tail):
        read = [node for node in nodes(plan) if node.get("Relation Name") and node["Actual Loops"]]
        assert len(read) == 1, "the other partitions are not even opened"
        assert {node["Node Type"] for node in read} <= {"Index Scan", "Bitmap Heap Scan"}
    assert sum(node["Actual Rows"] for node in nodes(tail) if node.get("Relation Name")) == 5


def nodes(plan):
    """All nodes of the way Postgres took."""
    waiting = [plan[0]["Plan"]]
    while waiting:
        node = waiting.pop()
        waiting += node.get("Plans", [])
        yield node


@pytest.mark.story("US-9.2", "many write at once and nothing is lost")
def test_two_who_append_to_the_same_streams_in_another_order_never_wait_in_a_circle(postgres_log, connections):
    """The first holds the mug, which comes first: the second waits for it, and holds nothing the first wants."""
    with connections.connection() as first, first.transaction():
        first.execute(APPENDED + LAST, rows(facts(MUGS, 1)))
        with ThreadPoolExecutor(1) as other:
            second = other.submit(postgres_log.insert_events, [*facts(PENS, 1), *facts(MUGS, 1)])
            wait_until_blocked(connections)
            first.execute(APPENDED + LAST, rows(facts(PENS, 1)))
            first.execute("COMMIT")
            with pytest.raises(IntegrityError):
                second.result(20)
    assert places(postgres_log.select_notifications(1, 10)) == [(MUGS, 1), (PENS, 1)]


def wait_until_blocked(connections):
    """Until somebody waits for a lock."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connections.connection() as db:
            if db.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
                return
    raise TimeoutError
