"""The copies of read models that there are: the one people read, one being built, the one before, some of the past."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString

from msgspec import Struct
from psycopg import Connection
from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

SERVING: Final = "read"
NEXT: Final = "read_next"
KEPT: Final = "read_kept"
SWAP: Final = "read_swap"
ASOF: Final = "read_asof_"


class Copy(Struct, frozen=True):
    """One copy, and how far it is. The schema says what it is for."""

    name: str
    schema: str
    revision: int
    incarnation: int
    position: int
    state: str
    tables: list[str]
    loaded: bool
    takes_over: bool
    as_of: datetime | None
    till: int | None
    error: str | None
    failed_at: int | None
    began_at: datetime

    @property
    def key(self) -> tuple[str, str]:
        """What tells copies apart."""
        return self.name, self.schema


_COLUMNS: Final[LiteralString] = (
    "name, schema, revision, incarnation, position, state, tables, loaded, takes_over, as_of, till, error, failed_at,"
    " began_at"
)
_MOVE: Final[LiteralString] = """
WITH moved AS (
    UPDATE read.copies SET position = %(till)s, updated_at = now(), facts = facts + %(facts)s, batches = batches + 1,
        seconds = seconds + %(seconds)s
    WHERE name = %(name)s AND schema = %(schema)s AND position = %(at)s AND state = 'running' RETURNING schema)
SELECT set_config('search_path', schema || ', public', true), set_config('synchronous_commit', 'off', true) FROM moved
"""
_MOVE_ALL: Final[LiteralString] = """
WITH free AS (
    SELECT o.name, at.facts, at.seconds FROM read.copies o
    JOIN unnest(%(names)s::text[], %(facts)s::bigint[], %(seconds)s::float[]) AS at (name, facts, seconds) USING (name)
    WHERE o.schema = %(schema)s AND o.position = %(at)s AND o.state = 'running' ORDER BY o.name FOR UPDATE OF o
), moved AS (
    UPDATE read.copies c SET position = %(till)s, updated_at = now(), facts = c.facts + free.facts,
        batches = c.batches + (free.facts > 0)::int, seconds = c.seconds + free.seconds
    FROM free WHERE c.name = free.name AND c.schema = %(schema)s RETURNING c.name)
SELECT count(*), set_config('search_path', %(schema)s || ', public', true),
    set_config('synchronous_commit', 'off', true) FROM moved
"""
_MOVE_EMPTY: Final[LiteralString] = """
UPDATE read.copies c SET position = %(till)s, updated_at = now() FROM (
    SELECT o.name, o.schema FROM read.copies o
    JOIN unnest(%(names)s::text[], %(schemas)s::text[], %(ats)s::bigint[]) AS at (name, schema, position)
    USING (name, schema, position) WHERE o.state = 'running' ORDER BY name, schema FOR UPDATE OF o SKIP LOCKED
) free WHERE c.name = free.name AND c.schema = free.schema
"""


class Copies:
    """What ``read.copies`` says, and the one place that moves a position."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def all(self) -> list[Copy]:
        """Every copy, by name."""
        with self._pool.connection() as db:
            return self.all_seen_by(db)

    def behind(self, newest: int) -> list[Copy]:
        """Those that run, are filled, follow the log for ever and haven't heard of *newest*."""
        return self._some(
            "state = 'running' AND loaded AND till IS NULL AND position < %(newest)s", {"newest": newest}
        )

    def unfinished(self) -> list[Copy]:
        """Those that run and are being filled, or are to take over, or end somewhere."""
        return self._some("state = 'running' AND (NOT loaded OR takes_over OR till IS NOT NULL)", {})

    def _some(self, which: LiteralString, values: Mapping[str, Any]) -> list[Copy]:
        with self._pool.connection() as db, db.cursor(row_factory=class_row(Copy)) as cursor:
            return cursor.execute(
                f"SELECT {_COLUMNS} FROM read.copies WHERE {which} ORDER BY name, schema", values
            ).fetchall()

    @staticmethod
    def all_seen_by(db: Connection[Any]) -> list[Copy]:
        """Every copy, as the transaction of *db* sees them."""
        with db.cursor(row_factory=class_row(Copy)) as cursor:
            return cursor.execute(f"SELECT {_COLUMNS} FROM read.copies ORDER BY name, schema").fetchall()

    @staticmethod
    def locked(name: str, db: Connection[Any]) -> list[Copy]:
        """The copies of *name*, which stay as they are until the transaction of *db* ends."""
        with db.cursor(row_factory=class_row(Copy)) as cursor:
            return cursor.execute(
                f"SELECT {_COLUMNS} FROM read.copies WHERE name = %s ORDER BY schema FOR UPDATE", (name,)
            ).fetchall()

    def find(self, name: str, schema: str) -> Copy | None:
        """The copy of *name* in *schema*, if there is one."""
        return next((copy for copy in self.all() if copy.key == (name, schema)), None)

    @staticmethod
    def move(copy: Copy, at: int, till: int, facts: int, seconds: float, db: Connection[Any]) -> bool:
        """Move the position, and have the rest of this transaction work in the copy's schema.

        False if somebody else moved or stopped it. The rest of the transaction may be lost with the server, position
        and rows together: then both are made again, so the commit need not wait for the disk.
        """
        moved = db.execute(_MOVE, {
            "name": copy.name, "schema": copy.schema, "at": at, "till": till, "facts": facts, "seconds": seconds,
        })
        return moved.rowcount > 0

    @staticmethod
    def move_all(
        copies: Sequence[Copy], till: int, facts: Sequence[int], seconds: Sequence[float], db: Connection[Any]
    ) -> bool:
        """The same for *copies* that stand at one place of one schema; false if one of them could not be moved."""
        moved = db.execute(_MOVE_ALL, {
            "names": [copy.name for copy in copies], "schema": copies[0].schema, "at": copies[0].position,
            "till": till, "facts": facts, "seconds": seconds,
        }).fetchone()
        return moved is not None and moved[0] == len(copies)

    def move_empty(self, copies: list[Copy], till: int) -> None:
        """Move the positions of *copies* that found nothing for them up to *till*, in one statement."""
        with self._pool.connection() as db, db.transaction():
            db.execute("SET LOCAL synchronous_commit = off")
            db.execute(_MOVE_EMPTY, {
                "till": till, "names": [c.name for c in copies], "schemas": [c.schema for c in copies],
                "ats": [c.position for c in copies],
            })

    def stop(self, copy: Copy, at: int, failed_at: int, error: str) -> None:
        """Stop it where it stands; if somebody else moved or stopped it, what they found stays."""
        with self._pool.connection() as db:
            db.execute(
                "UPDATE read.copies SET state = 'stopped', error = %s, failed_at = %s, failures = failures + 1"
                " WHERE name = %s AND schema = %s AND position = %s AND state = 'running'",
                (error[:2000].replace("\0", ""), failed_at, *copy.key, at),
            )

    def resume(self, name: str, schema: str = SERVING) -> None:
        """Let a stopped one try again."""
        with self._pool.connection() as db:
            db.execute(
                "UPDATE read.copies SET state = 'running', error = NULL, failed_at = NULL"
                " WHERE name = %s AND schema = %s AND state = 'stopped'", (name, schema),
            )

    def mark(self, copy: Copy, change: LiteralString) -> None:
        """Note something about it, such as ``loaded = true``."""
        with self._pool.connection() as db:
            db.execute(f"UPDATE read.copies SET {change} WHERE name = %s AND schema = %s", copy.key)
