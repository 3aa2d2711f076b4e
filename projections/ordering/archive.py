"""Years of orders that are over are archived: packed, with few indexes, and on another disk if there is one.

Nothing leaves the list: a year changes places with a packed copy of itself, which is made beside it in small
transactions and compared with it before. Whoever reads or writes waits at most a moment; whoever writes to that very
year, for as long as comparing takes. If that is broken off, what people read is as it was, and the year's turn comes
again. A read model that is built anew has all years as they were, until they are archived again.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from time import sleep
from typing import Any, Final, LiteralString

from msgspec import Struct
from psycopg import Connection, sql
from psycopg.errors import DeadlockDetected, LockNotAvailable, UndefinedTable
from psycopg_pool import ConnectionPool

from projections.ordering.order_list import ARCHIVED_INDEXES
from projections.shared.copies import SERVING
from projections.shared.indexing import creating, index_name
from projections.shared.years import ARCHIVED, HOT, Year, attach, first_instant, years_of
from store.application.shared.errors import BadValue
from store.domain.shared.errors import Conflict

CHUNK: Final = 5000
PACKING: Final = "_packing"
"""What a packed year is called until it changes places: no copy of the list has a table of that name."""
_TRIES: Final = 50
_A_MOMENT: Final = 0.2
PATIENCE: Final[LiteralString] = "SET LOCAL lock_timeout = '100ms'"
"""Whoever asks for a table that is to change waits behind us, so we don't wait for long."""
_LOCK: Final = "store/archive of orders"
_COPY: Final[LiteralString] = """
WITH packed AS (
    INSERT INTO {packed} SELECT * FROM {year}
    WHERE placed_at <= %(at)s::timestamptz AND (placed_at < %(at)s::timestamptz OR id > %(after)s::uuid)
    ORDER BY placed_at DESC, id LIMIT %(chunk)s RETURNING placed_at, id
)
SELECT placed_at::text, id FROM packed ORDER BY packed.placed_at, id DESC LIMIT 1
"""
_CHANGED: Final[LiteralString] = """
DELETE FROM {packed} p WHERE NOT EXISTS (
    SELECT FROM {year} y WHERE y.id = p.id AND y.placed_at = p.placed_at AND ROW(y.*) IS NOT DISTINCT FROM ROW(p.*)
)
"""
_MISSING: Final[LiteralString] = """
INSERT INTO {packed} SELECT y.* FROM {year} y
WHERE NOT EXISTS (SELECT FROM {packed} p WHERE p.id = y.id AND p.placed_at = y.placed_at)
"""
_SHELF: Final[LiteralString] = """
SELECT count(*), pg_table_size({name}::regclass), pg_indexes_size({name}::regclass) FROM {year}
"""


class YearBusy(Conflict):
    """Orders are read for long, or the list changes places; the year stays as it is, and its turn comes again."""


class Shelf(Struct, frozen=True):
    """A year of orders, how many there are, and how many bytes they and what they are found by take up."""

    year: int
    archived: bool
    orders: int
    bytes: int
    index_bytes: int


