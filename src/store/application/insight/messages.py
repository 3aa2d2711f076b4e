"""Questions in SQL, and what comes of them."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command, Query

MOST_ROWS: Final = 1000
"""Rows shown at once; files hold more."""
MOST_IN_A_FILE: Final = 100_000
LONGEST_QUESTION: Final = 20_000
"""Characters."""


class Kind(StrEnum):
    """What a column holds. Decimal numbers are exact, and travel as text."""

    WHOLE = "whole"
    NUMBER = "number"
    DECIMAL = "decimal"
    TRUTH = "truth"
    INSTANT = "instant"
    DAY = "day"
    JSON = "json"
    TEXT = "text"


NUMBERS: Final = frozenset({Kind.WHOLE, Kind.NUMBER, Kind.DECIMAL})


class Format(StrEnum):
    """Kinds of files."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


class Column(Struct, frozen=True):
    """A column of an answer."""

    name: str
    kind: Kind


class Answered(Struct, frozen=True):
    """The rows of an answer, up to a limit; ``more`` is true where there are others. Long text is cut."""

    columns: list[Column]
    rows: list[list[Any]]
    more: bool
    seconds: float


class File(Struct, frozen=True):
    """An answer to take along; its content can be read once."""

    name: str
    media_type: str
    content: Iterator[bytes]


class AskData(Query[Answered], frozen=True):
    """What does *statement* come to? It is one SELECT on the documented views.

    :raises QuestionRefused: if the database says no, or takes too long.
    """

    statement: str
    actor: str
    through: str
    limit: int = MOST_ROWS


class TakeData(Query[File], frozen=True):
    """The same as a file.

    :raises QuestionRefused: as above.
    """

    statement: str
    actor: str
    format: Format


class ViewColumn(Struct, frozen=True):
    """A column of a documented view."""

    name: str
    type: str
    words: str


class View(Struct, frozen=True):
    """A documented view."""

    name: str
    words: str
    columns: list[ViewColumn]


class DescribeViews(Query[list[View]], frozen=True):
    """What can be asked about."""


class Saved(Struct, frozen=True):
    """A question that somebody kept."""

    id: UUID
    name: str
    statement: str
    saved_by: str
    saved_at: datetime


class ListSaved(Query[list[Saved]], frozen=True):
    """All of them, by name."""


class SaveQuestion(Command[None], frozen=True):
    """Keep *statement* under *name*; what had that name before is replaced."""

    id: UUID
    name: str
    statement: str
    actor: str


class DropSaved(Command[None], frozen=True):
    """Keep it no longer."""

    id: UUID


class Asked(Struct, frozen=True):
    """A question that was asked: how long it took, and how many rows it came to, or why to none."""

    asked_at: datetime
    actor: str
    through: str
    statement: str
    rows: int | None
    seconds: float | None
    error: str | None


class ListAsked(Query[list[Asked]], frozen=True):
    """The newest ones."""

    limit: int = 20
