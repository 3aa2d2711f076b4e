"""Facts get to partners in order, each at least once, and again until they are confirmed."""

from datetime import timedelta

import pytest

from store.application.partners.patience import Patience
from store.application.processes import packing_facts
from tests.harness.delivering import BOWL, ID, MUG, NOON, Stage

pytestmark = [pytest.mark.requirement("R9.3")]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(packing_facts, "MOST_FACTS", 3)


@pytest.fixture
def stage():
    return Stage()


def test_all_facts_arrive_in_order_and_signed(stage):
    stage.log.happens(times=4)
    stage.log.happens(BOWL)
    stage.log.happens()
    assert stage.runs() == 2
    assert stage.partner.places == [(str(MUG), n) for n in (1, 2, 3, 4)] + [(str(BOWL), 1), (str(MUG), 5)]
    assert [delivery["next"] for delivery in stage.partner.taken] == ["1-30", "1-60"]
    assert {delivery["subscription"] for delivery in stage.partner.taken} == {str(ID)}
    assert not any(delivery["reset"] for delivery in stage.partner.taken)
    assert len(set(stage.ids)) == 2
    assert stage.place.position == "1-60"
    assert stage.runs() == 0, "there is nothing more"
    stage.log.happens()
    assert stage.runs() == 1


def test_what_failed_is_sent_again_as_it_was_under_the_same_id_later_and_later(stage):
    stage.log.happens()
    stage.partner.mood = 500
    assert stage.runs() == 1
    assert stage.place.position == "0"
    stage.log.happens()
    for pause in (5, 10, 20, 40):
        stage.waits(seconds=pause - 1)
        assert stage.runs() == 0, "not before its time"
        stage.waits(seconds=1)
        assert stage.runs() == 1
    stage.partner.mood = 200
    stage.waits(seconds=80)
    assert stage.runs() == 2
    assert len(set(stage.ids)) == 2, "one for all tries of the first fact, one for the second"
    assert len({body for _, body in stage.partner.seen[:6]}) == 1, "what came meanwhile is not slipped in"
    assert stage.partner.places == [(str(MUG), 1), (str(MUG), 2)]
    assert (stage.place.tries, stage.place.failing_since, stage.place.next_try_at) == (0, None, None)


@pytest.mark.requirement("R12.2")
@pytest.mark.story("US-12.2", "webhooks for stock changes")
def test_what_a_partner_said_itself_does_not_come_back_to_it_as_news(stage):
    """The webhook is called Miller. Its own figures are left out, no others are, and no version is missing."""
    for source in ("miller", "till"):
        body = {"sku": "MUG", "source": source, "sequence": 4, "on_hand": 9, "was": 5, "change": None}
        stage.log.happens(tag="inventory/synced-1", body=body)
    stage.partner.mood = 500
    stage.runs()
    stage.partner.mood = 200
    stage.waits(seconds=5)
    stage.runs()
    (own, others) = stage.partner.facts
    assert own["body"] == {"source": "miller", "sequence": 4, "echo": True}
    assert others["body"]["on_hand"] == 9
    assert stage.partner.places == [(str(MUG), 1), (str(MUG), 2)]
    assert len({body for _, body in stage.partner.seen}) == 1


def test_pauses_grow_to_an_hour_and_differ_by_chance():
    patience = Patience()
    assert [patience.after(n, 1.0).total_seconds() for n in (1, 2, 3, 10, 11, 5000)] == [5, 10, 20, 2560, 3600, 3600]
    assert patience.after(1, 0.0) == timedelta(seconds=2.5)


def test_whoever_is_gone_is_sent_nothing_more(stage):
    stage.log.happens()
    stage.partner.mood = 410
    stage.runs()
    assert stage.paused == ["the partner answered 410 Gone"]


def test_after_three_days_without_a_success_it_is_paused_and_says_why(stage):
    stage.log.happens()
    stage.partner.mood = 503
    while not stage.paused:
        assert stage.instant - NOON < timedelta(days=4)
        assert stage.runs() == 1
        stage.waits(hours=1)
    assert stage.instant - NOON > timedelta(days=3)
    assert stage.paused == ["nothing came through for 3 days, at last: 503"]


def test_one_that_was_resumed_is_tried_at_once(stage):
    stage.log.happens()
    stage.partner.mood = 410
    stage.runs()
    stage.webhook.pause("gone", at=NOON)
    stage.learnt()
    assert stage.runs() == 0
    stage.log.happens()
    stage.partner.mood = 200
    stage.webhook.resume(at=NOON)
    stage.learnt()
    assert stage.runs() == 2
    assert stage.partner.places == [(str(MUG), 1), (str(MUG), 2)]


