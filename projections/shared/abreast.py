"""Brings copies that stand at the same place up with the log together: one reading of it, each fact decoded once.

A few facts go into all of them in one transaction, since what a transaction and a position cost is most of what a small
batch does. If one of them fails, or was moved by somebody else, each takes its facts by itself, and finds its fault.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.shared.copies import Copies, Copy
from projections.shared.taking import LOST, Batch, Taker
from store.adapters.drivers.arrays import Texts
from store.adapters.drivers.eventlog.tail import Tail
from store.domain.shared.aggregate import Event

FEW: Final = 1000
"""Most facts of which all copies are told in one transaction: of more, each shows what it learnt as soon as it can."""


Hear = Callable[[Exception], None]
"""Told why copies couldn't take their facts together. That one of them stops over it isn't said: it may have passed."""


class Abreast:
    """Knows how to read once for many."""

    def __init__(self, taker: Taker, pool: ConnectionPool[Connection[Any]], hear: Hear) -> None:
        self._taker, self._copies, self._tail, self._hear = taker, Copies(pool), Tail(pool), hear
        self._tags: dict[frozenset[str], Texts] = {}

    def take(self, copies: Sequence[Copy], newest: int, limit: int) -> int:
        """Take the next facts up to *newest*, *limit* at most, into *copies*, which stand at one place of one schema.

        How many facts they were for all of them, and how many copies found nothing: 0 if there was nothing to do.
        """
        rows = self._tail.read(copies[0].position, newest, self._wanted(copies), limit)
        till = rows[-1][0] if len(rows) == limit else newest
        batches = [
            Batch(copy, [row for row in rows if row[3] in tags])
            for copy, tags in ((copy, self._taker.tags(copy)) for copy in copies)
        ]
        taken = sum(len(batch.rows) for batch in batches)
        nothing = [batch.copy for batch in batches if not batch.rows]
        known: dict[int, Event] = {}
        if not rows or len(rows) > FEW or not self._together(batches, till, known):
            for batch in batches:
                if batch.rows and not self._taker.take(batch.copy, batch.rows, till, known):
                    taken -= len(batch.rows)
            if nothing:
                self._copies.move_empty(nothing, till)
        return taken + len(nothing)

    def _together(self, batches: Sequence[Batch], till: int, known: dict[int, Event]) -> bool:
        try:
            return self._taker.take_together(batches, till, known)
        except LOST:
            raise
        except Exception as fault:  # noqa: BLE001 - whose it is each finds by itself, and shows it if it is there again
            self._hear(fault)
            return False

    def _wanted(self, copies: Iterable[Copy]) -> Texts:
        """What to read for all of them."""
        tags = frozenset[str]().union(*(self._taker.tags(copy) for copy in copies))
        if tags not in self._tags:
            self._tags[tags] = Texts.of([tag.encode() for tag in sorted(tags)])
        return self._tags[tags]


def abreast(copies: Iterable[Copy]) -> Iterator[list[Copy]]:
    """*copies*, those together that stand at the same place of the same schema."""
    found: dict[tuple[str, int], list[Copy]] = {}
    for copy in copies:
        found.setdefault((copy.schema, copy.position), []).append(copy)
    yield from found.values()
