"""Whatever the size of the batches, and however often everything is learnt again, the rows are the same."""

import time
from threading import Event
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings

from projections.browsing.goods import Goods
from projections.notifications.order_mails import OrderMails
from projections.ordering.order_list import OrderList
from projections.payments.open_payments import OpenPayments
from projections.shared.copies import NEXT
from store.domain.catalogue.category_events import CategoryMoved, CategoryOpened
from store.domain.catalogue.events import Description, ProductListed, ProductRevised, Variant
from store.domain.shared.ids import CategoryId, ProductId
from store.domain.shared.money import Money
from tests.domain.ordering.test_order import CONFIRMED, ID, NOON, PLACED
from tests.harness.pasts import pasts
from tests.harness.projections import learning

pytestmark = pytest.mark.requirement("R9.3")
PROJECTIONS = (OrderList(), OpenPayments(), Goods("/media/"), OrderMails())


def rows(learner, schema):
    query = 'SELECT t::text COLLATE "C" FROM {}.{} t ORDER BY 1'
    tables = [table for projection in PROJECTIONS for table in projection.tables]
    return {table: learner.rows(query.format(schema, table)) for table in tables}


def forget(learner, log=""):
    with psycopg.connect(learner.url) as db:
        db.execute("SET LOCAL session_replication_role = replica")
        if log:
            db.execute("TRUNCATE log.events, work.outbox")
        db.execute("UPDATE read.copies SET position = 0")
        for projection in PROJECTIONS:
            for table in projection.tables:
                db.execute(f"TRUNCATE read.{table}")


@pytest.fixture
def learner(migrated_url):
    with learning(migrated_url, *PROJECTIONS) as learner:
        yield learner


def until_all_is_below_the_horizon(log):
    """Whatever else the server does (it tidies up by itself) may hold readers back for a moment."""
    deadline, pause = time.monotonic() + 30, Event()
    while log.newest() != (log.max_notification_id() or 0):
        assert time.monotonic() < deadline
        pause.wait(0.01)


def listed(n, place, *skus, kind=ProductListed, also=None):
    said = Description(f"thing-{n}", "Mug", "Kiln", CategoryId(UUID(int=place)),
                       categories=(CategoryId(UUID(int=also)),) if also else ())
    variants = tuple(Variant(sku, Money(price, "EUR")) for price, sku in enumerate(skus, 3))
    return UUID(int=n), kind(at=NOON, product_id=ProductId(UUID(int=n)), description=said, variants=variants)


def opened(n, parent=None):
    id = CategoryId(UUID(int=n))
    return id, CategoryOpened(at=NOON, category_id=id, slug=f"p-{n}", name=f"Place {n}",
                              parent=CategoryId(UUID(int=parent)) if parent else None)


def moved(n, parent=None):
    id = CategoryId(UUID(int=n))
    return id, CategoryMoved(at=NOON, category_id=id, parent=CategoryId(UUID(int=parent)) if parent else None, was=None)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(past=[listed(1, 7, "a", "b"), listed(1, 7, "a", kind=ProductRevised)])
@example(past=[listed(1, 7, "a"), opened(7)])
@example(past=[listed(1, 8, "a"), opened(8, 7), opened(7)])
@example(past=[opened(7), listed(1, 7, "a"), listed(2, 7, "a")])
@example(past=[opened(8, 7), listed(1, 8, "a"), moved(8)])
@example(past=[opened(9), listed(1, 9, "a", also=8), opened(8, 7), moved(8)])
@given(past=pasts())
def test_the_rows_do_not_depend_on_the_size_of_the_batches(learner, past):
    forget(learner, log="too")
    for stream, event in past:
        learner.given(stream, event)
    until_all_is_below_the_horizon(learner.log)
    found = []
    for size in (1, 7, 1000):
        forget(learner)
        runner = learner.another(*PROJECTIONS, batch=size)
        runner.catch_up()
        assert {status.state for status in runner.status()} == {"running"}, runner.status()
        found.append((rows(learner, "read"), learner.rows("SELECT o::text FROM work.outbox o ORDER BY 1")))
    assert found[1] == found[0]
    assert found[2] == found[0]
    counted = learner.rows("SELECT status, count(*) FROM read.orders GROUP BY status ORDER BY 1")
    assert learner.rows("SELECT status, orders FROM read.order_counts ORDER BY 1") == counted


def test_what_is_built_beside_is_the_same(learner):
    for stream, event in [opened(7), listed(1, 7, "a", "b"), listed(2, 7, "c"), (ID, PLACED), (ID, CONFIRMED)]:
        learner.given(stream, event)
    learner.runner.catch_up()
    again = learner.another(*PROJECTIONS, building=2)
    for projection in PROJECTIONS:
        assert again.builds.rebuild(projection.name).state == "running"
    assert rows(learner, NEXT) == rows(learner, "read")
