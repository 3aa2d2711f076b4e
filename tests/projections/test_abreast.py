"""Read models at one place of the log are told of a few facts together; one that stumbles over a fact stops alone."""

import pytest
from msgspec import structs
from psycopg import sql
from structlog.testing import capture_logs

from store.domain.catalogue.events import PriceChanged
from tests.domain.catalogue.test_product import CHEAPER, ID
from tests.harness.projections import learning

pytestmark = [pytest.mark.requirement("R4.2")]
TOO_MUCH = structs.replace(CHEAPER, sku="TOO-MUCH")


class Prices:
    """A read model that keeps each price, and may stumble over one. It notes what it was told, and by which process."""

    revision, kinds, indexes = 1, (PriceChanged,), ()

    def __init__(self, name, stumbles_over=""):
        self.name, self.tables, self.ddl = name, (name,), f"CREATE TABLE {name} (sku text)"
        self._stumbles_over, self.told, self.transactions, self.fails_next = stumbles_over, [], [], []

    def project(self, facts, db):
        if self.fails_next:
            raise self.fails_next.pop()
        self.told += [fact.event for fact in facts]
        [transaction] = db.execute("SELECT pg_current_xact_id()::text").fetchone()
        self.transactions.append(transaction)
        for fact in facts:
            if fact.event.sku == self._stumbles_over:
                raise ValueError(fact.event.sku)
            db.execute(sql.SQL("INSERT INTO {} VALUES (%s)").format(sql.Identifier(self.name)), (fact.event.sku,))


@pytest.fixture
def models():
    return [Prices("first"), Prices("second", stumbles_over="TOO-MUCH"), Prices("third")]


@pytest.fixture
def learner(migrated_url, models):
    with learning(migrated_url, *models) as learner:
        yield learner


def states(learner):
    return {status.name: (status.state, status.behind) for status in learner.runner.status()}


def test_all_are_told_in_one_transaction_of_facts_that_were_decoded_once(learner, models):
    learner.given(ID, CHEAPER, CHEAPER)
    learner.runner.catch_up()
    first, second, third = models
    assert first.transactions == second.transactions == third.transactions
    assert len(first.transactions) == 1
    assert [id(fact) for fact in first.told] == [id(fact) for fact in second.told] == [id(fact) for fact in third.told]


def test_what_was_moved_and_learnt_is_counted_for_each(learner):
    learner.given(ID, CHEAPER, CHEAPER)
    learner.runner.catch_up()
    counted = learner.rows("SELECT name, facts, batches FROM read.copies WHERE batches > 0 ORDER BY name")
    assert counted == [("first", 2, 1), ("second", 2, 1), ("third", 2, 1)]


def test_one_that_stumbles_stops_alone_before_the_fact_it_can_not_take(learner):
    learner.given(ID, CHEAPER, TOO_MUCH, CHEAPER)
    learner.runner.catch_up()
    assert states(learner) == {"first": ("running", False), "second": ("stopped", True), "third": ("running", False)}
    assert learner.rows("SELECT count(*) FROM read.first") == learner.rows("SELECT count(*) FROM read.third") == [(3,)]
    assert learner.rows("SELECT count(*) FROM read.second") == [(1,)]


def test_what_goes_wrong_once_is_heard_and_loses_nothing(learner, models):
    models[1].fails_next.append(once := ValueError("once"))
    learner.given(ID, CHEAPER, CHEAPER)
    with capture_logs() as logs:
        learner.runner.catch_up()
    assert [(line["log_level"], line["exc_info"]) for line in logs] == [("warning", once)]
    assert states(learner) == dict.fromkeys(("first", "second", "third"), ("running", False))
    for name in ("first", "second", "third"):
        assert learner.rows(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("read", name))) == [(2,)]


def test_the_others_go_on_together_while_one_has_stopped(learner, models):
    learner.given(ID, TOO_MUCH)
    learner.runner.catch_up()
    learner.given(ID, CHEAPER)
    learner.runner.catch_up()
    first, _, third = models
    assert first.transactions[-1] == third.transactions[-1]
    assert learner.rows("SELECT count(*) FROM read.third") == [(2,)]


def test_more_than_a_few_facts_are_learnt_by_each_for_itself(learner, models, monkeypatch):
    monkeypatch.setattr("projections.shared.abreast.FEW", 1)
    learner.given(ID, CHEAPER, CHEAPER)
    learner.runner.catch_up()
    first, _, third = models
    assert set(first.transactions).isdisjoint(third.transactions)
    assert states(learner) == dict.fromkeys(("first", "second", "third"), ("running", False))
