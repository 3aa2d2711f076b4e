"""Spending credit: claimed with the order, spent when it stands, released when it comes to nothing, given back last."""

import pytest

from store.application.payments.messages import ReconcilePayment
from store.application.processes.giving_back_again import GiveBackAgain
from store.application.processes.price_receipts import ExplainPrice
from store.application.processes.shipping_an_order import ShipOrder
from store.domain.credit.errors import CreditNotEnough, CreditNotYours
from store.domain.credit.events import CreditClaimed, CreditGranted, CreditReleased, CreditSpent, Why
from store.domain.payments.errors import CardDeclined
from store.domain.payments.events import PaymentRequested
from store.domain.payments.payment import Payment, Stage
from tests.application.processes.credit_examples import (
    ANN,
    CREDIT,
    buying,
    cancel,
    do,
    eur,
    granted,
    left,
    with_credit,
)
from tests.application.processes.examples import HAT, MUG, NUMBER, ORDER, PAYMENT
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
CLAIMED = CreditClaimed(at=NOON, credit_id=CREDIT, order_id=ORDER, number=NUMBER, amount=eur(1000))
SPENT = CreditSpent(at=NOON, credit_id=CREDIT, order_id=ORDER, amount=eur(1000))


def taken(shop):
    """What cards paid, and what went back to them."""
    return sum(it.minor for it in shop.shop.gateway().captures().values()), sum(
        it.minor for it in shop.shop.gateway().refunds().values()
    )


def test_credit_pays_a_part_and_the_card_the_rest():
    shop = with_credit(1000)
    bought = do(shop, buying(1000))
    assert (bought.total.amount, bought.credit.amount, bought.payment.amount.amount) == ("47.90", "10.00", "37.90")
    assert shop.streams()[CREDIT] == [granted(1000), CLAIMED, SPENT]
    assert taken(shop) == (3790, 0)


def test_its_price_is_explained_with_the_part_that_credit_paid():
    shop = with_credit(1000)
    do(shop, buying(1000))
    why = shop.ask(ExplainPrice(number=NUMBER))
    assert (why.matches, why.differences) == (True, [])
    assert (why.paid_by.credit.amount, why.paid_by.payment.amount, why.total.amount) == ("10.00", "37.90", "47.90")


def test_where_credit_pays_for_all_of_it_no_gateway_is_asked():
    shop = with_credit(9000)
    bought = do(shop, buying(9000, card="decline"))
    assert (bought.status, bought.credit.amount, left(shop)) == ("confirmed", "47.90", 4210)
    assert taken(shop) == (0, 0)


def test_more_than_there_is_is_refused_with_what_is_missing_and_nothing_is_placed():
    with_credit(300).when(buying(1000)).then_raises(
        CreditNotEnough, available=eur(300), wanted=eur(1000), missing=eur(700)
    )
    with_credit(0).when(buying(1)).then_raises(CreditNotEnough, available=eur(0))
    with_credit(1000).when(buying(1000, account=None)).then_raises(CreditNotYours)


def test_who_doesnt_ask_for_it_keeps_it():
    shop = with_credit(1000)
    assert do(shop, buying(0)).credit is None
    assert left(shop) == 1000
    assert isinstance(shop.streams()[PAYMENT][0], PaymentRequested)


def test_a_declined_card_lets_it_go():
    shop = with_credit(1000)
    with pytest.raises(CardDeclined):
        do(shop, buying(1000, card="decline"))
    assert shop.streams()[CREDIT][1:] == [
        CLAIMED, CreditReleased(at=NOON, credit_id=CREDIT, order_id=ORDER, amount=eur(1000)),
    ]


def test_what_was_never_paid_for_lets_it_go_however_it_ends():
    for end in (cancel(), ReconcilePayment(payment_id=PAYMENT, give_up=True, give_up_unheard=True, late=True)):
        shop = with_credit(1000)
        do(shop, buying(1000, card="challenge"))
        assert left(shop) == 0, "it is promised to the order"
        do(shop, end)
        assert left(shop) == 1000


def test_money_goes_back_first_and_then_what_credit_had_paid():
    shop = with_credit(1000)
    do(shop, buying(1000))
    assert do(shop, cancel({HAT: 1})).refund.amount.amount == "27.85"
    assert left(shop) == 0
    last = do(shop, cancel())
    assert last.refund.amount.amount == "10.05"
    assert (taken(shop), left(shop)) == ((3790, 3790), 1000)
    assert shop.streams()[CREDIT][-1] == CreditGranted(
        at=NOON, credit_id=CREDIT, account_id=ANN, amount=eur(1000), why=Why.ORDER, number=NUMBER, order_id=ORDER,
    )


def test_what_only_credit_paid_for_comes_back_as_credit_piece_by_piece():
    shop = with_credit(5000)
    do(shop, buying(5000))
    for pieces in ({MUG: 1}, {HAT: 1}, {}):
        assert do(shop, cancel(pieces)).refund is None
    assert (taken(shop), left(shop)) == ((0, 0), 5000)


def test_a_refund_that_failed_is_tried_again_without_the_part_that_became_credit():
    shop = with_credit(1000)
    do(shop, buying(1000, card="no_refund"))
    assert do(shop, cancel({HAT: 1})).refund.status == "failed"
    assert do(shop, cancel()).refund.amount.amount == "10.05"
    assert left(shop) == 1000
    assert do(shop, GiveBackAgain(number=NUMBER)).refund.amount.amount == "37.90"


def test_what_is_only_held_is_lowered_by_its_part_alone():
    shop = with_credit(1000, later=True)
    do(shop, buying(1000), cancel({HAT: 1}), cancel())
    payment = Payment.replay(PAYMENT, shop.streams()[PAYMENT])
    assert (payment.stage, payment.lowered, left(shop)) == (Stage.LET_GO, 3790, 1000)


def test_where_cancelling_left_nothing_due_no_money_is_asked_for_when_the_parcel_leaves():
    """Whoever cancelled got no further than the log: the gateway holds the money yet."""
    shop = with_credit(3000, later=True)
    do(shop, buying(3000), cancel({HAT: 1}).call_off)
    payment = Payment.replay(PAYMENT, shop.streams()[PAYMENT])
    assert (payment.stage, payment.due) == (Stage.AUTHORISED, eur(0))
    assert do(shop, ShipOrder(number=NUMBER, carrier="Post", tracking="1")).status == "shipped"
    assert PAYMENT not in shop.shop.gateway().captures()
