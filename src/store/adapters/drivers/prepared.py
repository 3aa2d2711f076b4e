"""Statements that a thread asks on a connection of its own: planned once a connection, answered by one call of libpq.

psycopg watches the socket itself, so that Ctrl-C is heard in the middle of a statement: a watcher made and thrown away
for each, and twice the CPU (``docs/adr/0172``). Commands run in threads, which hear no signals anyway. For statements
that are asked all the time; for the others psycopg's own way is the simpler one.
"""

from collections.abc import Mapping
from itertools import count
from typing import Any, Final, LiteralString
from weakref import WeakKeyDictionary

from psycopg import Connection, Error, OperationalError, errors
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from store.adapters.drivers.statement import Answer, Statement, rows_of, statement_of

_KNOWN: Final[WeakKeyDictionary[Connection[Any], dict[tuple[bytes, tuple[int, ...]], bytes]]] = WeakKeyDictionary()
"""Under which name each connection knows a statement with values of these types."""
_NUMBERS: Final = count()
"""No name is given twice: when all that is known turns out to be gone, what was prepared since is still there."""


def ask(db: Connection[Any], text: LiteralString, values: Mapping[str, Any]) -> Answer:
    """The rows that answer the statement *text*, as Postgres writes them.

    :raises psycopg.Error: as psycopg would.
    """
    return rows_of(_carried_out(db, text, values))


def touch(db: Connection[Any], text: LiteralString, values: Mapping[str, Any]) -> int:
    """How many rows the statement *text* wrote.

    :raises psycopg.Error: as psycopg would.
    """
    return _carried_out(db, text, values).command_tuples or 0


def _carried_out(db: Connection[Any], text: LiteralString, values: Mapping[str, Any]) -> PGresult:
    statement, pg = statement_of(text), db.pgconn
    types, bound = statement.types(values), statement.bind(values)
    formats = [type > 0 for type in types]
    if pg.transaction_status == TransactionStatus.INTRANS:
        # A name that is gone would spoil the transaction: without one.
        return _answered(pg, pg.exec_params(
            statement.text, param_values=bound, param_types=types, param_formats=formats
        ))
    try:
        return _answered(pg, pg.exec_prepared(_name(db, statement, types), nullable(bound), formats))
    except errors.InvalidSqlStatementName:  # psycopg has a connection forget all statements after a rollback
        _KNOWN.pop(db, None)
        return _answered(pg, pg.exec_prepared(_name(db, statement, types), nullable(bound), formats))


def _name(db: Connection[Any], statement: Statement, types: tuple[int, ...]) -> bytes:
    """The name of *statement* on this connection, under which it is prepared now unless it was before."""
    known = _KNOWN.setdefault(db, {})
    name = known.get((statement.name, types))
    if name is None:
        name = b"%s-%d" % (statement.name, next(_NUMBERS))
        _answered(db.pgconn, db.pgconn.prepare(name, statement.text, param_types=types))
        known[statement.name, types] = name
    return name


def nullable(bound: list[bytes | None]) -> Any:
    """*bound* for a method whose types forget that a value may be null."""
    return bound


def fault_of(pg: PGconn, result: PGresult) -> Error:
    """What *result* says went wrong."""
    if pg.status == ConnStatus.BAD and not result.error_field(DiagnosticField.SQLSTATE):
        return OperationalError(pg.get_error_message())
    return errors.error_from_result(result)


def _answered(pg: PGconn, result: PGresult) -> PGresult:
    if result.status in {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}:
        return result
    raise fault_of(pg, result)
