"""The newest facts of the whole shop, and all that one wish led to."""

from typing import Any

from projections.audit.teller import Teller
from projections.shared.pages import cursor_of, keys_of
from store.adapters.drivers.eventlog.reading import FactReader
from store.application.audit.messages import Activity, ListActivity
from store.application.shared.bus import answers


class ActivityList:
    """Answers :class:`ListActivity`."""

    reads = ()

    def __init__(self, log: Any, facts: FactReader, teller: Teller, read: Any) -> None:
        self._log, self._facts, self._teller, self._read = log, facts, teller, read

    @answers(ListActivity)
    async def activity(self, query: ListActivity) -> Activity:
        """The newest facts of all streams."""
        before = int(keys_of(query.cursor, tuple[str])[0]) if query.cursor else None
        if query.correlation is not None:
            rows, more = await self._facts.correlated(query.correlation, query.limit), False
        else:
            rows = await self._read(self._log.select_newest, before, query.limit + 1)
            more, rows = len(rows) > query.limit, rows[: query.limit]
        told = [self._teller.fact(row, self._facts.incarnation, persons=query.persons) for row in rows]
        facts, names = await self._teller.named(told)
        return Activity(facts, cursor_of(str(rows[-1].id)) if more else None, names)
