"""Quick questions to Postgres on a connection that all askers share: many are under way at once.

A pool hands a connection to one asker at a time, and each asker wakes one server process. Here all questions of one
turn of the event loop leave together, in libpq's pipeline mode, and their answers come back together: a fifth of the
CPU on our side, less on that of Postgres (``docs/adr/0100``). Statements must only read: one whose connection was lost
is asked again.
"""

import asyncio
from collections.abc import Mapping
from time import monotonic
from types import TracebackType
from typing import Any, Final, LiteralString, Self

from psycopg import AsyncConnection, OperationalError

from store.adapters.drivers.line import Line, Question
from store.adapters.drivers.pools import PLANNED_ONCE, with_options
from store.adapters.drivers.statement import Answer, statement_of

LONGEST: Final = 10.0
"""Seconds for which a database that is away is waited for."""
_TRIES: Final = 3


class Questions:
    """Connections to *url*, opened as they are needed, used by one event loop until it closes them.

    One is shared by all quick questions. Those that may take long have one each while they do, *most* at a time.
    *planned_once*: the best way to answer depends on no value, so that each connection makes a plan once (ADR 0103).
    """

    def __init__(self, url: str, most: int = 3, *, planned_once: bool = False) -> None:
        self._url, self._options = url, with_options(url, PLANNED_ONCE if planned_once else "")
        self._shared: Line | None = None
        self._opening: asyncio.Task[Line] | None = None
        self._free: list[Line] = []
        self._turns = asyncio.Semaphore(most)
        self._asking: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in (*self._free, *([self._shared] if self._shared else [])):
            line.close()

    async def ask(self, text: LiteralString, values: Mapping[str, Any], *, quick: bool = True) -> Answer:
        """The rows that answer the statement *text*.

        :raises psycopg.OperationalError: while the database is away.
        :raises psycopg.DataError: for a value that can't be one.
        """
        question = Question(statement_of(text), values, asyncio.get_running_loop().create_future())
        if quick:
            (self._shared or await self._share()).send(question)
            return await question.answer
        async with self._turns:
            line = self._free.pop() if self._free else await self._open()
            line.send(question)
            try:
                return await question.answer
            finally:
                if question.answer.cancelled():
                    line.close()
                elif not line.lost:
                    self._free.append(line)

    async def _share(self) -> Line:
        if self._opening is None:
            self._opening = asyncio.get_running_loop().create_task(self._open())
            self._opening.add_done_callback(self._opened)
        return await asyncio.shield(self._opening)

    def _opened(self, opening: asyncio.Task[Line]) -> None:
        self._opening = None
        if not opening.cancelled() and opening.exception() is None:
            self._shared = opening.result()

    async def _open(self) -> Line:
        deadline, pause = monotonic() + LONGEST, 0.05
        while True:
            try:
                db = await AsyncConnection.connect(
                    self._url, autocommit=True, application_name="store questions", options=self._options
                )
            except OperationalError:
                if monotonic() + pause > deadline:
                    raise
                await asyncio.sleep(pause)
                pause = min(2 * pause, 1.0)
            else:
                return Line(db, self)

    def forget(self, line: Line) -> None:
        """Give *line* no more questions."""
        if self._shared is line:
            self._shared = None
        if line in self._free:
            self._free.remove(line)

    def again(self, question: Question, reason: Exception) -> None:
        """Ask elsewhere what was not answered because of *reason*, but not for ever."""
        question.tries += 1
        if question.answer.done():
            return
        if question.tries < _TRIES:
            self._asking.add(task := asyncio.get_running_loop().create_task(self._ask_again(question)))
            task.add_done_callback(self._asking.discard)
        else:
            question.answer.set_exception(reason)

    async def _ask_again(self, question: Question) -> None:
        try:
            (self._shared or await self._share()).send(question)
        except OperationalError as reason:
            if not question.answer.done():
                question.answer.set_exception(reason)
