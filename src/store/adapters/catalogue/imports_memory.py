"""Imports of files without a database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from threading import Lock
from uuid import UUID

from msgspec import Struct, structs

from store.adapters.catalogue.imports_postgres import DEAD
from store.application.catalogue.import_ports import ImportJob, ToldRow
from store.application.catalogue.imports import BUSY, FileImport, ImportRow, ImportState, RowResult
from store.application.shared.authority import Scope


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

    def add(self, job: ImportJob, data: bytes, now: datetime) -> None:
        """Put it on the list."""
        self._kept[job.id] = _Kept(job, data, now, {})

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
            kept.job, kept.beat_at = structs.replace(kept.job, state=to, reached=0), None
            kept.data = kept.data if to in {ImportState.IMPORTING, ImportState.CHECKING} else b""
            if to is ImportState.IMPORTING:
                kept.rows = {line: _waiting(it) for line, it in kept.rows.items()}
            return True

    def take(self, now: datetime) -> ImportJob | None:
        """The oldest."""
        with self._lock:
            for kept in sorted(self._kept.values(), key=lambda it: it.asked_at):
                if kept.job.state in BUSY and (kept.beat_at is None or kept.beat_at < now - DEAD):
                    kept.beat_at = now
                    return kept.job
        return None

    def data(self, id: UUID) -> bytes:
        """Its file."""
        return self._kept[id].data

    def note(self, job: ImportJob, rows: Sequence[ToldRow], now: datetime) -> bool:
        """What became of them."""
        with self._lock:
            kept = self._kept[job.id]
            still = kept.job.state is job.state
            if still:
                kept.job, kept.beat_at = structs.replace(kept.job, reached=rows[-1].row.line), now
            if still or job.state is ImportState.IMPORTING:
                kept.rows |= {it.row.line: it for it in rows}
            return still

    def finish(self, job: ImportJob, to: ImportState, now: datetime, error: str = "") -> None:
        """Keep the file only as long as it may be taken in."""
        with self._lock:
            kept = self._kept[job.id]
            if kept.job.state is job.state:
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
