"""Read models built anew beside the old ones, which serve and keep up meanwhile."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from time import sleep
from typing import Any, Final

from psycopg import Connection, sql
from psycopg.errors import LockNotAvailable, QueryCanceled
from psycopg_pool import ConnectionPool

from projections.shared.copies import ASOF, KEPT, NEXT, SERVING, Copies, Copy
from projections.shared.indexing import make_indexes
from projections.shared.projection import Projection
from projections.shared.switching import Behind, remove, same_rights, swap
from projections.shared.taking import Taker
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.application.shared.errors import BadValue, NoSuch

_TRIES: Final = 10
_A_MOMENT: Final = 0.05
Progress = Callable[[Copy, int, int], None]
"""Told which copy is being filled, how far along the log it is and how long that is; neither is a number of facts."""


class Builds:
    """Begins, fills, switches and drops copies."""

    def __init__(
        self, projections: Mapping[str, Projection], taker: Taker, copies: Copies, log: PostgresLog,
        pool: ConnectionPool[Connection[Any]], batch: int,
    ) -> None:
        self._projections, self._taker, self._copies, self._log = projections, taker, copies, log
        self._pool, self._batch = pool, batch

    def ours(self, copy: Copy) -> bool:
        """Whether this version of the shop may write into it."""
        projection = self._projections.get(copy.name)
        return (
            projection is not None and copy.revision == projection.revision
            and copy.incarnation == self._log.incarnation
        )

    def open(
        self, projection: Projection, schema: str, db: Connection[Any], *, loaded: bool = False,
        takes_over: bool = False, as_of: datetime | None = None, till: int | None = None, holder: str | None = None,
    ) -> None:
        """Create its tables in *schema*, empty, at the beginning of the log."""
        db.execute("SELECT set_config('search_path', %s, true)", (f"{schema}, public",))
        db.execute(projection.ddl, prepare=False)  # several statements at once can't be
        if loaded:
            make_indexes(projection, db)
        db.execute("SET LOCAL search_path TO DEFAULT")
        if schema != SERVING:
            for table in projection.tables:
                same_rights(table, schema, db)
        db.execute(
            "INSERT INTO read.copies (name, schema, revision, incarnation, position, state, tables, loaded, takes_over,"
            " as_of, till, holder, leased_until)"
            " VALUES (%s, %s, %s, %s, 0, 'running', %s, %s, %s, %s, %s, %s::text, now() + interval '10 s')",
            (projection.name, schema, projection.revision, self._log.incarnation, list(projection.tables), loaded,
             takes_over, as_of, till, holder),
        )

    def supersede(
        self, projection: Projection, there: Mapping[tuple[str, str], Copy], db: Connection[Any]
    ) -> None:
        """Begin the copy that is to take the place of an older revision, unless it has begun already."""
        waiting = there.get((projection.name, NEXT))
        if waiting is not None and self.ours(waiting):
            return
        if waiting is not None:
            remove(waiting, db)
        self.open(projection, NEXT, db, takes_over=True)

    def begin(
        self, name: str, *, takes_over: bool = False, as_of: datetime | None = None, holder: str | None = None
    ) -> Copy:
        """A new copy of *name*, to be filled; the one that was begun before goes, if there was one.

        :raises BadValue: if *as_of* is still to come.
        """
        projection = self._known(name)
        schema = NEXT if as_of is None else f"{ASOF}{as_of.astimezone(UTC):%Y%m%dt%H%M%S}"
        if as_of is not None and as_of > datetime.now(UTC):
            raise BadValue("as_of", "choose an instant that has passed")
        till = None if as_of is None else self._log.newest()
        with self._pool.connection() as db, db.transaction():
            db.execute("LOCK TABLE read.copies IN EXCLUSIVE MODE")
            if as_of is not None:
                db.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
            for before in self._copies.locked(name, db):
                if before.schema == schema:
                    remove(before, db, keep_schema=True)
            self.open(projection, schema, db, takes_over=takes_over, as_of=as_of, holder=holder, till=till)
        return self._there(name, schema)

    def rebuild(
        self, name: str, *, takes_over: bool = False, as_of: datetime | None = None, holder: str | None = None,
        progress: Progress = lambda *_: None,
    ) -> Copy:
        """Begin a copy of *name* and fill it to the end of the log, or to the last fact of *as_of*."""
        copy = self.begin(name, takes_over=takes_over, as_of=as_of, holder=holder)
        first = self._first()
        while copy.state == "running" and (not copy.loaded or copy.takes_over or copy.till is not None):
            if not self.advance(copy):
                sleep(_A_MOMENT)  # somebody else is at it: there is nothing to do but to look again
            now = self._copies.find(*copy.key)
            if now is None:  # it has taken the other's place
                return self._there(name, SERVING)
            copy = now
            if holder:
                self._copies.mark(copy, "leased_until = now() + interval '10 s'")
            till = self._log.newest() if copy.till is None else copy.till
            progress(copy, max(copy.position - first, 0), max(till - first, 1))
        return copy

    def advance(self, copy: Copy) -> int:
        """Take one large batch into *copy*; with none left see to its indexes, then to its end. 0 when that is done."""
        newest = self._log.newest() if copy.till is None else copy.till
        if copy.position < newest and (not copy.loaded or copy.till is not None):
            rows = self._taker.read(copy, newest, self._batch)
            return int(self._taker.take(copy, rows, rows[-1][0] if len(rows) == self._batch else newest))
        if not copy.loaded:
            return int(self._index(copy))
        if copy.till is not None:
            self._copies.mark(copy, "state = 'finished', holder = NULL, leased_until = NULL")
        elif copy.takes_over:
            self.switch(copy.name)
            return 1
        return 0

    def switch(self, name: str) -> None:
        """Let people read the new copy, and keep the old one to go back to.

        :raises NoSuch: if there is no new copy.
        :raises Behind: if it could not be brought up to the old one.
        """
        self._change_places(name, NEXT)

    def back(self, name: str) -> None:
        """Let people read what they read before the last switch; doing so twice changes nothing.

        :raises NoSuch: if nothing was kept.
        :raises Behind: if it could not be brought up to the newer one.
        """
        self._change_places(name, KEPT)

    def _change_places(self, name: str, schema: str) -> None:
        for left in reversed(range(_TRIES)):
            self._ready(name, schema)
            try:
                with self._pool.connection() as db, db.transaction():
                    swap(name, schema, db)
            except (Behind, LockNotAvailable, QueryCanceled):  # it moved on meanwhile, or somebody was reading for long
                if not left:
                    raise Behind from None
            else:
                return

    def drop(self, name: str, schema: str = KEPT) -> bool:
        """Throw a copy away; false where there is none.

        :raises BadValue: if it is the one that people read.
        """
        if schema == SERVING:
            raise BadValue("schema", "this is what people read")
        with self._pool.connection() as db, db.transaction():
            copy = next((copy for copy in self._copies.locked(name, db) if copy.schema == schema), None)
            if copy is not None:
                remove(copy, db)
            return copy is not None

    def level(self, copy: Copy) -> None:
        """Bring *copy* to where the one is that people read."""
        while True:
            serving, copy = self._there(copy.name, SERVING), self._there(*copy.key)
            if copy.position >= serving.position or copy.state != "running":
                return
            rows = self._taker.read(copy, serving.position, self._batch)
            self._taker.take(copy, rows, rows[-1][0] if len(rows) == self._batch else serving.position)

    def _first(self) -> int:
        with self._pool.connection() as db:
            row = db.execute("SELECT coalesce(min(position), 0) FROM log.events").fetchone()
        return int(row[0]) if row else 0

    def _ready(self, name: str, schema: str) -> None:
        """Bring the copy up to what people read now, so that nobody sees less than before."""
        copy = self._there(name, schema)
        if not copy.loaded:
            raise BadValue("name", f"{name} in {schema} is still being filled")
        if not self.ours(copy):
            raise BadValue("name", (
                f"{name} in {schema} has revision {copy.revision}, which this version of the shop can't keep up:"
                " start the version that made it first"
            ))
        self.level(copy)

    def _index(self, copy: Copy) -> bool:
        with self._pool.connection() as db:
            done = make_indexes(self._projections[copy.name], db, beside=copy.schema)
        if done:
            self._copies.mark(copy, "loaded = true")
        return done

    def _known(self, name: str) -> Projection:
        if name not in self._projections:
            raise NoSuch("read model", name)
        return self._projections[name]

    def _there(self, name: str, schema: str) -> Copy:
        copy = self._copies.find(name, schema)
        if copy is None:
            raise NoSuch("read model", f"{name} in {schema}")
        return copy
