"""Exchanges lapse by themselves where nothing comes, once, and what was kept for them can be bought."""

import pytest
import structlog
from structlog.testing import capture_logs

from store.domain.returns.exchanged import KEPT_FOR
from store.domain.shared.ids import order_of, return_of
from store.entrypoints.workers.exchanges import ExchangeKeeper
from tests.application.processes.examples import NUMBER
from tests.application.processes.exchange_examples import MEDIUM, free, swap, wearing
from tests.application.processes.return_examples import RETURN, do
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]


def test_what_is_kept_is_free_after_two_weeks_however_often_somebody_looks():
    shop = wearing()
    do(shop, swap())
    asked = []
    keeper = ExchangeKeeper(lambda now: asked.append(now) or [RETURN], shop.shop.bus(), shop.clock)
    keeper()
    assert free(shop, MEDIUM) == 2
    shop.clock.set(NOON + KEPT_FOR)
    for _ in range(2):
        keeper()
    assert free(shop, MEDIUM) == 3
    assert asked == [NOON, NOON + KEPT_FOR, NOON + KEPT_FOR]
    facts = [type(it).__name__ for it in shop.streams()[RETURN]]
    assert facts == ["ReturnRequested", "ExchangeLapsed"]


class Troubled:
    """A bus on which one thing after the other goes wrong."""

    def __init__(self, bus, *faults):
        self.bus, self.faults = bus, list(faults)

    def do(self, command, caller):
        if self.faults:
            raise self.faults.pop(0)
        return self.bus.do(command, caller)


@pytest.fixture
def _all_is_logged():
    """Other shops in this process may have said that they want to hear of errors alone."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(0))
    yield
    structlog.configure(**before)


@pytest.mark.usefixtures("_all_is_logged")
def test_one_that_can_not_lapse_keeps_no_other_waiting_and_a_database_that_is_away_ends_the_round():
    shop = wearing()
    do(shop, swap())
    shop.clock.set(NOON + KEPT_FOR)
    broken, unknown = return_of(order_of(NUMBER), 8), return_of(order_of(NUMBER), 9)
    bus = Troubled(shop.shop.bus(), ConnectionError("away"), ValueError("broken"))
    keeper = ExchangeKeeper(lambda _: [broken, unknown, RETURN], bus, shop.clock, (ConnectionError,))
    with pytest.raises(ConnectionError):
        keeper()
    assert (free(shop, MEDIUM), len(bus.faults)) == (2, 1), "it is tried again when the database is back"
    with capture_logs() as said:
        keeper()
    assert free(shop, MEDIUM) == 3
    assert [(it["event"], it["log_level"], it["exchange"]) for it in said] == [
        ("exchange did not lapse", "error", str(broken)), ("exchange did not lapse", "warning", str(unknown)),
        ("nothing came to be exchanged", "info", str(RETURN)),
    ]
