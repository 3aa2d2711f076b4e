"""What one may ask of the past."""

import re
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.bus import Command, Query

_PLACE: Final = re.compile(r"\{(\w+)\}")
MOST_FACTS: Final = 1000
"""Facts of one thing in one answer; a cursor leads on."""


class Part(Struct, frozen=True, omit_defaults=True):
    """A piece of a sentence: what to write there, and the thing it stands for, if it stands for one."""

    words: str
    kind: str | None = None
    id: str | None = None
    amount: Price | None = None


class Sentence(Struct, frozen=True):
    """What a fact says in the shop's words. ``words`` holds a ``{name}`` for each of its ``parts``."""

    words: str
    parts: dict[str, Part] = {}

    def __str__(self) -> str:
        """As plain text."""
        return "".join(piece.words for piece in self.pieces())

    def pieces(self) -> list[Part]:
        """Text and parts in turn, for whoever writes the parts in a way of their own."""
        cut = _PLACE.split(self.words)
        return [self.parts[text] if place % 2 else Part(text) for place, text in enumerate(cut) if text]


class Change(Struct, frozen=True):
    """One field that differs between two moments, by its path; ``null`` is what was not there."""

    field: str
    before: Any
    after: Any


class FactView(Struct, frozen=True):
    """One fact with all that is known of how it came about; ``acting_for`` is on whose behalf staff did it.

    ``body`` opens personal fields only for those who may see persons. ``changes`` is what the fact did to the thing
    it belongs to, where the whole thing was looked at.
    """

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
    said: Sentence | None = None
    sentence: str = ""
    changes: list[Change] = []
    acting_for: UUID | None = None


class HistoryView(Struct, frozen=True):
    """The life of one thing, and its state at the version that was asked for.

    ``at`` is when that version was written down, ``sums`` what follows from the state, ``names`` what the ids in all of
    it are called, ``tags`` the facts such a thing may have. ``next_cursor`` leads to the facts beyond these.
    """

    kind: str
    id: str
    stream: UUID
    version: int
    latest_version: int
    state: dict[str, Any]
    facts: list[FactView]
    at: datetime | None = None
    sums: dict[str, Any] = {}
    names: dict[str, str] = {}
    tags: list[str] = []
    next_cursor: str | None = None


class GetHistory(Query[HistoryView], frozen=True):
    """The life of the *kind* called *id* (a number, a SKU or a uuid), as it stood at a version or an instant.

    *tags* leaves other facts out; without *later* so are those after the version that is shown.
    """

    kind: str
    id: str
    version: int | None = None
    at: datetime | None = None
    tags: tuple[str, ...] = ()
    newest_first: bool = False
    later: bool = True
    cursor: str | None = None
    limit: int = MOST_FACTS
    persons: bool = False


class DifferenceView(Struct, frozen=True):
    """What is different about a thing between two of its versions, and the facts that made it so.

    Version 0 is before the thing was there. ``more`` facts than these lie between.
    """

    kind: str
    id: str
    stream: UUID
    before: int
    after: int
    latest_version: int
    before_at: datetime | None
    after_at: datetime | None
    changes: list[Change]
    facts: list[FactView]
    more: int
    names: dict[str, str] = {}


class GetDifference(Query[DifferenceView], frozen=True):
    """What changed about a thing from one moment to another; each is a version or an instant."""

    kind: str
    id: str
    before: int | datetime
    after: int | datetime | None = None
    persons: bool = False


class FollowUp(Struct, frozen=True):
    """A mail that a fact called for: when it was due, when it was handed to a worker, and what became of it."""

    id: UUID
    kind: str
    due_at: datetime
    handed_at: datetime | None
    done_at: datetime | None
    outcome: str | None
    tries: int


class ChainStep(Struct, frozen=True):
    """Facts that were written together, the mails they called for, and the steps they were the reason for.

    ``after`` counts the seconds since the step that was its reason.
    """

    at: datetime
    after: float
    facts: list[FactView]
    mails: list[FollowUp]
    then: list["ChainStep"]


class ChainView(Struct, frozen=True):
    """All that one wish led to, as a tree: each step under its reason. ``seconds`` is how long all of it took.

    ``cut`` says that there were more facts than are shown. *reasons* and *consequences* are facts of other wishes that
    this one followed from, and that followed from it.
    """

    correlation: UUID
    actor: str
    request_id: str
    began_at: datetime
    seconds: float
    steps: list[ChainStep]
    facts: int
    streams: int
    cut: bool
    names: dict[str, str] = {}
    reasons: list[FactView] = []
    consequences: list[FactView] = []


class GetChain(Query[ChainView], frozen=True):
    """What did this wish lead to, in which order, and what was the reason of what?"""

    correlation: UUID
    persons: bool = False


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
    late: float = 0
    rate: float = 0
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
