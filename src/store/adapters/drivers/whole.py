"""The answer to one statement of several that are under way over a connection in libpq's pipeline mode."""

from typing import TypeAlias

from psycopg import OperationalError
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from store.adapters.drivers.prepared import fault_of

Part: TypeAlias = PGresult | Exception
"""What came of preparing a statement, if it was to be prepared, or of carrying it out."""


def whole(pg: PGconn, parts: list[Part]) -> bool:
    """Take what is there for the first statement under way; say whether that is all.

    The server sends the end of an answer right behind its beginning: where there is one, the other is waited for.
    To ask each time would let go of the interpreter's lock each time (``docs/adr/0282``).

    :raises psycopg.Error: if the connection is lost.
    """
    if pg.is_busy():
        return False
    while pg.status == ConnStatus.OK:
        result = pg.get_result()
        if result is None:
            continue
        if result.status == ExecStatus.PIPELINE_SYNC:
            return True
        if result.status == ExecStatus.FATAL_ERROR:
            parts.append(fault_of(pg, result))
        elif result.status in {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}:
            parts.append(result)
    raise fault_in(parts) or OperationalError(pg.get_error_message())


def fault_in(parts: list[Part]) -> Exception | None:
    """The first thing that went wrong."""
    return next((each for each in parts if isinstance(each, Exception)), None)
