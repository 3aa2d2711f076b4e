"""The two ideas every context is built from: the event and the aggregate."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Generic, Self, TypeVar
from uuid import UUID

from msgspec import Struct


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

    def __init__(self, id: UUID) -> None:
        self.id = id
        self.version = 0
        self.fresh: tuple[E, ...] = ()

    @classmethod
    def replay(cls, id: UUID, history: Iterable[E]) -> Self:
        """Rebuild the aggregate as its *history* left it."""
        it = cls(id)
        for event in history:
            it._advance(event)
        return it

    def stored(self) -> None:
        """The fresh events are in the log now."""
        self.fresh = ()

    def picture(self) -> Mapping[str, Any]:
        """The state as a person would read it: every public field that history assigned."""
        hidden = {"id", "version", "fresh"}
        return {name: value for name, value in vars(self).items()
                if name not in hidden and not name.startswith("_")}

    def _record(self, event: E) -> None:
        self._advance(event)
        self.fresh += (event,)

    def _advance(self, event: E) -> None:
        self._evolve(event)
        self.version += 1

    def _evolve(self, event: E) -> None:
        raise NotImplementedError
