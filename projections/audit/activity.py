"""Facts of the whole shop that fit a search, a page at a time."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from projections.audit.fact_search import FactSearch, Wanted
from projections.audit.teller import Teller
from projections.shared.pages import cursor_of, keys_of
from store.adapters.drivers.eventlog.reading import FactReader, recorded
from store.application.audit.searching import Activity, ListActivity, Search
from store.application.shared.bus import answers
from store.application.shared.errors import BadCursor, BadValue
from store.application.shared.instants import zoned

_HIGHEST = 2**63


class ActivityList:
    """Answers :class:`ListActivity`."""

    reads = ("activity",)

    def __init__(self, facts: FactReader, search: FactSearch, teller: Teller) -> None:
        self._facts, self._search, self._teller = facts, search, teller

    @answers(ListActivity)
    async def activity(self, query: ListActivity) -> Activity:
        """One statement for the facts and one for what things are called."""
        before, position = _place(query.cursor) if query.cursor else (None, None)
        search = query.search
        since, until = (
            zoned(field, instant) if instant else None
            for field, instant in (("since", search.since), ("until", search.until))
        )
        wanted = Wanted(
            about=tuple(self._streams(search.about)), stream=search.stream, actor=search.actor,
            tags=self._tags(search), correlation=search.correlation, since=since,
            until=until, before=before, before_position=position, limit=query.limit + 1,
        )
        rows = await self._search.find(wanted)
        more, rows = len(rows) > query.limit, rows[: query.limit]
        told = [self._teller.fact(row, self._facts.incarnation, persons=query.persons) for row in rows]
        facts, names = await self._teller.named(told)
        cursor = cursor_of(recorded(rows[-1]), str(rows[-1].id)) if more else None
        return Activity(facts, cursor, names)

    def _tags(self, search: Search) -> tuple[str, ...]:
        """The facts that fit the kind and the fact that are asked for."""
        if not (search.kind or search.fact):
            return ()
        kinds = self._teller.kinds
        if search.kind and search.kind not in kinds:
            raise BadValue("kind", f"choose one of {', '.join(sorted(kinds))}")
        tags = [tag for name, kind in kinds.items() if search.kind in {"", name} for tag in kind.tags]
        if search.fact and search.fact not in tags:
            raise BadValue("fact", f"choose one of {', '.join(sorted(tags))}")
        return (search.fact,) if search.fact else tuple(tags)

    def _streams(self, about: str) -> Iterator[UUID]:
        """Every thing that may be meant by a number, a SKU, a slug or an id."""
        if not about:
            return
        for kind in self._teller.kinds.values():
            try:
                yield kind.stream(about)
            except ValueError:  # a kind that people know by its id alone
                continue


def _place(cursor: str) -> tuple[datetime, int]:
    recorded_at, position = keys_of(cursor, tuple[datetime, str])
    if recorded_at.tzinfo is None or not (position.isascii() and position.isdecimal() and int(position) < _HIGHEST):
        raise BadCursor
    return recorded_at, int(position)
