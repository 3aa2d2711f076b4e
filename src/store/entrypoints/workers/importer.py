"""Works on imports of files: looks through them, takes them in, takes them back. Whoever is killed is followed.

Every batch is done once, however often it is begun: its key is the import and the line it begins on. What came of it is
told with how far the import is, in one transaction. Whoever was followed is told so by the list, and stops. Where
others wait, a long import makes room for them every so many batches.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Final, Protocol, TypeVar

import structlog
from msgspec import structs

from store.application.catalogue.import_ports import ImportJob, Imports, ToldRow, UnreadableFile
from store.application.catalogue.imports import ImportRow, ImportState, RowResult
from store.application.processes.import_rows import OpenCategories, ProductRow, TakeInEach, TakenIn
from store.application.processes.importing_files import FileLine, FileReader
from store.application.processes.row_places import paths_of
from store.application.processes.undoing_imports import PutBack, PutProductBack
from store.application.shared.bus import Bus, Caller, Command, Once
from store.application.shared.errors import Busy, InFlight
from store.application.shared.ports import Clock
from store.domain.shared.errors import StoreError

BATCH: Final = 100
TURN: Final = 50
"""Batches, before somebody else's turn comes."""
_READ, _WORDS = 200, 1_000
_OUR_FAULT: Final = "Something went wrong here. What was done until then stands below."
_UNDONE: Final = {
    PutBack.TAKEN_OUT: RowResult.TAKEN_OUT, PutBack.AS_BEFORE: RowResult.AS_BEFORE,
    PutBack.CHANGED_SINCE: RowResult.STAYED,
}
_NO_RIGHT: Final = "Whoever sent it may not look after these goods any more. What was done until then stands below."
_WITHDRAWN: Final = "It is withdrawn, and stays as it is until somebody brings it back."
_Good = tuple[int, ProductRow]
R = TypeVar("R")


class Rights(Protocol):
    """Knows what people may do at this moment."""

    def still_hold(self, job: ImportJob) -> bool:
        """Whether whoever sent it may still look after the goods it is about."""


class _NoRight(Exception):
    """They may not any more."""


class _Turn:
    """An import in somebody's hands: until it is done with, or somebody else's, or another owner's turn has come."""

    def __init__(self, job: ImportJob, imports: Imports, rights: Rights, clock: Clock) -> None:
        self.job, self.ended, self._batches = job, False, 0
        self._imports, self._rights, self._clock = imports, rights, clock

    def expect_right(self) -> None:
        """Go on only as long as they may.

        :raises _NoRight: once they may not.
        """
        if not self._rights.still_hold(self.job):
            raise _NoRight(_NO_RIGHT)

    def note(self, rows: Sequence[ToldRow]) -> bool:
        """What became of *rows*; whether to go on."""
        held = self._imports.note(self.job, rows, self._clock.now())
        self._batches += 1
        if held is None:
            self.ended = True
            return False
        self.job = held
        if self._batches % TURN == 0 and self._imports.others_wait(held):
            self._imports.lay_down(held)
            self.ended = True
        return not self.ended

    def finish(self, to: ImportState, error: str = "") -> None:
        """It is done with."""
        self._imports.finish(self.job, to, self._clock.now(), error)


