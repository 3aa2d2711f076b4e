"""The life of a return, and what holds for it."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from msgspec import structs

from store.domain.returns.errors import (
    InspectedTwice,
    MoreRestocked,
    NotAllInspected,
    NotReturnable,
    PolicyInThePast,
    ReturnOutOfTurn,
    TooManyPhotographs,
    WindowOutOfRange,
)
from store.domain.returns.events import (
    InspectedLine,
    ReturnApproved,
    ReturnClosed,
    ReturnInspected,
    ReturnLine,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
    ReturnWithdrawn,
)
from store.domain.returns.life import LIFE, Stage, Step, drawn
from store.domain.returns.policies import AT_FIRST, ReturnPolicies
from store.domain.returns.policy import Terms, Wish, expect_returnable, why_not
from store.domain.returns.policy_events import ReturnPolicySet
from store.domain.returns.returning import Return
from store.domain.returns.suspicion import look_closer
from store.domain.shared.habits import Habit
from store.domain.shared.ids import CategoryId, OrderNumber, Sku, SubjectId, order_of, return_of, return_policy
from store.domain.shared.personal import Personal
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.story("US-4.5", "ask within thirty days")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
NUMBER, MUG, ANN = OrderNumber("AAAAA-00001"), Sku("MUG"), SubjectId(UUID(int=3))
ORDER = order_of(NUMBER)
ID = return_of(ORDER, 1)
TWO = ReturnLine(MUG, "Mug", 2)
WORDS, NONE = Personal(ANN, "The handle is off."), Personal(ANN, ())
ASKED = ReturnRequested(
    at=NOON, return_id=ID, number=f"{NUMBER}-R1", order_id=ORDER, order=NUMBER, lines=(TWO,),
    reason="arrived damaged", words=WORDS, photos=NONE,
)
APPROVED = ReturnApproved(at=NOON, return_id=ID, send_to=("Hearth & Field", "Stuttgart"))
RECEIVED = ReturnReceived(at=NOON, return_id=ID)
BOTH = InspectedLine(MUG, 2, 1, 0)
INSPECTED = ReturnInspected(at=NOON, return_id=ID, lines=(BOTH,))
ask = partial(
    Return.request, number=f"{NUMBER}-R1", order_id=ORDER, order=NUMBER, lines=(TWO,), reason="arrived damaged",
    words=WORDS, photos=NONE, vendor=None, at=NOON,
)
blank = given(Return, ID)
STEPS = {
    Step.REQUEST: (ask, ASKED),
    Step.APPROVE: (partial(Return.approve, send_to=APPROVED.send_to, at=NOON), APPROVED),
    Step.REFUSE: (
        partial(Return.refuse, reason="it was used", at=NOON),
        ReturnRefused(at=NOON, return_id=ID, reason="it was used"),
    ),
    Step.WITHDRAW: (partial(Return.withdraw, at=NOON), ReturnWithdrawn(at=NOON, return_id=ID)),
    Step.RECEIVE: (partial(Return.receive, at=NOON), RECEIVED),
    Step.INSPECT: (partial(Return.inspect, found=(BOTH,), refund_id=None, at=NOON), INSPECTED),
    Step.CLOSE: (partial(Return.close, at=NOON), ReturnClosed(at=NOON, return_id=ID)),
}
WAYS = {
    Stage.BLANK: (), Stage.REQUESTED: (ASKED,), Stage.APPROVED: (ASKED, APPROVED),
    Stage.REFUSED: (ASKED, STEPS[Step.REFUSE][1]), Stage.WITHDRAWN: (ASKED, STEPS[Step.WITHDRAW][1]),
    Stage.RECEIVED: (ASKED, APPROVED, RECEIVED), Stage.INSPECTED: (ASKED, APPROVED, RECEIVED, INSPECTED),
    Stage.CLOSED: (ASKED, APPROVED, RECEIVED, INSPECTED, STEPS[Step.CLOSE][1]),
}


@pytest.mark.story("US-4.5", "follow the return")
@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("step", Step)
def test_what_the_table_allows_can_be_done_and_nothing_else(stage, step):
    do, fact = STEPS[step]
    there = given(Return, ID, *WAYS[stage])
    if step in LIFE[stage]:
        there.when(do).then(fact)
        assert Return.replay(ID, (*WAYS[stage], fact)).stage is LIFE[stage][step]
    elif (stage, step) == (Stage.CLOSED, Step.CLOSE):
        there.when(do).then_nothing()
    else:
        there.when(do).then_raises(ReturnOutOfTurn, stage=stage, step=step, allowed=tuple(LIFE[stage]))


def test_the_table_stands_in_the_docs():
    page = Path(__file__).parents[3] / "docs/contexts/returns.md"
    assert drawn() in page.read_text()


def test_a_refused_step_names_what_is_allowed():
    with pytest.raises(ReturnOutOfTurn, match="It can be approved or refused or withdrawn"):
        Return.replay(ID, [ASKED]).receive(at=NOON)
    with pytest.raises(ReturnOutOfTurn, match="It stays as it is"):
        Return.replay(ID, WAYS[Stage.REFUSED]).receive(at=NOON)


@pytest.mark.parametrize("line", [
    InspectedLine(MUG, 1, 0, 0), InspectedLine(MUG, 3, 0, 0), InspectedLine(MUG, 3, 0, -1, "x"),
    InspectedLine(MUG, 1, 1, 1), InspectedLine(Sku("HAT"), 2, 0, 0),
])
def test_of_each_piece_it_is_said_what_became_of_it(line):
    given(Return, ID, *WAYS[Stage.RECEIVED]).when(
        Return.inspect, found=(line,), refund_id=None, at=NOON
    ).then_raises(NotAllInspected, sku=MUG, quantity=2)


def test_of_the_same_goods_all_is_said_in_one_line():
    given(Return, ID, *WAYS[Stage.RECEIVED]).when(
        Return.inspect, found=(InspectedLine(MUG, 0, 0, 2, "it was used"), InspectedLine(MUG, 2, 2, 0)),
        refund_id=None, at=NOON,
    ).then_raises(InspectedTwice, sku=MUG)


def test_no_more_goes_back_on_the_shelf_than_was_accepted():
    given(Return, ID, *WAYS[Stage.RECEIVED]).when(
        Return.inspect, found=(InspectedLine(MUG, 1, 2, 1, "it was used"),), refund_id=None, at=NOON
    ).then_raises(MoreRestocked)


@pytest.mark.story("US-4.5", "pictures of damage")
def test_a_return_has_five_photographs_at_most():
    blank.when(partial(ask, photos=Personal(ANN, ("a",) * 6))).then_raises(TooManyPhotographs, most=5)


TODAY = date(2026, 6, 30)
KITCHEN = CategoryId(UUID(int=9))
FINE = Wish(
    Terms(), TODAY, {MUG: 1}, paid=True, cancelled=False, arrived={MUG: 2}, last_arrival=date(2026, 5, 31),
    categories={MUG: frozenset({KITCHEN})}, names={MUG: "Mug"},
)


@pytest.mark.parametrize(("change", "said"), [
    ({"paid": False}, "not paid for"), ({"cancelled": True}, "was cancelled"), ({"arrived": {}}, "not arrived yet"),
    ({"pieces": {MUG: 3}}, "2 can be sent back, not 3"), ({"on": date(2026, 7, 1)}, "until 2026-06-30: 30 days"),
    ({"terms": Terms(excluded=(KITCHEN,))}, "of a kind"), ({"terms": Terms(days=29)}, "29 days after"),
])
def test_each_rule_says_in_a_sentence_why_not(change, said):
    assert said in why_not(structs.replace(FINE, **change))
    with pytest.raises(NotReturnable, match=said):
        expect_returnable(structs.replace(FINE, **change))


def test_on_the_last_day_it_may_still_go_back_and_as_long_as_something_is_on_its_way():
    assert FINE.until == TODAY
    expect_returnable(FINE)
    expect_returnable(structs.replace(FINE, last_arrival=None, on=date(2030, 1, 1)))


POLICY = return_policy()
JULY = ReturnPolicySet(at=NOON, since=date(2026, 7, 1), terms=Terms(days=60))
none = given(ReturnPolicies, POLICY)


def test_what_was_bought_stays_under_what_held_then():
    policies = ReturnPolicies.replay(POLICY, [JULY])
    assert (policies.on(date(2026, 6, 30)), policies.on(date(2026, 7, 1)).days) == (AT_FIRST, 60)
    assert ReturnPolicies.replay(POLICY, [JULY, structs.replace(JULY, terms=Terms(days=20))]).on(TODAY) == AT_FIRST


def test_a_policy_begins_tomorrow_at_the_earliest_and_within_the_law():
    put = partial(ReturnPolicies.set, today=TODAY, at=NOON)
    none.when(put, Terms(days=60), since=date(2026, 7, 1)).then(JULY)
    none.when(put, Terms(), since=date(2026, 7, 1)).then_nothing()
    none.when(put, Terms(days=60), since=TODAY).then_raises(PolicyInThePast)
    for days in (13, 366):
        none.when(put, Terms(days=days), since=date(2026, 7, 1)).then_raises(WindowOutOfRange)


@pytest.mark.parametrize(("orders", "returns", "looks"), [(0, 3, False), (4, 4, True), (8, 4, False), (7, 4, True)])
def test_who_sends_back_more_than_every_second_order_is_looked_at_closer(orders, returns, looks):
    assert bool(look_closer(Habit(orders, returns))) is looks
