"""How long to wait for a partner who doesn't confirm."""

from datetime import timedelta

from msgspec import Struct


class Patience(Struct, frozen=True):
    """How long to wait after a failure: twice as long each time, and up to *longest*; *gives_up* is for how long."""

    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(hours=1)
    gives_up: timedelta = timedelta(days=3)

    def after(self, failures: int, chance: float) -> timedelta:
        """The pause after so many *failures* in a row: half of it and up to all of it, by *chance* (0 to 1)."""
        whole = min(self.longest, self.first * (1 << min(failures - 1, 20)))
        return whole / 2 + whole / 2 * chance
