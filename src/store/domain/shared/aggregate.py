"""The two ideas every context is built from: the event and the aggregate."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Generic, Self, TypeVar, get_args
from uuid import UUID

from msgspec import Struct

from store.domain.shared.errors import NoSuch

_NAMED = 5
"""The version of ids that follow from names."""


class Event(Struct, frozen=True, kw_only=True, tag_field="type"):
    """A fact. Named in the past tense, carrying all a reader needs, never edited.

    ``at`` is the effective time, in UTC: when it became true for the business. When it was
    written down stands in the metadata of its row.
    """

    at: datetime


E = TypeVar("E", bound=Event)


class Aggregate(Generic[E]):
    """A thing that guards its own rules and whose state is nothing but its past.

    Behaviours decide and then :meth:`_record`. Only :meth:`_evolve` assigns state,
    and it never refuses: a fact that is already stored cannot be argued with.
    """

    kind: ClassVar[str]
    kept: ClassVar[bool] = False
    """Whether its state may stay in memory from one command to the next. Never where an event holds a person."""
    contended: ClassVar[bool] = False
    """Whether everybody may want it at once: then what is kept of it is for whoever has its turn, and nobody else."""
    random: ClassVar[bool] = False
    """Whether its id is drawn, and may come back from outside: then it never begins where an id that follows from a
    name leads, which is to be somebody else's.
    """

    def __init__(self, id: UUID) -> None:
        self.id = id
        self.version = 0
        self.fresh: tuple[E, ...] = ()

    @classmethod
    @cache
    def facts(cls) -> tuple[type[Any], ...]:
        """Those that its past is made of."""
        said = get_args(cls.__orig_bases__[0])[0]  # type: ignore[attr-defined]  # Aggregate is generic, so it is there
        return (object,) if isinstance(said, TypeVar) else get_args(said) or (said,)

    @classmethod
    def replay(cls, id: UUID, history: Iterable[E]) -> Self:
        """Rebuild the aggregate as its *history* left it."""
        it = cls(id)
        it.catch_up(history)
        return it

    def stored(self) -> None:
        """The fresh events are in the log now, or on their way there."""
        self.fresh = ()

    def catch_up(self, missed: Iterable[E]) -> None:
        """Take in what happened since, as if it had been replayed."""
        for event in missed:
            self._advance(event)

    def picture(self) -> Mapping[str, Any]:
        """The state as a person would read it: every public field that history assigned."""
        hidden = {"id", "version", "fresh"}
        return {name: value for name, value in vars(self).items()
                if name not in hidden and not name.startswith("_")}

    def _record(self, event: E) -> None:
        self._advance(event)
        self.fresh += (event,)

    def _advance(self, event: E) -> None:
        """The first fact says of which kind the stream is.

        :raises NoSuch: if it is of another one, or may not begin here.
        """
        if not self.version and not self._begins_with(event):
            raise NoSuch(self.kind, self.id)
        self._evolve(event)
        self.version += 1

    def _begins_with(self, event: E) -> bool:
        return isinstance(event, self.facts()) and not (self.random and self.id.version == _NAMED)

    def _evolve(self, event: E) -> None:
        raise NotImplementedError
