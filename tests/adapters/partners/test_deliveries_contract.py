"""Where webhooks stand: leased to one at a time, moved by whoever holds them; the twin and the tables alike."""

import asyncio
import time
from datetime import timedelta
from uuid import uuid4, uuid5

import psycopg
import pytest
from msgspec import structs

from projections.partners.webhooks import Webhooks
from store.adapters.drivers.pools import async_pool
from store.adapters.partners.deliveries_postgres import PostgresDeliveries
from store.application.partners.ports import Answered, Batch, Place
from store.domain.shared.ids import WebhookId
from tests.adapters.partners.stages import NOON, A, B, InMemory, OnPostgres
from tests.domain.partners.test_webhook import PAUSED, REMOVED, RESUMED, ROTATED, SUBSCRIBED
from tests.harness.projections import learning

pytestmark = [pytest.mark.requirement("R9.3")]
YES, NO = Answered(200, "OK", 0.1), Answered(500, "Sorry", 0.2)


@pytest.fixture(params=["memory", "postgres"])
def stage(request):
    if request.param == "memory":
        yield InMemory()
        return
    url = request.getfixturevalue("migrated_url")
    with learning(url, Webhooks()) as learner:
        yield OnPostgres(learner, request.getfixturevalue("app_url"))


@pytest.fixture
def worker(stage):
    with stage.worker() as worker:
        yield worker


def batch(place, until, **more):
    return Batch(uuid5(place.webhook_id, f"{place.position}/{until}"), place.position, until, 1, reset=False, **more)


def looked(worker, place, version=1, started=1, position="0"):
    assert worker.look(place, version, started, position)
    return Place(place.webhook_id, version, started, position)


def test_nothing_is_due_where_there_is_no_webhook(stage, worker):
    stage.fact()
    assert worker.takes() == []


def test_what_has_facts_before_it_is_due_until_they_are_confirmed(stage, worker):
    stage.happened(A, SUBSCRIBED)
    place = worker.one()
    assert (place.webhook_id, place.version, place.position) == (A, 0, "0")
    place = looked(worker, place)
    assert worker.takes() == [A]
    until = stage.fact()
    sent = batch(place, until)
    assert worker.begin(place, sent, NOON)
    assert worker.pending(place).begun == sent
    assert worker.confirmed(place, sent, YES, NOON)
    assert worker.pending(place).begun is None
    assert worker.takes() == []
    stage.fact()
    assert worker.one().position == until


def test_what_is_under_way_here_is_not_taken_again(stage, worker):
    for id in (A, B):
        stage.happened(id, SUBSCRIBED)
    assert worker.takes() == [A, B]
    assert worker.takes(busy=[A]) == [B]
    assert worker.takes() == [A, B], "nobody else has it"


def test_one_has_it_alone_until_its_lease_ends_or_it_lets_go(stage, worker):
    stage.happened(A, SUBSCRIBED)
    with stage.worker("two", lease=0.2) as two, stage.worker("three") as three:
        assert two.takes() == [A]
        place = Place(A)
        assert worker.takes() == []
        deadline = time.monotonic() + 10
        while not worker.takes():
            assert time.monotonic() < deadline
        assert not two.begin(place, batch(place, "1-9"), NOON), "it slept, and another one has it"
        assert not two.rest(place, NOON)
        assert not two.look(place, 1, 1, "0")
        assert not two.tried_again(place, batch(place, "1-9"), YES, NOON)
        assert two.takes() == three.takes() == []
        worker.let_go()
        assert three.takes() == [A]


def test_of_many_who_want_one_webhook_at_once_one_gets_it(migrated_url, app_url):
    ids = [WebhookId(uuid4()) for _ in range(20)]
    with learning(migrated_url, Webhooks()) as learner:
        for id in ids:
            OnPostgres(learner, app_url).happened(id, SUBSCRIBED)

    async def all_at_once():
        async with async_pool(app_url) as pool:
            takers = [PostgresDeliveries(pool, f"taker-{n}") for n in range(8)]
            return await asyncio.gather(*(taker.take(NOON, [], 5) for taker in takers for _ in range(3)))

    taken = [[place.webhook_id for place in places] for places in asyncio.run(all_at_once())]
    by_holder = [{id for places in taken[n * 3:n * 3 + 3] for id in places} for n in range(8)]
    assert sum(map(len, by_holder)) == len(set().union(*by_holder)) > 0


def test_a_failure_waits_and_is_begun_as_it_was(stage, worker):
    stage.happened(A, SUBSCRIBED)
    place = looked(worker, worker.one())
    sent = batch(place, stage.fact())
    worker.begin(place, sent, NOON)
    later = NOON + timedelta(seconds=5)
    assert worker.failed(place, sent, NO, NOON, later)
    assert worker.takes() == []
    again = worker.one(later)
    assert (again.tries, again.failing_since, again.next_try_at, again.position) == (1, NOON, later, "0")
    assert worker.pending(again).begun == sent
    worker.failed(again, sent, NO, later, later + timedelta(seconds=9))
    twice = worker.one(later + timedelta(seconds=9))
    assert (twice.tries, twice.failing_since) == (2, NOON)
    worker.confirmed(twice, sent, YES, later)
    stage.fact()
    assert structs.astuple(worker.one(later))[4:] == (0, None, None)


