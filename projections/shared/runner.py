"""Keeps read models up with the log, whichever copies of them there are."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from msgspec import Struct
from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.shared.abreast import Abreast, Hear, abreast
from projections.shared.builds import Builds
from projections.shared.comparing import Comparison
from projections.shared.copies import SERVING, Copies, Copy
from projections.shared.projection import Projection
from projections.shared.taking import Taker
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.postgres import PostgresLog

BATCH: Final = 5000
"""Most facts of a batch: its transaction takes a tenth of a second at the worst."""

BUILDING: Final = 20_000
"""Most facts of a batch of a copy that is being filled: nobody waits for it, and it has no indexes yet."""


class Status(Struct, frozen=True):
    """How a projection stands. ``behind`` is true while there are facts it has not seen."""

    name: str
    state: str
    position: str
    behind: bool
    error: str | None
    failed_at: str | None
    schema: str = SERVING


class Runner:
    """Runs several projections over one log, and has *hear* told what went wrong once and left no other trace."""

    def __init__(
        self, projections: Iterable[Projection], log: PostgresLog, codec: EventCodec,
        pool: ConnectionPool[Connection[Any]], hear: Hear, batch: int = BATCH, building: int = BUILDING,
    ) -> None:
        self._projections = {projection.name: projection for projection in projections}
        self._log, self._pool, self._batch = log, pool, batch
        self.copies = Copies(pool)
        taker = Taker(self._projections, codec, pool)
        self._abreast = Abreast(taker, pool, hear)
        self.builds = Builds(self._projections, taker, self.copies, log, pool, building)
        self.compare = Comparison(self.builds, self.copies, pool)

    @property
    def names(self) -> tuple[str, ...]:
        """The read models it knows."""
        return tuple(self._projections)

    def prepare(self) -> None:
        """Create what is missing; have anew built, beside the old, what has a higher revision or another log's past.

        What people read stays as it is until its successor has caught up. Of a lower revision than what stands there
        nothing is done: this is an older version of the shop, running beside a newer one or after it.
        """
        with self._pool.connection() as db, db.transaction():
            db.execute("LOCK TABLE read.copies IN EXCLUSIVE MODE")
            there = {copy.key: copy for copy in self.copies.all_seen_by(db)}
            for projection in self._projections.values():
                serving = there.get((projection.name, SERVING))
                if serving is None:
                    self.builds.open(projection, SERVING, db, loaded=True)
                elif serving.incarnation != self._log.incarnation or serving.revision < projection.revision:
                    self.builds.supersede(projection, there, db)

    def rebuild(self, name: str) -> None:
        """Have *name* learn everything again from the first fact, beside the old rows, and take their place."""
        self.builds.rebuild(name, takes_over=True)
        self.builds.drop(name)

    def resume(self, name: str) -> None:
        """Let a stopped projection try again."""
        self.copies.resume(name)

    def step(self, held: Collection[tuple[str, str]] | None = None, till: int | None = None) -> int:
        """Take one batch into each copy that is *held*, or into every one; how many facts that were.

        They reach up to *till*, which must have been below the horizon, or to the end of the log. Those that are still
        being filled take large batches and have a loop of their own: :meth:`build`.
        """
        newest = self._log.newest() if till is None else till
        behind = self._mine(self.copies.behind(newest), held)
        return sum(self._abreast.take(together, newest, self._batch) for together in abreast(behind))

    def build(self, held: Collection[tuple[str, str]] | None = None) -> int:
        """Take one large batch into each copy that is being filled, or see to its end; how many there were."""
        return sum(self.builds.advance(copy) for copy in self._mine(self.copies.unfinished(), held))

    def catch_up(self) -> None:
        """Take in all there is."""
        while self.build() + self.step():
            pass

    def status(self) -> list[Status]:
        """How all of them stand, as people read them."""
        return [status for status in self.everything() if status.schema == SERVING]

    def everything(self) -> list[Status]:
        """How every copy of them stands."""
        with self._pool.connection() as db:
            rows = db.execute(
                "SELECT name, state, position, error, failed_at, incarnation, state <> 'finished'"
                " AND EXISTS (SELECT FROM log.events e WHERE e.position > c.position), schema FROM read.copies c"
                " WHERE name = ANY(%s) ORDER BY name, schema",
                (list(self._projections),),
            ).fetchall()
        return [
            Status(name, state, f"{life}-{position}", behind, error, f"{life}-{failed}" if failed else None, schema)
            for name, state, position, error, failed, life, behind, schema in rows
        ]

    def _mine(self, copies: Iterable[Copy], held: Collection[tuple[str, str]] | None) -> list[Copy]:
        """Those of *copies* that are held, and were made by this very version of their projection from this log."""
        return [copy for copy in copies if (held is None or copy.key in held) and self.builds.ours(copy)]
