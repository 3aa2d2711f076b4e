"""When a parcel should be there: working days from the day it leaves."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final, NamedTuple

_SATURDAY: Final = 5


class Estimate(NamedTuple):
    """Between which days, both of them included."""

    earliest: date
    latest: date


def estimated(day: date, least: int, most: int, *, closed: Collection[date] = ()) -> Estimate:
    """When something is there that leaves on *day* and takes *least* to *most* working days.

    Neither Saturdays and Sundays nor *closed* days are working days. What leaves on one that isn't any leaves on the
    next that is.
    """
    leaves = day if _works(day, closed) else _after(day, 1, closed)
    return Estimate(_after(leaves, least, closed), _after(leaves, most, closed))


def _after(day: date, working_days: int, closed: Collection[date]) -> date:
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= _works(day, closed)
    return day


def _works(day: date, closed: Collection[date]) -> bool:
    return day.weekday() < _SATURDAY and day not in closed
