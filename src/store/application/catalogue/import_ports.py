"""What imports of files need of the world."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from store.application.catalogue.imports import FileImport, ImportRow, ImportState, RowResult
from store.application.shared.authority import Scope
from store.domain.shared.ids import CategoryId, ProductId, VendorId


class ImportJob(Struct, frozen=True):
    """An import as whoever works on it sees it. *reached* is the last line that is done with, *beat* their last sign of
    life: whoever was followed by somebody else holds an older one, and is told to stop.
    """

    id: UUID
    file: str
    source: str
    actor: str
    vendor: VendorId | None
    stock: int
    state: ImportState = ImportState.CHECKING
    reached: int = 0
    beat: datetime | None = None


class ToldRow(Struct, frozen=True):
    """What became of a row, and between which versions of its product."""

    row: ImportRow
    product: ProductId | None = None
    before: int = 0
    after: int = 0


class Imports(Protocol):
    """The list of imports, with their files. Whoever works on one shows signs of life; else somebody else goes on."""

    def add(self, job: ImportJob, data: bytes, now: datetime) -> bool:
        """Put it on the list, to be looked through. False if its owner has :data:`MOST_OPEN` there already: the
        database decides, of two at once, which is one too many.
        """

    def find(self, id: UUID, scope: Scope) -> ImportJob | None:
        """One that *scope* covers."""

    def move(self, id: UUID, states: Collection[ImportState], to: ImportState, now: datetime) -> bool:
        """Have it be in another state if it is in one of *states*: the database decides who is first. From there it
        begins at its first line again; what was found good waits, once it is to be taken in.
        """

    def take(self, now: datetime) -> ImportJob | None:
        """One that is to be worked on, for whoever asks alone: of those whose turn was the longest ago, the oldest."""

    def others_wait(self, job: ImportJob) -> bool:
        """Whether there is one to be worked on of another owner than the *job*'s, at which nobody is."""

    def lay_down(self, job: ImportJob) -> None:
        """Have it wait for its next turn, if it is still the job's."""

    def data(self, id: UUID) -> bytes:
        """Its file."""

    def note(self, job: ImportJob, rows: Sequence[ToldRow], now: datetime) -> ImportJob | None:
        """What became of *rows*, and a sign of life: the job as it stands then. None if it isn't in the job's state any
        more, or somebody followed whoever held the job: stop. What was taken in is told all the same, where nobody
        told it yet.
        """

    def finish(self, job: ImportJob, to: ImportState, now: datetime, error: str = "") -> None:
        """It is done with, if it is still the job's. Nothing needs its file once it was taken in."""

    def refused(self, id: UUID) -> frozenset[int]:
        """The lines of the rows that were found wanting."""

    def taken_in(self, id: UUID, after: int, limit: int) -> list[ToldRow]:
        """The next rows behind line *after* that it made new or changed."""

    def lapse(self, before: datetime, words: str) -> None:
        """Call off those that were sent *before* and never begun, and say why: nobody needs their files any more."""

    def forget(self, before: datetime) -> None:
        """Keep none that was asked for before."""


class LiveImports(Protocol):
    """The same, as whoever sent them looks at them."""

    async def newest(self, scope: Scope) -> list[FileImport]:
        """The newest twenty."""

    async def one(self, id: UUID, scope: Scope) -> FileImport | None:
        """One of them."""

    async def rows(self, id: UUID, result: RowResult | None, after: int, limit: int) -> list[ImportRow]:
        """Its rows behind line *after*."""


class UnreadableFile(Exception):
    """The file is damaged, or of another kind than its name says."""


class PlacesNamed(Protocol):
    """Knows categories by the names they have now. It may be a moment behind."""

    def of(self, paths: Collection[tuple[str, ...]]) -> Mapping[tuple[str, ...], CategoryId]:
        """What stands at *paths*, the names from the top down: those at which one category stands, and no other."""