def test_those_that_fail_come_last(stage, worker):
    for id in (A, B):
        stage.happened(id, SUBSCRIBED)
    for place in worker.take(NOON, [], 10):
        looked(worker, place)
    failing = structs.replace(Place(A), version=1, started=1)
    sent = batch(failing, stage.fact())
    worker.begin(failing, sent, NOON)
    worker.failed(failing, sent, NO, NOON, NOON)
    assert [place.webhook_id for place in worker.take(NOON, [], 1)] == [B]


def test_what_was_changed_is_due_at_once_and_failures_are_forgotten(stage, worker):
    stage.happened(A, SUBSCRIBED)
    place = looked(worker, worker.one())
    sent = batch(place, stage.fact())
    worker.begin(place, sent, NOON)
    worker.failed(place, sent, NO, NOON, NOON + timedelta(hours=1))
    assert worker.takes() == []
    stage.happened(A, ROTATED)
    place = looked(worker, worker.one(), version=2)
    assert structs.astuple(worker.one())[4:] == (0, None, None)
    assert worker.pending(place).begun == sent


def test_a_rewound_one_leaves_what_it_had_begun(stage, worker):
    stage.happened(A, SUBSCRIBED)
    place = looked(worker, worker.one())
    sent = batch(place, stage.fact())
    worker.begin(place, sent, NOON)
    stage.happened(A, ROTATED)
    place = looked(worker, worker.one(), version=2, started=2, position="1-1")
    assert worker.pending(place).begun is None
    assert worker.one().position == "1-1"
    assert not worker.confirmed(Place(A, 1, 1), sent, YES, NOON), "that was before"
    assert not worker.passed(Place(A, 1, 1), "1-7")
    assert not worker.failed(Place(A, 1, 1), sent, NO, NOON, NOON)


def test_a_paused_or_removed_one_is_not_due(stage, worker):
    stage.happened(A, SUBSCRIBED, PAUSED)
    assert worker.takes() == []
    stage.happened(A, RESUMED)
    assert worker.takes() == [A]
    stage.happened(A, REMOVED)
    assert worker.takes() == []


def test_what_is_not_for_a_partner_is_passed_and_whoever_rests_is_left_alone(stage, worker):
    stage.happened(A, SUBSCRIBED)
    place = looked(worker, worker.one())
    assert worker.passed(place, stage.fact())
    assert worker.takes() == []
    stage.fact()
    assert worker.rest(place, NOON + timedelta(seconds=30))
    assert worker.takes() == []
    assert worker.takes(NOON + timedelta(seconds=30)) == [A]


def test_whoever_met_a_fault_of_ours_is_left_alone_as_well(stage, worker):
    stage.happened(A, SUBSCRIBED)
    place = looked(worker, worker.one())
    stage.fact()
    assert worker.faltered(place, "InvalidTag", NOON, NOON + timedelta(minutes=1))
    assert worker.takes() == []
    assert worker.takes(NOON + timedelta(minutes=1)) == [A]
    assert worker.one(NOON + timedelta(minutes=1)).tries == 0, "the partner did nothing wrong"


def test_what_somebody_wants_again_is_due_once_wherever_the_webhook_is(stage, worker):
    stage.happened(A, SUBSCRIBED)
    place = looked(worker, worker.one())
    sent = batch(place, stage.fact())
    worker.begin(place, sent, NOON)
    worker.confirmed(place, sent, YES, NOON)
    stage.happened(A, PAUSED)
    assert worker.takes() == []
    assert not stage.wanting.want_again(A, uuid4(), "staff:ann")
    assert not stage.wanting.want_again(B, sent.id, "staff:ann")
    assert stage.wanting.want_again(A, sent.id, "staff:ann")
    assert worker.pending(worker.one()).again == sent
    assert worker.tried_again(place, sent, NO, NOON)
    assert worker.takes() == []
    assert worker.pending(place).again is None


def test_a_delivery_that_comes_to_be_tried_in_its_turn_is_not_wanted_any_more(stage, worker):
    stage.happened(A, SUBSCRIBED)
    place = looked(worker, worker.one())
    sent = batch(place, stage.fact())
    worker.begin(place, sent, NOON)
    for settle, answered in ((worker.failed, (NO, NOON, NOON)), (worker.confirmed, (YES, NOON))):
        stage.wanting.want_again(A, sent.id, "staff:ann")
        assert worker.pending(place).again == sent
        settle(place, sent, *answered)
        assert worker.pending(place).again is None


def test_two_hundred_deliveries_are_kept(migrated_url, app_url):
    with learning(migrated_url, Webhooks()) as learner:
        stage = OnPostgres(learner, app_url)
        stage.happened(A, SUBSCRIBED)
        with stage.worker() as worker:
            place = looked(worker, worker.one())
            for number in range(1, 206):
                here = structs.replace(place, position=f"1-{number}")
                sent = batch(here, f"1-{number + 1}")
                worker.begin(here, sent, NOON)
                worker.confirmed(here, sent, YES, NOON)
        with psycopg.connect(migrated_url) as db:
            kept = db.execute("SELECT count(*), min(after) FROM work.webhook_deliveries").fetchone()
            counted = db.execute("SELECT delivered, failed FROM work.webhooks").fetchone()
            tries = db.execute("SELECT count(*) FROM work.webhook_attempts").fetchone()[0]
    assert 200 <= kept[0] <= 201
    assert tries == kept[0]
    assert counted == (205, 0)
