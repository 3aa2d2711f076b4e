"""Aggregates in use by one unit of work."""

from typing import Any
from uuid import UUID

from msgspec import Struct

from store.application.shared.ports import Clash, History, OnItsWay
from store.domain.shared.aggregate import Aggregate


class Load(Struct, eq=False):
    """An aggregate in use: where it stands, what brings it there, and whether it was only remembered."""

    it: Aggregate[Any]
    version: int
    head: bytes
    last: OnItsWay | None = None
    remembered: bool = False

    def stands(self) -> bool:
        """Whether what brought it there is in the log; waits until that is known."""
        if self.last is None:
            return True
        try:
            self.last.settle()
        except Clash:
            return False
        self.last = None
        return True

    def catch_up(self, missed: History | None) -> None:
        """Take in what the log knows beyond it, unless a handler already went on from it: then it is beyond repair."""
        if missed is not None and not self.it.fresh:
            self.it.catch_up(missed.events)
            self.version, self.head = self.it.version, missed.head


def replayed(kind: type[Aggregate[Any]], id: UUID, history: History) -> Load:
    """One that was just read from the log."""
    it = kind.replay(id, history.events)
    return Load(it, it.version, history.head)
