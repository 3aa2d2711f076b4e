"""Delivery: on which days a parcel arrives that is bought now. Pure: the clock is handed in, on the shop's wall."""

from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct

_WORKING_DAYS: Final = 5
_A_DAY: Final = timedelta(days=1)


class WorkingDays(Struct, frozen=True):
    """So many working days after a parcel left the shop, from the fewest to the most."""

    least: int
    most: int

    @property
    def in_words(self) -> str:
        """``2 to 4 working days``."""
        if self.least == self.most:
            return "Next working day" if self.most == 1 else f"{self.most} working days"
        return f"{self.least} to {self.most} working days"


class Arrival(Struct, frozen=True):
    """The days on which a parcel is expected, both included."""

    first: date
    last: date


class Calendar(Struct, frozen=True, omit_defaults=True):
    """When the shop and its carriers work: Monday to Friday, but for ``holidays``. What is bought before the hour of
    ``cutoff`` leaves on the same day.
    """

    cutoff: int = 14
    holidays: tuple[date, ...] = ()

    def arrival(self, bought: datetime, within: WorkingDays) -> Arrival:
        """When a parcel arrives that was *bought* then, by the clock on the shop's wall."""
        leaves = bought.date()
        if bought.hour >= self.cutoff or not self.works(leaves):
            leaves = self.after(leaves, 1)
        return Arrival(self.after(leaves, within.least), self.after(leaves, within.most))

    def after(self, day: date, working_days: int) -> date:
        """So many working days after *day*."""
        while working_days:
            day += _A_DAY
            working_days -= self.works(day)
        return day

    def works(self, day: date) -> bool:
        """Whether parcels travel on that day."""
        return day.weekday() < _WORKING_DAYS and day not in self.holidays
