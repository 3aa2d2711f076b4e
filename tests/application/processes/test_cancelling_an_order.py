"""Cancelling: order, stock and the money that is owed back in one transaction, then the money itself."""

from datetime import timedelta

import pytest

from store.application.ordering.errors import BankIsSilent
from store.application.ordering.messages import GetOrder
from store.application.payments.messages import ReconcileRefund, SettlePayment
from store.application.payments.ports import Captured, Undecided
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.giving_back_again import GiveBackAgain
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.bus import Once
from store.domain.cart.events import CartReopened
from store.domain.inventory.events import StockReleased
from store.domain.ordering.errors import CancelledTooLate, NoSuchOrder, NothingOwed, OutOfTurn
from store.domain.ordering.events import Canceller, OrderCancelled, PiecesCancelled, Share
from store.domain.payments.events import PaymentDeclined, RefundFailed, RefundMade, RefundRequested
from store.domain.shared.ids import OrderNumber, refund_of
from store.domain.shared.money import Money
from tests.application.processes.examples import (
    ANN,
    CART,
    HAT,
    HATS,
    MUG,
    MUGS,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    PAYMENT,
    TWO_MUGS,
    buy,
    shop_selling,
)
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-4.4", "cancel within the allowed time"),
]
refunds = pytest.mark.story("US-4.4", "everything is refunded")
WHY = "changed their mind"
FIRST, SECOND = refund_of(PAYMENT, 1), refund_of(PAYMENT, 2)


def eur(minor):
    return Money(minor, "EUR")


ALL = Share(eur(4300), eur(490), eur(764))
CANCELLED = OrderCancelled(at=NOON, order_id=ORDER, reason=WHY, by=Canceller.SHOPPER, share=ALL)
OWED = RefundRequested(at=NOON, payment_id=PAYMENT, refund_id=FIRST, amount=eur(4790))
SENT = RefundMade(
    at=NOON, payment_id=PAYMENT, refund_id=FIRST, reference=f"sandbox-refund-{FIRST}", amount=eur(4790)
)
TWO_FREE = StockReleased(at=NOON, sku=MUG, order_id=ORDER, quantity=2)
HAT_FREE = StockReleased(at=NOON, sku=HAT, order_id=ORDER, quantity=1)


def cancel(by=Canceller.SHOPPER, **more):
    return CancelOrder(call_off=CallOff(number=NUMBER, by=by, reason=WHY, **more))


def bought(card="success"):
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    shop.shop.bus().do(buy(card), SOMEBODY)
    return shop


@pytest.fixture
def shop():
    return bought()


@refunds
@pytest.mark.story("US-4.4", "goods of a cancelled order are free again")
def test_a_cancelled_order_frees_its_pieces_and_gives_the_money_back(shop):
    shop.when(cancel()).then({
        ORDER: [CANCELLED], MUGS: [TWO_FREE], HATS: [HAT_FREE], PAYMENT: [OWED, SENT],
    })
    assert (shop.outcome.status, shop.outcome.refund.status, shop.outcome.refund.amount.amount) == (
        "cancelled", "refunded", "47.90",
    )
    assert shop.shop.gateway().refunds() == {FIRST: eur(4790)}


@refunds
def test_its_shopper_sees_what_was_cancelled_and_what_came_back(shop):
    assert shop.ask(GetOrder(number=NUMBER)).cancel_until == NOON + timedelta(days=1)
    shop.shop.bus().do(cancel(), SOMEBODY)
    seen = shop.ask(GetOrder(number=NUMBER))
    assert (seen.status, seen.cancel_until, seen.owed_back.amount) == ("cancelled", None, "47.90")
    assert [(refund.status, refund.amount.amount) for refund in seen.refunds] == [("refunded", "47.90")]
    assert [moment.what for moment in seen.timeline] == [
        "Order placed", "Payment received", "Cancelled", "Money given back",
    ]
    assert [line.cancelled for line in seen.lines] == [2, 1]


def test_after_the_time_that_is_allowed_only_staff_cancel(shop):
    shop.clock.set(NOON + timedelta(days=1, seconds=1))
    shop.when(cancel()).then_raises(CancelledTooLate, until=NOON + timedelta(days=1))
    assert shop.shop.bus().do(cancel(Canceller.STAFF), SOMEBODY).outcome.status == "cancelled"


@pytest.mark.story("US-4.4", "what was shipped cannot be cancelled")
def test_what_left_is_not_cancelled_and_what_was_cancelled_does_not_leave(shop):
    shop.shop.bus().do(ShipOrder(number=NUMBER, carrier="Post", tracking="1"), SOMEBODY)
    shop.when(cancel(Canceller.STAFF)).then_raises(OutOfTurn, stage="shipped", allowed=())
    other = bought()
    other.shop.bus().do(cancel(), SOMEBODY)
    other.when(ShipOrder(number=NUMBER, carrier="Post", tracking="1")).then_raises(OutOfTurn, stage="cancelled")


def test_there_must_be_an_order(shop):
    nobody = OrderNumber("ZZZZZ-ZZZZZ")
    shop.when(CancelOrder(call_off=CallOff(number=nobody, by=Canceller.STAFF, reason=WHY))).then_raises(NoSuchOrder)
    shop.when(GiveBackAgain(number=nobody)).then_raises(NoSuchOrder)


@refunds
@pytest.mark.requirement("R3.3")
def test_the_same_wish_again_is_answered_as_before_and_gives_nothing_back_twice(shop):
    once = Once(principal="guest", route="cancel", key="k", body="b", subject=ANN)
    first = shop.shop.bus().do(cancel(), SOMEBODY, once).outcome
    shop.when(cancel(), once).then_nothing()
    assert shop.outcome == first
    assert len(shop.shop.gateway().refunds()) == 1


