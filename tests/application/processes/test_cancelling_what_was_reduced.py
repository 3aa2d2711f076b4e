"""An order that a code made cheaper: cancelled, it gives back what was paid and not more, and lets the code go."""

import pytest

from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.placing_an_order import BuyCart
from store.domain.ordering.events import Canceller
from store.domain.payments.events import RefundMade
from store.domain.pricing.claims import CouponClaims
from store.domain.shared.ids import claims_of, coupon_of
from tests.application.processes.examples import CART, MUG, NUMBER, PLACE
from tests.application.processes.test_redeeming_coupons import SPRING, do, offering, placed

pytestmark = [
    pytest.mark.requirement("R4.1"), pytest.mark.requirement("R3.5"),
    pytest.mark.story("US-4.4", "everything is refunded"),
]
CLAIMS = claims_of(coupon_of("SPRING"))


@pytest.fixture
def shop():
    shop = offering(in_all=1).happened({CART: [SPRING]})
    do(shop, BuyCart(order=PLACE, token="success"))
    return shop


def cancel(shop, **more):
    return do(shop, CancelOrder(call_off=CallOff(number=NUMBER, by=Canceller.SHOPPER, reason="x", **more)))


def given_back(shop):
    return [event.amount for events in shop.streams().values() for event in events if isinstance(event, RefundMade)]


def claimed(shop):
    return CouponClaims.replay(CLAIMS, shop.streams()[CLAIMS]).orders


def test_the_whole_of_it_gives_back_what_was_paid_and_others_may_use_the_code(shop):
    assert claimed(shop)
    cancel(shop)
    totals = placed(shop).totals
    assert given_back(shop) == [totals.total]
    assert totals.total.minor == totals.subtotal.minor + totals.shipping.minor - totals.discount.minor
    assert not claimed(shop)


def test_a_part_of_it_gives_back_its_part_and_keeps_the_code(shop):
    cancel(shop, pieces={MUG: 1})
    [part] = given_back(shop)
    line = placed(shop).lines[0]
    assert part.minor == line.paid.minor // 2 + placed(shop).totals.shipping_paid.minor // 2
    assert claimed(shop)
    cancel(shop)
    assert sum(it.minor for it in given_back(shop)) == placed(shop).totals.total.minor
    assert not claimed(shop)
