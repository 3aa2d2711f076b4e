"""The log in Postgres: appended without a table lock, read without gaps.

A position is the transaction's id in the high bits and the event's place within the transaction in the low
ones. Readers stay below the oldest transaction that is still running, so that nothing can appear behind
them (``docs/adr/0003``). The unique (stream, version) is the optimistic lock.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString, NoReturn
from uuid import UUID

from eventsourcing.persistence import ApplicationRecorder, StoredEvent, Subscription
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.arrays import Integers, Uuids
from store.adapters.drivers.eventlog.along import Along
from store.adapters.drivers.eventlog.insertion import appended, insertion
from store.adapters.drivers.eventlog.rows import MOST_EVENTS, Fact, TailedFact
from store.adapters.drivers.pools import lent
from store.adapters.drivers.prepared import ask
from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import Answer, number, text

COLUMNS: LiteralString = "stream, version, tag, state, position, metadata, hash"

# Joined, each stream is looked up in its own partition alone, though the plan was made for any: `= ANY` asks them all.
STREAMS: LiteralString = """
SELECT log.events.stream, version, tag, state, position, metadata, hash
FROM unnest(%(streams)s::uuid[]) AS wanted (stream) JOIN log.events ON log.events.stream = wanted.stream
ORDER BY log.events.stream, version
"""
BEYOND: LiteralString = """
SELECT log.events.stream, log.events.version, tag, state, position, metadata, hash
FROM unnest(%(streams)s::uuid[], %(versions)s::int[]) AS known (stream, version)
JOIN log.events ON log.events.stream = known.stream AND log.events.version > known.version
ORDER BY log.events.stream, log.events.version
"""


class PostgresLog(ApplicationRecorder):
    """An ``eventsourcing`` recorder on the table ``log.events``."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool
        self._incarnation: int | None = None

    @property
    def incarnation(self) -> int:
        """Which life of the log this is: a restore begins another."""
        if self._incarnation is None:
            self._incarnation = self._one("SELECT max(number) FROM log.incarnations")
        return self._incarnation

    def insert_events(
        self, stored_events: Sequence[StoredEvent], *, along: Iterable[Along] = (), **_: Any,
    ) -> Sequence[int]:
        """Append all or none, *along* included, and give the last position.

        :raises IntegrityError: if one of the streams moved meanwhile.
        :raises InFlight: if another process took over the request that this belongs to.
        """
        if len(stored_events) > MOST_EVENTS:
            raise ValueError(f"more than {MOST_EVENTS} events in one transaction")
        query, values = insertion([_fact(event) for event in stored_events], along)
        with lent(self._pool) as db:
            return [appended(lambda: ask(db, query, values))]

    def select_events(
        self, originator_id: UUID | str, *, gt: int | None = None, lte: int | None = None, desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[TailedFact]:
        """The facts of one stream between two versions."""
        order: LiteralString = "DESC" if desc else "ASC"
        query: LiteralString = (
            f"SELECT {COLUMNS} FROM log.events"
            " WHERE stream = %(stream)s AND version > %(after)s AND version <= %(till)s"
            f" ORDER BY version {order} LIMIT %(limit)s"
        )
        till = 2**31 - 1 if lte is None else lte
        return self._rows(query, {"stream": originator_id, "after": gt or 0, "till": till, "limit": limit})

    def select_streams(self, streams: Sequence[UUID]) -> Sequence[TailedFact]:
        """The facts of several streams, each in order, in one statement."""
        return self._rows(STREAMS, {"streams": Uuids.of(list(set(streams)))})

    def select_beyond(self, versions: Mapping[UUID, int]) -> Sequence[TailedFact]:
        """The facts of several streams after these versions, each in order, in one statement."""
        return self._rows(BEYOND, {
            "streams": Uuids.of(list(versions)), "versions": Integers.of(list(versions.values())),
        })

    def select_notifications(
        self, start: int | None, limit: int, stop: int | None = None, topics: Sequence[str] = (), *,
        inclusive_of_start: bool = True,
    ) -> Sequence[TailedFact]:
        """Facts by position, never beyond the horizon; a *stop* must itself have been below it."""
        after = (start or 0) - (1 if inclusive_of_start else 0)
        below = self.horizon() if stop is None else stop + 1
        chosen: LiteralString = "AND tag = ANY(%(topics)s)" if topics else ""
        return self._rows(
            f"SELECT {COLUMNS} FROM log.events WHERE position > %(after)s AND position < %(below)s {chosen}"
            " ORDER BY position LIMIT %(limit)s",
            {"after": after, "below": below, "topics": list(topics), "limit": limit},
        )

    def select_newest(self, before: int | None, limit: int) -> Sequence[TailedFact]:
        """The facts before a position, newest first."""
        query: LiteralString = (
            f"SELECT {COLUMNS} FROM log.events WHERE position < %(before)s ORDER BY position DESC LIMIT %(limit)s"
        )
        return self._rows(query, {"before": 2**63 - 1 if before is None else before, "limit": limit})

    def select_correlated(self, correlation: UUID, limit: int) -> Sequence[TailedFact]:
        """The facts one wish led to, over all streams, oldest first."""
        query: LiteralString = (
            f"SELECT {COLUMNS} FROM log.events WHERE (metadata::json ->> 'correlation') = %(correlation)s"
            " ORDER BY position LIMIT %(limit)s"
        )
        return self._rows(query, {"correlation": str(correlation), "limit": limit})

    def horizon(self) -> int:
        """Every fact that will ever be below this position is there to be read."""
        return self._one("SELECT log.horizon()")

    def newest(self) -> int:
        """The position of the newest fact below the horizon; 0 where there is none."""
        return self._one("SELECT coalesce(max(position), 0) FROM log.events WHERE position < log.horizon()")

    def max_notification_id(self) -> int | None:
        """The newest position."""
        with self._pool.connection() as db:
            newest = ask(db, "SELECT max(position) FROM log.events", {})[0][0]
        return number(newest) if newest else None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Not offered: a NOTIFY in each append costs a quarter of its speed; readers poll the horizon."""
        return _refuse(gt, topics)

    def _one(self, query: LiteralString) -> int:
        with lent(self._pool) as db:
            return _number(ask(db, query, {}))

    def _rows(self, query: LiteralString, values: Mapping[str, Any]) -> list[TailedFact]:
        with lent(self._pool) as db:
            return [_told(*row) for row in ask(db, query, values)]


class AsyncPostgresLog:
    """The same table, read without a thread of its own."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    async def select_streams(self, streams: Sequence[UUID]) -> Sequence[TailedFact]:
        """The facts of several streams, each in order, in one statement. One may be long: nobody waits behind it."""
        answer = await self._questions.ask(STREAMS, {"streams": list(set(streams))}, quick=False)
        return [_told(*row) for row in answer]


def _fact(event: StoredEvent) -> Fact:
    if not isinstance(event, Fact):
        raise TypeError(event)
    return event


def tailed(row: Sequence[Any]) -> TailedFact:
    """A row of ``COLUMNS`` as the fact it holds."""
    stream, version, tag, state, position, metadata, hash = row
    return TailedFact(stream, version, tag, state.encode(), position, metadata.encode(), bytes(hash))


def _told(
    stream: bytes | None, version: bytes | None, tag: bytes | None, state: bytes | None, position: bytes | None,
    metadata: bytes | None, hash: bytes | None,
) -> TailedFact:
    """The same of a row as Postgres writes it: there is no column that may be null."""
    return TailedFact(
        UUID(text(stream)), number(version), text(tag), state or b"", number(position), metadata or b"",
        bytes.fromhex(text(hash)[2:]),
    )


def _number(rows: Answer) -> int:
    return number(rows[0][0])


def _refuse(*_: object) -> NoReturn:
    raise NotImplementedError("read with select_notifications below the horizon")
