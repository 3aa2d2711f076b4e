"""Copies of read models change places: their tables move from one schema to another, in one transaction."""

from typing import Any, Final, LiteralString

from psycopg import Connection, sql

from projections.shared.copies import ASOF, KEPT, NEXT, SERVING, SWAP, Copies, Copy
from store.domain.shared.errors import Conflict

PATIENCE: Final[LiteralString] = "SET LOCAL lock_timeout = '3s'"
"""Whoever asks for a table that is to be moved waits behind us: rather give up than keep people waiting."""
_AT_ONCE: Final[LiteralString] = "SET LOCAL statement_timeout = '500ms'"
"""Whoever reads one of the tables and asks for another waits for us while we wait for them. After a second Postgres
would end their statement for it (``deadlock_timeout``): we give up before, for all tables together.
"""
_VIEWS: Final[LiteralString] = """
SELECT DISTINCT n.nspname, v.relname, pg_get_viewdef(v.oid), coalesce(array_to_string(v.reloptions, ', '), '')
FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class v ON v.oid = r.ev_class
JOIN pg_namespace n ON n.oid = v.relnamespace
WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND v.relkind = 'v'
  AND d.refobjid = ANY(%s::text[]::regclass[]::oid[])
"""
_RIGHTS: Final[LiteralString] = """
SELECT a.privilege_type, r.rolname
FROM {}, aclexplode({}) AS a LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE {} AND a.grantee <> {}
"""
_GRANTED: Final = {
    "SELECT": sql.SQL("SELECT"), "INSERT": sql.SQL("INSERT"), "UPDATE": sql.SQL("UPDATE"), "DELETE": sql.SQL("DELETE"),
    "TRUNCATE": sql.SQL("TRUNCATE"), "REFERENCES": sql.SQL("REFERENCES"), "TRIGGER": sql.SQL("TRIGGER"),
    "MAINTAIN": sql.SQL("MAINTAIN"),
}
"""Rights on tables, as Postgres 18 has them."""


class Behind(Conflict):
    """The other copy has not seen all that this one has; try again."""


def swap(name: str, schema: str, db: Connection[Any]) -> None:
    """Have the copy in *schema* and the one that people read change places; a new one leaves the old as kept.

    Views of the tables show the new ones from then on. Nothing of this is seen before the transaction ends.

    :raises Behind: if people would see less than before.
    :raises psycopg.errors.LockNotAvailable: if it is written to for long.
    :raises psycopg.errors.QueryCanceled: if it is read for long.
    """
    db.execute(PATIENCE)
    db.execute("SET LOCAL search_path TO pg_catalog")  # so that definitions of views name the schemas
    there = {copy.schema: copy for copy in Copies.locked(name, db)}
    serving, other = there[SERVING], there[schema]
    if other.state != "running" or (other.incarnation == serving.incarnation and other.position < serving.position):
        raise Behind
    views = _views(serving, db)
    if schema == NEXT and KEPT in there:
        remove(there[KEPT], db)
    _hold(serving, db)
    _move(serving, SWAP, db)
    _move(other, SERVING, db)
    _move(serving, KEPT, db, since=SWAP)
    for view in views:
        db.execute(view)


def remove(copy: Copy, db: Connection[Any], *, keep_schema: bool = False) -> None:
    """Drop its tables, and its schema if it was the last copy as of that instant."""
    for table in reversed(copy.tables):
        db.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(copy.schema, table)))
    db.execute("DELETE FROM read.copies WHERE name = %s AND schema = %s", copy.key)
    if copy.schema.startswith(ASOF) and not keep_schema:
        left = db.execute("SELECT 1 FROM read.copies WHERE schema = %s LIMIT 1", (copy.schema,)).fetchone()
        if left is None:
            db.execute(sql.SQL("DROP SCHEMA {}").format(sql.Identifier(copy.schema)))


def same_rights(table: str, schema: str, db: Connection[Any]) -> None:
    """Let the same roles do the same with the table in *schema* as with the one that people read."""
    served = db.execute("SELECT to_regclass(%s)", (f"{SERVING}.{table}",)).fetchone()
    if served is None or served[0] is None:
        return
    for right, grantee in db.execute(
        _RIGHTS.format("pg_class c", "c.relacl", "c.oid = %s::regclass", "c.relowner"), (f"{SERVING}.{table}",)
    ).fetchall():
        db.execute(sql.SQL("GRANT {} ON {} TO {}").format(
            _GRANTED[right], sql.Identifier(schema, table), _grantee(grantee)
        ))
    for right, grantee in db.execute(
        _RIGHTS.format("pg_namespace n", "n.nspacl", "n.nspname = %s", "n.nspowner"), (SERVING,)
    ).fetchall():
        if right == "USAGE":
            db.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(sql.Identifier(schema), _grantee(grantee)))


def _grantee(role: str | None) -> sql.Composable:
    return sql.SQL("PUBLIC") if role is None else sql.Identifier(role)


def _hold(copy: Copy, db: Connection[Any]) -> None:
    """Have all its tables to ourselves, or none."""
    db.execute(_AT_ONCE)
    there = db.execute(
        "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(%s || '.' || name) IS NOT NULL",
        (copy.tables, copy.schema),
    ).fetchall()
    if there:
        db.execute(sql.SQL("LOCK TABLE {}").format(
            sql.SQL(", ").join(sql.Identifier(copy.schema, name) for (name,) in there)
        ))


def _move(copy: Copy, to: str, db: Connection[Any], since: str | None = None) -> None:
    for table in copy.tables:
        for part in _with_parts(since or copy.schema, table, db):
            db.execute(sql.SQL("ALTER TABLE IF EXISTS {} SET SCHEMA {}").format(
                sql.Identifier(since or copy.schema, part), sql.Identifier(to)
            ))
    db.execute(
        "UPDATE read.copies SET schema = %s, takes_over = false, updated_at = now(), holder = NULL, leased_until = NULL"
        " WHERE name = %s AND schema = %s",
        (to, copy.name, since or copy.schema),
    )


def _with_parts(schema: str, table: str, db: Connection[Any]) -> list[str]:
    """A table and the partitions it has, which don't follow it by themselves."""
    rows = db.execute(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass(%s)",
        (f"{schema}.{table}",),
    ).fetchall()
    return [table, *(row[0] for row in rows)]


def _views(copy: Copy, db: Connection[Any]) -> list[sql.Composed]:
    """How to make the views of its tables again, once other tables have their names."""
    found = db.execute(_VIEWS, ([f"{SERVING}.{table}" for table in copy.tables],)).fetchall() if copy.tables else []
    return [
        sql.SQL("CREATE OR REPLACE VIEW {} {} AS {}").format(
            sql.Identifier(schema, view), sql.SQL(f"WITH ({options})" if options else ""), sql.SQL(definition)
        )
        for schema, view, definition, options in found
    ]
