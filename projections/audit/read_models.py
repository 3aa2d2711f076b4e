"""How far the read models are, for whoever looks after them."""

from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.shared.runner import Runner
from store.adapters.drivers.eventlog.journal import token
from store.application.audit.messages import MOST_LAG, ListReadModels, ReadModelRow, ReadModels
from store.application.shared.bus import answers


class ReadModelList:
    """Answers :class:`ListReadModels`."""

    reads = ()

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    @answers(ListReadModels)
    async def all(self, query: ListReadModels) -> ReadModels:
        """Two statements; how far one is behind is counted no further than it matters."""
        del query
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT name, incarnation, position, state, error, updated_at, (SELECT count(*) FROM"
                " (SELECT FROM log.events e WHERE e.position > p.position LIMIT %s) AS unseen)"
                " FROM read.projections p ORDER BY name", (MOST_LAG,),
            )).fetchall()
            head = await (await db.execute(
                "SELECT (SELECT max(number) FROM log.incarnations), coalesce(max(position), 0) FROM log.events"
            )).fetchone()
        items = [
            ReadModelRow(name, token(life, position), lag, state, error, updated_at)
            for name, life, position, state, error, updated_at, lag in rows
        ]
        return ReadModels(items, token(*head) if head else "")


class RunnerControl:
    """A :class:`~store.application.audit.ports.ReadModelControl` over the runner."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def resume(self, name: str) -> bool:
        """Let the one called *name* go on where it stopped."""
        if name not in {status.name for status in self._runner.status()}:
            return False
        self._runner.resume(name)
        return True
