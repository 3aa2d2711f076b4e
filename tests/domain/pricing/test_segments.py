"""Segments: some of the shop's customers, by a list that staff keep or by what they bought."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from store.domain.pricing.errors import ListFull, NoSuchSegment, SegmentHasRule, TermsUnsound, TooManySegments
from store.domain.pricing.segment_events import (
    AccountListed,
    AccountUnlisted,
    Listed,
    OrdersFrom,
    SegmentEnded,
    SegmentNamed,
    SpentFrom,
)
from store.domain.pricing.segment_list import MOST_LISTED, SegmentList
from store.domain.pricing.segments import MOST_STANDING, Bought, Segments
from store.domain.shared.ids import AccountId, segment_list_of, segments
from tests.harness.scenario import given

pytestmark = [
    pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
FRIENDS, REGULARS, BIG = UUID(int=1), UUID(int=2), UUID(int=3)
ANN = AccountId(UUID(int=7))
NAMED = SegmentNamed(at=NOON, segment_id=FRIENDS, name="Friends", rule=Listed())
RULED = SegmentNamed(at=NOON, segment_id=REGULARS, name="Regulars", rule=OrdersFrom(3))
SPENT = SegmentNamed(at=NOON, segment_id=BIG, name="Big", rule=SpentFrom({"EUR": 100_00, "JPY": 9_000}))
ENDED = SegmentEnded(at=NOON, segment_id=FRIENDS)


def all_of(*events):
    return given(Segments, segments(), *events)


def test_a_segment_is_named_meant_otherwise_and_ended():
    all_of().when(Segments.name, FRIENDS, "Friends", Listed(), at=NOON).then(NAMED)
    all_of(NAMED).when(Segments.name, FRIENDS, "Friends", Listed(), at=NOON).then()
    all_of(NAMED).when(Segments.end, FRIENDS, at=NOON).then(ENDED)
    all_of(NAMED, ENDED).when(Segments.end, FRIENDS, at=NOON).then()
    all_of(NAMED, ENDED).when(Segments.name, FRIENDS, "Again", Listed(), at=NOON).then_raises(NoSuchSegment)
    all_of().when(Segments.end, FRIENDS, at=NOON).then_raises(NoSuchSegment)


@pytest.mark.parametrize(("name", "rule"), [
    (" ", Listed()), ("x", OrdersFrom(0)), ("x", SpentFrom({})), ("x", SpentFrom({"EUR": 0})), ("x" * 121, Listed()),
])
def test_what_makes_no_sense_is_refused(name, rule):
    all_of().when(Segments.name, FRIENDS, name, rule, at=NOON).then_raises(TermsUnsound)


def test_there_are_so_many_at_a_time():
    many = [SegmentNamed(at=NOON, segment_id=UUID(int=n), name="x", rule=Listed()) for n in range(MOST_STANDING)]
    all_of(*many).when(Segments.name, UUID(int=999), "x", Listed(), at=NOON).then_raises(TooManySegments)
    all_of(*many).when(Segments.name, UUID(int=0), "y", Listed(), at=NOON).then(
        SegmentNamed(at=NOON, segment_id=UUID(int=0), name="y", rule=Listed())
    )


@pytest.mark.parametrize(("bought", "of"), [
    (Bought(), set()), (Bought(3), {REGULARS}), (Bought(2, {"EUR": 99_99}), set()),
    (Bought(2, {"EUR": 100_00}), {BIG}), (Bought(1, {"JPY": 9_000, "EUR": 1}), {BIG}),
    (Bought(1, {"USD": 10**9}), set()), (Bought(4, {}, frozenset({str(FRIENDS), str(REGULARS)})), {FRIENDS, REGULARS}),
])
def test_who_is_in_one_follows_from_its_list_or_from_what_they_bought(bought, of):
    them = Segments.replay(segments(), [NAMED, RULED, SPENT])
    asked = frozenset(map(str, (FRIENDS, REGULARS, BIG, UUID(int=99))))
    assert them.of(bought, asked) == tuple(sorted(map(str, of)))
    assert them.of(bought, frozenset()) == (), "nobody asked"
    ended = Segments.replay(segments(), [NAMED, ENDED])
    assert ended.of(Bought(9, {}, frozenset({str(FRIENDS)})), asked) == ()


def test_accounts_are_put_on_a_list_and_taken_off():
    id = segment_list_of(FRIENDS)
    put, off = (kind(at=NOON, segment_id=FRIENDS, account_id=ANN) for kind in (AccountListed, AccountUnlisted))
    given(SegmentList, id).when(SegmentList.put, FRIENDS, ANN, at=NOON).then(put)
    given(SegmentList, id, put).when(SegmentList.put, FRIENDS, ANN, at=NOON).then()
    given(SegmentList, id, put).when(SegmentList.strike, FRIENDS, ANN, at=NOON).then(off)
    given(SegmentList, id).when(SegmentList.strike, FRIENDS, ANN, at=NOON).then()
    full = SegmentList(id)
    full.accounts = dict.fromkeys((AccountId(UUID(int=n)) for n in range(100, 100 + MOST_LISTED)), NOON)
    with pytest.raises(ListFull):
        full.put(FRIENDS, ANN, at=NOON)


def test_only_a_list_is_kept_by_hand():
    them = Segments.replay(segments(), [NAMED, RULED])
    them.expect_list(FRIENDS)
    with pytest.raises(SegmentHasRule):
        them.expect_list(REGULARS)
    with pytest.raises(NoSuchSegment):
        them.expect_list(BIG)
