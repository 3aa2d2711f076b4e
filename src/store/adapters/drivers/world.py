"""The clock and the ids of the real world."""

import secrets
from datetime import UTC, date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class SystemClock:
    """The machine's clock, with the shop's own days."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def now(self) -> datetime:
        """The instant, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day in the shop's time zone."""
        return datetime.now(self._zone).date()


class RandomIds:
    """Ids nobody can guess."""

    def next(self) -> UUID:
        """122 random bits."""
        return uuid4()

    def number(self) -> str:
        """Ten letters and digits that can't be misread, 49 random bits: ``K7MX2-QTRB4``."""
        text = "".join(secrets.choice(_LETTERS) for _ in range(10))
        return f"{text[:5]}-{text[5:]}"