class Archive:
    """The years of the list that people read. *tablespace* is where archived ones go, if it has a name."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], tablespace: str = "") -> None:
        self._pool, self._tablespace = pool, tablespace

    def shelves(self) -> list[Shelf]:
        """Every year there is."""
        with self._pool.connection() as db, db.transaction():
            db.execute("SELECT set_config('search_path', %s, true)", (f"{SERVING}, public",))
            db.execute("LOCK TABLE orders IN ACCESS SHARE MODE")  # so that none is gone before it is looked at
            return [Shelf(one.year, one.archived, *_sizes(one, db)) for one in years_of("orders", db)]

    def before(self, year: int, now: datetime) -> Iterator[int]:
        """Archive those before *year* that aren't yet, and say which; none if somebody else is at it.

        :raises BadValue: if that would be one of the newest two.
        :raises YearBusy: if somebody read for too long, or had another copy of the list take the place of this one.
        """
        if year > now.year - HOT + 1:
            newest = now.year - HOT + 1
            raise BadValue("before", f"this year and the last one stay as they are: choose {newest} or less")
        with self._pool.connection() as db:
            row = db.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (_LOCK,)).fetchone()
            if not (row and row[0]):
                return
            try:
                db.execute("SELECT set_config('search_path', %s, false)", (f"{SERVING}, public",))
                db.execute("SELECT set_config('default_tablespace', %s, false)", (self._tablespace,))
                for wanted in [one.year for one in years_of("orders", db) if one.year < year]:
                    # looked up anew: another copy may have taken its place since
                    one = next((one for one in years_of("orders", db) if one.year == wanted), None)
                    if one and not one.archived:
                        try:
                            _archive(one, db)
                        except UndefinedTable:
                            raise YearBusy from None
                        yield one.year
            finally:
                if not db.broken:
                    db.execute("RESET search_path")
                    db.execute("RESET default_tablespace")
                    db.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (_LOCK,))


def _sizes(one: Year, db: Connection[Any]) -> tuple[int, int, int]:
    statement = sql.SQL(_SHELF).format(name=sql.Literal(one.part), year=sql.Identifier(one.part))
    return db.execute(statement).fetchone() or (0, 0, 0)


def _archive(one: Year, db: Connection[Any]) -> None:
    """No transaction of it lasts: readers of the log get no further than the oldest that writes."""
    packed = Year(one.year, one.part + PACKING)
    names = {"packed": sql.Identifier(packed.part), "year": sql.Identifier(one.part)}
    with db.transaction():
        db.execute(sql.SQL("DROP TABLE IF EXISTS {packed}").format(**names))  # of a try that was broken off
        db.execute(sql.SQL("CREATE TABLE {packed} (LIKE {year} INCLUDING DEFAULTS INCLUDING COMMENTS)").format(**names))
        db.execute(sql.SQL("ALTER TABLE {packed} ADD CHECK (placed_at >= {since} AND placed_at < {till})").format(
            since=sql.Literal(first_instant(one.year)), till=sql.Literal(first_instant(one.year + 1)), **names
        ))
    at: tuple[Any, Any] | None = ("infinity", None)
    while at is not None:
        at = db.execute(
            sql.SQL(_COPY).format(**names), {"at": at[0], "after": at[1], "chunk": CHUNK}
        ).fetchone()
    for index in ARCHIVED_INDEXES:
        db.execute(creating(index, packed.part, concurrently=True))
    db.execute(sql.SQL("ALTER TABLE {packed} ADD PRIMARY KEY USING INDEX {key}").format(
        key=sql.Identifier(f"{packed.part}_key"), **names
    ))
    db.execute(sql.SQL("VACUUM (FREEZE, ANALYZE) {packed}").format(**names))
    for left in reversed(range(_TRIES)):
        try:
            with db.transaction():
                _swap(one, packed, names, db)
        except (LockNotAvailable, DeadlockDetected):
            if not left:
                raise YearBusy from None
            sleep(_A_MOMENT)
        else:
            return


def _swap(one: Year, packed: Year, names: Mapping[str, sql.Identifier], db: Connection[Any]) -> None:
    """From the first lock on nobody writes to that year; from when it is detached nobody reads, for a moment."""
    db.execute(PATIENCE)
    db.execute(sql.SQL("LOCK TABLE {year} IN SHARE MODE").format(**names))
    db.execute(sql.SQL(_CHANGED).format(**names))
    db.execute(sql.SQL(_MISSING).format(**names))
    db.execute(sql.SQL("ALTER TABLE orders DETACH PARTITION {year}").format(**names))
    archived = Year(one.year, one.part + ARCHIVED)
    db.execute(sql.SQL("ALTER TABLE {packed} RENAME TO {name}").format(name=sql.Identifier(archived.part), **names))
    for index in ARCHIVED_INDEXES:
        db.execute(sql.SQL("ALTER INDEX {} RENAME TO {}").format(
            sql.Identifier(index_name(index, packed.part)), sql.Identifier(index_name(index, archived.part))
        ))
    attach("orders", archived, db)
    db.execute(sql.SQL("DROP TABLE {year}").format(**names))
