"""What there is to know of each kind of thing that has a past."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from msgspec import Struct

from store.adapters.drivers.eventlog.codec import tag_of
from store.application.audit.messages import Sentence
from store.domain.shared.aggregate import Aggregate, Event


class Kind(Struct, frozen=True):
    """A kind of thing that has a past: how people name one of them, and what its facts say."""

    aggregate: type[Aggregate[Any]]
    stream: Callable[[str], UUID]
    say: Callable[[Any], Sentence]
    older: tuple[str, ...] = ()
    """Tags that nobody writes any more."""

    @property
    def events(self) -> tuple[type[Event], ...]:
        """The facts its past is made of."""
        return self.aggregate.facts()

    @property
    def tags(self) -> list[str]:
        """The same, by their written tags."""
        return [*(tag_of(event) for event in self.events), *self.older]
