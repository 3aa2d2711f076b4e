"""How far the read models are, for whoever looks after them."""

from collections.abc import Mapping
from typing import Any, Final, Literal, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from projections.audit.kinds import Kind
from projections.shared.copies import ASOF, KEPT, NEXT, SERVING
from projections.shared.runner import Runner
from store.adapters.drivers.eventlog.tokens import token
from store.application.audit.messages import MOST_LAG, FailedFact, ListReadModels, ReadModelRow, ReadModels
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch

_ALL: Final[LiteralString] = """
WITH head AS (SELECT coalesce(max(position), 0) AS position, coalesce(min(position), 0) AS first FROM log.events)
SELECT c.name, c.incarnation, c.position, c.schema, c.state, c.error, c.updated_at, c.as_of, c.takes_over,
    CASE WHEN c.leased_until > now() THEN c.rate ELSE 0 END, CASE WHEN c.leased_until > now() THEN c.holder END,
    CASE WHEN c.state = 'finished' THEN 0 ELSE (SELECT count(*) FROM
        (SELECT FROM log.events e WHERE e.position > c.position LIMIT %(most)s) AS unseen) END,
    CASE WHEN c.state = 'finished' THEN 0 ELSE coalesce((
        SELECT greatest(extract(epoch FROM now() - (e.metadata::json ->> 'recorded_at')::timestamptz), 0)::float8
        FROM log.events e WHERE e.position > c.position ORDER BY e.position LIMIT 1), 0) END,
    CASE WHEN NOT c.loaded THEN least(100, greatest(0,
        100 * (c.position - h.first) / greatest(coalesce(c.till, h.position) - h.first, 1)))::int END,
    f.stream, f.version, f.tag
FROM read.copies c CROSS JOIN head h LEFT JOIN log.events f ON f.position = c.failed_at
ORDER BY c.name, c.schema
"""
_USES: Final[Mapping[str, Literal["serving", "next", "kept"]]] = {SERVING: "serving", NEXT: "next", KEPT: "kept"}


class ReadModelList:
    """Answers :class:`ListReadModels`."""

    reads = ()

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], kinds: Mapping[str, Kind]) -> None:
        self._pool = pool
        self._kind_of: dict[str, str] = {tag: name for name, kind in kinds.items() for tag in kind.tags}

    @answers(ListReadModels)
    async def all(self, query: ListReadModels) -> ReadModels:
        """Two statements; how far one is behind is counted no further than it matters."""
        del query
        async with self._pool.connection() as db:
            rows = await (await db.execute(_ALL, {"most": MOST_LAG})).fetchall()
            head = await (await db.execute(
                "SELECT (SELECT max(number) FROM log.incarnations), coalesce(max(position), 0) FROM log.events"
            )).fetchone()
        return ReadModels([self._row(row) for row in rows], token(*head) if head else "")

    def _row(self, row: TupleRow) -> ReadModelRow:
        name, life, position, schema, state, error, updated_at, as_of, takes_over = row[:9]
        rate, holder, lag, late, done, stream, version, tag = row[9:]
        failed = FailedFact(self._kind_of.get(tag, str(tag)), stream, version, tag) if stream and error else None
        return ReadModelRow(
            name, token(life, position), lag, state, error, updated_at, schema, _USES.get(schema, "as_of"), late,
            rate, holder, as_of, done, failed, takes_over,
        )


class RunnerControl:
    """A :class:`~store.application.audit.ports.ReadModelControl` over the runner."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def resume(self, name: str, schema: str) -> None:
        """Let the copy of *name* in *schema* go on where it stopped."""
        if self._runner.copies.find(name, schema) is None:
            raise NoSuch("read model", name if schema == SERVING else f"{name} in {schema}")
        self._runner.copies.resume(name, schema)

    def rebuild(self, name: str) -> None:
        """Begin a new copy; whoever holds it fills it."""
        self._runner.builds.begin(name)

    def switch(self, name: str) -> None:
        """Let people read the new copy."""
        self._runner.builds.switch(name)

    def back(self, name: str) -> None:
        """Let people read what they read before."""
        self._runner.builds.back(name)

    def drop(self, name: str, schema: str) -> None:
        """Throw a copy away."""
        known = schema in {NEXT, KEPT} or schema.startswith(ASOF)
        if not (known and self._runner.builds.drop(name, schema)):
            raise NoSuch("read model", f"{name} in {schema}")
