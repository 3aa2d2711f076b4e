"""The log without a database: for tests and for a shop that lives in memory."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Any, NoReturn
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
    Subscription,
)

from store.adapters.drivers.eventlog.rows import MOST_EVENTS, Fact, TailedFact


class MemoryLog(ApplicationRecorder):
    """Twin of :class:`~store.adapters.drivers.eventlog.postgres.PostgresLog`."""

    incarnation = 1

    def __init__(self) -> None:
        self._lock = Lock()
        self._log: list[TailedFact] = []
        self._streams: dict[UUID | str, list[TailedFact]] = {}

    def insert_events(
        self, stored_events: Sequence[StoredEvent], *, along: Iterable[Callable[[], None]] = (), **_: Any
    ) -> Sequence[int]:
        """Append all or none; *along* belongs to the same transaction."""
        if len(stored_events) > MOST_EVENTS:
            raise ValueError(f"more than {MOST_EVENTS} events in one transaction")
        with self._lock:
            heights: dict[UUID | str, int] = {}
            for event in stored_events:
                if not isinstance(event, Fact):
                    raise TypeError(event)
                height = heights.get(event.originator_id, len(self._streams.get(event.originator_id, ())))
                if event.originator_version != height + 1:
                    raise IntegrityError(f"{event.originator_id} is at {height}")
                heights[event.originator_id] = height + 1
            for write in along:
                write()
            return [self._keep(event) for event in stored_events]

    def _keep(self, event: StoredEvent) -> int:
        if not isinstance(event, Fact):
            raise TypeError(event)
        position = len(self._log) + 1
        row = TailedFact(
            event.originator_id, event.originator_version, event.topic, event.state, position,
            event.metadata, event.hash,
        )
        self._log.append(row)
        self._streams.setdefault(event.originator_id, []).append(row)
        return position

    def select_events(
        self, originator_id: UUID | str, *, gt: int | None = None, lte: int | None = None, desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[TailedFact]:
        """The facts of one stream between two versions."""
        rows = [
            row for row in self._streams.get(originator_id, ())
            if (gt is None or row.originator_version > gt) and (lte is None or row.originator_version <= lte)
        ]
        return (rows[::-1] if desc else rows)[:limit]

    def select_streams(self, streams: Sequence[UUID]) -> Sequence[TailedFact]:
        """The facts of several streams, each in order."""
        return [row for stream in dict.fromkeys(streams) for row in tuple(self._streams.get(stream, ()))]

    def select_beyond(self, versions: Mapping[UUID, int]) -> Sequence[TailedFact]:
        """The facts of several streams after these versions, each in order."""
        return [row for stream, after in versions.items() for row in self._streams.get(stream, ())[after:]]

    def select_notifications(
        self, start: int | None, limit: int, stop: int | None = None, topics: Sequence[str] = (), *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Facts by position."""
        first = (start or 0) + (0 if inclusive_of_start else 1)
        rows = self._log[max(first - 1, 0):stop]
        return [row for row in rows if not topics or row.topic in topics][:limit]

    def select_newest(self, before: int | None, limit: int) -> Sequence[TailedFact]:
        """The facts before a position, newest first."""
        return self._log[: before - 1 if before else None][::-1][:limit]

    def select_correlated(self, correlation: UUID, limit: int) -> Sequence[TailedFact]:
        """The facts one wish led to, over all streams, oldest first."""
        return [row for row in self._log if str(correlation).encode() in row.metadata][:limit]

    def horizon(self) -> int:
        """Every fact that will ever be below this position is there to be read."""
        return len(self._log) + 1

    def newest(self) -> int:
        """The position of the newest fact below the horizon; 0 where there is none."""
        return len(self._log)

    def max_notification_id(self) -> int | None:
        """The newest position."""
        return len(self._log) or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Not offered: projections poll, see :mod:`projections.shared.runner`."""
        return _refuse(gt, topics)


def _refuse(*_: object) -> NoReturn:
    raise NotImplementedError("read with select_notifications below the horizon")
