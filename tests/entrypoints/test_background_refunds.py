"""A process dies between the cancelled order and its refund: the money goes back, and everybody is told."""

from threading import Event, Thread

import pytest

from store.application.identity.messages import EnrolStaff, Secret
from store.application.processes.cancelling_an_order import CallOff
from store.domain.ordering.events import Canceller
from store.entrypoints.wiring import background
from store.entrypoints.workers import refunds
from tests.entrypoints.background_shop import background_shop

pytestmark = [
    pytest.mark.requirement("R4.1"), pytest.mark.requirement("R9.4"),
    pytest.mark.story("US-4.4", "everything is refunded"),
]
TOLD = (
    "SELECT count(DISTINCT kind) FROM work.mails"
    " WHERE kind IN ('order_called_off', 'order_refunded', 'goods_cancelled')"
)
WISHES = (
    "SELECT count(DISTINCT metadata::json ->> 'correlation') FROM log.events"
    " WHERE tag IN ('ordering/cancelled-1', 'inventory/released-1', 'payments/refund-requested-1',"
    " 'payments/refunded-1')"
)


@pytest.mark.story("US-4.4", "receive a cancellation confirmation")
@pytest.mark.story("US-4.4", "the vendor is told")
def test_a_refund_nobody_asked_for_is_made_once_within_the_same_wish_and_all_are_told(
    migrated_url, tmp_path, monkeypatch
):
    monkeypatch.setattr(refunds, "NOT_YET", refunds.NOT_YET * 0)
    with background_shop(migrated_url, tmp_path) as shop:
        shop.do(EnrolStaff(email="staff@example.org", name="Ida", password=Secret("a gate stands open at noon")))
        number = shop.buy("slow_refund").number
        shop.do(CallOff(number=number, by=Canceller.SHOPPER, reason="x"))  # and then the process dies
        stopping = Event()
        thread = Thread(target=background.run, args=(shop.settings, {"projector", "worker", "scheduler"}, stopping))
        thread.start()
        try:
            shop.until(TOLD, 3)
            shop.until("SELECT count(*) FROM read.open_refunds", 0)
        finally:
            stopping.set()
            thread.join(10)
        assert len(shop.shop.sandbox().refunds()) == 1
        assert shop.count("SELECT count(*) FROM log.events WHERE tag = 'payments/refunded-1'") == 1
        assert shop.count(WISHES) == 1
