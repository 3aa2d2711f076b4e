"""What becomes of an order when the money comes, doesn't come, or nobody knows."""

import pytest

from tests.harness.drivers.driver import refused

pytestmark = pytest.mark.requirement("R3.4")
outcomes = pytest.mark.story("US-3.5", "handle success and failure")
secure = pytest.mark.story("US-3.5", "support 3-D Secure")
once = pytest.mark.story("US-3.5", "a payment is taken once however often it is asked for")


@outcomes
@pytest.mark.story("US-3.5", "keep the payment's status with the order")
def test_a_payment_that_succeeds_confirms_the_order(shop, ann, mug):
    shop.sells(mug)
    order = ann.buys(1, mug)
    assert shop.was_paid_for(order)
    assert ann.sees(order).as_confirmed().payment.status == "captured"
    assert shop.history(order.payment) == ["payments/requested-1", "payments/captured-1"]


@outcomes
def test_a_declined_payment_leaves_the_cart_as_it_was_and_the_goods_free(shop, ann, mug):
    shop.sells(mug, stock=3)
    ann.puts(2, mug)
    with refused("CardDeclined"):
        ann.checks_out(card="decline")
    assert shop.pieces(mug) == (3, 0, 3)
    assert [(line.sku, line.quantity) for line in ann.cart.lines] == [("MUG", 2)]
    assert ann.cart.status == "open"
    assert shop.takings().minor == 0


@outcomes
def test_whoever_was_declined_may_try_another_card(shop, ann, mug):
    shop.sells(mug, stock=3)
    ann.puts(2, mug)
    for _ in range(2):
        with refused("CardDeclined"):
            ann.checks_out(card="decline")
    ann.sees(ann.checks_out(card="success")).as_confirmed()
    assert shop.pieces(mug) == (3, 2, 1)


@secure
def test_a_challenge_keeps_the_goods_aside_until_the_bank_has_heard_from_the_shopper(shop, ann, mug):
    shop.sells(mug, stock=3)
    order = ann.buys(2, mug, card="challenge")
    assert order.next_url
    ann.sees(order).as_awaiting_payment()
    assert shop.pieces(mug) == (3, 2, 1)
    ann.approves(order)
    ann.sees(order).as_confirmed()
    assert shop.was_paid_for(order)


@secure
def test_a_challenge_that_is_denied_cancels_the_order_and_frees_the_goods(shop, ann, mug):
    shop.sells(mug, stock=3)
    order = ann.buys(2, mug, card="challenge")
    ann.denies(order)
    ann.sees(order).as_cancelled()
    assert shop.pieces(mug) == (3, 0, 3)
    assert not shop.was_paid_for(order)


@once
@pytest.mark.requirement("R3.3")
def test_money_whose_answer_was_lost_is_found_again_and_taken_only_once(shop, ann, mug):
    shop.sells(mug)
    order = ann.buys(1, mug, card="timeout")
    ann.sees(order).as_awaiting_payment()
    for _ in range(3):
        shop.asks_the_gateway_about(order)
    ann.sees(order).as_confirmed()
    assert shop.history(order) == ["ordering/placed-1", "ordering/confirmed-1"]
    assert shop.takings().amount == ann.sees(order).view.total.amount


@outcomes
def test_a_challenge_nobody_answers_is_given_up_and_never_paid_afterwards(shop, ann, mug):
    shop.sells(mug, stock=3)
    order = ann.buys(2, mug, card="challenge")
    shop.asks_the_gateway_about(order)
    ann.sees(order).as_awaiting_payment()
    shop.asks_the_gateway_about(order, giving_up=True)
    ann.sees(order).as_cancelled()
    assert shop.pieces(mug) == (3, 0, 3)
    ann.approves(order)
    ann.sees(order).as_cancelled()
    assert not shop.was_paid_for(order)


@outcomes
def test_money_that_was_taken_is_kept_although_the_shop_gives_up(shop, ann, mug):
    shop.sells(mug)
    order = ann.buys(1, mug, card="timeout")
    shop.asks_the_gateway_about(order, giving_up=True)
    ann.sees(order).as_confirmed()
    assert shop.was_paid_for(order)


@once
@pytest.mark.requirement("R3.3")
def test_the_same_request_again_buys_nothing_twice(shop, ann, mug):
    shop.sells(mug, stock=3)
    ann.puts(1, mug)
    first = ann.checks_out(key="k-1", keeping_the_cart=True)
    again = ann.checks_out(key="k-1")
    assert (again.number, again.payment, again.total) == (first.number, first.payment, first.total)
    assert shop.pieces(mug) == (3, 1, 2)
    assert shop.takings().amount == first.total


@once
@pytest.mark.requirement("R3.3")
def test_the_same_key_for_another_request_is_refused(shop, ann, mug):
    shop.sells(mug)
    ann.puts(1, mug)
    ann.checks_out(key="k-1", keeping_the_cart=True)
    with refused("KeyReused"):
        ann.checks_out(key="k-1", card="decline")


@once
@pytest.mark.requirement("R3.3")
def test_a_refusal_is_the_same_when_asked_again_with_the_same_key(shop, ann, mug):
    shop.sells(mug)
    ann.puts(1, mug)
    for _ in range(2):
        with refused("CardDeclined") as said:
            ann.checks_out(card="decline", key="k-1")
        assert "declined" in said.value.sentence
    ann.sees(ann.checks_out(key="k-2")).as_confirmed()


@outcomes
def test_an_unknown_card_takes_nothing(shop, ann, mug):
    shop.sells(mug)
    ann.puts(1, mug)
    with refused("CardDeclined"):
        ann.checks_out(card="no such card")
    assert shop.takings().minor == 0