def test_one_that_is_paused_or_removed_before_anybody_learnt_of_it_is_sent_nothing(stage):
    stage.log.happens()
    stage.webhook.pause("quiet", at=NOON)
    assert stage.runs() == 0
    assert stage.runs() == 0
    stage.webhook.remove(at=NOON)
    stage.waits(minutes=1)
    assert stage.runs() == 0


def test_only_this_stream_and_only_these_kinds():
    one, some = Stage(stream=BOWL), Stage(kinds=("order",))
    for stage in (one, some):
        stage.log.happens(times=3)
        stage.log.happens(BOWL, "order")
        stage.log.happens(times=2)
        assert stage.runs() == 1
        assert stage.partner.places == [(str(BOWL), 1)]
        assert stage.place.position == "1-60", "what is not for this partner is passed"


def test_it_begins_where_it_was_asked_to():
    stage = Stage(start="1-20")
    stage.log.happens(times=4)
    stage.runs()
    assert stage.partner.places == [(str(MUG), 3), (str(MUG), 4)]


def test_a_rewound_one_sends_everything_again_under_other_ids(stage):
    stage.log.happens(times=4)
    stage.runs()
    first = list(stage.ids)
    stage.webhook.rewind("0", at=NOON)
    stage.learnt()
    assert stage.runs() == 2
    assert stage.partner.places == [(str(MUG), n) for n in (1, 2, 3, 4)] * 2
    assert not set(stage.ids[2:]) & set(first), "a partner that knows the old ids must not take these for doubles"
    stage.webhook.rewind("1-30", at=NOON)
    stage.learnt()
    stage.runs()
    assert stage.partner.places[8:] == [(str(MUG), 4)]


def test_what_was_under_way_is_left_when_it_is_rewound(stage):
    stage.log.happens(times=4)
    stage.partner.mood = 500
    stage.runs()
    stage.partner.mood = 200
    stage.webhook.rewind("1-30", at=NOON)
    stage.learnt()
    assert stage.runs() == 1
    assert stage.partner.places == [(str(MUG), 4)]
    assert [sent.state for sent in stage.book.sent.values()] == ["left", "delivered"]


def test_a_rotated_secret_signs_beside_the_old_one_for_as_long_as_was_said(stage):
    old, new = stage.secrets.of(ID, 1), stage.secrets.of(ID, 2)
    stage.webhook.rotate(timedelta(hours=24), at=NOON)
    stage.learnt()
    stage.log.happens()
    for secrets in ([old], [new]):
        stage.partner.secrets = secrets
        assert stage.runs() == 1
        assert len(stage.partner.seen[-1][0]["webhook-signature"].split()) == 2
        stage.log.happens()
    stage.waits(hours=24)
    stage.partner.secrets = [new]
    stage.runs()
    assert not stage.partner.genuine(*stage.partner.seen[-1], secret=old)
    assert len(stage.partner.facts) == 3


def test_another_life_of_the_log_is_told_and_everything_comes_anew(stage):
    stage.log.happens(times=2)
    stage.runs()
    stage.log.life, stage.log.facts = 2, []
    stage.log.happens(BOWL, times=4)
    assert stage.runs() == 2
    told = stage.partner.taken[1:]
    assert [delivery["reset"] for delivery in told] == [True, False]
    assert [fact["position"] for delivery in told for fact in delivery["items"]] == ["2-10", "2-20", "2-30", "2-40"]


def test_it_is_told_of_another_life_even_if_that_holds_nothing(stage):
    stage.log.happens()
    stage.runs()
    stage.log.life, stage.log.facts = 2, []
    stage.partner.mood = 500
    assert stage.runs() == 1
    stage.partner.mood = 200
    stage.waits(minutes=1)
    assert stage.runs() == 1
    assert (stage.partner.taken[-1]["reset"], stage.partner.taken[-1]["items"]) == (True, [])
    assert stage.runs() == 0


def test_a_delivery_under_way_in_another_life_is_not_sent_as_it_was(stage):
    stage.log.happens()
    stage.partner.mood = 500
    stage.runs()
    stage.log.life, stage.log.facts = 2, []
    stage.log.happens(BOWL)
    stage.partner.mood = 200
    stage.waits(minutes=1)
    stage.runs()
    assert stage.partner.places == [(str(BOWL), 1)]
