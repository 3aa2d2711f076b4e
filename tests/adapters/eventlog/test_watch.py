"""Noticing that the log has grown, without looking at it as long as nothing can have come."""

from contextlib import closing

import pytest

from store.adapters.drivers.eventlog import watch
from store.adapters.drivers.eventlog.watch import LogWatch
from store.adapters.drivers.prepared import ask
from tests.domain.catalogue.test_product import CHEAPER, ID
from tests.harness.projections import learning
from tests.projections.test_abreast import Prices

pytestmark = [pytest.mark.requirement("R4.2")]


@pytest.fixture
def learner(migrated_url):
    with learning(migrated_url, Prices("prices")) as learner:
        yield learner


@pytest.fixture
def asked(monkeypatch):
    found = []

    def noted(db, statement, values):
        found.append(statement)
        return ask(db, statement, values)

    monkeypatch.setattr(watch, "ask", noted)
    return found


def test_the_newest_fact_is_noticed_each_time(learner):
    with closing(LogWatch(learner.url)) as it:
        assert it.newest() == 0
        for _ in range(3):
            learner.given(ID, CHEAPER)
            assert it.newest() == learner.log.newest() > 0


def test_a_fact_on_its_way_is_noticed_once_it_is_there(learner):
    with closing(LogWatch(learner.url)) as it, learner.writing.connection() as other:
        before = it.newest()
        with other.transaction():
            other.execute("SELECT pg_current_xact_id()")
            learner.given(ID, CHEAPER)
            assert it.newest() == before, "what may still come stands before it"
        assert it.newest() == learner.log.newest() > before


def test_the_log_is_not_looked_at_while_the_horizon_stands_still(learner, asked):
    learner.given(ID, CHEAPER)
    with closing(LogWatch(learner.url)) as it:
        first = [it.newest() for _ in range(5)]
    assert len(set(first)) == 1
    assert sum("log.events" in statement for statement in asked) == 1


def test_it_connects_anew_after_its_connection_was_lost(learner):
    with closing(LogWatch(learner.url)) as it:
        it.newest()
        it.close()
        learner.given(ID, CHEAPER)
        assert it.newest() == learner.log.newest()
