"""One connection in libpq's pipeline mode, with as many questions under way as there are."""

import asyncio
from collections import deque
from collections.abc import Mapping
from typing import Any, Final, Protocol

from psycopg import AsyncConnection, OperationalError, errors
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from store.adapters.drivers.statement import Answer, Statement, rows_of

_ENDED: Final = (errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow)


class Question:
    """One that is under way."""

    __slots__ = ("answer", "statement", "tries", "values")

    def __init__(self, statement: Statement, values: Mapping[str, Any], answer: "asyncio.Future[Answer]") -> None:
        self.statement, self.answer = statement, answer
        self.values = statement.bind(values)
        self.tries = 0


class Owner(Protocol):
    """Whoever opened a line."""

    def forget(self, line: "Line") -> None:
        """Give *line* no more questions."""

    def again(self, question: Question, reason: Exception) -> None:
        """Ask elsewhere what was not answered because of *reason*."""


class Line:
    """One connection in pipeline mode."""

    def __init__(self, db: AsyncConnection[Any], owner: Owner) -> None:
        self._db, self._owner = db, owner
        self._pg: PGconn = db.pgconn
        self._pg.nonblocking = 1
        self._pg.enter_pipeline_mode()
        self._loop = asyncio.get_running_loop()
        self._socket = self._pg.socket
        self._loop.add_reader(self._socket, self._arrived)
        self.lost = False
        self._known: set[bytes] = set()
        self._leaving = False
        self._fault: Exception | None = None
        self.under_way: deque[Question | Statement | None] = deque()
        """Questions, statements being prepared, and ``None`` for the end of what left together."""

    def send(self, question: Question) -> None:
        """Have *question* leave with all others of this turn of the loop."""
        statement = question.statement
        try:
            if statement.name not in self._known:
                self._pg.send_prepare(statement.name, statement.text)
                self._known.add(statement.name)
                self.under_way.append(statement)
            self._pg.send_query_prepared(statement.name, question.values)
        except OperationalError as reason:
            self.under_way.append(question)
            self._lose(reason)
            return
        self.under_way.append(question)
        if not self._leaving:
            self._leaving = True
            self._loop.call_soon(self._leave)

    def _leave(self) -> None:
        self._leaving = False
        if self.lost:
            return
        try:
            self._pg.pipeline_sync()
            self.under_way.append(None)
            self._flush()
        except OperationalError as reason:
            self._lose(reason)

    def _flush(self) -> None:
        if self._pg.flush():
            self._loop.add_writer(self._socket, self._writable)

    def _writable(self) -> None:
        self._loop.remove_writer(self._socket)
        try:
            self._flush()
        except OperationalError as reason:
            self._lose(reason)

    def _arrived(self) -> None:
        pg, under_way = self._pg, self.under_way
        try:
            pg.consume_input()
            while under_way and not pg.is_busy():
                result = pg.get_result()
                if result is not None:
                    self._take(result)
        except OperationalError as reason:
            self._lose(reason)

    def _take(self, result: PGresult) -> None:
        status = result.status
        match self.under_way.popleft():
            case None:
                pass
            case Statement() as statement:
                if status != ExecStatus.COMMAND_OK:
                    self._known.discard(statement.name)
                if status == ExecStatus.FATAL_ERROR:
                    self._fault = errors.error_from_result(result)
            case question:
                fault, self._fault = self._fault, None
                self._answer(question, result, fault)

    def _answer(self, question: Question, result: PGresult, fault: Exception | None) -> None:
        """*fault* is what was wrong with its statement already."""
        if question.answer.done():
            return
        if result.status == ExecStatus.TUPLES_OK:
            question.answer.set_result(rows_of(result))
            return
        error = fault or errors.error_from_result(result)
        if isinstance(error, _ENDED):
            self._owner.again(question, error)
        elif fault is None and result.status == ExecStatus.PIPELINE_ABORTED:
            # One that left before it, and is answered by now, failed; this one was never heard.
            self._loop.call_soon(self._resend, question)
        else:
            question.answer.set_exception(error)

    def _resend(self, question: Question) -> None:
        if self.lost:
            self._owner.again(question, OperationalError("the connection was lost"))
        else:
            self.send(question)

    def _lose(self, reason: Exception) -> None:
        """The connection is gone; what it leaves unanswered is asked elsewhere."""
        left = [waiting for waiting in self.under_way if isinstance(waiting, Question)]
        self.close()
        for question in left:
            self._owner.again(question, reason)

    def close(self) -> None:
        """Let go of the connection."""
        self._owner.forget(self)
        self.under_way.clear()
        if not self.lost:
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
            self.lost = True
        self._pg.finish()
