"""When rates are published, and when those there are have become stale. Pure: the clock is handed in.

The European Central Bank publishes at four in the afternoon on its working days: Monday to Friday, but for the days on
which its payment system rests.
"""

from datetime import date, datetime, timedelta, tzinfo
from typing import Final

PUBLISHED: Final = 16
"""The hour, by the clock of Frankfurt."""
PATIENCE: Final = timedelta(hours=6)
_A_DAY: Final = timedelta(days=1)
_FRIDAY: Final = 4
_FIXED: Final = frozenset(((1, 1), (5, 1), (12, 25), (12, 26)))


def next_publication(day: date) -> date:
    """The first day after *day* on which rates are published."""
    day += _A_DAY
    while not is_published(day):
        day += _A_DAY
    return day


def is_published(day: date) -> bool:
    """Whether rates are published on *day*."""
    rests = {easter(day.year) - 2 * _A_DAY, easter(day.year) + _A_DAY}
    return day.weekday() <= _FRIDAY and (day.month, day.day) not in _FIXED and day not in rests


def stale_from(day: date, frankfurt: tzinfo) -> datetime:
    """From when on rates of *day* are stale: the next ones should have been here for six hours."""
    return published_at(next_publication(day), frankfurt) + PATIENCE


def published_at(day: date, frankfurt: tzinfo) -> datetime:
    """When the rates of *day* are published."""
    return datetime(day.year, day.month, day.day, PUBLISHED, tzinfo=frankfurt)


def easter(year: int) -> date:
    """Easter Sunday, by the rule of Gauss as Butcher wrote it down."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
