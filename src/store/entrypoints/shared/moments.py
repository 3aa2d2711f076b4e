"""Moments as addresses and people write them: a version, or an instant."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from store.application.shared.errors import BadValue
from store.application.shared.instants import zoned

_LONGEST_VERSION = 9
_FIRST_YEAR, _LAST_YEAR = 1970, 2999
LONGEST_SEARCH = 80
"""What is looked for in lists is never longer."""


def moment(field: str, text: str, zone: str = "") -> int | datetime:
    """A version, or an instant as :func:`instant` reads it."""
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_VERSION:
        return int(text)
    return instant(field, text, zone)


def instant(field: str, text: str, zone: str = "") -> datetime:
    """An instant; without a time zone of its own it is meant as on the clock in *zone*, if one is given.

    :raises BadValue: for anything else.
    """
    try:
        said = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise BadValue(field, "write it as 2026-05-31T12:00") from None
    if said.tzinfo is None and zone:
        said = said.replace(tzinfo=ZoneInfo(zone))
    return zoned(field, said)


def period(since: str | None, until: str | None, zone: str) -> tuple[datetime | None, datetime | None]:
    """From the beginning of the day *since* to the end of the day *until*, on the clock in *zone*.

    :raises BadValue: for what is no day.
    """
    end = day("until", until) if until else None
    return (
        _begins(day("since", since), zone) if since else None,
        _begins(end + timedelta(days=1), zone) if end else None,
    )


def day(field: str, text: str) -> date:
    """A day.

    :raises BadValue: for what is none.
    """
    try:
        said = date.fromisoformat(text)
    except ValueError:
        raise BadValue(field, "write the day as 2026-05-31") from None
    if not _FIRST_YEAR <= said.year <= _LAST_YEAR:
        raise BadValue(field, f"choose a day between {_FIRST_YEAR} and {_LAST_YEAR}")
    return said


def _begins(on: date, zone: str) -> datetime:
    return datetime.combine(on, time.min, ZoneInfo(zone))
