"""Files of products that somebody sends: looked through, then taken in, and taken back if that was wrong."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct

from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, Query
from store.domain.shared.errors import Conflict, RuleViolated

LARGEST_FILE: Final = 20_000_000
"""Bytes, packed or not."""
MOST_OPEN: Final = 20
"""How many imports of one owner may be on the list that are not done with."""
FORMS: Final = (".csv", ".jsonl", ".ndjson", ".csv.gz", ".jsonl.gz", ".ndjson.gz")


class ImportState(StrEnum):
    """How far an import is. The values are stored."""

    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    CALLED_OFF = "called off"
    FAILED = "failed"


BUSY: Final = frozenset({ImportState.CHECKING, ImportState.IMPORTING, ImportState.UNDOING})
"""Somebody is at it, or will be in a moment."""


class RowResult(StrEnum):
    """What a row comes to, or came to. The values are stored."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"
    WAITING = "waiting"
    """It was found good, and is not taken in: not yet, or not before somebody stopped."""
    TAKEN_OUT = "taken out"
    AS_BEFORE = "as before"
    STAYED = "stayed"
    """Somebody changed the product after the import: it stays as it is."""


class ImportRow(Struct, frozen=True):
    """A product of a file: the line it begins on, its key there, and what becomes of it; *words* say why not."""

    line: int
    key: str
    name: str
    result: RowResult
    words: str = ""


class FileImport(Struct, frozen=True):
    """An import: of ``rows`` products ``reached`` are done with, and ``results`` counts what they come to."""

    id: UUID
    file: str
    source: str
    state: ImportState
    asked_at: datetime
    rows: int
    reached: int
    results: dict[str, int]
    error: str = ""


class ImportRows(Struct, frozen=True):
    """Some rows of an import, by line."""

    items: list[ImportRow]
    next_cursor: str | None


class SendFile(Command[UUID], frozen=True):
    """Keep a file of products, to be looked through. *source* says where the goods come from: the same source and key
    is the same product. *stock* is what variants have that say nothing of it, *actor* in whose name it is done.
    """

    file: str
    data: bytes
    actor: str
    source: str = ""
    stock: int = 0
    scope: Scope = EVERYTHING


class StartImport(Command[None], frozen=True):
    """Take in what was found good."""

    import_id: UUID
    scope: Scope = EVERYTHING


class CallOffImport(Command[None], frozen=True):
    """Do no more of it. What was taken in stays, and can be undone."""

    import_id: UUID
    scope: Scope = EVERYTHING


class UndoImport(Command[None], frozen=True):
    """Have every product be as it was before, but for those that somebody changed since."""

    import_id: UUID
    scope: Scope = EVERYTHING


class ListImports(Query[list[FileImport]], frozen=True):
    """The newest imports that *scope* covers."""

    scope: Scope = EVERYTHING


class GetImport(Query[FileImport], frozen=True):
    """How one of them stands."""

    import_id: UUID
    scope: Scope = EVERYTHING


class ListImportRows(Query[ImportRows], frozen=True):
    """Its rows by line, those with one *result* alone if one is named."""

    import_id: UUID
    result: RowResult | None = None
    cursor: str | None = None
    limit: int = 100
    scope: Scope = EVERYTHING


class NotAFileOfProducts(RuleViolated):
    """Choose a file whose name ends in .csv, .jsonl or .ndjson; packed with gzip it may end in .gz as well."""


class FileTooLarge(RuleViolated):
    """The file is larger than 20 MB. Pack it with gzip, or send it in parts."""


@dataclass(eq=False)
class TooManyOpen(Conflict):
    """{most} imports of yours are under way or wait to be confirmed. Take one in or call it off, then send this."""

    most: int = MOST_OPEN


class NotNow(Conflict):
    """The import isn't where this could be done: somebody started, finished or stopped it meanwhile."""
