"""The past of any one thing: its facts, its state at a moment, the difference between two; from the log itself."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from projections.audit.kinds import Kind
from projections.audit.pictures import differences, picture, sums
from projections.audit.teller import Teller
from projections.shared.pages import cursor_of, keys_of
from store.adapters.drivers.eventlog.reading import FactReader, PageOf, recorded
from store.adapters.drivers.eventlog.rows import TailedFact
from store.application.audit.messages import (
    Change,
    DifferenceView,
    FactView,
    GetDifference,
    GetHistory,
    HistoryView,
)
from store.application.shared.bus import answers
from store.application.shared.errors import BadCursor, BadValue, NoSuch
from store.application.shared.instants import zoned

FACTS_BETWEEN = 200
"""Facts that a difference shows; of more than that it says how many there are."""


class _Replayed(Struct):
    """What replaying a stream showed: pictures at versions somebody looked at, and what single facts changed."""

    pictures: dict[int, dict[str, Any]]
    sums: dict[int, dict[str, Any]]
    changes: dict[int, list[Change]]


class Timeline:
    """Answers :class:`GetHistory` and :class:`GetDifference`; *work* runs long replays out of the way."""

    reads = ()

    def __init__(self, facts: FactReader, teller: Teller, work: Callable[..., Any]) -> None:
        self._facts, self._teller, self._work = facts, teller, work

    @answers(GetHistory)
    async def history(self, query: GetHistory) -> HistoryView:
        """One page of the facts, and the state after the version or instant that was asked for."""
        kind, stream = self._thing(query.kind, query.id)
        shown, latest = await self._moment(query, stream)
        rows, cursor = await self._page(query, stream, shown)
        last = max([shown, *(row.originator_version for row in rows)])
        past = await self._past(query, kind, stream, last)
        seen: _Replayed = await self._work(
            self._replay, kind, stream, past, {shown}, {row.originator_version for row in rows}, query.persons
        )
        facts = [self._told(row, seen, persons=query.persons) for row in rows]
        state = seen.pictures[shown]
        facts, names = await self._teller.named(facts, state)
        return HistoryView(
            kind=query.kind, id=query.id, stream=stream, version=shown, latest_version=latest, state=state,
            facts=facts, at=recorded(past[shown - 1]), sums=seen.sums[shown], names=names, tags=kind.tags,
            next_cursor=cursor,
        )

    @answers(GetDifference)
    async def difference(self, query: GetDifference) -> DifferenceView:
        """What changed from one moment to another, whichever of the two is named first."""
        kind, stream = self._thing(query.kind, query.id)
        asked = [query.before, query.after]
        instants = [
            zoned(field, moment) for field, moment in zip(("from", "to"), asked, strict=True)
            if isinstance(moment, datetime)
        ]
        bounds = await self._facts.bounds(stream, *instants)
        if not bounds.latest:
            raise NoSuch(query.kind, query.id)
        then = iter(bounds.then)
        one, other = (
            next(then) if isinstance(moment, datetime) else bounds.latest if moment is None else moment
            for moment in asked
        )
        for field, version in (("from", one), ("to", other)):
            if not 0 <= version <= bounds.latest:
                raise BadValue(field, f"choose 0 to {bounds.latest}, or an instant")
        before, after = min(one, other), max(one, other)
        past = await self._past(query, kind, stream, max(after, 1))
        between = past[before:][:FACTS_BETWEEN]
        seen: _Replayed = await self._work(
            self._replay, kind, stream, past, {before, after}, {row.originator_version for row in between},
            query.persons,
        )
        facts = [self._told(row, seen, persons=query.persons) for row in between]
        changes = differences(seen.pictures[before], seen.pictures[after]) if before else differences(
            {}, seen.pictures[after]
        )
        facts, names = await self._teller.named(facts, *(seen.pictures[at] for at in (before, after)))
        return DifferenceView(
            kind=query.kind, id=query.id, stream=stream, before=before, after=after, latest_version=bounds.latest,
            before_at=recorded(past[before - 1]) if before else None, after_at=recorded(past[after - 1]) if after
            else None, changes=changes, facts=facts, more=after - before - len(between), names=names,
        )

    def _thing(self, kind: str, id: str) -> tuple[Kind, UUID]:
        found = self._teller.kinds.get(kind)
        if found is None:
            raise BadValue("kind", f"choose one of {', '.join(sorted(self._teller.kinds))}")
        try:
            return found, found.stream(id)
        except ValueError:
            raise NoSuch(kind, id) from None

    async def _past(
        self, query: GetHistory | GetDifference, kind: Kind, stream: UUID, last: int
    ) -> Sequence[TailedFact]:
        """The facts up to *last*; an id under which something of another kind lives is the id of no such thing."""
        past = await self._facts.page(PageOf(stream, high=last))
        if past[0].topic not in kind.tags:
            raise NoSuch(query.kind, query.id)
        return past

    async def _moment(self, query: GetHistory, stream: UUID) -> tuple[int, int]:
        """The version to show, and the latest one."""
        instants = [zoned("at", query.at)] if query.at is not None and query.version is None else []
        bounds = await self._facts.bounds(stream, *instants)
        if not bounds.latest:
            raise NoSuch(query.kind, query.id)
        if query.version is not None:
            if not 1 <= query.version <= bounds.latest:
                raise BadValue("version", f"choose 1 to {bounds.latest}")
            return query.version, bounds.latest
        shown = bounds.then[0] if instants else bounds.latest
        if not shown:
            raise NoSuch(query.kind, f"{query.id} at {instants[0].isoformat()}")
        return shown, bounds.latest

    async def _page(
        self, query: GetHistory, stream: UUID, shown: int
    ) -> tuple[Sequence[TailedFact], str | None]:
        low, high = 1, 2**31 - 1 if query.later else shown
        if query.cursor:
            (after,) = keys_of(query.cursor, tuple[int])
            if not 0 < after < 2**31:
                raise BadCursor
            low, high = (low, min(high, after - 1)) if query.newest_first else (after + 1, high)
        rows = await self._facts.page(PageOf(stream, low, high, query.tags, query.newest_first, query.limit + 1))
        more, rows = len(rows) > query.limit, rows[: query.limit]
        return rows, cursor_of(rows[-1].originator_version) if more else None

    def _replay(
        self, kind: Kind, stream: UUID, past: Sequence[TailedFact], looked_at: set[int], told: set[int], persons: bool
    ) -> _Replayed:
        """Let the thing live again up to the last of *past*, and look at it where somebody wants to."""
        found = _Replayed({}, {}, {})
        it = kind.aggregate(stream)
        if 0 in looked_at:
            found.pictures[0], found.sums[0] = {}, {}
        before: dict[str, Any] = {}
        for row in past:
            version = row.originator_version
            if version in told and it.version:
                before = picture(it, persons=persons)
            it._advance(self._teller.event(row, persons=persons))  # noqa: SLF001 - what replay does, step by step
            if version in told:
                found.changes[version] = differences(before, picture(it, persons=persons))
            if version in looked_at:
                found.pictures[version], found.sums[version] = picture(it, persons=persons), sums(it)
        return found

    def _told(self, row: TailedFact, seen: _Replayed, *, persons: bool) -> FactView:
        changes = seen.changes.get(row.originator_version, [])
        return self._teller.fact(row, self._facts.incarnation, persons=persons, changes=changes)
