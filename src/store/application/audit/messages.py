"""What one may ask of the past."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command, Query


class FactView(Struct, frozen=True):
    """One fact with all that is known of how it came about. ``body`` opens personal fields for staff."""

    position: str
    stream: UUID
    kind: str
    version: int
    tag: str
    title: str
    at: datetime
    recorded_at: datetime
    actor: str
    reason: str | None
    correlation: UUID
    causation: UUID | None
    request_id: str
    hash: str
    body: dict[str, Any]
    id: UUID | None = None


class HistoryView(Struct, frozen=True):
    """The life of one thing, and its state at the version that was asked for."""

    kind: str
    id: str
    stream: UUID
    version: int
    latest_version: int
    state: dict[str, Any]
    facts: list[FactView]


class GetHistory(Query[HistoryView], frozen=True):
    """The life of the *kind* called *id* (a number, a SKU or a uuid), as it stood at a version or an instant."""

    kind: str
    id: str
    version: int | None = None
    at: datetime | None = None


class Activity(Struct, frozen=True):
    items: list[FactView]
    next_cursor: str | None


class ListActivity(Query[Activity], frozen=True):
    """The newest facts of the whole shop, or those one wish led to."""

    cursor: str | None = None
    limit: int = 50
    correlation: UUID | None = None


MOST_LAG = 10_000


class FailedFact(Struct, frozen=True):
    """The fact that a read model could not take in, as its history names it."""

    kind: str
    stream: UUID
    version: int
    tag: str


class ReadModelRow(Struct, frozen=True):
    """How one copy of a read model stands. ``lag`` counts the facts it has not seen, up to :data:`MOST_LAG`.

    ``use`` says what it is for: ``serving`` is what people read, ``next`` is built beside it, ``kept`` was there
    before, ``as_of`` shows an instant of the past. ``late`` is the age of the oldest fact it has not seen, in seconds;
    ``done`` how much of the log one has taken in that is being filled, in percent.
    """

    name: str
    position: str
    lag: int
    state: str
    error: str | None
    updated_at: datetime
    schema: str = "read"
    use: Literal["serving", "next", "kept", "as_of"] = "serving"
    late: float = 0.0
    rate: float = 0.0
    holder: str | None = None
    as_of: datetime | None = None
    done: int | None = None
    failed: FailedFact | None = None
    takes_over: bool = False


class ReadModels(Struct, frozen=True):
    """All read models, and where the log stands."""

    items: list[ReadModelRow]
    head: str


class ListReadModels(Query[ReadModels], frozen=True):
    """How far is what was learnt from the facts?"""


class ResumeReadModel(Command[None], frozen=True):
    """Let one that stopped try again."""

    name: str
    schema: str = "read"


class RebuildReadModel(Command[None], frozen=True):
    """Begin a new copy beside the one that people read."""

    name: str


class SwitchReadModel(Command[None], frozen=True):
    """Let people read the new copy, and keep the old one."""

    name: str


class SwitchReadModelBack(Command[None], frozen=True):
    """Let people read what they read before the last switch."""

    name: str


class DropReadModel(Command[None], frozen=True):
    """Throw away a copy that nobody reads any more."""

    name: str
    schema: str
