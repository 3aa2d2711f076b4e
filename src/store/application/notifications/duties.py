"""What people are told or were to be told: how each stands, and having what failed tried again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from store.application.notifications.ports import Duties, Occasion
from store.application.shared.bus import Command, Query, handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork


class State(StrEnum):
    """How one stands. ``failed``: it did not come off so far, and is tried more and more rarely."""

    DUE = "due"
    FAILED = "failed"
    REFUSED = "refused"
    SUPPRESSED = "suppressed"
    ERASED = "erased"
    SENT = "sent"


class DutyRow(Struct, frozen=True):
    """One of them. It names nobody: ``about`` is an order, an account or somebody's preferences."""

    id: UUID
    kind: Occasion
    about: UUID
    correlation: UUID
    state: State
    caused_at: datetime
    tries: int
    failure: str | None
    failed_at: datetime | None
    done_at: datetime | None
    again_at: datetime | None
    again_by: str | None


class DutyRows(Struct, frozen=True):
    items: list[DutyRow]
    next_cursor: str | None
    counts: dict[State, int]


class ListDuties(Query[DutyRows], frozen=True):
    """Newest first, of one state or of all, and how many there are of those that somebody may have to see to."""

    state: State | None = None
    cursor: str | None = None
    limit: int = 50


class TryAgain(Command[bool], frozen=True):
    """Have one that failed or was refused tried at once. Twice is as good as once: whether it did anything."""

    duty_id: UUID
    actor: str


@dataclass(frozen=True)
class DutyHandlers:
    duties: Duties
    clock: Clock

    @handles(TryAgain)
    def again(self, command: TryAgain, work: UnitOfWork) -> bool:
        del work
        done = self.duties.again(command.duty_id, command.actor, self.clock.now())
        if done is None:
            raise NoSuch("letter", command.duty_id)
        return done
