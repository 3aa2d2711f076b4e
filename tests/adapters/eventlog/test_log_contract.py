"""What a log of facts promises, whether it stands in memory or in Postgres."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError
from psycopg.errors import DivisionByZero

from store.adapters.drivers.eventlog.rows import MOST_EVENTS
from tests.adapters.eventlog.facts import HATS, MUGS, OTHER_WISH, PENS, WISH, facts, places

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-3.4", "nothing happens by halves"),
]


def test_facts_read_back_as_they_were_written(log):
    written = facts(MUGS, 1, 2)
    log.insert_events(written)
    for fact, read in zip(written, log.select_events(MUGS), strict=True):
        assert (read.originator_id, read.originator_version) == (fact.originator_id, fact.originator_version)
        assert (read.topic, read.state, read.metadata, read.hash) == (
            fact.topic, fact.state, fact.metadata, fact.hash
        )


def test_an_empty_log_says_so(log):
    assert log.select_events(MUGS) == []
    assert list(log.select_streams([MUGS, HATS])) == []
    assert list(log.select_notifications(1, 10)) == []
    assert list(log.select_newest(None, 10)) == []
    assert log.max_notification_id() is None
    assert log.newest() == 0
    assert log.incarnation == 1


def test_a_version_is_given_only_once(log):
    log.insert_events(facts(MUGS, 1, 2))
    with pytest.raises(IntegrityError):
        log.insert_events(facts(MUGS, 2))
    assert places(log.select_events(MUGS)) == [(MUGS, 1), (MUGS, 2)]


def test_facts_of_several_streams_are_written_together_or_not_at_all(log):
    log.insert_events(facts(MUGS, 1))
    with pytest.raises(IntegrityError):
        log.insert_events([*facts(HATS, 1, 2), *facts(MUGS, 1)])
    assert log.select_events(HATS) == []
    log.insert_events([*facts(HATS, 1, 2), *facts(MUGS, 2)])
    assert places(log.select_notifications(1, 10)) == [(MUGS, 1), (HATS, 1), (HATS, 2), (MUGS, 2)]


def test_what_belongs_to_the_same_transaction_happens_with_the_append_or_not_at_all(log, beside):
    write, written = beside
    log.insert_events(facts(MUGS, 1), along=[write(2)])
    assert written() == [5]
    with pytest.raises((ZeroDivisionError, DivisionByZero)):
        log.insert_events(facts(MUGS, 2), along=[write(0)])
    with pytest.raises(IntegrityError):
        log.insert_events(facts(MUGS, 1), along=[write(1)])
    assert written() == [5]
    assert places(log.select_events(MUGS)) == [(MUGS, 1)]


def test_an_append_says_where_its_last_fact_stands(log):
    last = log.insert_events(facts(MUGS, 1, 2, 3))[-1]
    assert log.max_notification_id() == last == log.newest()
    assert log.select_events(MUGS)[-1].id == last
    assert log.horizon() > last


@pytest.mark.requirement("R9.2")
def test_one_append_has_a_bounded_number_of_facts(log):
    with pytest.raises(ValueError, match=str(MOST_EVENTS)):
        log.insert_events(facts(MUGS, *range(1, MOST_EVENTS + 2)))
    assert log.select_events(MUGS) == []


def test_a_stream_is_read_between_two_versions_in_either_direction(log):
    log.insert_events(facts(MUGS, *range(1, 8)))

    def versions(**asked):
        return [row.originator_version for row in log.select_events(MUGS, **asked)]

    assert versions() == [1, 2, 3, 4, 5, 6, 7]
    assert versions(gt=2) == [3, 4, 5, 6, 7]
    assert versions(lte=2) == [1, 2]
    assert versions(lte=0) == []
    assert versions(gt=2, lte=5) == [3, 4, 5]
    assert versions(desc=True) == [7, 6, 5, 4, 3, 2, 1]
    assert versions(gt=1, lte=6, desc=True, limit=2) == [6, 5]
    assert versions(limit=3) == [1, 2, 3]
    assert versions(limit=0) == []


def test_several_streams_are_read_at_once_each_in_order(log):
    log.insert_events([*facts(MUGS, 1), *facts(HATS, 1)])
    log.insert_events([*facts(HATS, 2), *facts(MUGS, 2), *facts(PENS, 1)])
    read = places(log.select_streams([HATS, UUID(int=99), MUGS, HATS]))
    assert [place for place in read if place[0] == HATS] == [(HATS, 1), (HATS, 2)]
    assert [place for place in read if place[0] == MUGS] == [(MUGS, 1), (MUGS, 2)]
    assert len(read) == 4
    assert list(log.select_streams([])) == []


def test_what_came_after_known_versions_of_several_streams_is_read_at_once(log):
    log.insert_events([*facts(MUGS, 1, 2, 3), *facts(HATS, 1), *facts(PENS, 1, 2)])
    read = places(log.select_beyond({MUGS: 1, HATS: 1, PENS: 0, UUID(int=99): 0}))
    assert [place for place in read if place[0] == MUGS] == [(MUGS, 2), (MUGS, 3)]
    assert [place for place in read if place[0] == PENS] == [(PENS, 1), (PENS, 2)]
    assert len(read) == 4
    assert list(log.select_beyond({})) == []


def test_the_whole_log_is_read_in_pieces_without_missing_or_repeating_anything(log):
    for n in range(1, 8):
        log.insert_events([*facts(MUGS, n), *facts(HATS, n)])
    seen, at = [], 0
    while piece := log.select_notifications(at, 3, inclusive_of_start=False):
        assert [row.id for row in piece] == sorted({row.id for row in piece})
        seen += places(piece)
        at = piece[-1].id
    assert seen == [(stream, n) for n in range(1, 8) for stream in (MUGS, HATS)]


def test_a_reader_says_from_where_to_where_and_which_kinds(log):
    log.insert_events(facts(MUGS, 1))
    log.insert_events(facts(HATS, 1, tag="test/other-1"))
    log.insert_events(facts(PENS, 1))
    mug, hat, pen = (row.id for row in log.select_notifications(1, 10))
    assert places(log.select_notifications(hat, 10)) == [(HATS, 1), (PENS, 1)]
    assert places(log.select_notifications(hat, 10, inclusive_of_start=False)) == [(PENS, 1)]
    assert places(log.select_notifications(mug, 10, stop=hat)) == [(MUGS, 1), (HATS, 1)]
    assert places(log.select_notifications(None, 10, topics=["test/happened-1"])) == [(MUGS, 1), (PENS, 1)]
    assert list(log.select_notifications(pen, 10, inclusive_of_start=False)) == []


@pytest.mark.requirement("R2.5")
def test_the_newest_facts_are_leafed_through_backwards(log):
    log.insert_events(facts(MUGS, 1, 2, 3))
    newest = log.select_newest(None, 2)
    assert places(newest) == [(MUGS, 3), (MUGS, 2)]
    assert places(log.select_newest(newest[-1].id, 2)) == [(MUGS, 1)]
    assert list(log.select_newest(log.select_events(MUGS)[0].id, 2)) == []


def test_the_facts_one_wish_led_to_are_found_over_all_streams(log):
    log.insert_events([*facts(MUGS, 1), *facts(HATS, 1)])
    log.insert_events(facts(PENS, 1, wish=OTHER_WISH))
    assert places(log.select_correlated(WISH, 10)) == [(MUGS, 1), (HATS, 1)]
    assert places(log.select_correlated(WISH, 1)) == [(MUGS, 1)]
    assert list(log.select_correlated(UUID(int=5), 10)) == []


@pytest.mark.requirement("R2.6")
@pytest.mark.story("US-2.6", "prevent orders when out of stock")
def test_of_many_who_write_the_same_version_exactly_one_wins(log):
    def write(n):
        try:
            log.insert_events(facts(MUGS, 1, tag=f"test/writer-{n}"))
        except IntegrityError:
            return 0
        return 1

    with ThreadPoolExecutor(6) as writers:
        assert sum(writers.map(write, range(12))) == 1
    assert places(log.select_events(MUGS)) == [(MUGS, 1)]


def test_it_takes_facts_with_their_metadata_and_nothing_less(log):
    from eventsourcing.persistence import StoredEvent

    with pytest.raises(TypeError):
        log.insert_events([StoredEvent(MUGS, 1, "test/happened-1", b"{}")])
    assert log.select_events(MUGS) == []


def test_it_does_not_offer_a_subscription(log):
    with pytest.raises(NotImplementedError):
        log.subscribe()
