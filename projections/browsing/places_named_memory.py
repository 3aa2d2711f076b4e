"""Where categories stand by their names, without a database: folded from a log in memory whenever somebody asks."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.domain.catalogue.category import Category
from store.domain.shared.ids import CategoryId


class MemoryPlacesNamed:
    """Twin of :class:`~projections.browsing.places_named.PostgresPlacesNamed`."""

    def __init__(self, log: MemoryLog, codec: EventCodec) -> None:
        self._log, self._codec = log, codec

    def of(self, paths: Collection[tuple[str, ...]]) -> Mapping[tuple[str, ...], CategoryId]:
        """Never behind."""
        categories = self._categories()
        named = [(_names(it, categories), it.id) for it in categories.values() if it.into is None]
        times = Counter(names for names, _ in named)
        return {names: id for names, id in named if names in paths and times[names] == 1}

    def _categories(self) -> dict[CategoryId, Category]:
        streams = dict.fromkeys(
            row.originator_id for row in self._log.select_notifications(1, 10**9)
            if row.topic.startswith("catalogue/category-opened")
        )
        return {
            CategoryId(id): Category.replay(CategoryId(id), self._events(id)) for id in streams if isinstance(id, UUID)
        }

    def _events(self, stream: UUID) -> list[Any]:
        return [
            self._codec.decode(row.topic, row.state, stream, row.originator_version)
            for row in self._log.select_events(stream)
        ]


def _names(place: Category, categories: Mapping[CategoryId, Category]) -> tuple[str, ...]:
    """The names on the way to it; nothing where one of those above is none."""
    names = [place.name]
    above = place.parent
    while above is not None:
        it = categories.get(above)
        if it is None:
            return ()
        above = it.into or it.parent
        names += [] if it.into else [it.name]
    return tuple(reversed(names))
