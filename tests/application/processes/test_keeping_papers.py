"""Whoever was sold something stays on its papers for as long as the law wants these kept, however the order ended."""

import pytest

from store.application.invoicing.messages import GetPaper, IssuePapers
from store.application.privacy.messages import EraseBuyer
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.domain.ordering.events import Canceller
from store.domain.privacy.events import Because
from tests.application.processes.examples import NUMBER, ORDER
from tests.application.processes.test_erasing_persons import ASKED, EMAIL, shop
from tests.harness.processes import NOON

__all__ = ["shop"]

pytestmark = [
    pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "erasure is proven, deferred and replayed"),
]


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
