"""Whether the log is what was written: what one may ask of it, and how a fault is told."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command, Query


class FaultKind(StrEnum):
    """The ways in which a log can be other than it was written."""

    ALTERED = "altered"
    """A fact does not hash to what stands beside it."""
    REWRITTEN = "rewritten"
    """A fact was changed and the chain computed anew; a checkpoint knows its true hash."""
    CUT = "cut"
    """The last facts of a stream are gone."""
    VANISHED = "vanished"
    """A whole stream is gone."""
    TAKEN_OUT = "taken out"
    """A fact is gone from the middle of its stream."""
    MOVED = "moved"
    """A fact stands at another position than it was written at."""
    SLIPPED_IN = "slipped in"
    """A fact stands where the checkpoint that covers the place knows none."""
    UNKNOWN_RANGE = "differs somewhere"
    """A checkpoint does not fit, and the file that would tell which fact it is can't be used."""
    CHECKPOINT_REMOVED = "checkpoint removed"
    CHECKPOINT_FORGED = "checkpoint forged"
    FILE_GONE = "file gone"
    """The copy of the checkpoints outside of the database is gone or damaged."""


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is wrong: where first, and in words. ``of`` and ``name`` are what people call the stream."""

    kind: FaultKind
    words: str
    position: str | None = None
    stream: UUID | None = None
    version: int | None = None
    of: str = ""
    name: str = ""
    exists: bool = True
    """Whether the fact is still there to be looked at."""
    checkpoint: int | None = None


class Verified(Struct, frozen=True, kw_only=True):
    """What a verification found. ``faults`` are the first, in the order of the log; ``more`` counts the rest."""

    facts: int
    streams: int
    checkpoints: int
    attested: int
    """Facts that a signed checkpoint covers; the others are held by the chain of their stream alone."""
    faults: list[Fault]
    more: int = 0


class Verification(Struct, frozen=True, kw_only=True):
    """A verification: asked for, under way or over."""

    id: UUID
    whole: bool
    state: str
    asked_at: datetime
    checked: int
    total: int
    finished_at: datetime | None
    checkpoint: int | None
    result: Verified | None
    error: str | None


class LastCheckpoint(Struct, frozen=True):
    """The newest checkpoint, and how many facts stand behind it."""

    number: int
    at: datetime
    upto: str
    facts: int
    behind: int


class Integrity(Struct, frozen=True):
    """How it stands with the log."""

    under_way: Verification | None
    last: Verification | None
    last_whole: Verification | None
    checkpoint: LastCheckpoint | None


class GetIntegrity(Query[Integrity], frozen=True):
    """What was verified last, and what is signed?"""


class VerifyLog(Command[UUID], frozen=True):
    """Compare the log with what was signed about it, in the background. Asking twice is asking once."""

    whole: bool = True
