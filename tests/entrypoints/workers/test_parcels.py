"""Parcels are asked after in turn: the ones that waited longest first, a silent carrier more and more rarely."""

from datetime import timedelta
from threading import Event, Thread
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from projections.ordering.carried import UnderWay
from store.application.ordering.carrying import Followed
from store.application.shared.bus import Receipt
from store.domain.ordering.errors import NoSuchPart
from store.domain.shared.ids import OrderId, ParcelId, PartId
from store.entrypoints.workers.errands import Beside, Errand, Errands
from store.entrypoints.workers.parcels import A_ROUND, LONGEST, ParcelFollower
from tests.harness.processes import NOON
from tests.harness.world import StillClock

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.2", "status history with times")]
A_MINUTE = timedelta(minutes=1)
PARCELS = [UnderWay(OrderId(UUID(int=1)), PartId(UUID(int=2)), ParcelId(UUID(int=10 + it))) for it in range(4)]


class Asked:
    """Notes who was asked after; each question takes so many seconds, and answers as it was told to."""

    def __init__(self, parcels=PARCELS, takes=0.0):
        self.clock, self.seconds, self.takes, self.asked = StillClock(NOON), 0.0, takes, []
        self.answer, self.since = Followed(), None
        self.follower = ParcelFollower(
            lambda since: self.looked(since, parcels), self, self.clock, A_MINUTE, (OSError,), lambda: self.seconds,
        )

    def looked(self, since, parcels):
        self.since = since
        return parcels

    def do(self, command, _):
        self.asked.append(command.parcel_id.int - 10)
        self.seconds += self.takes
        if isinstance(self.answer, Exception):
            raise self.answer
        return Receipt("", self.answer)

    def round(self, later=timedelta(0)):
        self.clock.advance(later)
        self.asked = []
        with capture_logs():
            self.follower()
        return self.asked


def test_each_is_asked_after_once_in_a_while_and_nobody_for_ever():
    shop = Asked()
    assert shop.round() == [0, 1, 2, 3]
    assert shop.since == NOON - LONGEST
    assert shop.round(A_MINUTE / 2) == []
    assert shop.round(A_MINUTE / 2) == [0, 1, 2, 3]


def test_a_round_ends_in_time_and_the_next_goes_on_where_it_ended():
    shop = Asked(takes=A_ROUND * 0.6)
    assert shop.round() == [0, 1]
    assert shop.round() == [2, 3]
    assert shop.round() == []


@pytest.mark.parametrize("answer", [Followed(away=True), NoSuchPart(), RuntimeError("what nobody thought of")])
def test_silence_and_failures_stop_nobody_else_and_are_tried_more_and_more_rarely(answer):
    shop = Asked()
    shop.answer = answer
    assert shop.round() == [0, 1, 2, 3]
    asked = [bool(shop.round(A_MINUTE)) for _ in range(15)]
    assert [place for place, it in enumerate(asked, 1) if it] == [2, 6, 14]
    shop.answer = Followed(scans=1)
    shop.round(timedelta(hours=1))
    assert shop.round(A_MINUTE) == [0, 1, 2, 3], "it is well again"


def test_a_database_that_is_away_is_for_whoever_runs_errands():
    shop = Asked()
    shop.answer = OSError("the database is away")
    with pytest.raises(OSError, match="away"):
        shop.round()


class Leading:
    def held(self):
        return True


def test_a_slow_carrier_holds_up_no_other_errand():
    begun, go_on, done, others = Event(), Event(), [], []

    def slow():
        begun.set()
        assert go_on.wait(10)
        done.append(1)
        raise RuntimeError("what nobody thought of")

    beside = Beside(slow, (OSError,))
    errands = Errands([Errand("parcels", 0.0, beside), Errand("other", 0.0, lambda: others.append(1))], Leading(), ())
    errands.round()
    with capture_logs():
        following = Thread(target=beside.round)
        following.start()
        assert begun.wait(10)
        errands.round()
        errands.round()
        assert (done, len(others)) == ([], 3)
        go_on.set()
        following.join(10)
        beside.round()
        beside.round()
    assert len(done) == 2, "it was due once more meanwhile; it is not done again before it is due"
    with pytest.raises(OSError, match="away"):
        due(Beside(lambda: (_ for _ in ()).throw(OSError("away")), (OSError,))).round()


def due(beside):
    beside()
    return beside
