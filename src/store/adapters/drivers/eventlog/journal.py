"""The log as the application sees it: streams of events in, a position out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from msgspec import Struct, json

from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.entry import Entry
from store.adapters.drivers.eventlog.handing_in import Appender
from store.adapters.drivers.eventlog.rows import Fact, TailedFact, link
from store.adapters.drivers.eventlog.tokens import token
from store.application.shared.bus import Caller
from store.application.shared.ports import Answer, Beside, Change, History, OnItsWay
from store.domain.shared.aggregate import Event


class Metadata(Struct, frozen=True, omit_defaults=True):
    """What stands beside each fact: who, why, because of what, and when it was written down."""

    actor: str
    correlation: UUID
    recorded_at: datetime
    effective_at: datetime
    causation: UUID | None = None
    request_id: str = ""
    reason: str | None = None
    acting_for: UUID | None = None


class Log(Protocol):
    """What both recorders offer."""

    @property
    def incarnation(self) -> int: ...
    def select_streams(self, streams: Sequence[UUID]) -> Sequence[TailedFact]: ...
    def select_beyond(self, versions: Mapping[UUID, int]) -> Sequence[TailedFact]: ...
    def max_notification_id(self) -> int | None: ...


class AsyncLog(Protocol):
    """What an asynchronous reader offers."""

    async def select_streams(self, streams: Sequence[UUID]) -> Sequence[TailedFact]: ...


Remember = Callable[[Answer], Any]
"""What the log has to write beside an append so that an answer is remembered, in the log's own terms."""


class EventJournal:
    """A :class:`~store.application.shared.ports.Journal` on a recorder."""

    def __init__(self, log: Log, appender: Appender, codec: EventCodec, remember: Remember) -> None:
        self._log, self._appender, self._codec, self._remember = log, appender, codec, remember

    def read(self, streams: Sequence[UUID]) -> Mapping[UUID, History]:
        """The history of each of *streams* that has one, in one statement."""
        return histories(self._log.select_streams(streams), self._codec)

    def read_beyond(self, versions: Mapping[UUID, int]) -> Mapping[UUID, History]:
        """What came after these versions of these streams, in one statement."""
        return histories(self._log.select_beyond(versions), self._codec)

    def hand_in(
        self, changes: Sequence[Change], by: Caller, recorded_at: datetime, answer: Answer | None,
        upon: Sequence[OnItsWay] = (), beside: Sequence[Beside] = (),
    ) -> Entry:
        """Have all *changes*, the answer and what is *beside* them written, or none of it."""
        facts: list[Fact] = []
        heads: dict[UUID, bytes] = {}
        stamp = _Stamp(by, recorded_at)
        for change in changes:
            heads[change.stream] = self._facts(change, stamp, facts)
        along = (self._remember(answer), *beside) if answer else beside
        before = [each.handed_in for each in upon if isinstance(each, Entry)]
        return Entry(self._appender, self._log.incarnation, self._appender.hand_in(facts, along, before), heads)

    def position(self) -> str:
        """A position at or after everything written so far."""
        return token(self._log.incarnation, self._log.max_notification_id() or 0)

    def _facts(self, change: Change, stamp: "_Stamp", facts: list[Fact]) -> bytes:
        head = change.head
        for version, event in enumerate(change.events, change.after + 1):
            tag, state = self._codec.encode(event, change.stream, version)
            metadata = stamp.metadata(event.at)
            head = link(head, change.stream, version, tag, state, metadata)
            facts.append(Fact(change.stream, version, tag, state, metadata, head))
        return head


class _Stamp:
    """What stands beside the facts of one append, written once where it is the same."""

    def __init__(self, by: Caller, recorded_at: datetime) -> None:
        self._by, self._recorded_at = by, recorded_at
        self._written: dict[datetime, bytes] = {}

    def metadata(self, effective_at: datetime) -> bytes:
        if effective_at not in self._written:
            self._written[effective_at] = json.encode(Metadata(
                actor=self._by.actor, correlation=self._by.correlation, recorded_at=self._recorded_at,
                effective_at=effective_at, causation=self._by.causation, request_id=self._by.request_id,
                reason=self._by.reason, acting_for=self._by.acting_for,
            ))
        return self._written[effective_at]


class AsyncEventJournal:
    """An :class:`~store.application.shared.ports.AsyncJournal` on an asynchronous reader."""

    def __init__(self, log: AsyncLog, codec: EventCodec) -> None:
        self._log, self._codec = log, codec

    async def read(self, streams: Sequence[UUID]) -> Mapping[UUID, History]:
        """The history of each of *streams* that has one, in one statement."""
        return histories(await self._log.select_streams(streams), self._codec)

    async def reasons(self, stream: UUID) -> Mapping[int, str]:
        """Why facts came to be, where somebody said so: it stands beside them, and nothing is opened for it."""
        rows = await self._log.select_streams([stream])
        beside = ((row.originator_version, json.decode(row.metadata, type=Metadata)) for row in rows)
        return {version: its.reason for version, its in beside if its.reason}


class WaitingLog:
    """Lets asynchronous queries read a log that answers at once, such as the one in memory."""

    def __init__(self, log: Log) -> None:
        self._log = log

    async def select_streams(self, streams: Sequence[UUID]) -> Sequence[TailedFact]:
        """The facts of several streams, each in order."""
        return self._log.select_streams(streams)


def histories(rows: Iterable[TailedFact], codec: EventCodec) -> Mapping[UUID, History]:
    """Rows of several streams, each in order, as histories."""
    events: dict[UUID, list[Event]] = {}
    heads: dict[UUID, bytes] = {}
    for row in rows:
        stream = row.originator_id
        if not isinstance(stream, UUID):
            raise TypeError(stream)
        events.setdefault(stream, []).append(codec.decode(row.topic, row.state, stream, row.originator_version))
        heads[stream] = row.hash
    return {stream: History(tuple(its), heads[stream]) for stream, its in events.items()}
