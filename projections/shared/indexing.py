"""Indexes of read models, made after the rows are there."""

from typing import Any

from psycopg import Connection, sql

from projections.shared.projection import Index, Projection


def make_indexes(projection: Projection, db: Connection[Any], beside: str | None = None) -> bool:
    """Create the indexes of its tables: in this transaction, or *beside*, in that schema, holding nobody up.

    Postgres makes those without a transaction that lasts: the horizon of the log's readers moves on meanwhile. False
    if somebody else is at it.
    """
    if beside is None:
        for index in projection.indexes:
            db.execute(_creating(index))
        return True
    lock = f"store/index {projection.name} {beside}"
    row = db.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (lock,)).fetchone()
    if not (row and row[0]):
        return False
    try:
        db.execute("SELECT set_config('search_path', %s, false)", (f"{beside}, public",))
        for index in projection.indexes:
            # One that was left half made is invalid: it has to be made again.
            db.execute(sql.SQL("DROP INDEX IF EXISTS {}").format(sql.Identifier(beside, index.name)))
            db.execute(_creating(index, concurrently=True))
        for table in projection.tables:
            db.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(beside, table)))
    finally:
        if not db.broken:
            db.execute("RESET search_path")
            db.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (lock,))
    return True


def _creating(index: Index, *, concurrently: bool = False) -> sql.Composed:
    return sql.SQL("CREATE {}INDEX {}{} ON {}").format(
        sql.SQL("UNIQUE " if index.unique else ""), sql.SQL("CONCURRENTLY " if concurrently else ""),
        sql.Identifier(index.name), sql.SQL(index.of_table),
    )
