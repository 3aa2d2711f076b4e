"""Whoever reads while read models change places sees one of them whole; what is broken off midway never happened."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

import psycopg
import pytest

from projections.ordering.order_list import OrderList
from projections.shared import switching
from projections.shared.copies import KEPT, NEXT, SERVING
from tests.domain.ordering.test_order import CONFIRMED, ID, PLACED
from tests.harness.projections import learning

pytestmark = pytest.mark.requirement("R9.3")

OLD, NEW = ("awaiting_payment", "awaiting_payment"), ("new", "new")
BOTH = {
    "as they move": "SELECT o.status, c.status FROM read.orders o, read.order_counts c",
    "against it": "SELECT o.status, c.status FROM read.order_counts c, read.orders o",
}
"""Questions to both tables of a read model; each locks them in the order in which it names them."""
PATIENCE = 20.0


@pytest.fixture
def orders(migrated_url):
    """A copy that people read, and one that is ready to take its place and differs from it in both of its tables."""
    with learning(migrated_url, OrderList()) as learner:
        learner.given(ID, PLACED)
        learner.runner.catch_up()
        learner.runner.builds.rebuild("orders")
        with learner.connections.connection() as db:
            db.execute("UPDATE read_next.orders SET status = 'new'")
            db.execute("UPDATE read_next.order_counts SET status = 'new'")
        yield learner


def stands(orders):
    return {copy.schema: (copy.position, copy.state, copy.tables) for copy in orders.runner.copies.all()}


def until(condition):
    """Wait for it, and fail if it never comes."""
    deadline, pause = monotonic() + PATIENCE, Event()
    while not condition():
        assert monotonic() < deadline
        pause.wait(0.01)


def seen(orders, question=BOTH["as they move"], schema=SERVING):
    return orders.rows(question.replace("read.", f"{schema}."))


@dataclass
class Reader:
    """Asks again and again until it is told to stop."""

    url: str
    question: str
    answers: list = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def read(self):
        with psycopg.connect(self.url, autocommit=True) as db:
            while not self.stop.is_set():
                self.answers.append(tuple(db.execute(self.question).fetchall()))


@pytest.mark.parametrize("question", BOTH.values(), ids=BOTH)
def test_whoever_reads_meanwhile_sees_one_of_them_whole_and_never_an_error(orders, question):
    reader, builds = Reader(orders.url, question), orders.runner.builds
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(reader.read)
        try:
            until(lambda: reader.answers or reading.done())
            builds.switch("orders")
            for _ in range(20):
                builds.back("orders")
        finally:
            reader.stop.set()
        reading.result(PATIENCE)
    assert set(reader.answers) == {(OLD,), (NEW,)}


def test_a_long_look_at_one_table_after_the_other_is_not_broken_off_for_it(orders):
    """The reader holds the table that is moved last, and asks for the first once the switch waits for it."""
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'"
    with ThreadPoolExecutor(1) as beside, psycopg.connect(orders.url) as reader:
        [counted] = reader.execute("SELECT status FROM read.order_counts").fetchall()
        switching = beside.submit(orders.runner.builds.switch, "orders")
        with psycopg.connect(orders.url, autocommit=True) as watching:
            until(lambda: watching.execute(waits).fetchone() == (1,))
        [found] = reader.execute("SELECT status FROM read.orders").fetchall()
        assert (*found, *counted) == OLD
        reader.commit()
        switching.result(PATIENCE)
    assert seen(orders) == [NEW]


class Broken(Exception):
    """Something happened in the middle of a switch."""


def killed(orders, db):
    """The server ends the connection that switches."""
    with psycopg.connect(orders.url, autocommit=True) as administrator:
        administrator.execute("SELECT pg_terminate_backend(%s)", (db.info.backend_pid,))


def raised(orders, db):
    """The process that switches stumbles."""
    del orders, db
    raise Broken


@pytest.mark.parametrize("moves", [0, 1, 2, 3])
@pytest.mark.parametrize(("how", "fault"), [(killed, psycopg.OperationalError), (raised, Broken)],
                         ids=["killed", "raised"])
def test_a_switch_that_is_broken_off_never_happened_and_can_be_made_again(orders, monkeypatch, how, fault, moves):
    before, left, move = stands(orders), list(range(moves)), switching._move

    def breaks_off(copy, to, db, **since):
        if not left:
            how(orders, db)
        else:
            left.pop()
        move(copy, to, db, **since)
        if to == KEPT:
            how(orders, db)

    with monkeypatch.context() as patched:
        patched.setattr(switching, "_move", breaks_off)
        with pytest.raises(fault):
            orders.runner.builds.switch("orders")
    assert stands(orders) == before
    assert (seen(orders), seen(orders, schema=NEXT)) == ([OLD], [NEW])
    assert orders.rows("SELECT 1 FROM pg_tables WHERE schemaname = 'read_swap'") == []
    orders.runner.builds.switch("orders")
    assert (seen(orders), seen(orders, schema=KEPT)) == ([NEW], [OLD])
    orders.given(ID, CONFIRMED)
    orders.runner.catch_up()
    assert seen(orders, "SELECT status FROM read.orders") == [("confirmed",)], "it goes on learning"
