"""What is sent instead can come to nothing, come back or be exchanged again: its worth goes where it came from."""

import pytest
from msgspec import structs

from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.giving_back_again import GiveBackAgain
from store.application.processes.shipping_an_order import ShipOrder
from store.application.returns.quotes import QuoteReturn
from store.application.returns.views import GetReturn
from store.domain.ordering.events import Canceller, ParcelDelivered
from store.domain.ordering.life import Stage
from store.domain.payments.payment import Payment
from store.domain.shared.ids import last_parcel_of, order_of, part_of
from tests.application.processes.credit_examples import ANN, granted, left
from tests.application.processes.credit_examples import CREDIT as ANNS
from tests.application.processes.examples import NUMBER, PAYMENT
from tests.application.processes.exchange_examples import (
    MEDIUM,
    MUG,
    SMALL,
    exchanged,
    free,
    good,
    order,
    swap,
    wearing,
)
from tests.application.processes.return_examples import R2, ask, do, eur
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]


def with_credit(minor):
    """Ann buys a small shirt and a mug by so much of her credit, and the rest by card."""
    return wearing(1, account_id=ANN, credit=eur(minor), before={ANNS: [granted(minor)] if minor else []})


def off(number, pieces=None):
    return CancelOrder(call_off=CallOff(number=number, by=Canceller.SHOPPER, reason="x", pieces=pieces or {}))


def arrived(shop, number):
    """What is sent instead is here too."""
    id = order_of(number)
    part = part_of(id, None, "MAIN")
    do(shop, ShipOrder(number=number, carrier="Post", tracking="2"))
    shop.happened({id: [ParcelDelivered(at=NOON, order_id=id, part_id=part, parcel_id=last_parcel_of(part))]})


def given_back(shop):
    return sum(it.minor for it in shop.shop.gateway().refunds().values())


def test_what_is_called_off_goes_back_to_the_payment_of_the_first_order():
    shop = wearing()
    new = exchanged(shop, swap({SMALL: 2}), good(count=2)).replaced_by
    assert do(shop, off(new, {MEDIUM: 1})).refund.amount.amount == "20.00"
    assert do(shop, off(new)).refund.amount.amount == "20.00"
    assert (order(shop, new).stage, free(shop, MEDIUM), given_back(shop)) == (Stage.CANCELLED, 3, 4000)
    assert Payment.replay(PAYMENT, shop.streams()[PAYMENT]).promised_back() == eur(4000)


def test_what_sending_cost_stays_paid_while_something_of_it_was_exchanged():
    """Two shirts, of which one is exchanged: whoever sends the other back still has goods that were sent."""
    shop = wearing(2, mugs=0)
    new = exchanged(shop, swap()).replaced_by
    quote = shop.ask(QuoteReturn(number=NUMBER, pieces={SMALL: 1}))
    done = exchanged(shop, ask({SMALL: 1}), number=R2)
    assert (done.refund.amount.amount, quote.total.amount, quote.shipping.amount) == ("20.00", "20.00", "0.00")
    do(shop, off(new))
    assert given_back(shop) == 4000


def test_it_stays_paid_in_whichever_steps_all_of_it_is_exchanged():
    shop = wearing(2, mugs=0)
    kept = exchanged(shop, swap()).replaced_by
    last = exchanged(shop, swap(), number=R2).replaced_by
    do(shop, off(last))
    assert (order(shop, kept).totals.total, given_back(shop)) == (eur(2000), 2000)


def test_what_is_exchanged_at_once_takes_it_along_and_it_comes_back_with_the_last_of_that():
    shop = wearing(2, mugs=0)
    new = exchanged(shop, swap({SMALL: 2}), good(count=2)).replaced_by
    arrived(shop, new)
    for number, pence in ((1, 2000), (2, 4490)):
        back = structs.replace(ask({MEDIUM: 1}), number=new)
        exchanged(shop, back, good(MEDIUM), number=f"{new}-R{number}")
        assert given_back(shop) == pence


