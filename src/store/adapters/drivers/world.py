"""The clock and the ids of the real world."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from store.adapters.drivers.chance import chance, random_id

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_FAIR = 256 - 256 % len(_LETTERS)
"""Bytes from here on would make some letters likelier than others."""
_DRAWN = 24


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
        return random_id()

    def number(self) -> str:
        """Ten letters and digits that can't be misread, 49 random bits: ``K7MX2-QTRB4``."""
        text = ""
        while len(text) < 10:  # noqa: PLR2004 - as said above
            text += "".join(_LETTERS[byte % len(_LETTERS)] for byte in chance(_DRAWN) if byte < _FAIR)
        return f"{text[:5]}-{text[5:10]}"
