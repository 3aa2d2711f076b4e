"""Moments as addresses and people write them: a version, or an instant."""

from datetime import datetime
from zoneinfo import ZoneInfo

from store.application.shared.errors import BadValue
from store.application.shared.instants import zoned

_LONGEST_VERSION = 9


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
