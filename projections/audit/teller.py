"""Facts as people read them: a sentence, who, when, why, and what things are called."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from msgspec import json, structs

from projections.audit.kinds import Kind
from projections.audit.pictures import plain
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.journal import Metadata
from store.adapters.drivers.eventlog.rows import TailedFact
from store.adapters.drivers.eventlog.tokens import token
from store.application.audit.links import MAY_BE_RETURNS, things_in
from store.application.audit.messages import Change, FactView, Part
from store.application.audit.ports import Names
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import fact_id

Thing = tuple[str, str]


class Teller:
    """Turns rows of the log into what people read. One for each shop."""

    def __init__(self, codec: EventCodec, kinds: Mapping[str, Kind], names: Names) -> None:
        self._codec, self._names = codec, names
        self.kinds = kinds
        self._kind_of = {tag: name for name, kind in kinds.items() for tag in kind.tags}
        self._say = {event: kind.say for kind in kinds.values() for event in kind.events}

    def event(self, row: TailedFact, *, persons: bool) -> Event:
        """The fact in *row*."""
        stream = UUID(str(row.originator_id))
        return self._codec.decode(row.topic, row.state, stream, row.originator_version, opened=persons)

    def fact(
        self, row: TailedFact, incarnation: int, *, persons: bool, changes: Iterable[Change] = ()
    ) -> FactView:
        """All that is known of one fact; things in it are still called by their ids."""
        about = json.decode(row.metadata, type=Metadata)
        event = self.event(row, persons=persons)
        body: dict[str, Any] = plain(event, persons=persons)
        body.pop("type", None)
        stream = UUID(str(row.originator_id))
        said = self._say[type(event)](event)
        said = structs.replace(said, parts={**said.parts, "who": Part(about.actor, "actor", about.actor)})
        return FactView(
            position=token(incarnation, row.id), stream=stream,
            kind=self._kind_of.get(row.topic, row.topic), version=row.originator_version, tag=row.topic,
            title=_summary(type(event)), at=about.effective_at,
            recorded_at=about.recorded_at, actor=about.actor, reason=about.reason, correlation=about.correlation,
            causation=about.causation, request_id=about.request_id, hash=row.hash.hex(), body=body,
            id=fact_id(stream, row.originator_version), said=said, changes=list(changes),
            acting_for=about.acting_for,
        )

    async def named(
        self, facts: Sequence[FactView], *states: Any
    ) -> tuple[list[FactView], dict[str, str]]:
        """*facts* with things called as people call them, and the names of all ids in them and in *states*."""
        wanted: set[Thing] = {thing for state in states for thing in things_in(state)}
        for fact in facts:
            parts = fact.said.parts if fact.said else {}
            wanted |= {(part.kind, part.id) for part in parts.values() if part.kind and part.id}
            wanted |= set(things_in(fact.body))
            wanted.add((fact.kind, str(fact.stream)))
        wanted |= {("return", id) for kind, id in wanted if kind in MAY_BE_RETURNS}
        names = await self._names.of(wanted)
        return [_called(fact, names) for fact in facts], {id: name for (_, id), name in names.items()}


def _called(fact: FactView, names: Mapping[Thing, str]) -> FactView:
    if fact.said is None:
        return fact
    said = structs.replace(fact.said, parts={
        key: structs.replace(part, words=names.get((part.kind or "", part.id or ""), part.words))
        for key, part in fact.said.parts.items()
    })
    return structs.replace(fact, said=said, sentence=str(said))


def _summary(kind: type[Event]) -> str:
    """What facts of a kind say, without the marks that name their fields."""
    return (kind.__doc__ or kind.__name__).split("\n")[0].replace("*", "").replace("``", "")
