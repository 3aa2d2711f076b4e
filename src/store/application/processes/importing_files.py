"""Importing files: what may be done with an import, and how it stands. The work itself is done in the background."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from store.application.catalogue.import_ports import ImportJob, Imports, LiveImports
from store.application.catalogue.imports import (
    FORMS,
    LARGEST_FILE,
    CallOffImport,
    FileImport,
    FileTooLarge,
    GetImport,
    ImportRows,
    ImportState,
    ListImportRows,
    ListImports,
    NotAFileOfProducts,
    NotNow,
    SendFile,
    StartImport,
    TooManyOpen,
    UndoImport,
)
from store.application.processes.import_rows import ProductRow
from store.application.shared.authority import Reach, Scope
from store.application.shared.bus import answers, conducts
from store.application.shared.dispatch import Conductor
from store.application.shared.errors import BadCursor, NoSuch
from store.application.shared.ports import Clock, Ids
from store.domain.shared.ids import VendorId

_LONGEST_NAME: Final = 80
_LONGEST_LINE: Final = 9
"""Digits of a number."""


class FileLine(Struct, frozen=True):
    """A product in a file, and the line it begins on; where it can't be taken in, what is wrong with it."""

    number: int
    row: ProductRow | None = None
    fault: str = ""


class FileReader(Protocol):
    """Reads files of products."""

    def read(self, job: ImportJob, data: bytes) -> Iterator[FileLine]:
        """One after another.

        :raises UnreadableFile: if nothing can be made of it any further.
        """


@dataclass(frozen=True)
class ImportingFiles:
    imports: Imports
    live: LiveImports
    clock: Clock
    ids: Ids

    reads = ()

    @conducts(SendFile)
    def send(self, command: SendFile, conductor: Conductor) -> UUID:
        """A vendor's sources are their own: a key of theirs never means goods of somebody else."""
        del conductor
        name = command.file.replace("\\", "/").rsplit("/", 1)[-1][-_LONGEST_NAME:]
        if not name.lower().endswith(FORMS) or not command.data:
            raise NotAFileOfProducts
        if len(command.data) > LARGEST_FILE:
            raise FileTooLarge
        vendor = _vendor(command.scope)
        source = command.source.strip() or name.split(".")[0]
        job = ImportJob(
            self.ids.next(), name, f"{vendor}/{source}" if vendor else source, command.actor, vendor, command.stock,
        )
        if not self.imports.add(job, command.data, self.clock.now()):
            raise TooManyOpen
        return job.id

    @conducts(StartImport)
    def start(self, command: StartImport, conductor: Conductor) -> None:
        del conductor
        self._move(command.import_id, command.scope, {ImportState.CHECKED}, ImportState.IMPORTING)

    @conducts(CallOffImport)
    def call_off(self, command: CallOffImport, conductor: Conductor) -> None:
        """One that had begun is done, as far as it came."""
        del conductor
        job = self._job(command.import_id, command.scope)
        begun = job.state is ImportState.IMPORTING
        states = {ImportState.IMPORTING} if begun else {ImportState.CHECKING, ImportState.CHECKED}
        self._move(job.id, command.scope, states, ImportState.DONE if begun else ImportState.CALLED_OFF)

    @conducts(UndoImport)
    def undo(self, command: UndoImport, conductor: Conductor) -> None:
        """Again, if something came in while it was under way: whoever was at it when it was stopped tells it late."""
        del conductor
        job = self._job(command.import_id, command.scope)
        late = bool(self.imports.taken_in(job.id, 0, 1))
        states = {ImportState.DONE, *({ImportState.UNDONE} if late else ())}
        self._move(job.id, command.scope, states, ImportState.UNDOING)

    @answers(ListImports)
    async def newest(self, query: ListImports) -> list[FileImport]:
        return await self.live.newest(query.scope)

    @answers(GetImport)
    async def one(self, query: GetImport) -> FileImport:
        found = await self.live.one(query.import_id, query.scope)
        if found is None:
            raise NoSuch("import", query.import_id)
        return found

    @answers(ListImportRows)
    async def rows(self, query: ListImportRows) -> ImportRows:
        await self.one(GetImport(import_id=query.import_id, scope=query.scope))
        after = query.cursor or "0"
        if not (after.isascii() and after.isdecimal() and len(after) <= _LONGEST_LINE):
            raise BadCursor
        rows = await self.live.rows(query.import_id, query.result, int(after), query.limit + 1)
        more = len(rows) > query.limit
        return ImportRows(rows[: query.limit], str(rows[query.limit - 1].line) if more else None)

    def _job(self, id: UUID, scope: Scope) -> ImportJob:
        job = self.imports.find(id, scope)
        if job is None:
            raise NoSuch("import", id)
        return job

    def _move(self, id: UUID, scope: Scope, states: set[ImportState], to: ImportState) -> None:
        self._job(id, scope)
        if not self.imports.move(id, states, to, self.clock.now()):
            raise NotNow


def _vendor(scope: Scope) -> VendorId | None:
    return VendorId(scope.owner) if scope.reach is Reach.VENDOR and scope.owner else None
