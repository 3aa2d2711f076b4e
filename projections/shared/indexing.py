"""Indexes of read models, made after the rows are there."""

from typing import Any, LiteralString

from psycopg import Connection, sql

from projections.shared.projection import Index, Projection

_PARTS: LiteralString = """
SELECT p.relkind = 'p', coalesce(array_agg(c.relname ORDER BY c.relname) FILTER (WHERE c.oid IS NOT NULL), '{}')
FROM pg_class p LEFT JOIN pg_inherits i ON i.inhparent = p.oid LEFT JOIN pg_class c ON c.oid = i.inhrelid
WHERE p.oid = to_regclass(%s) GROUP BY p.oid, p.relkind
"""


def make_indexes(projection: Projection, db: Connection[Any], beside: str | None = None) -> bool:
    """Create the indexes of its tables: in this transaction, or *beside*, in that schema, holding nobody up.

    Postgres makes those without a transaction that lasts: the horizon of the log's readers moves on meanwhile. False
    if somebody else is at it. Where a table is kept year by year each year gets its own.
    """
    if beside is None:
        for index, part in _wanted(projection, db):
            db.execute(creating(index, part))
        return True
    lock = f"store/index {projection.name} {beside}"
    row = db.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (lock,)).fetchone()
    if not (row and row[0]):
        return False
    try:
        db.execute("SELECT set_config('search_path', %s, false)", (f"{beside}, public",))
        for index, part in _wanted(projection, db):
            # One that was left half made is invalid: it has to be made again.
            db.execute(sql.SQL("DROP INDEX IF EXISTS {}").format(sql.Identifier(beside, index_name(index, part))))
            db.execute(creating(index, part, concurrently=True))
        for table in projection.tables:
            db.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(beside, table)))
    finally:
        if not db.broken:
            db.execute("RESET search_path")
            db.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (lock,))
    return True


def index_year(projection: Projection, table: str, part: str, db: Connection[Any]) -> None:
    """Create the indexes of one partition of *table*, in this transaction."""
    for index in projection.indexes:
        if _table(index) == table:
            db.execute(creating(index, part))


def creating(index: Index, part: str, *, concurrently: bool = False) -> sql.Composed:
    """The statement that makes *index* on *part*: its table, or a year of that."""
    return sql.SQL("CREATE {}INDEX {}{} ON {} {}").format(
        sql.SQL("UNIQUE " if index.unique else ""), sql.SQL("CONCURRENTLY " if concurrently else ""),
        sql.Identifier(index_name(index, part)), sql.Identifier(part), sql.SQL(index.of_table[len(_table(index)):]),
    )


def index_name(index: Index, part: str) -> str:
    """What it is called on *part*."""
    table = _table(index)
    return index.name if part == table else f"{part}{index.name.removeprefix(table)}"


def _table(index: Index) -> str:
    return index.of_table.partition(" ")[0]


def _wanted(projection: Projection, db: Connection[Any]) -> list[tuple[Index, str]]:
    """Each index, and on what it has to be made."""
    return [(index, part) for index in projection.indexes for part in _parts(_table(index), db)]


def _parts(table: str, db: Connection[Any]) -> list[str]:
    row = db.execute(_PARTS, (table,)).fetchone()
    return row[1] if row and row[0] else [table]