def test_so_does_what_comes_back():
    shop = wearing()
    new = exchanged(shop, swap()).replaced_by
    arrived(shop, new)
    back = exchanged(shop, structs.replace(ask({MEDIUM: 1}), number=new), good(MEDIUM), number=f"{new}-R1")
    assert (back.refund.amount.amount, back.refund.status, given_back(shop)) == ("20.00", "refunded", 2000)


def test_it_can_be_exchanged_again_and_again_and_comes_back_from_there():
    shop = wearing()
    first = exchanged(shop, swap()).replaced_by
    arrived(shop, first)
    second = exchanged(
        shop, swap({MEDIUM: 1}, {MEDIUM: SMALL}, number=first), good(MEDIUM), number=f"{first}-R1"
    ).replaced_by
    assert order(shop, second).replaces.paid_for == order(shop, first).replaces.paid_for
    assert do(shop, off(second)).refund.amount.amount == "20.00"
    assert given_back(shop) == 2000


def test_all_of_it_together_is_what_was_paid():
    shop = wearing()
    new = exchanged(shop, swap({SMALL: 2, MUG: 1}), good(count=2), good(MUG)).replaced_by
    do(shop, off(new))
    assert given_back(shop) == 2 * 2000 + 900 + 490


def test_what_credit_had_paid_for_is_credit_again_and_the_money_goes_back_first():
    shop = with_credit(2500)
    new = exchanged(shop, swap()).replaced_by
    assert order(shop, new).replaces.money == eur(890), "of 33.90, as nothing else has gone back"
    do(shop, off(new))
    assert (given_back(shop), left(shop)) == (890, 1110)


def test_the_rest_of_a_return_gets_the_money_first():
    shop = with_credit(2500)
    done = exchanged(shop, swap({SMALL: 1, MUG: 1}), good(), good(MUG))
    assert done.refund.amount.amount == "8.90"
    assert (order(shop, done.replaced_by).replaces.money, left(shop)) == (eur(0), 10)
    do(shop, off(done.replaced_by))
    assert (given_back(shop), left(shop)) == (890, 2500)


def test_the_rest_may_be_wanted_as_credit():
    shop = with_credit(0)
    wish = swap({SMALL: 1, MUG: 1}, as_credit=True, account_id=ANN)
    done = exchanged(shop, wish, good(), good(MUG))
    assert (done.refund, left(shop)) == (None, 900)
    do(shop, off(done.replaced_by))
    assert (given_back(shop), left(shop)) == (2490, 900)


def test_whoever_has_an_account_may_have_the_worth_of_what_was_sent_as_credit():
    shop = with_credit(0)
    new = exchanged(shop, swap()).replaced_by
    arrived(shop, new)
    wish = structs.replace(ask({MEDIUM: 1}, as_credit=True, account_id=ANN), number=new)
    assert exchanged(shop, wish, good(MEDIUM), number=f"{new}-R1").refund is None
    assert (given_back(shop), left(shop)) == (0, 2000)


def test_its_own_return_is_over_when_its_money_has_gone():
    shop = wearing()
    new = exchanged(shop, swap()).replaced_by
    arrived(shop, new)
    exchanged(shop, structs.replace(ask({MEDIUM: 1}), number=new), good(MEDIUM), number=f"{new}-R1")
    assert shop.ask(GetReturn(number=f"{new}-R1")).status == "closed"


@pytest.mark.parametrize("of_first", [True, False])
def test_what_could_not_be_given_back_is_tried_again_from_either_order(of_first):
    shop = wearing(card="no_refund")
    new = exchanged(shop, swap()).replaced_by
    arrived(shop, new)
    back = exchanged(shop, structs.replace(ask({MEDIUM: 1}), number=new), good(MEDIUM), number=f"{new}-R1")
    assert back.refund.status == "failed"
    assert shop.ask(GetReturn(number=f"{new}-R1")).status == "inspected"
    again = do(shop, GiveBackAgain(number=NUMBER if of_first else new)).refund
    assert (again.amount.amount, again.id == back.refund.id) == ("20.00", False)
