"""Somebody is to be forgotten: what may stand against it, and what is proven of it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from store.domain.privacy.erasure import Erasure, Waiting
from store.domain.privacy.errors import HoldStands, NoHold, NotAskedFor, ReasonMissing
from store.domain.privacy.events import (
    About,
    Because,
    ErasureBegun,
    ErasureCompleted,
    ErasureDeferred,
    ErasureProven,
    ErasureRequested,
    ErasureWithdrawn,
    Ground,
    LegalHoldLifted,
    LegalHoldPlaced,
    LostKey,
)
from store.domain.privacy.hold import LegalHold
from store.domain.privacy.policies import kept_until
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import AccountId, OrderId, erasure_of, hold_of, subject_of
from store.domain.shared.personal import Personal
from tests.harness.scenario import given

pytestmark = [
    pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "erasure is proven, deferred and replayed"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=14)
ANN = AccountId(UUID(int=1))
ORDER = OrderId(UUID(int=2))
HER, HERS = subject_of(ANN), subject_of(AccountId(UUID(int=3)))
ID, HOLD = erasure_of(ANN), hold_of(ANN)
KEY, OTHER = LostKey(HER, "ab12"), LostKey(HERS, "cd34")


def asked(ground=Ground.ASKED, reason="By letter", at=NOON):
    return ErasureRequested(
        at=at, erasure_id=ID, about=About.ACCOUNT, about_id=ANN, subject=HER, ground=ground,
        reason=Personal(HER, reason), due=LATER,
    )


def begun(*keys, at=LATER):
    return ErasureBegun(at=at, erasure_id=ID, about=About.ACCOUNT, about_id=ANN, keys=keys)


def proven(part, *subjects):
    return ErasureProven(at=LATER, erasure_id=ID, piece=part, subjects=subjects, digest="d", facts=3, rows=4)


def deferred(subject=HERS, because=Because.RETENTION, until=LATER, order=ORDER):
    return ErasureDeferred(
        at=LATER, erasure_id=ID, subject=subject, because=because, until=until, order_id=order,
    )


DONE = ErasureCompleted(at=LATER, erasure_id=ID)
ASK = (About.ACCOUNT, ANN, HER, Ground.ASKED, "  By  letter ")
nobody, wanted = given(Erasure, ID), given(Erasure, ID, asked())


def test_somebody_is_to_be_forgotten_and_wanting_it_twice_changes_nothing():
    nobody.when(Erasure.request, *ASK, due=LATER, at=NOON).then(asked())
    wanted.when(Erasure.request, *ASK, due=LATER, at=LATER).then()


def test_staff_say_why_and_the_owner_need_not():
    nobody.when(Erasure.request, *ASK[:4], " ", due=LATER, at=NOON).then_raises(ReasonMissing)
    nobody.when(Erasure.request, *ASK[:4], "x" * 201, due=LATER, at=NOON).then_raises(ReasonMissing)
    own = (About.ACCOUNT, ANN, HER, Ground.OWNER, "never mind")
    nobody.when(Erasure.request, *own, due=LATER, at=NOON).then(asked(Ground.OWNER, ""))


def test_they_may_stay_as_long_as_no_key_is_given_up():
    gone = ErasureWithdrawn(at=LATER, erasure_id=ID)
    wanted.when(Erasure.withdraw, at=LATER).then(gone)
    given(Erasure, ID, asked(), gone).when(Erasure.withdraw, at=LATER).then()
    given(Erasure, ID, asked(), gone).when(Erasure.request, *ASK, due=LATER, at=NOON).then(asked())
    given(Erasure, ID, asked(), begun(KEY)).when(Erasure.withdraw, at=LATER).then_raises(AlreadyErased)


def test_what_has_to_stay_is_written_down_once_with_its_reason():
    paper = Waiting(Because.RETENTION, LATER, ORDER)
    wanted.when(Erasure.defer, HERS, paper, at=LATER).then(deferred())
    given(Erasure, ID, asked(), deferred()).when(Erasure.defer, HERS, paper, at=LATER).then()
    held = Waiting(Because.LEGAL_HOLD)
    given(Erasure, ID, asked(), deferred()).when(Erasure.defer, HERS, held, at=LATER).then(
        deferred(because=Because.LEGAL_HOLD, until=None, order=None),
    )
    nobody.when(Erasure.defer, HERS, paper, at=LATER).then_raises(NotAskedFor)


def test_a_key_is_given_up_once():
    wanted.when(Erasure.begin, [KEY], at=LATER).then(begun(KEY))
    given(Erasure, ID, asked(), begun(KEY)).when(Erasure.begin, [KEY, OTHER], at=LATER).then(begun(OTHER))
    given(Erasure, ID, asked(), begun(KEY)).when(Erasure.begin, [KEY], at=LATER).then()
    nobody.when(Erasure.begin, [KEY], at=LATER).then_raises(NotAskedFor)


def test_it_is_complete_when_everything_is_proven_and_nothing_waits():
    all_there_is = given(Erasure, ID, asked(), begun(KEY))
    all_there_is.when(Erasure.prove, [HER], "d", facts=3, rows=4, at=LATER).then(proven(1, HER), DONE)
    waiting = given(Erasure, ID, asked(), deferred(), begun(KEY))
    waiting.when(Erasure.prove, [HER], "d", facts=3, rows=4, at=LATER).then(proven(1, HER))
    second = given(Erasure, ID, asked(), deferred(), begun(KEY), proven(1, HER), begun(OTHER))
    second.when(Erasure.prove, [HERS], "d", facts=3, rows=4, at=LATER).then(proven(2, HERS), DONE)
    second.when(Erasure.prove, [HER], "d", facts=3, rows=4, at=LATER).then_raises(NotAskedFor)


def test_nobody_is_forgotten_twice():
    over = given(Erasure, ID, asked(), begun(KEY), proven(1, HER), DONE)
    over.when(Erasure.request, *ASK, due=LATER, at=LATER).then_raises(AlreadyErased)
    over.when(Erasure.begin, [OTHER], at=LATER).then_raises(NotAskedFor)


def test_a_log_that_was_restored_is_told_again():
    nobody.when(Erasure.tell_again, About.ACCOUNT, ANN, [KEY], at=LATER).then(begun(KEY))
    given(Erasure, ID, begun(KEY)).when(Erasure.tell_again, About.ACCOUNT, ANN, [KEY], at=LATER).then()
    given(Erasure, ID, begun(KEY)).when(Erasure.prove, [HER], "d", facts=3, rows=4, at=LATER).then(proven(1, HER), DONE)


@pytest.mark.parametrize(("past", "state"), [
    ((asked(),), "requested"), ((asked(), deferred()), "deferred"), ((asked(), begun(KEY)), "under_way"),
    ((asked(), begun(KEY), proven(1, HER), DONE), "completed"),
    ((asked(), ErasureWithdrawn(at=LATER, erasure_id=ID)), "withdrawn"),
])
def test_how_it_stands_can_be_said_in_a_word(past, state):
    erasure = Erasure.replay(ID, past)
    assert erasure.state == state


def test_a_hold_stands_until_it_is_lifted():
    placed = LegalHoldPlaced(at=NOON, hold_id=HOLD, about=About.ACCOUNT, about_id=ANN, reason=Personal(HER, "Lawsuit"))
    lifted = LegalHoldLifted(at=LATER, hold_id=HOLD, reason=Personal(HER, "Settled"))
    free, held = given(LegalHold, HOLD), given(LegalHold, HOLD, placed)
    free.when(LegalHold.place, About.ACCOUNT, ANN, HER, "Lawsuit", at=NOON).then(placed)
    held.when(LegalHold.place, About.ACCOUNT, ANN, HER, "Lawsuit", at=NOON).then_raises(HoldStands)
    held.when(LegalHold.lift, "Settled", at=LATER).then(lifted)
    free.when(LegalHold.lift, "Settled", at=LATER).then_raises(NoHold)
    again = LegalHoldPlaced(at=LATER, hold_id=HOLD, about=About.ACCOUNT, about_id=ANN, reason=Personal(HER, "More"))
    given(LegalHold, HOLD, placed, lifted).when(
        LegalHold.place, About.ACCOUNT, ANN, HER, "More", at=LATER,
    ).then(again)


def test_papers_are_kept_from_the_end_of_the_year():
    assert kept_until(NOON, 10) == datetime(2037, 1, 1, tzinfo=UTC)
    assert kept_until(datetime(2026, 12, 31, 23, 59, tzinfo=UTC), 0) == datetime(2027, 1, 1, tzinfo=UTC)
