"""An order that a code made cheaper is cancelled: the code may be used again, and what was paid comes back."""

import pytest
from msgspec import structs

from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.placing_an_order import BuyCart
from store.domain.ordering.events import Canceller
from store.domain.pricing.claims import CouponClaims
from store.domain.pricing.coupon_events import CouponReleased
from store.domain.pricing.terms import AmountOff, Terms
from tests.application.processes.examples import CART, MUG, ORDER, PLACE
from tests.application.processes.test_redeeming_coupons import CLAIMS, ID, SPRING, another_cart, do, limits, offering
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R3.5")]


@limits
@pytest.mark.requirement("R4.1")
def test_a_cancelled_order_lets_its_use_go_and_gives_back_what_was_paid():
    shop = offering(in_all=1, per_customer=1).happened({CART: [SPRING]})
    again = structs.replace(another_cart(shop), email=PLACE.email)
    bought = do(shop, BuyCart(order=PLACE, token="success"))
    off = do(shop, CancelOrder(call_off=CallOff(number=bought.number, by=Canceller.STAFF, reason="enough")))
    assert off.refund.amount == bought.total
    assert shop.streams()[CLAIMS][-1] == CouponReleased(at=NOON, coupon_id=ID, order_id=ORDER)
    do(shop, again)


@pytest.mark.requirement("R4.1")
def test_pieces_that_are_cancelled_one_by_one_come_to_what_was_paid():
    shop = offering(Terms(AmountOff({"EUR": 101}))).happened({CART: [SPRING]})
    bought = do(shop, BuyCart(order=PLACE, token="success"))
    back = [
        do(shop, CancelOrder(call_off=CallOff(
            number=bought.number, by=Canceller.STAFF, reason="enough", pieces={MUG: 1},
        ))).refund.amount for _ in range(2)
    ]
    assert sum(int(price.amount.replace(".", "")) for price in back) == int(bought.total.amount.replace(".", ""))


@limits
def test_a_part_that_is_cancelled_keeps_the_use_and_the_rest_lets_it_go():
    shop = offering(in_all=1).happened({CART: [SPRING]})
    bought = do(shop, BuyCart(order=PLACE, token="success"))
    part = CallOff(number=bought.number, by=Canceller.STAFF, reason="enough", pieces={MUG: 1})
    do(shop, CancelOrder(call_off=part))
    assert CouponClaims.replay(CLAIMS, shop.streams()[CLAIMS]).orders
    do(shop, CancelOrder(call_off=structs.replace(part, pieces={})))
    assert not CouponClaims.replay(CLAIMS, shop.streams()[CLAIMS]).orders
