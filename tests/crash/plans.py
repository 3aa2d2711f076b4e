"""What orders go through, as the machine that lets them live at random makes it up in memory, with every law checked
after each step. What it wished for each order is then wished for one through the API.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from store.application.ordering.fulfilment import MarkDelivered, SendParcel
from store.application.processes.cancelling_an_order import CancelOrder
from store.application.processes.giving_back_again import GiveBackAgain
from store.application.processes.inspecting_returns import InspectReturn
from store.application.processes.shipping_an_order import ShipOrder
from store.application.returns.messages import ApproveReturn, ReceiveReturn, RequestReturn
from tests.projections.test_laws_with_exchanges import ExchangeLawsMachine

STEPS: Final[Mapping[type, str]] = {
    CancelOrder: "cancels", ShipOrder: "sends", SendParcel: "sends", MarkDelivered: "delivers",
    RequestReturn: "wants_back", ApproveReturn: "decides", ReceiveReturn: "receives", InspectReturn: "inspects",
    GiveBackAgain: "gives_back_again",
}
"""What becomes of an order, by the command that does it."""
AT_ONCE: Final = 50
"""Worlds of one round."""


def plans(least: int) -> list[list[str]]:
    """The steps of *least* orders or more, of each that anything happened to."""
    found: list[list[str]] = []
    while len(found) < least:
        _Watched.lives = []
        run_state_machine_as_test(_Watched, settings=settings(
            max_examples=AT_ONCE, stateful_step_count=12, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ))
        found += _Watched.lives
    return found


class _Watched(ExchangeLawsMachine):
    """Notes what is wished, granted or not: whoever does it again over the API may be refused as well."""

    lives: ClassVar[list[list[str]]] = []

    def begins(self) -> Any:
        driver = super().begins()
        self.wishes: defaultdict[str, list[str]] = defaultdict(list)
        do = driver.do

        def watched(command: Any, *more: Any, **named: Any) -> Any:
            if step := STEPS.get(type(command)):
                self.wishes[_order(command)].append(step)
            return do(command, *more, **named)

        driver.do = watched
        return driver

    def teardown(self) -> None:
        super().teardown()
        self.lives.extend(list(_each_once(steps)) for steps in self.wishes.values())


def _order(command: Any) -> str:
    """The number of the order that it is about; those of returns begin with it."""
    for place in ("call_off", "inspection"):
        command = getattr(command, place, command)
    return str(command.number).partition("-R")[0]


def _each_once(steps: list[str]) -> Iterator[str]:
    """Without the same step twice in a row: the crowd does one for each part of an order, or for each return of it."""
    for step, before in zip(steps, [None, *steps], strict=False):
        if step != before:
            yield step
