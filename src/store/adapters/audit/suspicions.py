"""What a verification comes upon: of each stream the first bad place, which is what the rest follows from."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from store.application.audit.integrity import FaultKind

MOST: Final = 1000
"""Streams that are told apart; more than so many at fault are only counted."""


class Suspicion(Struct, frozen=True):
    """A place in the log where something is wrong. ``there`` is false where the fact itself is gone."""

    kind: FaultKind
    stream: UUID | None
    version: int
    position: int
    tag: str
    words: str
    there: bool = True
    checkpoint: int | None = None


class Suspicions:
    """The first of each stream, and what concerns no stream."""

    def __init__(self) -> None:
        self.first: dict[UUID, Suspicion] = {}
        self.others: list[Suspicion] = []
        self.more = 0

    def add(self, one: Suspicion) -> None:
        """Keep *one* unless an earlier place of its stream is known; of two at the same place the earlier call wins."""
        if one.stream is None:
            self._other(one)
            return
        known = self.first.get(one.stream)
        if known is None and len(self.first) >= MOST:
            self.more += 1
        elif known is None or one.version < known.version:
            self.first[one.stream] = one

    def in_order(self) -> list[Suspicion]:
        """All of them as they stand in the log; what has no place there comes first."""
        return sorted([*self.others, *self.first.values()], key=lambda one: one.position)

    def _other(self, one: Suspicion) -> None:
        if one.kind is FaultKind.FILE_GONE and any(known.kind is one.kind for known in self.others):
            return  # said once: every checkpoint would say it again
        if len(self.others) < MOST:
            self.others.append(one)
        else:
            self.more += 1
