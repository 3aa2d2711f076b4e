"""How many commits there are at once, and how long one waits for company: it depends on the disk, and on who writes."""

from typing import Final

LONGEST_WAIT: Final = 0.005
"""Seconds for which a writer waits for others to join at most."""
_FEWEST: Final = (2, 5)
"""Appends in each of two batches, and of three, on the average: fewer cost more than they save. Four are no faster."""
_PER_FACT: Final = 15e-6
"""Seconds that each fact adds to a commit. What is left of its time is the commit itself: the flush to the disk."""
_PER_APPEND: Final = 500e-6
"""Seconds that whoever was told needs until the next append of his is handed in, with all others at it, too."""
_WEIGHT: Final = 0.25
"""Of the newest commit, in the mean of what one takes: a hiccup of the disk must not change the way of working."""


class Pace:
    """What commits took lately, and what follows from it.

    Sent while others are written, a batch keeps the database busy while those who were told come to their next append;
    but each batch is a flush to the disk of its own. So there are as many at once as flushes go into that time. Where
    none does, since the disk is slow or few write, there is one at a time. Those who just got their answer mostly come
    again at once: that one waits until as many are there as were together before, for as long as a flush takes, since
    that is what joining saves.
    """

    def __init__(self) -> None:
        self._flush = 0.0

    def took(self, seconds: float, facts: int) -> None:
        """A commit of so many *facts* kept the database busy for so long."""
        flush = max(0.0, seconds - facts * _PER_FACT)
        self._flush += _WEIGHT * (flush - self._flush) if self._flush else flush

    def batches(self, writers: int) -> int:
        """How many there may be under way, where so many write."""
        if not self._flush:
            return 1
        most = sum(writers >= at_once * fewest for at_once, fewest in enumerate(_FEWEST, 2)) + 1
        return max(1, min(most, int(writers * _PER_APPEND / self._flush)))

    def patience(self, writers: int) -> float:
        """Seconds for which it is worth waiting for others before the only batch leaves."""
        return min(LONGEST_WAIT, self._flush) if self.batches(writers) == 1 else 0.0
