"""How people see erasures and holds."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from store.domain.privacy.events import Because, LostKey
from store.domain.shared.ids import SubjectId


class Put(Struct, frozen=True):
    """What has to stay for now, and why."""

    subject: SubjectId
    because: Because
    until: datetime | None
    order_number: str | None


class PartView(Struct, frozen=True):
    """What was proven at once; ``proof`` is its digest."""

    number: int
    at: datetime
    subjects: int
    facts: int
    rows: int
    digest: str


class ErasureView(Struct, frozen=True):
    """How it stands. ``state`` is requested, deferred, under_way, withdrawn or completed."""

    id: UUID
    about: str
    about_id: UUID
    number: str | None
    state: str
    ground: str | None
    reason: str | None
    requested_at: datetime | None
    due: datetime | None
    completed_at: datetime | None
    waiting: list[Put]
    keys: list[LostKey]
    parts: list[PartView]
    held: bool


class ErasureRow(Struct, frozen=True):
    """A line of the list."""

    id: UUID
    about: str
    about_id: UUID
    state: str
    requested_at: datetime
    next_at: datetime | None


class ErasurePage(Struct, frozen=True):
    """Erasures, newest first."""

    items: list[ErasureRow]
    next_cursor: str | None


class HoldView(Struct, frozen=True):
    """Whether everything has to be kept; ``reason`` only for those who may see persons."""

    stands: bool
    since: datetime | None
    reason: str | None
