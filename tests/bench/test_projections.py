"""What read models are measured beside makes the same rows as they do, or the ratio says nothing."""

import psycopg
import pytest

from bench.projections import ceiling, differing, fill
from projections.ordering.order_list import OrderList
from tests.harness.projections import learning

pytestmark = [pytest.mark.requirement("R4.2")]


def test_the_ceiling_makes_the_rows_of_the_read_model(migrated_url):
    with learning(migrated_url, OrderList()) as learner, psycopg.connect(migrated_url, autocommit=True) as db:
        fill(600, db)
        learner.runner.catch_up()
        ceiling(db)
        assert db.execute("SELECT count(*) > 100 FROM ceiling.orders").fetchone() == (True,)
        assert differing(db) == 0
