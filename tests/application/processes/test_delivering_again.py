"""Deliveries that somebody wants again, and what may go wrong with any of them."""

import asyncio
from uuid import UUID

import pytest
from msgspec import structs

from store.adapters.partners.courier_memory import MemoryCourier
from store.adapters.partners.deliveries_memory import MemoryDeliveries
from store.application.partners.ports import Place
from store.application.processes import packing_facts
from store.domain.shared.personal import Erased, Personal
from tests.harness.delivering import ADDRESS, HERE, ID, NOON, Stage

pytestmark = [pytest.mark.requirement("R9.3")]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(packing_facts, "MOST_FACTS", 3)


@pytest.fixture
def stage():
    return Stage()


def test_a_delivery_that_somebody_wants_again_is_sent_as_it_was_and_moves_nothing(stage):
    stage.log.happens(times=6)
    stage.runs()
    first = stage.partner.seen[0]
    assert stage.book.want_again(ID, UUID(stage.ids[0]), "staff:ann")
    assert stage.runs() == 1
    assert stage.partner.seen[-1][1] == first[1]
    assert stage.ids[-1] == stage.ids[0]
    assert stage.place.position == "1-60"
    assert stage.runs() == 0, "once"


def test_one_wanted_again_is_sent_although_it_is_paused_or_waits(stage):
    stage.log.happens(times=3)
    stage.runs()
    stage.log.happens()
    stage.partner.mood = 500
    stage.runs()
    stage.book.want_again(ID, UUID(stage.ids[0]), "staff:ann")
    assert stage.runs() == 1, "and nothing else before its time"
    stage.book.want_again(ID, UUID(stage.ids[1]), "staff:ann")
    stage.partner.mood = 200
    assert stage.runs() == 1, "the one that waits needs to wait no longer"
    assert stage.place.position == "1-40"
    stage.webhook.pause("quiet", at=NOON)
    stage.learnt()
    stage.book.want_again(ID, UUID(stage.ids[0]), "staff:ann")
    assert stage.runs() == 1
    assert stage.runs() == 0


def test_one_wanted_again_whose_facts_are_gone_is_not_sent_and_not_wanted_for_ever(stage):
    stage.log.happens()
    stage.runs()
    stage.book.want_again(ID, UUID(stage.ids[0]), "staff:ann")
    stage.log.life = 2
    stage.log.facts = []
    stage.runs()
    assert [answered.words for _, _, answered in stage.witnessed][1] == "these facts are no longer there"
    assert stage.runs() == 0


def test_a_large_batch_is_cut_and_one_large_fact_goes_alone(stage, monkeypatch):
    monkeypatch.setattr(packing_facts, "MOST_BYTES", 1000)
    for size in (300, 300, 5000, 700):
        stage.log.happens(size=size)
    stage.runs()
    assert [len(delivery["items"]) for delivery in stage.partner.taken] == [2, 1, 1]
    assert [delivery["next"] for delivery in stage.partner.taken] == ["1-20", "1-30", "1-40"]


def test_an_address_that_cannot_be_read_any_more_is_a_failure_like_any_other(stage):
    subscribed = stage.webhook.fresh[0]
    erased = structs.replace(subscribed, address=Personal(subscribed.address.subject, Erased()))
    stage.webhook.fresh = (erased,)
    stage.log.happens()
    stage.runs()
    assert stage.witnessed[0][2].words == "its address can't be read any more"
    assert stage.place.tries == 1


def test_whoever_lost_the_lease_changes_nothing(stage):
    stage.log.happens()
    other = MemoryDeliveries(stage.book, "two", lease=25)

    async def sends():
        [place] = await stage.deliveries.take(NOON, [], 1)
        posting = stage.courier.post

        async def post(*given):
            answered = await posting(*given)
            stage.book.held[ID].leased_until = 0.0  # it slept through the end of its lease
            assert len(await other.take(NOON, [], 1)) == 1
            return answered

        stage.courier.post = post
        assert await stage.one().deliver(place) is None

    asyncio.run(sends())
    assert stage.place.position == "0"
    stage.courier = MemoryCourier(HERE)
    stage.courier.receives(ADDRESS, stage.partner.receive)
    stage.deliveries = other
    stage.runs()
    assert stage.place.position == "1-10"
    assert len(set(stage.ids)) == 1, "a double, and it can be told"


def test_nothing_is_sent_by_whoever_lost_it_before(stage):
    stage.log.happens()
    before = Place(ID)
    asyncio.run(stage.deliveries.take(NOON, [], 1))
    stage.book.held[ID].holder = "two"
    assert asyncio.run(stage.one().deliver(before)) is None
    assert not stage.partner.seen
