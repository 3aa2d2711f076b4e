"""Given these facts, when this is done, then those facts follow."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar
from uuid import UUID

import pytest

from store.domain.shared.aggregate import Aggregate
from store.domain.shared.errors import StoreError

A = TypeVar("A", bound=Aggregate[Any])
P = ParamSpec("P")


@dataclass(frozen=True)
class Scenario(Generic[A]):
    """One aggregate with a past, and at most one thing that is done to it."""

    kind: type[A]
    id: UUID
    history: tuple[Any, ...]
    act: Callable[[A], object] = lambda _: None

    def when(
        self, behaviour: Callable[Concatenate[A, P], object], *args: P.args, **kwargs: P.kwargs
    ) -> "Scenario[A]":
        """Do this, as soon as somebody asks what follows."""
        return Scenario(self.kind, self.id, self.history, lambda it: behaviour(it, *args, **kwargs))

    def then(self, *expected: Any) -> None:
        """These facts follow, these only, and the past with them explains the state."""
        it = self.kind.replay(self.id, self.history)
        self.act(it)
        assert it.fresh == expected
        it.stored()
        assert state(self.kind.replay(self.id, self.history + expected)) == state(it)

    def then_nothing(self) -> None:
        """It is already so: no new fact."""
        self.then()

    def then_raises(self, error: type[StoreError], **facts: Any) -> None:
        """It is refused with exactly this error, naming these *facts*, and leaves no trace."""
        it = self.kind.replay(self.id, self.history)
        before = state(it)
        with pytest.raises(error) as refused:
            self.act(it)
        assert type(refused.value) is error
        assert {name: getattr(refused.value, name) for name in facts} == facts
        assert "{" not in str(refused.value), "the sentence must have all its facts"
        assert state(it) == before, "a refusal must leave no trace"


def given(kind: type[A], id: UUID, *history: Any) -> Scenario[A]:
    """An aggregate of this *kind* to which this *history* happened."""
    return Scenario(kind, id, history)


def state(it: Aggregate[Any]) -> dict[str, Any]:
    """All that an aggregate knows, to compare it with another."""
    return dict(vars(it))