class Importer:
    """One import at a time."""

    def __init__(self, bus: Bus, imports: Imports, reader: FileReader, rights: Rights, clock: Clock) -> None:
        self._bus, self._imports, self._reader, self._rights, self._clock = bus, imports, reader, rights, clock

    def next(self, passing: tuple[type[Exception], ...] = ()) -> bool:
        """Work on the one whose turn it is; false if none waits."""
        job = self._imports.take(self._clock.now())
        if job is None:
            return False
        log = structlog.get_logger().bind(id=str(job.id))
        turn = _Turn(job, self._imports, self._rights, self._clock)
        try:
            to = self._worked_on(turn)
        except passing:  # nobody shows a sign of life for it, so that somebody takes it again
            raise
        except (Busy, InFlight) as meanwhile:  # somebody else is at the very batch, or too many at its goods
            log.warning("import goes on in a while", because=type(meanwhile).__name__)
        except (UnreadableFile, _NoRight) as refused:
            turn.finish(_failed(job), str(refused))
        except Exception as failure:
            turn.finish(_failed(job), _OUR_FAULT)
            log.exception("import failed", because=type(failure).__name__)
        else:
            if not turn.ended:
                turn.finish(to)
            log.info("import", state="not ended" if turn.ended else to.value)
        return True

    def _worked_on(self, turn: _Turn) -> ImportState:
        job = turn.job
        turn.expect_right()
        match job.state:
            case ImportState.CHECKING:
                self._each(turn, self._lines(job), only_try=True)
                return ImportState.CHECKED
            case ImportState.IMPORTING:
                wrong = self._imports.refused(job.id)
                self._each(turn, (it for it in self._lines(job) if it.number not in wrong), only_try=False)
                return ImportState.DONE
            case _:
                self._take_back(turn)
                return ImportState.UNDONE

    def _lines(self, job: ImportJob) -> Iterator[FileLine]:
        """What it hasn't reached. The first was looked at, too: what repeats it is found."""
        lines = self._reader.read(job, self._imports.data(job.id))
        return (line for line in lines if line.number > job.reached)

    def _each(self, turn: _Turn, lines: Iterator[FileLine], *, only_try: bool) -> None:
        while batch := list(itertools.islice(lines, BATCH)):
            turn.expect_right()
            told = {line.number: _refused(line.number, line.row, line.fault) for line in batch if line.fault}
            good = [(line.number, line.row) for line in batch if line.row and not line.fault]
            told |= self._batch(turn.job, good, only_try=only_try)
            if not turn.note([told[line.number] for line in batch]):
                return

    def _batch(self, job: ImportJob, good: Sequence[_Good], *, only_try: bool) -> dict[int, ToldRow]:
        """All at once; where that is refused, each by itself, so that one bad row stops no other."""
        if not good:
            return {}
        try:
            outcomes = self._taken_in(job, good, only_try=only_try)
        except (Busy, InFlight):
            raise
        except StoreError as refused:
            if len(good) == 1:
                number, row = good[0]
                return {number: _refused(number, row, str(refused))}
            return {
                number: it for one in good for number, it in self._batch(job, [one], only_try=only_try).items()
            }
        return {
            number: ToldRow(_row(number, row, RowResult(it.outcome), _said(it)), it.product_id, it.before, it.after)
            for (number, row), it in zip(good, outcomes, strict=True)
        }

    def _taken_in(
        self, job: ImportJob, good: Sequence[_Good], *, only_try: bool
    ) -> tuple[TakenIn, ...]:
        rows = tuple(row for _, row in good)
        command = TakeInEach(source=job.source, rows=rows, vendor=job.vendor, only_try=only_try)
        if only_try:
            return self._bus.do(command, _by(job)).outcome
        if job.vendor is None:
            self._bus.do(OpenCategories(paths=paths_of(rows)), _by(job))
        return self._once(job, command, f"{good[0][0]}+{len(good)}")

    def _take_back(self, turn: _Turn) -> None:
        job, reached = turn.job, turn.job.reached
        while rows := self._imports.taken_in(job.id, reached, BATCH):
            turn.expect_right()
            told = []
            for it in rows:
                if it.product is None:
                    continue
                command = PutProductBack(
                    product_id=it.product, first=it.before + 1, last=it.after, reason=f"undo of import {job.id}"
                )
                told.append(structs.replace(it, row=self._taken_back(job, it.row, command)))
            if not turn.note(told):
                return
            reached = rows[-1].row.line

    def _taken_back(self, job: ImportJob, row: ImportRow, command: PutProductBack) -> ImportRow:
        try:
            outcome = self._once(job, command, f"undo {row.line}")
        except (Busy, InFlight):
            raise
        except StoreError as refused:
            return structs.replace(row, result=RowResult.STAYED, words=str(refused))
        return structs.replace(row, result=_UNDONE[outcome])

    def _once(self, job: ImportJob, command: Command[R], key: str) -> R:
        once = Once(principal=job.actor, route="import", key=f"{job.id} {key}", body="", subject=job.id)
        return self._bus.do(command, _by(job), once).outcome


def _failed(job: ImportJob) -> ImportState:
    """One that had begun is done, as far as it came, so that it can be undone."""
    return ImportState.FAILED if job.state is ImportState.CHECKING else ImportState.DONE


def _by(job: ImportJob) -> Caller:
    return Caller(actor=job.actor, correlation=job.id, reason=f"import of {job.file}")


def _said(it: TakenIn) -> str:
    """That it is withdrawn, or what doesn't fit the attributes of its category: it was taken in as it was written."""
    return _WITHDRAWN if it.withdrawn else " ".join(f"{name}: {words}" for name, words in it.faults.items())


def _refused(line: int, row: ProductRow | None, words: str) -> ToldRow:
    return ToldRow(_row(line, row, RowResult.REFUSED, words))


def _row(line: int, row: ProductRow | None, result: RowResult, words: str) -> ImportRow:
    """Cut to what anybody reads: a file may say anything at any length."""
    key, name = (row.key, row.name) if row else ("", "")
    return ImportRow(line, key[:_READ], name[:_READ], result, words[:_WORDS])
