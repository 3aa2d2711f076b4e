"""The past of any one thing, and the newest facts of all: read from the log itself."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args
from uuid import UUID

from msgspec import Struct, json, to_builtins

from projections.shared.pages import cursor_of, keys_of
from store.adapters.drivers.eventlog.codec import EventCodec, readable, revealed, tag_of
from store.adapters.drivers.eventlog.journal import Metadata, token
from store.adapters.drivers.eventlog.rows import TailedFact
from store.application.audit.messages import Activity, FactView, GetHistory, HistoryView, ListActivity
from store.application.shared.bus import answers
from store.application.shared.errors import BadValue, NoSuch
from store.domain.shared.aggregate import Aggregate, Event
from store.domain.shared.ids import fact_id


class Kind(Struct, frozen=True):
    """A kind of thing that has a past, and how people name one of them."""

    aggregate: type[Aggregate[Any]]
    stream: Callable[[str], UUID]

    @property
    def tags(self) -> list[str]:
        """The facts its past is made of."""
        union = get_args(self.aggregate.__orig_bases__[0])[0]  # type: ignore[attr-defined]  # Aggregate is generic, so it is there
        return [tag_of(event) for event in get_args(union) or (union,)]


class Timeline:
    """Answers :class:`GetHistory` and :class:`ListActivity`; *read* runs in a thread where the log is slow."""

    reads = ()

    def __init__(self, log: Any, codec: EventCodec, kinds: Mapping[str, Kind],
                 read: Callable[..., Any]) -> None:
        self._log, self._codec, self._kinds, self._read = log, codec, kinds, read
        self._kind_of = {tag: name for name, kind in kinds.items() for tag in kind.tags}

    @answers(GetHistory)
    async def history(self, query: GetHistory) -> HistoryView:
        """All facts of one thing, and its state after the version or instant that was asked for."""
        kind = self._kinds.get(query.kind)
        if kind is None:
            raise BadValue("kind", f"choose one of {', '.join(sorted(self._kinds))}")
        try:
            stream = kind.stream(query.id)
        except ValueError:
            raise NoSuch(query.kind, query.id) from None
        rows: Sequence[TailedFact] = await self._read(self._log.select_events, stream)
        if not rows:
            raise NoSuch(query.kind, query.id)
        facts = [self._fact(row) for row in rows]
        shown = self._version(query, facts)
        events = [self._event(row) for row in rows[:shown]]
        it = kind.aggregate.replay(stream, events)
        return HistoryView(
            kind=query.kind, id=query.id, stream=stream, version=shown, latest_version=len(rows),
            state=to_builtins(dict(it.picture()), enc_hook=revealed, str_keys=True), facts=facts,
        )

    @answers(ListActivity)
    async def activity(self, query: ListActivity) -> Activity:
        """The newest facts of all streams."""
        before = int(keys_of(query.cursor, tuple[str])[0]) if query.cursor else None
        if query.correlation is not None:
            rows = await self._read(self._log.select_correlated, query.correlation, query.limit)
            return Activity([self._fact(row) for row in rows], None)
        rows = await self._read(self._log.select_newest, before, query.limit + 1)
        more, rows = len(rows) > query.limit, rows[: query.limit]
        return Activity([self._fact(row) for row in rows], cursor_of(str(rows[-1].id)) if more else None)

    @staticmethod
    def _version(query: GetHistory, facts: list[FactView]) -> int:
        if query.version is not None:
            if not 1 <= query.version <= len(facts):
                raise BadValue("version", f"choose 1 to {len(facts)}")
            return query.version
        if query.at is not None:
            instant = query.at
            if instant.tzinfo is None:
                raise BadValue("at", "say the time zone too, such as 2026-05-31T12:00:00Z")
            shown = sum(fact.recorded_at <= instant for fact in facts)
            if not shown:
                raise NoSuch(query.kind, f"{query.id} at {instant.isoformat()}")
            return shown
        return len(facts)

    def _event(self, row: TailedFact) -> Any:
        return self._codec.decode(row.topic, row.state, UUID(str(row.originator_id)), row.originator_version)

    def _fact(self, row: TailedFact) -> FactView:
        about = json.decode(row.metadata, type=Metadata)
        event = self._event(row)
        body = readable(event)
        body.pop("type", None)
        return FactView(
            position=token(self._log.incarnation, row.id), stream=UUID(str(row.originator_id)),
            kind=self._kind_of.get(row.topic, row.topic), version=row.originator_version, tag=row.topic,
            title=_sentence(type(event)), at=about.effective_at,
            recorded_at=about.recorded_at, actor=about.actor, reason=about.reason, correlation=about.correlation,
            causation=about.causation, request_id=about.request_id, hash=row.hash.hex(), body=body,
            id=fact_id(UUID(str(row.originator_id)), row.originator_version),
        )


def _sentence(kind: type[Event]) -> str:
    """What a fact says, without the marks that name its fields."""
    return (kind.__doc__ or kind.__name__).split("\n")[0].replace("*", "").replace("``", "")
