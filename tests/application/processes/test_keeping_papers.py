"""Whoever was sold something stays on its papers for as long as the law wants these kept, however the order ended."""

import pytest

from store.application.invoicing.messages import GetPaper, IssuePapers
from store.application.privacy.messages import EraseBuyer
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.deciding_erasures import DecidingErasures
from store.domain.ordering.events import Canceller
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.privacy.events import Because
from tests.application.processes.examples import NUMBER, ORDER
from tests.application.processes.test_cancelling_an_order import ALL
from tests.application.processes.test_erasing_persons import ASKED, EMAIL, shop
from tests.harness.processes import NOON

__all__ = ["shop"]

pytestmark = [
    pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "erasure is proven, deferred and replayed"),
]
OPEN = {Stage.AWAITING_PAYMENT, Stage.CONFIRMED, Stage.PROCESSING, Stage.PARTLY_SHIPPED}


def test_who_paid_and_cancelled_stays_on_invoice_and_credit_note_until_these_may_go(shop):
    shop.buys()
    shop.do(CancelOrder(call_off=CallOff(number=NUMBER, by=Canceller.STAFF, reason="x")))
    shop.do(IssuePapers(order_id=ORDER))
    shop.do(EraseBuyer(number=NUMBER, email=EMAIL, **ASKED))
    assert shop.goes_on(ORDER) == "deferred"
    [waits] = shop.erasure(ORDER).waiting
    assert (waits.because, waits.until.year) == (Because.RETENTION, NOON.year + 11)
    assert shop.ask(GetPaper(number=NUMBER)).buyer.name == "Ann Example"
    shop.clock.set(waits.until)
    assert shop.goes_on(ORDER) == "completed"
    assert shop.ask(GetPaper(number=NUMBER)).buyer is None


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.BLANK}))
def test_however_an_order_that_was_paid_for_stands_its_papers_are_kept(shop, stage):
    order = Order(ORDER)
    order.stage, order.placed_at, order.shares = stage, NOON, (ALL,)
    keeps = DecidingErasures(shop.it.keys(), shop.clock, 10)._keeps(order, NOON)
    assert keeps.because is (Because.OPEN_ORDER if stage in OPEN else Because.RETENTION)
