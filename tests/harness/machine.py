"""Drive an aggregate at random and check what must hold after every step."""

from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant

from store.domain.shared.aggregate import Aggregate
from store.domain.shared.errors import NotFound, RuleViolated
from tests.harness.scenario import state

QUICK = settings(max_examples=30, stateful_step_count=25, deadline=None)
"""Enough to find what three or four steps in the wrong order break, and done in half a second."""


class AggregateMachine(RuleBasedStateMachine):
    """Subclasses build ``self.it`` and write one ``@rule`` for each behaviour."""

    it: Aggregate[Any]

    def __init__(self) -> None:
        super().__init__()
        self.history: tuple[Any, ...] = ()

    def attempt(self, behaviour: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
        """Try it; a refusal is an answer that leaves no trace, every other error is a bug."""
        before = state(self.it)
        try:
            behaviour(self.it, *args, **kwargs)
        except (RuleViolated, NotFound):
            assert state(self.it) == before, "a refusal must leave no trace"
            return False
        self.history += self.it.fresh
        self.it.stored()
        return True

    def facts(self, kind: Any) -> list[Any]:
        """What happened so far, of one kind."""
        return [fact for fact in self.history if isinstance(fact, kind)]

    @invariant()
    def its_past_alone_explains_it(self) -> None:
        assert state(type(self.it).replay(self.it.id, self.history)) == state(self.it)

    @invariant()
    def its_version_counts_its_facts(self) -> None:
        assert self.it.version == len(self.history)
