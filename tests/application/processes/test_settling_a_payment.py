"""What a gateway said becomes fact for payment, order, stock and cart together, once."""

import pytest

from store.application.payments.messages import ReconcilePayment, SettlePayment
from store.application.payments.ports import Captured, Challenged, Declined, Undecided, Unheard
from store.application.shared.errors import NoSuch
from store.domain.cart.events import CartReopened
from store.domain.inventory.events import StockReleased
from store.domain.ordering.events import OrderCancelled, OrderConfirmed
from store.domain.payments.events import ChallengeRequired, PaymentCaptured, PaymentDeclined, WrongAmountTaken
from store.domain.shared.ids import PaymentId
from store.domain.shared.money import Money
from tests.application.processes.examples import (
    ANN,
    CART,
    MUG,
    MUGS,
    NUMBER,
    OPENED,
    ORDER,
    PAYMENT,
    PLACE,
    TWO_MUGS,
    shop_selling,
)
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [
    pytest.mark.requirement("R3.4"),
    pytest.mark.story("US-3.5", "handle success and failure"),
]
PRICE = Money(2290, "EUR")
TAKEN = PaymentCaptured(at=NOON, payment_id=PAYMENT, reference="ref", amount=PRICE)
PAID = OrderConfirmed(at=NOON, order_id=ORDER)
GIVEN_BACK = {
    PAYMENT: [PaymentDeclined(at=NOON, payment_id=PAYMENT, reason="no funds")],
    ORDER: [OrderCancelled(at=NOON, order_id=ORDER, reason="the payment was declined")],
    MUGS: [StockReleased(at=NOON, sku=MUG, order_id=ORDER, quantity=2)],
    CART: [CartReopened(at=NOON, cart_id=CART, number=NUMBER)],
}


@pytest.fixture
def shop():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    shop.shop.bus().do(PLACE, SOMEBODY)
    return shop


def says(verdict):
    return SettlePayment(payment_id=PAYMENT, verdict=verdict)


def test_money_that_came_confirms_the_order_once(shop):
    settled = shop.when(says(Captured("ref", PRICE))).then({PAYMENT: [TAKEN], ORDER: [PAID]}).outcome
    assert (settled.number, settled.order_status, settled.payment.status) == (NUMBER, "confirmed", "captured")
    shop.when(says(Captured("ref", PRICE))).then_nothing()


def test_money_that_did_not_come_gives_everything_back_once(shop):
    settled = shop.when(says(Declined("no funds"))).then(GIVEN_BACK).outcome
    assert (settled.order_status, settled.declined) == ("cancelled", "no funds")
    shop.when(says(Declined("no funds"))).then_nothing()


def test_whatever_is_heard_after_the_end_changes_nothing(shop):
    shop.when(says(Captured("ref", PRICE))).then({PAYMENT: [TAKEN], ORDER: [PAID]})
    for late in (Declined("late"), Challenged("ref", "/bank"), Captured("other", PRICE), Undecided(), Unheard()):
        shop.when(says(late)).then_nothing()


@pytest.mark.story("US-3.5", "support 3-D Secure")
def test_a_challenge_may_come_before_either_end(shop):
    asked = ChallengeRequired(at=NOON, payment_id=PAYMENT, reference="ref", url="/bank")
    settled = shop.when(says(Challenged("ref", "/bank"))).then({PAYMENT: [asked]}).outcome
    assert (settled.order_status, settled.payment.next_action.url) == ("awaiting_payment", "/bank")
    shop.when(says(Challenged("ref", "/bank"))).then_nothing()
    shop.when(says(Declined("no funds"))).then(GIVEN_BACK)


@pytest.mark.parametrize("verdict", [Undecided(), Unheard()])
def test_no_answer_is_no_fact(shop, verdict):
    assert shop.when(says(verdict)).then_nothing().outcome.order_status == "awaiting_payment"


def test_another_amount_than_was_asked_for_confirms_nothing_and_is_not_forgotten(shop):
    wrong = WrongAmountTaken(at=NOON, payment_id=PAYMENT, reference="ref", taken=Money(1, "EUR"), asked=PRICE)
    settled = shop.when(says(Captured("ref", Money(1, "EUR")))).then({PAYMENT: [wrong]}).outcome
    assert (settled.order_status, settled.payment.status) == ("awaiting_payment", "wrong_amount")
    shop.when(says(Captured("ref", PRICE))).then_nothing()


def test_nobody_settles_a_payment_that_was_never_asked_for(shop):
    stranger = PaymentId(ANN)
    shop.when(SettlePayment(payment_id=stranger, verdict=Declined("x"))).then_raises(NoSuch, kind="payment")


def test_a_payment_the_gateway_never_heard_of_waits_until_it_is_given_up(shop):
    shop.when(ReconcilePayment(payment_id=PAYMENT)).then_nothing()
    given_up = PaymentDeclined(at=NOON, payment_id=PAYMENT, reason="the payment was given up")
    came_to_nothing = OrderCancelled(at=NOON, order_id=ORDER, reason="the payment did not come")
    shop.when(ReconcilePayment(payment_id=PAYMENT, give_up=True)).then(
        {**GIVEN_BACK, PAYMENT: [given_up], ORDER: [came_to_nothing]}
    )
