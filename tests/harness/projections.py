"""Given facts, then these rows: a read model on a real Postgres, fed by the real runner."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.shared.projection import Projection
from projections.shared.runner import Runner, Status
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.handing_in import OneByOne
from store.adapters.drivers.eventlog.journal import EventJournal
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.pools import pool
from store.adapters.drivers.roles import DatabaseRole, as_role
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.shared.aggregate import Event
from store.entrypoints.wiring.read_models import runner_over
from store.entrypoints.wiring.register import EVENTS

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
SOMEBODY = Caller(actor="test:somebody", correlation=UUID(int=0))


class Learner:
    """Read models and the log they learn from. Facts are recorded at *now*.

    ``connections`` are the projector's, ``writing`` are the app's; who may do everything connects to ``url``.
    """

    now = NOON

    def __init__(
        self, url: str, projections: Sequence[Projection], connections: ConnectionPool[Connection[Any]],
        writing: ConnectionPool[Connection[Any]],
    ) -> None:
        self.url, self.connections, self.writing = url, connections, writing
        self.codec = EventCodec(EVENTS, Vault(MemoryKeys()))
        self.log = PostgresLog(writing)
        self._name = projections[0].name
        self._journal = EventJournal(self.log, OneByOne(self.log), self.codec, lambda *_: None)
        self.runner = self.another(*projections)
        self.runner.prepare()

    def another(self, *projections: Projection, **sizes: int) -> Runner:
        """One more runner over the same log."""
        return runner_over(projections, PostgresLog(self.connections), self.codec, self.connections, **sizes)

    def given(self, stream: UUID, *events: Event) -> "Learner":
        """These facts happened in one stream, together."""
        history = self._journal.read([stream]).get(stream)
        after, head = (len(history.events), history.head) if history else (0, b"")
        self._journal.hand_in([Change(stream, after, head, events)], SOMEBODY, self.now, None).settle()
        return self

    def then(self, query: LiteralString, *expected: Sequence[Any]) -> "Learner":
        """The rows are these, whether learnt step by step or anew from the first fact."""
        self.runner.catch_up()
        assert self.status.state == "running", self.status.error
        assert self.rows(query) == [tuple(row) for row in expected]
        self.runner.rebuild(self._name)
        assert self.rows(query) == [tuple(row) for row in expected], "a rebuild must find the same"
        return self

    def rows(self, query: LiteralString) -> list[tuple[Any, ...]]:
        """What stands there now."""
        with self.connections.connection() as db:
            return db.execute(query).fetchall()

    @property
    def status(self) -> Status:
        """How the read model stands."""
        return next(status for status in self.runner.status() if status.name == self._name)


@contextmanager
def learning(url: str, *projections: Projection) -> Iterator[Learner]:
    """Read models that have learnt nothing yet, on the migrated database at *url*."""
    with (
        pool(as_role(url, DatabaseRole.PROJECTOR), 4) as connections,
        pool(as_role(url, DatabaseRole.APP), 2, least=0) as writing,
    ):
        yield Learner(url, projections, connections, writing)
