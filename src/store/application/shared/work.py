"""One unit of work: load, decide, and append everything or nothing."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeAlias, TypeVar
from uuid import UUID

from store.application.shared.bus import Caller, Command
from store.application.shared.errors import NoSuch, VersionMoved
from store.application.shared.loads import Load, replayed
from store.application.shared.ports import Answer, Beside, Change, History, Journal, Keeper, Kept, OnItsWay, Turns
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.errors import StoreError

A = TypeVar("A", bound=Aggregate[Any])
Lent: TypeAlias = dict[UUID, Kept]
"""What the steps of one process leave for one another. It ends with the process, so persons may be among it."""


class UnitOfWork:
    """What a handler sees of the log: aggregates as if they lived in memory, and some do.

    What is remembered may be behind the log. To append upon it is safe, since the log refuses a version that is there
    already; for everything else :meth:`behind` has to be asked.
    """

    def __init__(
        self, journal: Journal, turns: Turns, keeper: Keeper, lent: Lent | None = None, *, again: bool = False
    ) -> None:
        """*again*: what was decided before clashed."""
        self._journal, self._turns, self._keeper, self._again = journal, turns, keeper, again
        self._lent: Lent = {} if lent is None else lent
        self._held = ExitStack()
        self._in_turn: set[UUID] = set()
        self._loads: list[Load] = []
        self._moments = 0
        self._saved: list[Aggregate[Any]] = []
        self._beside: list[Beside] = []
        self.afterwards: list[Command[Any]] = []
        """What has to be looked at again once the changes stand in the log."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        """Let others have what is still whole, and the turn. What an unforeseen fault left behind is thrown away."""
        if kind is None or issubclass(kind, StoreError):
            for load in self._loads:
                self._put(load)
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

    def find_new(self, kind: type[A], id: UUID) -> A:
        """The aggregate under an *id* that most likely nobody has: looked up only if somebody turns out to have it."""
        if self._again:
            return self.find(kind, id)
        it = kind(id)
        self._moments += 1
        self._loads.append(Load(it, 0, b"", remembered=True))
        return it

    def find_all(self, kind: type[A], ids: Sequence[UUID]) -> list[A]:
        """Several of one kind, in the order of *ids*, in one statement at most."""
        return self.gather(*((kind, id) for id in ids))

    def gather(self, *wanted: tuple[type[Aggregate[Any]], UUID]) -> list[Any]:
        """Aggregates of several kinds, in one statement at most; blank ones where nothing ever happened."""
        loads = [self._remembered(kind, id) for kind, id in wanted]
        unknown = [id for (_, id), load in zip(wanted, loads, strict=True) if load is None]
        histories = self._journal.read(unknown) if unknown else {}
        found = [
            load or replayed(kind, id, histories.get(id, History()))
            for (kind, id), load in zip(wanted, loads, strict=True)
        ]
        self._loads += found
        self._moments += 1
        return [load.it for load in found]

    def find_now(self, kind: type[A], ids: Sequence[UUID]) -> list[A]:
        """Several as they stand in the log at this moment, whatever is remembered of them."""
        histories = self._journal.read(ids)
        loads = [replayed(kind, id, histories.get(id, History())) for id in ids]
        self._loads += loads
        self._moments += 1
        found: list[Any] = [load.it for load in loads]
        return found

    def in_turn(self, *streams: UUID) -> None:
        """Be the only one in this process to deal with *streams*, until what is to be appended is handed in."""
        self._held.enter_context(self._turns.holding(streams))
        self._in_turn.update(streams)

    def save(self, *aggregates: Aggregate[Any]) -> None:
        """Have these appended when the handler is done, together."""
        self._saved.extend(aggregates)

    def write_beside(self, *things: Beside) -> None:
        """Have these written together with the changes; where nothing is to be appended they aren't either."""
        self._beside.extend(things)

    def look_again(self, command: Command[Any]) -> None:
        """Have *command* carried out once the changes stand in the log.

        Where two streams must fit and no append guards both, each of the two who might contradict each other looks at
        the other's stream behind their own append: whoever comes second sees the first. It may be repeated, and one
        that finds nothing to mend is no fact.
        """
        self.afterwards.append(command)

    def changes(self) -> list[Change]:
        """What is to be appended, streams in a fixed order so that two writers never wait for each other."""
        heads = {id(load.it): load.head for load in self._loads}
        return sorted((
            Change(it.id, it.version - len(it.fresh), heads.get(id(it), b""), it.fresh)
            for it in self._saved if it.fresh
        ), key=lambda change: change.stream.bytes)

    def behind(self, *, refusing: bool) -> bool:
        """Whether what was decided rests on something that the log knows better by now: then decide again.

        Appending guards what is appended to. A refusal, and what was only looked at, is guarded by this alone: what
        was read at different moments never was so at any of them, until one look at all of it finds that it still is.
        """
        if refusing:
            at_once = self._moments <= 1 and not any(load.remembered for load in self._loads)
            open_ones = [] if at_once else self._loads
        else:
            guarded = {id(it) for it in self._saved if it.fresh}
            open_ones = [load for load in self._loads if load.remembered and id(load.it) not in guarded]
        if not open_ones:
            return False
        standing = [load for load in open_ones if load.stands()]
        missed = self._journal.read_beyond({load.it.id: load.version for load in standing}) if standing else {}
        for load in standing:
            load.catch_up(missed.get(load.it.id))
        moved = bool(missed) or len(standing) < len(open_ones)
        self._keeper.looked(moved=moved)
        return moved

    def hand_in(self, changes: Sequence[Change], by: Caller, now: datetime, answer: Answer | None) -> OnItsWay:
        """Have *changes* appended, and let whoever comes next go on from there."""
        upon = [load.last for load in self._loads if load.last]
        on_its_way = self._journal.hand_in(changes, by, now, answer, upon, self._beside)
        saved = {id(it): it for it in self._saved if it.fresh}
        self._loads = [load for load in self._loads if id(load.it) not in saved]
        for it in saved.values():
            it.stored()
            self._loads.append(Load(it, it.version, on_its_way.heads[it.id], on_its_way))
        return on_its_way

    def _remembered(self, kind: type[Aggregate[Any]], id: UUID) -> Load | None:
        kept = self._keeper.take(id) if self._may_keep(kind, id) else self._lent.pop(id, None)
        if kept is None or type(kept.it) is not kind:
            return None
        last = kept.last
        if last and last.settled:  # asked in this order: it may come to nothing at this very moment
            if last.failed:
                return None
            last = None
        return Load(kept.it, kept.it.version, kept.head, last, remembered=True)

    def _put(self, load: Load) -> None:
        it = load.it
        if not it.version or it.fresh or (load.last and load.last.failed):
            return
        if self._may_keep(type(it), it.id):
            self._keeper.put(Kept(it, load.head, load.last))
        elif not it.contended:
            self._lent[it.id] = Kept(it, load.head, load.last)

    def _may_keep(self, kind: type[Aggregate[Any]], id: UUID) -> bool:
        return kind.kept and (not kind.contended or id in self._in_turn)


def expect(it: Aggregate[Any], version: int | None) -> None:
    """Refuse if somebody moved *it* since the caller looked at *version* (``None``: the caller doesn't mind)."""
    if version is not None and it.version != version:
        raise VersionMoved(it.version)
