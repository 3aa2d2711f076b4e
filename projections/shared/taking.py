"""Takes facts into copies of read models: batches, exactly once, and a stop that shows when one fails.

The facts are read first, below the horizon; then one short transaction moves the position and the rows together.
A second one at the same copy finds the position moved and starts over, so two do no harm.
"""

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any, Final

from msgspec import Struct
from psycopg import Connection, InterfaceError, OperationalError, Rollback
from psycopg_pool import ConnectionPool, PoolTimeout

from projections.shared.copies import Copies, Copy
from projections.shared.lenses import Lens
from projections.shared.projection import Projection
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.tail import Row, Tail
from store.domain.shared.aggregate import Event

LOST: Final = (OperationalError, InterfaceError, PoolTimeout)
"""The database went away: no fact is to blame, whoever runs the runner waits until it is back."""


class Batch(Struct, frozen=True):
    """What one copy is to take in; of a copy that only moves on there are no rows."""

    copy: Copy
    rows: Sequence[Row]


class Taker:
    """Knows the projections, and takes facts into their copies."""

    def __init__(
        self, projections: Mapping[str, Projection], codec: EventCodec, pool: ConnectionPool[Connection[Any]]
    ) -> None:
        self._projections, self._pool = projections, pool
        self._lenses = {name: Lens(projection.kinds, codec) for name, projection in projections.items()}
        self._tail, self._copies = Tail(pool), Copies(pool)
        self._took: dict[tuple[str, str], float] = {}  # seconds of the last batch, written down with the next one

    def tags(self, copy: Copy) -> frozenset[str]:
        """Which facts may be for *copy*."""
        return self._lenses[copy.name].names

    def read(self, copy: Copy, newest: int, limit: int) -> list[Row]:
        """What is next for *copy*."""
        stop = newest if copy.till is None else min(newest, copy.till)
        return self._tail.read(copy.position, stop, self._lenses[copy.name].tags, limit, copy.as_of)

    def take(self, copy: Copy, rows: Sequence[Row], till: int, known: dict[int, Event] | None = None) -> bool:
        """Take *rows* in, which reach up to *till*; false if the copy was moved by another one, or has stopped.

        Facts that are *known* by their positions aren't decoded again; those decoded here join them.
        """
        moved, fault = self._tried(copy, copy.position, till, rows, known)
        if fault is not None:
            self._find_fault(copy, rows, fault)
        return moved

    def take_together(self, batches: Sequence[Batch], till: int, known: dict[int, Event]) -> bool:
        """Take in *batches* of copies that stand at one place of one schema, all or none.

        False if one of them was moved by another one, or has stopped. Raises what any of them raises.
        """
        facts = [self._lenses[batch.copy.name].seen(batch.rows, known) for batch in batches]
        seconds: dict[tuple[str, str], float] = {}
        moved = False
        with self._pool.connection() as db, db.transaction():
            if not self._copies.move_all(
                [batch.copy for batch in batches], till, list(map(len, facts)),
                [self._took.get(batch.copy.key, 0.0) for batch in batches], db,
            ):
                raise Rollback
            for batch, of_copy in zip(batches, facts, strict=True):
                began = perf_counter()
                if of_copy:
                    self._projections[batch.copy.name].project(of_copy, db)
                seconds[batch.copy.key] = perf_counter() - began
            moved = True
        if moved:
            self._took |= seconds
        return moved

    def _tried(
        self, copy: Copy, at: int, till: int, rows: Sequence[Row], known: dict[int, Event] | None = None
    ) -> tuple[bool, Exception | None]:
        """Whether *rows* were taken in, and why not if they are to blame."""
        try:
            return self._take(copy, at, till, rows, known), None
        except LOST:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, the copy stops and shows it
            return False, fault

    def _take(
        self, copy: Copy, at: int, till: int, rows: Sequence[Row], known: dict[int, Event] | None
    ) -> bool:
        began = perf_counter()
        facts = self._lenses[copy.name].seen(rows, known)
        with self._pool.connection() as db, db.transaction():
            if not self._copies.move(copy, at, till, len(facts), self._took.pop(copy.key, 0.0), db):
                return False
            if facts:
                self._projections[copy.name].project(facts, db)
        self._took[copy.key] = perf_counter() - began
        return True

    def _find_fault(self, copy: Copy, rows: Sequence[Row], error: Exception) -> None:
        """Take the batch in again in ever smaller parts, so that all before the first bad fact is kept; stop there."""
        at = copy.position
        while rows:
            part = rows[: max(len(rows) // 2, 1)]
            moved, fault = self._tried(copy, at, part[-1][0], part)
            if moved:
                at, rows = part[-1][0], rows[len(part):]
            elif fault is None:
                return
            elif len(part) == 1:
                position, _, _, tag, _ = part[0]
                self._copies.stop(copy, at, position, f"{tag}: {type(fault).__name__}: {fault}")
                return
            else:
                rows, error = part, fault
        self._copies.stop(copy, at, at, f"only as a batch: {type(error).__name__}: {error}")
