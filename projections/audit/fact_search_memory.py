"""Finding facts in a log in memory."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import json

from projections.audit.fact_index import things_of
from projections.audit.fact_search import ACTORS, Wanted
from projections.audit.kinds import Kind
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.journal import Metadata
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.rows import TailedFact
from store.domain.shared.ids import fact_id


class MemoryFactSearch:
    """Twin of :class:`~projections.audit.fact_search.PostgresFactSearch`: looks at every fact there is."""

    def __init__(self, log: MemoryLog, codec: EventCodec, kinds: Mapping[str, Kind]) -> None:
        self._log, self._codec, self._kinds = log, codec, kinds

    async def find(self, wanted: Wanted) -> Sequence[TailedFact]:
        """Sort out what fits."""
        known = {thing for row in self._all() for thing in self._things(row)}
        thing = next((one for one in ((wanted.stream,) if wanted.stream else wanted.about) if one in known), None)
        if thing is None and (wanted.about or wanted.stream):
            return []
        rows = [row for row in self._all() if _fits(row, wanted) and (thing is None or thing in self._things(row))]
        rows.sort(key=lambda row: (_about(row).recorded_at, row.id), reverse=True)
        return rows[: wanted.limit]

    async def related(self, facts: Sequence[UUID], reasons: Sequence[UUID]) -> Sequence[TailedFact]:
        """Look at each."""
        return [
            row for row in self._all()
            if _about(row).causation in set(facts) or fact_id(_stream(row), row.originator_version) in set(reasons)
        ][:100]

    def _all(self) -> Sequence[TailedFact]:
        return self._log.select_newest(None, self._log.newest())[::-1]

    def _things(self, row: TailedFact) -> set[UUID]:
        event = self._codec.decode(row.topic, row.state, _stream(row), row.originator_version, opened=False)
        return things_of(_stream(row), event, self._kinds)


def _fits(row: TailedFact, wanted: Wanted) -> bool:
    about = _about(row)
    place = (about.recorded_at, row.id)
    return (
        (wanted.before is None or place < (wanted.before, wanted.before_position or 0))
        and (wanted.since is None or about.recorded_at >= wanted.since)
        and (wanted.until is None or about.recorded_at < wanted.until)
        and wanted.stream in {None, _stream(row)}
        and wanted.correlation in {None, about.correlation}
        and (not wanted.tags or row.topic in wanted.tags)
        and (not wanted.actor or about.actor == wanted.actor or (
            wanted.actor in ACTORS and about.actor.partition(":")[0] == wanted.actor))
    )


def _about(row: TailedFact) -> Metadata:
    return json.decode(row.metadata, type=Metadata)


def _stream(row: TailedFact) -> UUID:
    return UUID(str(row.originator_id))
