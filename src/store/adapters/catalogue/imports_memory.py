"""Imports of files without a database."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Final
from uuid import UUID

from msgspec import Struct, structs

from store.adapters.catalogue.imports_postgres import DEAD
from store.application.catalogue.import_ports import ImportJob, ToldRow
from store.application.catalogue.imports import BUSY, MOST_OPEN, FileImport, ImportRow, ImportState, RowResult
from store.application.shared.authority import Scope

_OPEN: Final = BUSY | {ImportState.CHECKED}
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


class _Kept(Struct):
    job: ImportJob
    data: bytes
    asked_at: datetime
    rows: dict[int, ToldRow]
    beat_at: datetime | None = None
    error: str = ""


class MemoryImports:
    """Twin of :class:`~store.adapters.catalogue.imports_postgres.PostgresImports`, and of the live one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[UUID, _Kept] = {}
        self._served: dict[UUID | None, datetime] = {}

    def add(self, job: ImportJob, data: bytes, now: datetime) -> bool:
        """Put it on the list."""
        with self._lock:
            if sum(it.job.vendor == job.vendor and it.job.state in _OPEN for it in self._kept.values()) >= MOST_OPEN:
                return False
            self._kept[job.id] = _Kept(job, data, now, {})
            return True

    def find(self, id: UUID, scope: Scope) -> ImportJob | None:
        """One that *scope* covers."""
        kept = self._kept.get(id)
        return kept.job if kept and scope.covers(vendor=kept.job.vendor) else None

    def move(self, id: UUID, states: Collection[ImportState], to: ImportState, now: datetime) -> bool:
        """At once, or not at all."""
        del now
        with self._lock:
            kept = self._kept[id]
            if kept.job.state not in states:
                return False
            kept.job, kept.beat_at = structs.replace(kept.job, state=to, reached=0, beat=None), None
            kept.data = kept.data if to in {ImportState.IMPORTING, ImportState.CHECKING} else b""
            if to is ImportState.IMPORTING:
                kept.rows = {line: _waiting(it) for line, it in kept.rows.items()}
            return True

    def take(self, now: datetime) -> ImportJob | None:
        """The oldest of whose turn was the longest ago."""
        with self._lock:
            for kept in sorted(self._kept.values(), key=lambda it: (self._turn(it.job), it.asked_at)):
                if kept.job.state in BUSY and (kept.beat_at is None or kept.beat_at < now - DEAD):
                    kept.beat_at = self._served[kept.job.vendor] = now
                    return structs.replace(kept.job, beat=now)
        return None

    def others_wait(self, job: ImportJob) -> bool:
        """Those at which nobody is."""
        return any(
            it.job.state in BUSY and it.beat_at is None and it.job.vendor != job.vendor for it in self._kept.values()
        )

    def lay_down(self, job: ImportJob) -> None:
        """For its next turn."""
        with self._lock:
            if self._still(job):
                self._kept[job.id].beat_at = None

    def data(self, id: UUID) -> bytes:
        """Its file."""
        return self._kept[id].data

    def note(self, job: ImportJob, rows: Sequence[ToldRow], now: datetime) -> ImportJob | None:
        """What became of them."""
        with self._lock:
            kept = self._kept[job.id]
            still = self._still(job)
            if still:
                kept.job, kept.beat_at = structs.replace(kept.job, reached=rows[-1].row.line), now
            if still or job.state is ImportState.IMPORTING:
                kept.rows |= {it.row.line: it for it in rows if still or _waits(kept.rows.get(it.row.line))}
            return structs.replace(kept.job, beat=now) if still else None

    def finish(self, job: ImportJob, to: ImportState, now: datetime, error: str = "") -> None:
        """Keep the file only as long as it may be taken in."""
        with self._lock:
            kept = self._kept[job.id]
            if self._still(job):
                kept.job, kept.error, kept.beat_at = structs.replace(kept.job, state=to), error, now
                kept.data = kept.data if to is ImportState.CHECKED else b""

    def refused(self, id: UUID) -> frozenset[int]:
        """Their lines."""
        return frozenset(line for line, it in self._kept[id].rows.items() if it.row.result is RowResult.REFUSED)

    def taken_in(self, id: UUID, after: int, limit: int) -> list[ToldRow]:
        """By line."""
        rows = [
            it for line, it in sorted(self._kept[id].rows.items())
            if line > after and it.row.result in {RowResult.NEW, RowResult.CHANGED}
        ]
        return rows[:limit]

    def lapse(self, before: datetime, words: str) -> None:
        """Their rows stay, to be read."""
        with self._lock:
            for kept in self._kept.values():
                if kept.job.state is ImportState.CHECKED and kept.asked_at < before:
                    kept.job = structs.replace(kept.job, state=ImportState.CALLED_OFF)
                    kept.data, kept.error = b"", words

    def forget(self, before: datetime) -> None:
        """Rows and files with them."""
        self._kept = {id: kept for id, kept in self._kept.items() if kept.asked_at >= before}

    async def newest(self, scope: Scope) -> list[FileImport]:
        """The newest first."""
        own = [kept for kept in self._kept.values() if scope.covers(vendor=kept.job.vendor)]
        return [_shown(kept) for kept in sorted(own, key=lambda it: it.asked_at, reverse=True)[:20]]

    async def one(self, id: UUID, scope: Scope) -> FileImport | None:
        """With its counts."""
        return _shown(self._kept[id]) if self.find(id, scope) else None

    async def rows(self, id: UUID, result: RowResult | None, after: int, limit: int) -> list[ImportRow]:
        """By line."""
        rows = [it.row for line, it in sorted(self._kept[id].rows.items()) if line > after]
        return [row for row in rows if result in {None, row.result}][:limit]


    def _still(self, job: ImportJob) -> bool:
        kept = self._kept[job.id]
        return (kept.job.state, kept.beat_at) == (job.state, job.beat)

    def _turn(self, job: ImportJob) -> datetime:
        return self._served.get(job.vendor, _NEVER)


def _waits(it: ToldRow | None) -> bool:
    return it is None or it.row.result is RowResult.WAITING


def _waiting(it: ToldRow) -> ToldRow:
    good = it.row.result is not RowResult.REFUSED
    return structs.replace(it, row=structs.replace(it.row, result=RowResult.WAITING)) if good else it


def _shown(kept: _Kept) -> FileImport:
    job, results = kept.job, dict[str, int]()
    for it in kept.rows.values():
        results[it.row.result.value] = results.get(it.row.result.value, 0) + 1
    done = sum(line <= job.reached for line in kept.rows)
    source = job.source.removeprefix(f"{job.vendor}/")
    return FileImport(
        job.id, job.file, source, job.state, kept.asked_at, len(kept.rows), done, results, kept.error
    )
