"""The sandbox's cards that tell the shop late, or twice."""

from datetime import timedelta

import pytest

from store.adapters.payments import gateway_sandbox
from store.application.ordering.messages import GetOrder
from store.domain.payments.events import PaymentCaptured, PaymentRequested
from store.entrypoints.workers.sandbox_notices import SandboxNotices
from tests.application.processes.examples import NUMBER, PAYMENT
from tests.application.processes.test_cancelling_an_order import bought

pytestmark = [pytest.mark.requirement("R3.4"), pytest.mark.story("US-3.5", "handle success and failure")]


def facts(shop):
    return [type(fact) for fact in shop.shop.journal().read([PAYMENT])[PAYMENT].events]


def tell(shop):
    SandboxNotices(shop.shop.gateway(), shop.shop.bus())()


def test_a_late_notice_ends_what_nobody_knew(monkeypatch):
    shop = bought("late_notice")
    assert shop.ask(GetOrder(number=NUMBER)).status == "awaiting_payment"
    tell(shop)
    assert facts(shop) == [PaymentRequested]
    monkeypatch.setattr(gateway_sandbox, "LATE_BY", timedelta())
    shop.shop.gateway()._promise(PAYMENT, gateway_sandbox.LATE)
    tell(shop)
    assert facts(shop) == [PaymentRequested, PaymentCaptured]


def test_a_notice_that_comes_twice_is_paid_once():
    shop = bought("twice_notice")
    for _ in range(2):
        tell(shop)
    assert facts(shop) == [PaymentRequested, PaymentCaptured]
    assert len(shop.shop.gateway().captures()) == 1
