"""Keeps read models up with the log: batches, exactly once, and a stop that shows when one fails.

The facts are read first, below the horizon; then one short transaction moves the position and the rows
together. A second runner of the same projection finds the position moved and starts over, so two do no harm.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct
from psycopg import Connection, InterfaceError, OperationalError, sql
from psycopg_pool import ConnectionPool, PoolTimeout

from projections.shared.projection import Projection, Seen
from store.adapters.drivers.eventlog.codec import EventCodec, tag_of
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.eventlog.rows import TailedFact

BATCH = 1000
LOST: Final = (OperationalError, InterfaceError, PoolTimeout)
"""The database went away: no fact is to blame, whoever runs the runner waits until it is back."""


class Status(Struct, frozen=True):
    """How a projection stands. ``behind`` is true while there are facts it has not seen."""

    name: str
    state: str
    position: str
    behind: bool
    error: str | None
    failed_at: str | None


class Runner:
    """Runs several projections over one log."""

    def __init__(
        self, projections: Iterable[Projection], log: PostgresLog, codec: EventCodec,
        pool: ConnectionPool[Connection[Any]],
    ) -> None:
        self._projections = {projection.name: projection for projection in projections}
        self._tags = {p.name: [tag_of(kind) for kind in p.kinds] for p in self._projections.values()}
        self._log, self._codec, self._pool = log, codec, pool

    def prepare(self) -> None:
        """Create what is missing; begin anew what has a higher revision, or belongs to another life of the log."""
        for projection in self._projections.values():
            with self._pool.connection() as db, db.transaction():
                db.execute("LOCK TABLE read.projections IN EXCLUSIVE MODE")
                row = db.execute(
                    "SELECT revision, incarnation FROM read.projections WHERE name = %s", (projection.name,)
                ).fetchone()
                if row != (projection.revision, self._log.incarnation):
                    self._begin(projection, db)

    def rebuild(self, name: str) -> None:
        """Forget all that *name* has learnt, and learn it again from the first fact."""
        with self._pool.connection() as db, db.transaction():
            self._begin(self._projections[name], db)
        while self._step(self._projections[name], self._log.newest()):
            pass

    def resume(self, name: str) -> None:
        """Let a stopped projection try again."""
        with self._pool.connection() as db:
            db.execute(
                "UPDATE read.projections SET state = 'running', error = NULL, failed_at = NULL WHERE name = %s",
                (self._projections[name].name,),
            )

    def step(self) -> int:
        """Take one batch into each projection; how many facts that were."""
        newest = self._log.newest()
        return sum(self._step(projection, newest) for projection in self._projections.values())

    def catch_up(self) -> None:
        """Take in all there is."""
        while self.step():
            pass

    def status(self) -> list[Status]:
        """How all of them stand."""
        with self._pool.connection() as db:
            rows = db.execute(
                "SELECT name, state, position, error, failed_at, incarnation,"
                " EXISTS (SELECT FROM log.events e WHERE e.position > p.position) FROM read.projections p"
                " WHERE name = ANY(%s) ORDER BY name",
                (list(self._projections),),
            ).fetchall()
        return [
            Status(name, state, f"{life}-{position}", behind, error, f"{life}-{failed}" if failed else None)
            for name, state, position, error, failed, life, behind in rows
        ]

    def _begin(self, projection: Projection, db: Connection[Any]) -> None:
        for table in reversed(projection.tables):
            db.execute(sql.SQL("DROP TABLE IF EXISTS read.{}").format(sql.Identifier(table)))
        db.execute(projection.ddl)
        db.execute(
            "INSERT INTO read.projections VALUES (%s, %s, %s, 0, 'running')"
            " ON CONFLICT (name) DO UPDATE SET (revision, incarnation, position, state, error, failed_at) ="
            " (excluded.revision, excluded.incarnation, 0, 'running', NULL, NULL)",
            (projection.name, projection.revision, self._log.incarnation),
        )

    def _step(self, projection: Projection, newest: int) -> int:
        with self._pool.connection() as db:
            row = db.execute(
                "SELECT position FROM read.projections WHERE name = %s AND state = 'running' AND incarnation = %s",
                (projection.name, self._log.incarnation),
            ).fetchone()
        if row is None or row[0] >= newest:
            return 0
        at: int = row[0]
        rows = self._log.select_notifications(
            at, BATCH, stop=newest, topics=self._tags[projection.name], inclusive_of_start=False
        )
        till = rows[-1].id if len(rows) == BATCH else newest
        try:
            self._take(projection, at, till, rows)
        except LOST:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the projection stops and shows it
            self._find_fault(projection, at, rows, error)
            return 0
        return len(rows) or 1

    def _take(self, projection: Projection, at: int, till: int, rows: Sequence[TailedFact]) -> bool:
        """Take *rows* in; false if another runner moved or stopped the projection meanwhile."""
        facts = [self._seen(row) for row in rows]
        with self._pool.connection() as db, db.transaction():
            moved = db.execute(
                "UPDATE read.projections SET position = %s, updated_at = now()"
                " WHERE name = %s AND position = %s AND state = 'running'",
                (till, projection.name, at),
            )
            if moved.rowcount and facts:
                projection.project(facts, db)
        return bool(moved.rowcount)

    def _find_fault(
        self, projection: Projection, at: int, rows: Sequence[TailedFact], error: Exception
    ) -> None:
        """Take the batch in again one by one, so that all before the first bad fact is kept, and stop there."""
        for row in rows:
            try:
                if not self._take(projection, at, row.id, [row]):
                    return
            except LOST:
                raise
            except Exception as fault:  # noqa: BLE001 - as above
                self._stop(projection.name, at, row.id, f"{row.topic}: {type(fault).__name__}: {fault}")
                return
            at = row.id
        self._stop(projection.name, at, at, f"only as a batch: {type(error).__name__}: {error}")

    def _stop(self, name: str, at: int, failed_at: int, error: str) -> None:
        """Stop it where it stands; if somebody else moved or stopped it, what they found stays."""
        stop: LiteralString = (
            "UPDATE read.projections SET state = 'stopped', error = %s, failed_at = %s"
            " WHERE name = %s AND position = %s AND state = 'running'"
        )
        with self._pool.connection() as db:
            db.execute(stop, (error[:2000].replace("\0", ""), failed_at, name, at))

    def _seen(self, row: TailedFact) -> Seen:
        stream = row.originator_id
        if not isinstance(stream, UUID):
            raise TypeError(stream)
        event = self._codec.decode(row.topic, row.state, stream, row.originator_version, opened=False)
        return Seen(row.id, stream, row.originator_version, event)
