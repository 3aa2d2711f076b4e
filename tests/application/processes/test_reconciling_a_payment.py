"""However a process died, a payment ends: taken, refused, or waiting for its shopper."""

from datetime import timedelta

import pytest

from store.application.payments.messages import ReconcilePayment
from store.application.payments.ports import Declined, Unheard
from store.application.processes.settling_a_payment import NEVER_CAME
from store.domain.ordering.events import OrderCancelled
from store.domain.ordering.life import Stage
from store.domain.payments.events import ChallengeRequired, PaymentCaptured
from store.domain.shared.money import Money
from store.entrypoints.workers.reconciler import GIVEN_UP, NEVER_SENT, NOT_YET, Reconciler
from tests.application.processes.examples import CART, OPENED, ORDER, PAYMENT, PLACE, TWO_MUGS, shop_selling
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [
    pytest.mark.requirement("R3.4"),
    pytest.mark.story("US-3.5", "handle success and failure"),
]
PRICE = Money(2290, "EUR")


class Found:
    """A payment without an end, as the read model would show it."""

    def __init__(self, *, challenged=False):
        self.payment_id, self.requested_at, self.challenged = PAYMENT, NOON, challenged


class Desk:
    """A shop after a crash: the order was placed, and nothing more is known."""

    def __init__(self):
        self.shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
        self.shop.shop.bus().do(PLACE, SOMEBODY)
        self.gateway, self.clock = self.shop.shop.gateway(), self.shop.clock
        self.asked = []
        self.reconciler = Reconciler(self.open_ones, self.shop.shop.bus(), self.clock)

    def open_ones(self, instant):
        facts = self.facts(PAYMENT)
        done = any(isinstance(fact, PaymentCaptured) or "Declined" in type(fact).__name__ for fact in facts)
        challenged = any(isinstance(fact, ChallengeRequired) for fact in facts)
        return [] if done or instant <= NOON else [Found(challenged=challenged)]

    def facts(self, stream):
        return self.shop.shop.journal().read([stream])[stream].events

    def after(self, age):
        self.clock.set(NOON + age)
        self.reconciler()
        return self

    def ends(self):
        return type(self.facts(PAYMENT)[-1]).__name__, type(self.facts(ORDER)[-1]).__name__


@pytest.fixture
def desk():
    return Desk()


def test_a_young_payment_is_left_to_whoever_placed_the_order(desk):
    desk.gateway.charge(PAYMENT, PRICE, "sandbox", "success")
    assert desk.after(NOT_YET).ends() == ("PaymentRequested", "OrderPlaced")


def test_money_that_was_taken_before_the_crash_confirms_the_order(desk):
    desk.gateway.charge(PAYMENT, PRICE, "sandbox", "timeout")
    assert desk.after(NOT_YET * 2).ends() == ("PaymentCaptured", "OrderConfirmed")


def test_a_refusal_nobody_heard_of_cancels_the_order_and_says_that_its_shopper_does_not_know(desk):
    desk.gateway.charge(PAYMENT, PRICE, "sandbox", "decline")
    assert desk.after(NOT_YET * 2).ends() == ("PaymentDeclined", "OrderCancelled")
    assert desk.facts(ORDER)[-1] == OrderCancelled(at=desk.clock.now(), order_id=ORDER, reason=NEVER_CAME)


def test_a_challenge_nobody_heard_of_is_shown_to_the_shopper_who_may_still_answer_it(desk):
    desk.gateway.charge(PAYMENT, PRICE, "sandbox", "challenge")
    assert desk.after(NOT_YET * 2).ends() == ("ChallengeRequired", "OrderPlaced")
    desk.gateway.answer_challenge(PAYMENT, approved=True)
    assert desk.after(timedelta(minutes=2)).ends() == ("PaymentCaptured", "OrderConfirmed")


def test_a_shopper_who_stays_away_from_the_bank_gives_the_goods_back(desk):
    desk.gateway.charge(PAYMENT, PRICE, "sandbox", "challenge")
    desk.after(NOT_YET * 2).after(GIVEN_UP - timedelta(seconds=1))
    assert desk.ends() == ("ChallengeRequired", "OrderPlaced")
    assert desk.after(GIVEN_UP + timedelta(minutes=5)).ends() == ("PaymentDeclined", "OrderCancelled")
    assert isinstance(desk.gateway.answer_challenge(PAYMENT, approved=True), Declined), "never paid afterwards"


def test_a_shop_says_for_how_long_goods_wait_for_a_bank(desk):
    desk.reconciler = Reconciler(desk.open_ones, desk.shop.shop.bus(), desk.clock, given_up=timedelta(hours=2))
    desk.gateway.charge(PAYMENT, PRICE, "sandbox", "challenge")
    assert desk.after(timedelta(minutes=119)).ends() == ("ChallengeRequired", "OrderPlaced")
    assert desk.after(timedelta(hours=3)).ends() == ("PaymentDeclined", "OrderCancelled")


def test_a_payment_the_gateway_never_heard_of_is_refused_there_before_it_is_written_off(desk):
    assert desk.after(NOT_YET * 2).ends() == ("PaymentRequested", "OrderPlaced")
    assert isinstance(desk.gateway.look(PAYMENT), Unheard)
    assert desk.after(NEVER_SENT + timedelta(minutes=1)).ends() == ("PaymentDeclined", "OrderCancelled")
    assert isinstance(desk.gateway.charge(PAYMENT, PRICE, "sandbox", "success"), Declined), "the late charge"
    assert desk.gateway.captures() == {}


def test_giving_up_keeps_money_that_was_taken(desk):
    desk.gateway.charge(PAYMENT, PRICE, "sandbox", "timeout")
    assert desk.after(GIVEN_UP * 2).ends() == ("PaymentCaptured", "OrderConfirmed")


def test_the_gateway_is_asked_more_and_more_rarely(desk):
    looks = []
    real = desk.gateway.look
    desk.gateway.look = lambda payment: looks.append(desk.clock.now()) or real(payment)
    for second in range(6, 60, 2):
        desk.after(timedelta(seconds=second))
    assert looks == [NOON + timedelta(seconds=second) for second in (6, 16, 36)]


def test_what_cannot_be_reconciled_does_not_keep_others_from_it(desk):
    class Stranger(Found):
        def __init__(self):
            super().__init__()
            self.payment_id = CART

    desk.gateway.charge(PAYMENT, PRICE, "sandbox", "timeout")
    desk.reconciler = Reconciler(lambda _: [Stranger(), Found()], desk.shop.shop.bus(), desk.clock)
    assert desk.after(NOT_YET * 2).ends() == ("PaymentCaptured", "OrderConfirmed")


def test_a_settled_payment_stays_as_it_is(desk):
    desk.gateway.charge(PAYMENT, PRICE, "sandbox", "success")
    desk.after(NOT_YET * 2)
    again = ReconcilePayment(payment_id=PAYMENT, give_up=True, give_up_unheard=True)
    assert desk.shop.shop.bus().do(again, SOMEBODY).outcome.order_status == Stage.CONFIRMED
    assert desk.ends() == ("PaymentCaptured", "OrderConfirmed")
