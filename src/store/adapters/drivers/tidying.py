"""Forgetting in time what is only kept for a while: answers to repeated requests, sessions."""

from datetime import date, timedelta
from typing import Any, Final

from psycopg import Connection, sql
from psycopg_pool import ConnectionPool

AHEAD: Final = 3
"""Days for which there is a partition before they begin."""
KEPT: Final = 2
"""Days after which answers are dropped: a day is asked for until the next one is over."""
_PREFIX: Final = "idempotency_"
_WAIT: Final = "SET LOCAL lock_timeout = '2s'"


def tidy_idempotency(pool: ConnectionPool[Connection[Any]], today: date) -> None:
    """Partitions for the days to come, none for those that are past.

    A day that has rows in the default partition already stays there, and is deleted from it when it is past:
    Postgres refuses a partition for rows that exist. Locks are waited for briefly; the next round tries again.
    """
    with pool.connection() as db:
        known = {
            str(row[0]) for row in db.execute(
                "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                " WHERE i.inhparent = 'work.idempotency'::regclass"
            )
        }
        for day in (today + timedelta(days=n) for n in range(AHEAD + 1)):
            if _name(day) not in known:
                _add(db, day)
        for name in sorted(known - {f"{_PREFIX}rest"}):
            if name < _name(today - timedelta(days=KEPT)):
                with db.transaction():
                    db.execute(_WAIT)
                    db.execute(sql.SQL("DROP TABLE work.{}").format(sql.Identifier(name)))
        db.execute("DELETE FROM work.idempotency_rest WHERE day < %s", (today - timedelta(days=KEPT),))


def forget_sessions(pool: ConnectionPool[Connection[Any]]) -> None:
    """Sessions that have expired."""
    with pool.connection() as db:
        db.execute("DELETE FROM work.sessions WHERE expires_at < now()")


def _add(db: Connection[Any], day: date) -> None:
    """Made aside and attached, which lets readers and writers of the other days go on."""
    table = sql.Identifier("work", _name(day))
    with db.transaction():
        db.execute(_WAIT)
        if db.execute("SELECT FROM work.idempotency_rest WHERE day = %s LIMIT 1", (day,)).fetchone() is not None:
            return
        db.execute(sql.SQL("CREATE TABLE {} (LIKE work.idempotency INCLUDING ALL)").format(table))
        db.execute(sql.SQL("ALTER TABLE work.idempotency ATTACH PARTITION {} FOR VALUES FROM ({}) TO ({})").format(
            table, sql.Literal(day.isoformat()), sql.Literal((day + timedelta(days=1)).isoformat())
        ))


def _name(day: date) -> str:
    return f"{_PREFIX}{day:%Y%m%d}"
