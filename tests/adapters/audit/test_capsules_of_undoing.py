"""What is undone after it was bought is carried out again as buying is: cancelled, given back, looked at."""

from contextlib import ExitStack
from datetime import date, timedelta

import pytest

from store.application.ordering.reviewing import AcceptOrder
from store.application.payments.ports import CannotGiveBack
from store.application.pricing.messages import ChangeCoupon, CreateCoupon, WithdrawCoupon
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.giving_back_again import GiveBackAgain
from store.domain.ordering.events import Canceller
from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.terms import AmountOff, Chosen, PercentOff, Terms
from tests.adapters.audit.test_capsules import MUG
from tests.adapters.audit.undoing import tags, undoing

pytestmark = [pytest.mark.requirement("R9.4"), pytest.mark.story("US-3.4", "nothing happens by halves")]


@pytest.fixture
def make(migrated_url, tmp_path):
    with ExitStack() as stack:
        yield lambda **more: stack.enter_context(undoing(migrated_url, tmp_path, **more))


def off(number, by=Canceller.STAFF, **more):
    return CancelOrder(call_off=CallOff(number=number, by=by, reason="not wanted", **more))


@pytest.mark.parametrize("pieces", [{}, {MUG.sku: 1}], ids=["whole", "one piece"])
def test_a_cancelled_order_is_reproduced_with_its_stock_and_its_money(make, pieces):
    shop = make()
    capsule, _ = shop.replayed(off(shop.bought(), pieces=pieces))
    what = "ordering/pieces-cancelled-1" if pieces else "ordering/cancelled-1"
    assert tags(capsule) == {what, "inventory/released-1", "payments/refund-requested-1", "payments/refunded-1"}


def test_what_nobody_paid_for_is_reproduced_with_what_the_gateway_said_first(make):
    shop = make()
    capsule, _ = shop.replayed(off(shop.bought("challenge")))
    assert "gateway.cancel" in {heard.asked for heard in capsule.commands[0].heard}
    assert "ordering/cancelled-1" in tags(capsule)


def test_a_shopper_who_is_late_by_the_settings_of_that_shop_is_late_again(make):
    shop = make(cancel_hours=2)
    number = shop.bought()
    shop.driver.wait(timedelta(hours=3))
    capsule, refusal = shop.replayed(off(number, Canceller.SHOPPER))
    assert refusal is not None
    assert capsule.after == []


def test_a_cancelled_order_that_a_code_made_cheaper_lets_its_use_go_again(make):
    shop = make()
    shop.replayed(CreateCoupon(
        code="SPRING", name="Spring", terms=Terms(PercentOff(100_000)), limits=Limits(in_all=1, per_customer=1),
    ))
    capsule, _ = shop.replayed(off(shop.bought(code="SPRING")))
    assert "pricing/coupon-released-1" in tags(capsule)


def test_money_that_is_given_back_once_more_is_reproduced(make):
    shop = make()
    number = shop.bought()
    sandbox = shop.shop.sandbox()
    said, sandbox.refund = sandbox.refund, lambda *_: CannotGiveBack("closed")
    assert "payments/refund-failed-1" in tags(shop.replayed(off(number))[0])
    sandbox.refund = said
    capsule, _ = shop.replayed(GiveBackAgain(number=number))
    assert tags(capsule) == {"payments/refund-requested-1", "payments/refunded-1"}
    assert shop.replayed(GiveBackAgain(number=number))[1] == "NothingOwed"


def test_money_that_was_only_held_is_let_go_again(make):
    capsule, _ = (shop := make(capture="when_sent")).replayed(off(shop.bought()))
    assert tags(capsule) == {
        "ordering/cancelled-1", "inventory/released-1", "payments/lowered-1", "payments/let-go-1",
    }


def test_an_order_that_was_looked_at_and_accepted_is_reproduced(make):
    shop = make(fraud_first_order=1)
    capsule, _ = shop.replayed(AcceptOrder(number=shop.bought()))
    assert tags(capsule) == {"ordering/review-passed-1"}


def test_a_coupon_is_made_changed_and_withdrawn_again(make):
    shop = make()
    terms = Terms(PercentOff(100_000), first_day=date(2026, 1, 1), chosen=Chosen(brands=("Harness",)))
    made, _ = shop.replayed(CreateCoupon(code="SPRING", name="Spring", terms=terms, limits=Limits(per_customer=1)))
    assert tags(made) == {"pricing/coupon-created-1"}
    less = Terms(AmountOff({"EUR": 100, "USD": 120}))
    changed, _ = shop.replayed(ChangeCoupon(code="spring", name="Less", terms=less, limits=Limits(), version=1))
    assert tags(changed) == {"pricing/coupon-changed-1"}
    assert shop.replayed(ChangeCoupon(code="SPRING", name="", terms=less, limits=Limits(), version=1))[1]
    gone, _ = shop.replayed(WithdrawCoupon(code="SPRING", reason="it is summer"))
    assert tags(gone) == {"pricing/coupon-withdrawn-1"}
