"""One unit of work: load, decide, and append everything or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import UUID

from store.application.shared.errors import NoSuch, VersionMoved
from store.application.shared.ports import Change, History, Journal, Turns
from store.domain.shared.aggregate import Aggregate

A = TypeVar("A", bound=Aggregate[Any])


class UnitOfWork:
    """What a handler sees of the log: aggregates as if they lived in memory."""

    def __init__(self, journal: Journal, turns: Turns) -> None:
        self._journal = journal
        self._turns = turns
        self._held = ExitStack()
        self._heads: dict[UUID, bytes] = {}
        self._saved: list[Aggregate[Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._held.close()

    def get(self, kind: type[A], id: UUID) -> A:
        """The aggregate as of now, or :class:`NoSuch`."""
        it = self.find(kind, id)
        if not it.version:
            raise NoSuch(kind.kind, id)
        return it

    def find(self, kind: type[A], id: UUID) -> A:
        """The aggregate as of now; a blank one where nothing ever happened to it."""
        return self.find_all(kind, [id])[0]

    def find_all(self, kind: type[A], ids: Sequence[UUID]) -> list[A]:
        """Several of one kind, in the order of *ids*, in one statement."""
        histories = self._journal.read(ids)
        return [self._replay(kind, id, histories.get(id, History())) for id in ids]

    def gather(self, *wanted: tuple[type[Aggregate[Any]], UUID]) -> list[Any]:
        """Aggregates of several kinds, in one statement; blank ones where nothing ever happened."""
        histories = self._journal.read([id for _, id in wanted])
        return [self._replay(kind, id, histories.get(id, History())) for kind, id in wanted]

    def in_turn(self, *streams: UUID) -> None:
        """From here to the end of this work, be the only one in this process to deal with *streams*."""
        self._held.enter_context(self._turns.holding(streams))

    def save(self, *aggregates: Aggregate[Any]) -> None:
        """Have these appended when the handler is done, together."""
        self._saved.extend(aggregates)

    def changes(self) -> list[Change]:
        """What is to be appended, streams in a fixed order so that two writers never wait for each other."""
        return sorted(self._changes(), key=lambda change: change.stream.bytes)

    def _changes(self) -> Iterator[Change]:
        for it in self._saved:
            if it.fresh:
                yield Change(it.id, it.version - len(it.fresh), self._heads.get(it.id, b""), it.fresh)

    def _replay(self, kind: type[A], id: UUID, history: History) -> A:
        self._heads[id] = history.head
        return kind.replay(id, history.events)


def expect(it: Aggregate[Any], version: int | None) -> None:
    """Refuse if somebody moved *it* since the caller looked at *version* (``None``: the caller doesn't mind)."""
    if version is not None and it.version != version:
        raise VersionMoved(it.version)
