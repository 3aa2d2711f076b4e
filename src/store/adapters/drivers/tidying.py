"""Forgetting in time what is only kept for a while: answers to repeated requests, sessions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from psycopg import Connection
from psycopg_pool import ConnectionPool

AHEAD: Final = 3
"""Days for which there is a partition before they begin."""
KEPT: Final = 2
"""Days after which answers are dropped: a day is asked for until the next one is over."""
_PREFIX: Final = "idempotency_"


def tidy_idempotency(pool: ConnectionPool[Connection[Any]], today: date) -> None:
    """Partitions for the days to come, none for those that are past.

    A day that has rows in the default partition already stays there, and is deleted from it when it is past:
    Postgres refuses a partition for rows that exist. Locks are waited for briefly; the next round tries again.
    Functions do it: whoever does the shop's work may not make or drop tables.
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
                db.execute("SELECT work.open_idempotency_day(%s)", (day,))
        for name in sorted(known - {f"{_PREFIX}rest"}):
            if name < _name(today - timedelta(days=KEPT)):
                day = datetime.strptime(name, f"{_PREFIX}%Y%m%d").replace(tzinfo=UTC).date()
                db.execute("SELECT work.drop_idempotency_day(%s)", (day,))
        db.execute("DELETE FROM work.idempotency_rest WHERE day < %s", (today - timedelta(days=KEPT),))


def forget_sessions(pool: ConnectionPool[Connection[Any]]) -> None:
    """Sessions that have expired; Redis may know of a later use than the row, by a quarter of the idle time."""
    with pool.connection() as db:
        db.execute("DELETE FROM work.sessions WHERE expires_at + idle / 4 < now()")


def _name(day: date) -> str:
    return f"{_PREFIX}{day:%Y%m%d}"
