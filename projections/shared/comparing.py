"""Two copies of a read model, row by row, as they stood at one position."""

from time import sleep
from typing import Any, Final

from msgspec import Struct
from psycopg import Connection, IsolationLevel, sql
from psycopg_pool import ConnectionPool

from projections.shared.builds import Builds
from projections.shared.copies import NEXT, SERVING, Copies
from projections.shared.switching import Behind
from store.application.shared.errors import NoSuch

_TRIES: Final = 200
_A_MOMENT: Final = 0.02
_TOLD: Final = 5


class Compared(Struct, frozen=True):
    """One table in two copies: rows of each, how many differ or stand in one alone, and the keys of some of them."""

    table: str
    rows: int
    other_rows: int
    differing: int
    examples: list[str]
    columns_apart: list[str]


class Comparison:
    """Compares what people read with another copy."""

    def __init__(self, builds: Builds, copies: Copies, pool: ConnectionPool[Connection[Any]]) -> None:
        self._builds, self._copies, self._pool = builds, copies, pool

    def __call__(self, name: str, schema: str = NEXT, share: int = 100) -> tuple[int, list[Compared]]:
        """The position at which they were compared, and each table; of the rows, *share* in a hundred.

        Both go on while this looks: it reads in a snapshot in which they are at the same position, and waits for one.
        A copy that shows an instant of the past stays where it is.

        :raises NoSuch: if there is no such copy.
        :raises Behind: if the two never met.
        """
        for _ in range(_TRIES):
            copy = self._copies.find(name, schema)
            if copy is None:
                raise NoSuch("read model", f"{name} in {schema}")
            if copy.loaded and copy.till is None and self._builds.ours(copy):
                self._builds.level(copy)
            with self._pool.connection() as db:
                db.isolation_level = IsolationLevel.REPEATABLE_READ
                try:
                    with db.transaction():
                        there = {copy.schema: copy for copy in self._copies.all_seen_by(db) if copy.name == name}
                        if there[schema].till is not None or there[SERVING].position == there[schema].position:
                            tables = [table for table in there[SERVING].tables if table in there[schema].tables]
                            return there[SERVING].position, [_compared(table, schema, share, db) for table in tables]
                finally:
                    db.isolation_level = None
            sleep(_A_MOMENT)
        raise Behind


def _compared(table: str, schema: str, share: int, db: Connection[Any]) -> Compared:
    one, other = _columns(SERVING, table, db), _columns(schema, table, db)
    both = [column for column in one if column in other]
    key = [column for (column,) in db.execute(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)"
        " WHERE i.indisprimary AND i.indrelid = %s::regclass ORDER BY a.attnum", (f"{SERVING}.{table}",)
    )]

    def row(of: str, columns: list[str]) -> sql.Composed:
        return sql.SQL("ROW({})::text").format(sql.SQL(", ").join(sql.Identifier(of, column) for column in columns))

    found = db.execute(sql.SQL(
        "SELECT count(a.key), count(b.key), count(*) FILTER (WHERE a.said IS DISTINCT FROM b.said),"
        " (array_agg(coalesce(a.key, b.key)) FILTER (WHERE a.said IS DISTINCT FROM b.said))[1:{told}] FROM"
        " (SELECT {a_key} AS key, md5({a_row}) AS said FROM {one} a WHERE {a_some}) a FULL JOIN"
        " (SELECT {b_key} AS key, md5({b_row}) AS said FROM {other} b WHERE {b_some}) b USING (key)"
    ).format(
        told=_TOLD, a_key=row("a", key), b_key=row("b", key), a_row=row("a", both), b_row=row("b", both),
        one=sql.Identifier(SERVING, table), other=sql.Identifier(schema, table),
        a_some=_some(row("a", key), share), b_some=_some(row("b", key), share),
    )).fetchone()
    rows, other_rows, differing, examples = found or (0, 0, 0, None)
    return Compared(table, rows, other_rows, differing, examples or [], sorted(set(one) ^ set(other)))


def _some(key: sql.Composed, share: int) -> sql.Composed:
    """The same rows on both sides: those whose keys fall among the first *share* in a hundred."""
    if share >= 100:  # noqa: PLR2004  # all of a hundred
        return sql.Composed([sql.SQL("true")])
    return sql.SQL("abs(hashtextextended({}, 0) % 100) < {}").format(key, share)


def _columns(schema: str, table: str, db: Connection[Any]) -> list[str]:
    return [column for (column,) in db.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " ORDER BY attnum", (f"{schema}.{table}",)
    )]
