"""What costs less than what came back is sent for it, and the rest of what was paid goes back."""

import pytest
from msgspec import structs

from store.application.catalogue.messages import RepriceVariant
from store.application.returns.messages import ApproveReturn, LetExchangeLapse, ReceiveReturn
from store.application.returns.quotes import GetReturnable, QuoteReturn
from store.application.returns.views import GetReturn
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment
from store.domain.returns.returning import KEPT_FOR
from tests.application.processes.credit_examples import ANN, left
from tests.application.processes.examples import NUMBER, ORDER, PAYMENT, product
from tests.application.processes.exchange_examples import (
    CHEAP,
    LARGE,
    MEDIUM,
    SMALL,
    exchanged,
    free,
    good,
    here,
    order,
    swap,
    wearing,
)
from tests.application.processes.return_examples import R1, RETURN, do, eur, inspect
from tests.application.processes.test_what_was_sent_instead import arrived, given_back, off, with_credit
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
LESS = {SMALL: CHEAP}


def reprice(shop, sku, minor):
    do(shop, RepriceVariant(product_id=product("shirt"), sku=sku, price=eur(minor)))


def test_the_rest_goes_back_and_what_is_sent_is_worth_what_it_costs():
    shop = wearing()
    done = exchanged(shop, swap(instead=LESS))
    new = order(shop, done.replaced_by)
    assert [(line.sku, line.quantity, line.paid.minor) for line in new.lines] == [(CHEAP, 1, 1500)]
    assert (new.stage, new.totals.total.minor, new.credit.minor) == (Stage.CONFIRMED, 1500, 1500)
    assert (done.refund.amount.amount, done.refund.status, given_back(shop)) == ("5.00", "refunded", 500)
    assert new.replaces.money == eur(1500)
    first = Order.replay(ORDER, shop.streams()[ORDER])
    assert (first.shares[-1].total, first.shares[-1].to_payment) == (eur(2000), eur(500))
    assert shop.ask(GetReturn(number=R1)).status == "closed"


def test_it_is_said_before_anything_is_asked_for():
    shop = wearing()
    [small, _] = shop.ask(GetReturnable(number=NUMBER)).lines
    assert {it.sku: (it.state, it.by and it.by.amount) for it in small.choices} == {
        SMALL: ("same", None), MEDIUM: ("same", None), LARGE: ("dearer", "5.00"), CHEAP: ("cheaper", "5.00"),
    }
    quote = shop.ask(QuoteReturn(number=NUMBER, pieces={SMALL: 2}, instead=LESS))
    assert (quote.exchanged.amount, quote.money.amount) == ("30.00", "10.00")
    do(shop, swap({SMALL: 2}, LESS))
    seen = shop.ask(GetReturn(number=R1))
    assert (seen.lines[0].instead.costs.amount, seen.lines[0].instead.of.amount) == ("15.00", "20.00")
    assert (seen.exchanges, seen.all_exchanged) == (True, False)


def test_whatever_was_paid_it_takes_its_part_of_that():
    """Bought for 20, and sold for 40 today beside one for 10: a quarter of what was paid."""
    shop = wearing(1, mugs=0)
    reprice(shop, SMALL, 4000)
    reprice(shop, CHEAP, 1000)
    done = exchanged(shop, swap(instead=LESS))
    sending = order(shop, done.replaced_by).totals.shipping_paid.minor
    assert order(shop, done.replaced_by).totals.total.minor == 500 + sending
    assert given_back(shop) == 1500


def test_as_long_as_it_is_put_aside_what_goes_back_stands():
    shop = here(wearing(), swap(instead=LESS))
    reprice(shop, CHEAP, 9900)
    done = do(shop, inspect(good()))
    assert (order(shop, done.replaced_by).totals.total, given_back(shop)) == (eur(1500), 500)


@pytest.mark.parametrize(("costs", "back"), [(1600, 2000), (1500, 500), (1000, 1000)])
def test_what_comes_late_is_never_paid_for_with_more_than_was_said(costs, back):
    shop = wearing()
    do(shop, swap(instead=LESS), ApproveReturn(number=R1))
    shop.clock.set(NOON + KEPT_FOR)
    do(shop, LetExchangeLapse(return_id=RETURN))
    reprice(shop, CHEAP, costs)
    do(shop, ReceiveReturn(number=R1))
    done = do(shop, inspect(good()))
    assert (bool(done.replaced_by), given_back(shop)) == (back < 2000, back)


def test_what_is_sent_for_less_can_be_called_off_or_come_back_and_all_that_was_paid_has_gone_back():
    shop = wearing()
    new = exchanged(shop, swap({SMALL: 2}, LESS), good(count=2)).replaced_by
    assert given_back(shop) == 1000
    do(shop, off(new, {CHEAP: 1}))
    assert given_back(shop) == 2500
    arrived(shop, new)
    exchanged(shop, swap({CHEAP: 1}, {CHEAP: CHEAP}, number=new), good(CHEAP), number=f"{new}-R1")
    again = shop.ask(GetReturn(number=f"{new}-R1")).replaced_by
    do(shop, off(again))
    assert given_back(shop) == 4000
    assert Payment.replay(PAYMENT, shop.streams()[PAYMENT]).promised_back() == eur(4000)
    assert free(shop, CHEAP) == 3


def test_the_rest_becomes_credit_where_that_is_wanted_and_money_goes_back_first_where_both_had_paid():
    shop = wearing(account_id=ANN)
    done = exchanged(shop, structs.replace(swap(instead=LESS), as_credit=True, account_id=ANN))
    assert (done.refund, left(shop), given_back(shop)) == (None, 500, 0)
    mixed = with_credit(500)
    done = exchanged(mixed, swap(instead=LESS))
    assert (done.refund.amount.amount, left(mixed)) == ("5.00", 0)
    do(mixed, off(done.replaced_by))
    assert given_back(mixed) + left(mixed) == 2000


def test_where_its_part_is_less_than_a_coin_it_is_sent_and_all_goes_back():
    shop = wearing()
    reprice(shop, SMALL, 5_000_000)
    reprice(shop, CHEAP, 1)
    done = exchanged(shop, swap(instead=LESS))
    assert (order(shop, done.replaced_by).totals.total, order(shop, done.replaced_by).credit) == (eur(0), None)
    assert given_back(shop) == 2000
