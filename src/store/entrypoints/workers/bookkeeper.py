"""Compares the books of gateways with the shop's own: each minute what is new, and each hour all of some days."""

from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import uuid4

import structlog

from store.application.payments.findings import CompareBooks
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.shared.errors import StoreError

ACTOR: Final = "system:bookkeeper"
BACK: Final = timedelta(minutes=10)
"""So far it looks back each time: what was on its way then has come by now."""
WHOLE_EVERY: Final = timedelta(hours=1)


class Reached(Protocol):
    """How far each gateway was compared."""

    def reached(self, method: str) -> tuple[datetime, datetime] | None: ...
    def reach(self, method: str, upto: datetime, whole_at: datetime) -> None: ...


class Bookkeeper:
    """One round compares each of *methods*; one that can't be asked keeps no other waiting. Each hour all is compared
    as far back as *whole*.
    """

    def __init__(
        self, methods: tuple[str, ...], reached: Reached, bus: Bus, clock: Clock, whole: timedelta,
        passing: tuple[type[Exception], ...] = (),
    ) -> None:
        self._methods, self._reached, self._bus, self._clock, self._passing = methods, reached, bus, clock, passing
        self._whole = whole

    def __call__(self) -> None:
        """One round."""
        for method in self._methods:
            self._compare(method)

    def _compare(self, method: str) -> None:
        now, log = self._clock.now(), structlog.get_logger().bind(method=method)
        upto, whole_at = self._reached.reached(method) or (now, now - self._whole)
        whole = now - whole_at >= WHOLE_EVERY
        since = min(now - self._whole, upto - BACK) if whole else upto - BACK  # also what a long outage left out
        try:
            found = self._bus.do(
                CompareBooks(method=method, since=since), Caller(actor=ACTOR, correlation=uuid4())
            ).outcome
        except StoreError as refused:
            log.warning("books not compared", because=type(refused).__name__)
            return
        except self._passing:
            raise
        except Exception:
            log.exception("books not compared")
            return
        self._reached.reach(method, now, now if whole else whole_at)
        if found:
            log.error("books do not agree", findings=found)
