"""Erasure: somebody is to be forgotten, piece by piece, as soon as nothing stands against it."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never
from uuid import UUID

from msgspec import Struct

from store.domain.privacy.errors import NotAskedFor
from store.domain.privacy.events import (
    About,
    Because,
    ErasureBegun,
    ErasureCompleted,
    ErasureDeferred,
    ErasureEvent,
    ErasureProven,
    ErasureRequested,
    ErasureWithdrawn,
    Ground,
    LostKey,
)
from store.domain.privacy.reasons import tidy
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import ErasureId, OrderId, SubjectId
from store.domain.shared.personal import Personal


class Waiting(Struct, frozen=True):
    """Why something of somebody is still there, and until when if that is known."""

    because: Because
    until: datetime | None = None
    order_id: OrderId | None = None


class Part(Struct, frozen=True):
    """What was proven at once."""

    number: int
    subjects: tuple[SubjectId, ...]
    digest: str
    facts: int
    rows: int
    at: datetime


class Erasure(Aggregate[ErasureEvent]):
    kind = "erasure"
    id: ErasureId

    def __init__(self, id: ErasureId) -> None:
        super().__init__(id)
        self.about: About | None = None
        self.about_id: UUID | None = None
        self.subject: SubjectId | None = None
        self.ground: Ground | None = None
        self.reason: Personal[str] | None = None
        self.requested_at: datetime | None = None
        self.due: datetime | None = None
        self._moved_at: datetime | None = None
        self.withdrawn = False
        self.waiting: dict[SubjectId, Waiting] = {}
        self.keys: dict[SubjectId, LostKey] = {}
        self.parts: list[Part] = []
        self.completed_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether somebody is to be forgotten of whom something is left."""
        return (self.about is not None or bool(self.keys)) and not self.withdrawn and self.completed_at is None

    @property
    def unproven(self) -> tuple[LostKey, ...]:
        """Keys that are given up, and of which nothing was proven yet."""
        proven = {subject for part in self.parts for subject in part.subjects}
        return tuple(key for subject, key in self.keys.items() if subject not in proven)

    @property
    def state(self) -> str:
        """In a word: ``requested``, ``deferred``, ``under_way``, ``withdrawn`` or ``completed``."""
        if self.completed_at is not None:
            return "completed"
        if self.withdrawn:
            return "withdrawn"
        if self.unproven:
            return "under_way"
        return "deferred" if self.waiting else "requested"

    def since(self, going: Sequence[SubjectId]) -> datetime | None:
        """From when on these could have gone, as far as that is known: when all was said, or their time was over."""
        ends = (self.waiting[subject].until for subject in going if subject in self.waiting)
        return max((at for at in (self._moved_at, self.due, *ends) if at is not None), default=None)

    def request(
        self, about: About, about_id: UUID, subject: SubjectId, ground: Ground, reason: str, *, due: datetime,
        at: datetime,
    ) -> None:
        """Have somebody forgotten from *due* on. Wanting it again while it is wanted is no fact.

        :raises AlreadyErased: if it was done.
        """
        if subject in self.keys:
            raise AlreadyErased
        if self.open:
            return
        words = "" if ground is Ground.OWNER else tidy(reason)
        self._record(ErasureRequested(
            at=at, erasure_id=self.id, about=about, about_id=about_id, subject=subject, ground=ground,
            reason=Personal(subject, words), due=due,
        ))

    def withdraw(self, *, at: datetime) -> None:
        """They stay. Once a key is given up nobody can."""
        if self.keys:
            raise AlreadyErased
        if self.open:
            self._record(ErasureWithdrawn(at=at, erasure_id=self.id))

    def defer(self, subject: SubjectId, waiting: Waiting, *, at: datetime) -> None:
        """Something has to stay for now. Saying so again is no fact."""
        self._expect_open()
        if subject not in self.keys and self.waiting.get(subject) != waiting:
            self._record(ErasureDeferred(
                at=at, erasure_id=self.id, subject=subject, because=waiting.because, until=waiting.until,
                order_id=waiting.order_id,
            ))

    def begin(self, keys: Sequence[LostKey], *, at: datetime) -> None:
        """Give up those of *keys* that were not given up before."""
        if not self.open or self.about is None or self.about_id is None:
            raise NotAskedFor
        self.tell_again(self.about, self.about_id, keys, at=at)

    def tell_again(self, about: About, about_id: UUID, keys: Sequence[LostKey], *, at: datetime) -> None:
        """Write down again what a restored log has forgotten: that these keys were destroyed."""
        fresh = tuple(key for key in keys if key.subject not in self.keys)
        if fresh:
            self._record(ErasureBegun(at=at, erasure_id=self.id, about=about, about_id=about_id, keys=fresh))

    def prove(self, subjects: Sequence[SubjectId], digest: str, *, facts: int, rows: int, at: datetime) -> None:
        """It was looked at what became unreadable; with nothing left to wait for, that is all."""
        given_up = {key.subject for key in self.unproven}
        if not subjects or not given_up.issuperset(subjects):
            raise NotAskedFor
        self._record(ErasureProven(
            at=at, erasure_id=self.id, piece=len(self.parts) + 1, subjects=tuple(subjects), digest=digest, facts=facts,
            rows=rows,
        ))
        if not self.waiting and not self.unproven:
            self._record(ErasureCompleted(at=at, erasure_id=self.id))

    def _expect_open(self) -> None:
        if not self.open:
            raise NotAskedFor

    def _evolve(self, event: ErasureEvent) -> None:
        self._moved_at = event.at
        match event:
            case ErasureRequested():
                self.about, self.about_id, self.subject = event.about, event.about_id, event.subject
                self.ground, self.reason, self.due = event.ground, event.reason, event.due
                self.requested_at, self.withdrawn, self.completed_at = event.at, False, None
            case ErasureWithdrawn():
                self.withdrawn = True
                self.waiting = {}
            case ErasureDeferred(subject=subject):
                self.waiting[subject] = Waiting(event.because, event.until, event.order_id)
            case ErasureBegun():
                self.about, self.about_id = event.about, event.about_id
                self.requested_at = self.requested_at or event.at
                self.withdrawn, self.completed_at = False, None
                for key in event.keys:
                    self.keys[key.subject] = key
                    self.waiting.pop(key.subject, None)
            case ErasureProven():
                self.parts.append(Part(
                    event.piece, event.subjects, event.digest, event.facts, event.rows, event.at,
                ))
            case ErasureCompleted():
                self.completed_at = event.at
            case _:
                assert_never(event)
