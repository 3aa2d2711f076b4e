"""How often one person may use a coupon: only an order that was placed with it under that address holds a use."""

from datetime import timedelta

import pytest
from msgspec import structs

from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.entering_codes import TakeCodeOut
from store.application.processes.placing_an_order import BuyCart
from store.domain.ordering.events import Canceller
from store.domain.payments.errors import CardDeclined
from store.domain.pricing.errors import UsedByYou
from tests.application.processes.examples import CART, PLACE
from tests.application.processes.test_redeeming_coupons import ID, SPRING, another_cart, do, offering
from tests.harness.processes import NOON

pytestmark = [
    pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold"),
]


@pytest.mark.parametrize("email", ["ann@example.org", "ANN@Example.ORG", "ann+again@example.org"])
def test_one_person_uses_it_as_often_as_one_may_however_the_address_is_spelled(email):
    shop = offering(per_customer=1).happened({CART: [SPRING]})
    ben = another_cart(shop)
    do(shop, PLACE)
    again = structs.replace(ben, email=email)
    shop.when(again).then_raises(UsedByYou)
    do(shop, ben)


def test_a_use_comes_back_when_the_money_does_not_come():
    shop = offering(per_customer=1).happened({CART: [SPRING]})
    ann_again = structs.replace(another_cart(shop), email=PLACE.email)
    with pytest.raises(CardDeclined):
        do(shop, BuyCart(order=PLACE, token="decline"))
    do(shop, ann_again)


def test_a_use_whose_order_never_came_about_is_taken_over_once_nobody_can_be_placing_it():
    """Somebody's process died between the table and the log."""
    shop = offering(per_customer=1).happened({CART: [SPRING]})
    ann_again = structs.replace(another_cart(shop), email=PLACE.email)
    shop.shop.uses().claim(ID, PLACE.email, CART, PLACE.subject, 1, NOON)
    shop.when(ann_again).then_raises(UsedByYou)
    shop.clock.advance(timedelta(minutes=11))
    do(shop, ann_again)
    shop.when(PLACE).then_raises(UsedByYou)


def test_a_use_is_not_held_by_an_order_that_was_bought_without_the_code():
    """The code was claimed for a placement that was refused, and taken out of the cart before the next."""
    shop = offering(per_customer=1).happened({CART: [SPRING]})
    ann_again = structs.replace(another_cart(shop), email=PLACE.email)
    shop.shop.uses().claim(ID, PLACE.email, CART, PLACE.subject, 1, NOON)
    do(shop, TakeCodeOut(cart_id=CART))
    do(shop, PLACE)
    do(shop, ann_again)


def test_a_use_is_not_held_by_an_order_that_was_placed_under_another_address():
    """Of two at once who buy one cart under two addresses, one is too late, and used nothing."""
    shop = offering(per_customer=1).happened({CART: [SPRING]})
    ann_again = structs.replace(another_cart(shop), email=PLACE.email)
    shop.shop.uses().claim(ID, PLACE.email, CART, PLACE.subject, 1, NOON)
    do(shop, structs.replace(PLACE, email="ben@example.org"))
    do(shop, ann_again)


def test_a_use_is_not_held_by_a_cancelled_order_whose_process_died_before_it_gave_it_back():
    shop = offering(per_customer=1).happened({CART: [SPRING]})
    ann_again = structs.replace(another_cart(shop), email=PLACE.email)
    bought = do(shop, BuyCart(order=PLACE, token="success"))
    do(shop, CancelOrder(call_off=CallOff(number=bought.number, by=Canceller.STAFF, reason="out of stock")))
    shop.shop.uses().claim(ID, PLACE.email, CART, PLACE.subject, 1, NOON)
    do(shop, ann_again)
