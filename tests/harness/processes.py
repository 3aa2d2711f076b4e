"""Given facts in streams, when a command comes, then these facts follow in these streams and nowhere else.

    given_facts({CART: [OPENED, TWO_MUGS], stock_of(MUG): [FIVE]}).when(PlaceOrder(...)).then({CART: [BOUGHT], ...})
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from store.application.shared.bus import Caller, Command, Once, Query
from store.application.shared.ports import Change
from store.domain.shared.aggregate import Event
from store.domain.shared.errors import StoreError
from store.entrypoints.wiring.application import memory_shop
from tests.harness.world import CountingIds, StillClock

Facts = Mapping[UUID, Sequence[Event]]

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
SOMEBODY = Caller(actor="test:somebody", correlation=UUID(int=0))


class Process:
    """A shop in memory, at noon, to which some facts happened."""

    def __init__(self, facts: Facts) -> None:
        self.clock, self.ids = StillClock(NOON), CountingIds()
        self.shop = memory_shop(self.clock, self.ids)
        self.outcome: Any = None
        self._command: Command[Any] | None = None
        self._once: Once | None = None
        self.happened(facts)

    def happened(self, facts: Facts) -> "Process":
        """These facts are in the log too."""
        for stream, events in facts.items():
            history = self.shop.journal().read([stream]).get(stream)
            after, head = (len(history.events), history.head) if history else (0, b"")
            change = Change(stream, after, head, tuple(events))
            self.shop.journal().hand_in([change], SOMEBODY, NOON, None).settle()
        return self

    def when(self, command: Command[Any], once: Once | None = None) -> "Process":
        """Do this, as soon as somebody asks what follows."""
        self._command, self._once = command, once
        return self

    def then(self, expected: Facts) -> "Process":
        """Exactly these facts follow; what came of it is in ``outcome``."""
        before = self.streams()
        self.outcome = self._do()
        assert self._new_since(before) == {stream: list(events) for stream, events in expected.items()}
        return self

    def then_nothing(self) -> "Process":
        """It is so already."""
        return self.then({})

    def then_raises(self, error: type[StoreError], **facts: Any) -> "Process":
        """It is refused with exactly this error, and not a single fact follows."""
        before = self.streams()
        with pytest.raises(error) as refused:
            self._do()
        assert type(refused.value) is error
        assert {name: getattr(refused.value, name) for name in facts} == facts
        assert self._new_since(before) == {}
        return self

    def ask(self, query: Query[Any]) -> Any:
        """What the shop answers now."""
        return asyncio.run(self.shop.bus().ask(query))

    def streams(self) -> dict[UUID, list[Event]]:
        """All facts there are, stream by stream."""
        ids = dict.fromkeys(row.originator_id for row in self.shop.log().select_notifications(1, 10**9))
        return {id: list(history.events) for id, history in self.shop.journal().read(list(ids)).items()}

    def _do(self) -> Any:
        assert self._command is not None, "say what happens with when()"
        return self.shop.bus().do(self._command, SOMEBODY, self._once).outcome

    def _new_since(self, before: dict[UUID, list[Event]]) -> dict[UUID, list[Event]]:
        fresh = {id: events[len(before.get(id, ())):] for id, events in self.streams().items()}
        return {id: events for id, events in fresh.items() if events}


def given_facts(facts: Facts | None = None) -> Process:
    """A shop to which these facts happened."""
    return Process(facts or {})
