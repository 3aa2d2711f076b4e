"""Writes a documented view into a file: rows come and go, and all of them stood there at the same instant."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final, LiteralString

import psycopg
from msgspec import Struct
from psycopg import Connection, sql

from store.adapters.drivers.eventlog.tokens import parse_token
from store.adapters.insight.columns import kind_of
from store.adapters.insight.sheets import BATCH, write
from store.application.insight.messages import Column, Format
from store.application.shared.errors import BadValue, NoSuch

FACTS: Final = "facts"
_KNOWN: Final[LiteralString] = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'insight'::regnamespace AND relkind = 'v' AND relname = %s"
)


class Exported(Struct, frozen=True):
    """What was written: how many rows, and for facts the position to begin with next time."""

    rows: int
    next: str | None = None


Told = Callable[[int, int], None]
"""Hears how many rows are written, and how many there are."""


def export(
    url: str, view: str, format: Format, out: Path | None, *, from_: str | None = None, to: str | None = None,
    since: datetime | None = None, told: Told = lambda _, __: None,
) -> Exported:
    """Write *view* to *out*, or to standard output.

    The file appears when it is complete: until then it is called ``….part``.

    :raises NoSuch: if there is no such view.
    :raises BadValue: for bounds of anything but facts, or bounds that are none.
    """
    if view != FACTS and (from_ or to or since):
        raise BadValue("from", "only facts have positions and are recorded: leave --from, --to and --since away")
    if out is None:
        return _write(url, view, format, sys.stdout.buffer, _bounds(from_, to, since), told)
    partial = out.with_name(f"{out.name}.part")
    try:
        with partial.open("wb") as file:
            exported = _write(url, view, format, file, _bounds(from_, to, since), told)
    except BaseException:
        with suppress(FileNotFoundError):
            partial.unlink()
        raise
    partial.replace(out)
    return exported


def _write(url: str, view: str, format: Format, file: IO[bytes], bounds: sql.Composed, told: Told) -> Exported:
    with psycopg.connect(url, application_name="store export") as db:
        db.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        db.read_only = True
        db.execute("SET LOCAL statement_timeout = 0; SET LOCAL timezone = 'UTC'")
        if db.execute(_KNOWN, (view,)).fetchone() is None:
            raise NoSuch("view", view)
        last = sql.SQL("max(position)" if view == FACTS else "NULL")
        asked = sql.SQL(" FROM insight.{}{}").format(sql.Identifier(view), bounds if view == FACTS else sql.SQL(""))
        total, at = db.execute(sql.SQL("SELECT count(*), ") + last + asked).fetchone() or (0, None)
        rows = _stream(db, view, asked, format, file, total, told)
    return Exported(rows, None if at is None else str(at + 1))


def _stream(
    db: Connection[Any], view: str, asked: sql.Composed, format: Format, file: IO[bytes], total: int, told: Told
) -> int:
    order = sql.SQL(" ORDER BY position") if view == FACTS else sql.SQL("")
    with db.cursor("export") as cursor:
        cursor.itersize = BATCH
        cursor.execute(sql.SQL("SELECT *") + asked + order)
        columns = [Column(column.name, kind_of(column.type_code)) for column in cursor.description or ()]
        return write(format, columns, _telling(cursor, total, told), file)


def _telling(rows: Iterator[Sequence[Any]], total: int, told: Told) -> Iterator[Sequence[Any]]:
    done = 0
    for done, row in enumerate(rows, 1):
        if done % BATCH == 0:
            told(done, total)
        yield row
    told(done, total)


def _bounds(from_: str | None, to: str | None, since: datetime | None) -> sql.Composed:
    # What is on its way has a place below what is there already: beyond the horizon nothing can be missed.
    conditions: list[sql.Composable] = [sql.SQL("position < log.horizon()")]
    if from_:
        conditions.append(sql.SQL("position >= {}").format(sql.Literal(_position("from", from_))))
    if to:
        conditions.append(sql.SQL("position <= {}").format(sql.Literal(_position("to", to))))
    if since:
        instant = since if since.tzinfo else since.replace(tzinfo=UTC)
        conditions.append(sql.SQL("recorded_at >= {}").format(sql.Literal(instant)))
    return sql.SQL(" WHERE ") + sql.SQL(" AND ").join(conditions)


def _position(field: str, text: str) -> int:
    """A position as pages show it, with the life of the log before it or without."""
    try:
        return parse_token(text)[1] if "-" in text else int(text)
    except ValueError:
        raise BadValue(field, f"{text!r} is no position") from None
