"""Whatever the size of the batches, and however often everything is learnt again, the rows are the same."""

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings

from projections.browsing.goods import Goods
from projections.notifications.order_mails import OrderMails
from projections.ordering.order_list import OrderList
from projections.payments.open_payments import OpenPayments
from projections.shared.copies import NEXT
from tests.harness.pasts import pasts
from tests.harness.projections import learning

pytestmark = pytest.mark.requirement("R9.3")
PROJECTIONS = (OrderList(), OpenPayments(), Goods("/media/"), OrderMails())


def rows(learner, schema):
    query = 'SELECT t::text COLLATE "C" FROM {}.{} t ORDER BY 1'
    tables = [table for projection in PROJECTIONS for table in projection.tables]
    return {table: learner.rows(query.format(schema, table)) for table in tables}


def forget_everything(learner):
    with psycopg.connect(learner.url) as db:
        db.execute("SET LOCAL session_replication_role = replica")
        db.execute("TRUNCATE log.events, work.outbox")
        db.execute("UPDATE read.copies SET position = 0")
        for projection in PROJECTIONS:
            for table in projection.tables:
                db.execute(f"TRUNCATE read.{table}")


@pytest.fixture
def learner(migrated_url):
    with learning(migrated_url, *PROJECTIONS) as learner:
        yield learner


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(past=pasts())
def test_the_rows_do_not_depend_on_the_size_of_the_batches(learner, past):
    forget_everything(learner)
    for stream, event in past:
        learner.given(stream, event)
    runner = learner.another(*PROJECTIONS, batch=1)
    runner.catch_up()
    one_by_one = rows(learner, "read")
    mails = learner.rows("SELECT o::text FROM work.outbox o ORDER BY 1")
    assert {status.state for status in runner.status()} == {"running"}, runner.status()
    for size in (3, 7, 1000):
        again = learner.another(*PROJECTIONS, building=size)
        for projection in PROJECTIONS:
            assert again.builds.rebuild(projection.name).state == "running"
        assert rows(learner, NEXT) == one_by_one
        assert learner.rows("SELECT o::text FROM work.outbox o ORDER BY 1") == mails
