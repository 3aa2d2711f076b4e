"""A clock one can set and ids one can predict."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo


class StillClock:
    """A :class:`~store.application.shared.ports.Clock` that stands still until somebody moves it."""

    def __init__(self, now: datetime, zone: str = "UTC") -> None:
        self._now, self._zone = now, ZoneInfo(zone)

    def now(self) -> datetime:
        return self._now

    def today(self) -> date:
        return self._now.astimezone(self._zone).date()

    def set(self, now: datetime) -> None:
        """It is *now* now."""
        self._now = now

    def advance(self, by: timedelta) -> None:
        """Let *by* pass."""
        self._now += by


class CountingIds:
    """:class:`~store.application.shared.ports.Ids` in the order one counts: nothing is left to chance."""

    def __init__(self) -> None:
        self._ids = self.numbers = 0

    def next(self) -> UUID:
        self._ids += 1
        return UUID(int=self._ids)

    def number(self) -> str:
        """``AAAAA-00001``, ``AAAAA-00002``, …"""
        self.numbers += 1
        return f"AAAAA-{self.numbers:05}"
