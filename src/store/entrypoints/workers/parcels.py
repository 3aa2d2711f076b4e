"""Asks carriers where parcels are, so that whoever waits for one sees how far it is, and nobody has to say it came."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Final, Protocol
from uuid import UUID, uuid4

import structlog

from store.application.ordering.carrying import Followed, FollowParcel
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import OrderId, ParcelId, PartId

ACTOR: Final = "system:carrier"
LONGEST: Final = timedelta(days=60)
"""After that nobody asks any more: by then it is there, or somebody wrote."""
LONGEST_PAUSE: Final = timedelta(hours=1)
A_ROUND: Final = 5.0
"""Seconds after which the rest has to wait: other errands are waiting too."""


class UnderWay(Protocol):
    """A parcel that was booked and is on its way."""

    @property
    def order_id(self) -> OrderId: ...
    @property
    def part_id(self) -> PartId: ...
    @property
    def parcel_id(self) -> ParcelId: ...


class ParcelFollower:
    """An errand. Each is asked after once in *patience*, whose carrier gave no answer more and more rarely; those that
    waited longest come first. One that fails stops no other.
    """

    def __init__(
        self, under_way: Callable[[datetime], Sequence[UnderWay]], bus: Bus, clock: Clock, patience: timedelta,
        passing: tuple[type[Exception], ...] = (), now: Callable[[], float] = monotonic,
    ) -> None:
        self._under_way, self._bus, self._clock, self._patience = under_way, bus, clock, patience
        self._passing, self._now = passing, now
        self._asked: dict[UUID, tuple[datetime, timedelta]] = {}

    def __call__(self) -> None:
        """One round."""
        now, until = self._clock.now(), self._now() + A_ROUND
        parcels = self._under_way(now - LONGEST)
        never = (now - LONGEST, self._patience)
        self._asked = {it.parcel_id: self._asked.get(it.parcel_id, never) for it in parcels}
        for it in sorted(parcels, key=lambda it: self._asked[it.parcel_id][0]):
            due, pause = self._asked[it.parcel_id]
            if due > now or self._now() > until:
                break
            answered = self._ask(it)
            pause = self._patience if answered else min(pause * 2, max(LONGEST_PAUSE, self._patience))
            self._asked[it.parcel_id] = (now + pause, pause)

    def _ask(self, it: UnderWay) -> bool:
        """Whether there was an answer."""
        log = structlog.get_logger().bind(parcel=str(it.parcel_id))
        try:
            outcome: Followed = self._bus.do(
                FollowParcel(order_id=it.order_id, part_id=it.part_id, parcel_id=it.parcel_id),
                Caller(actor=ACTOR, correlation=uuid4()),
            ).outcome
        except StoreError as refused:
            log.warning("parcel not followed", because=type(refused).__name__)
            return False
        except self._passing:
            raise
        except Exception:
            log.exception("parcel not followed")
            return False
        if outcome.scans:
            log.info("parcel scanned", scans=outcome.scans)
        return not outcome.away