@refunds
def test_a_refund_without_an_answer_is_followed_to_its_end():
    shop = bought("slow_refund")
    shop.when(cancel()).then({ORDER: [CANCELLED], MUGS: [TWO_FREE], HATS: [HAT_FREE], PAYMENT: [OWED]})
    assert shop.outcome.refund.status == "requested"
    ask = ReconcileRefund(payment_id=PAYMENT, refund_id=FIRST)
    shop.when(ask).then({PAYMENT: [SENT]})
    shop.when(ask).then_nothing()


@refunds
def test_what_could_not_be_given_back_stays_owed_and_is_tried_again_by_staff(shop):
    broken = bought("no_refund")
    failed = RefundFailed(
        at=NOON, payment_id=PAYMENT, refund_id=FIRST, amount=eur(4790), reason="the card takes no money back"
    )
    broken.when(cancel()).then({
        ORDER: [CANCELLED], MUGS: [TWO_FREE], HATS: [HAT_FREE], PAYMENT: [OWED, failed],
    })
    assert broken.ask(GetOrder(number=NUMBER)).refunds[0].reason == "the card takes no money back"
    again = RefundRequested(at=NOON, payment_id=PAYMENT, refund_id=SECOND, amount=eur(4790))
    still = RefundFailed(at=NOON, payment_id=PAYMENT, refund_id=SECOND, amount=eur(4790), reason=failed.reason)
    broken.when(GiveBackAgain(number=NUMBER)).then({PAYMENT: [again, still]})
    shop.shop.bus().do(cancel(), SOMEBODY)
    shop.when(GiveBackAgain(number=NUMBER)).then_raises(NothingOwed)


@pytest.mark.requirement("R4.1")
@pytest.mark.story("US-4.4", "cancel a part of an order")
def test_pieces_are_cancelled_their_share_is_given_back_and_the_rest_is_sent(shop):
    share = Share(eur(900), eur(103), eur(160))
    part = PiecesCancelled(at=NOON, order_id=ORDER, pieces={MUG: 1}, reason=WHY, by=Canceller.SHOPPER, share=share)
    shop.when(cancel(pieces={MUG: 1})).then({
        ORDER: [part],
        MUGS: [StockReleased(at=NOON, sku=MUG, order_id=ORDER, quantity=1)],
        PAYMENT: [
            RefundRequested(at=NOON, payment_id=PAYMENT, refund_id=FIRST, amount=eur(1003)),
            RefundMade(at=NOON, payment_id=PAYMENT, refund_id=FIRST, reference=f"sandbox-refund-{FIRST}",
                       amount=eur(1003)),
        ],
    })
    seen = shop.ask(GetOrder(number=NUMBER))
    assert (seen.status, seen.owed_back.amount) == ("confirmed", "10.03")
    shop.shop.bus().do(cancel(pieces={HAT: 1}), SOMEBODY)
    facts = shop.streams()
    shop.shop.bus().do(ShipOrder(number=NUMBER, carrier="Post", tracking="1"), SOMEBODY)
    assert [fact.quantity for fact in shop.streams()[MUGS][len(facts[MUGS]):]] == [1]
    assert len(shop.streams()[HATS]) == len(facts[HATS]), "none of them was left to be sent"


@refunds
@pytest.mark.requirement("R4.1")
def test_cancelling_bit_by_bit_gives_back_what_was_paid_to_the_cent(shop):
    for pieces in ({MUG: 1}, {HAT: 1}, {MUG: 1}):
        shop.shop.bus().do(cancel(pieces=pieces), SOMEBODY)
    assert sum(money.minor for money in shop.shop.gateway().refunds().values()) == 4790
    assert shop.ask(GetOrder(number=NUMBER)).status == "cancelled"


@pytest.mark.story("US-4.4", "cancel before it was paid for")
def test_what_nobody_paid_for_yet_is_refused_at_the_gateway_first_and_then_cancelled():
    shop = bought("challenge")
    shop.when(cancel()).then({
        PAYMENT: [PaymentDeclined(at=NOON, payment_id=PAYMENT, reason="the payment was given up")],
        ORDER: [OrderCancelled(at=NOON, order_id=ORDER, reason=WHY, by=Canceller.SHOPPER)],
        MUGS: [TWO_FREE], HATS: [HAT_FREE],
        CART: [CartReopened(at=NOON, cart_id=CART, number=NUMBER)],
    })
    assert (shop.outcome.status, shop.outcome.refund) == ("cancelled", None)
    assert shop.ask(GetOrder(number=NUMBER)).version == shop.outcome.version


@refunds
def test_money_that_came_at_that_very_moment_is_given_back():
    shop = bought("challenge")
    shop.shop.gateway().answer_challenge(PAYMENT, approved=True)
    outcome = shop.shop.bus().do(cancel(), SOMEBODY).outcome
    assert (outcome.status, outcome.refund.status) == ("cancelled", "refunded")
    assert shop.shop.gateway().refunds() == {FIRST: eur(4790)}


def test_while_the_bank_does_not_say_whether_money_is_on_its_way_nothing_is_changed():
    shop = bought("challenge")
    shop.shop.gateway().cancel = lambda _: Undecided()
    shop.when(cancel()).then_raises(BankIsSilent)


def test_whatever_the_gateway_says_of_a_payment_later_leaves_a_cancelled_order_alone(shop):
    shop.shop.bus().do(cancel(), SOMEBODY)
    shop.when(SettlePayment(payment_id=PAYMENT, verdict=Captured("ref", eur(4790)))).then_nothing()
