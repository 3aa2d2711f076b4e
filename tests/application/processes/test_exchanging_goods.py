"""Another size instead of money: what is wanted is put aside, and sent when what came was looked at."""

from datetime import timedelta

import pytest

from store.application.cart.errors import SoldOut
from store.application.catalogue.messages import RepriceVariant, WithdrawProduct
from store.application.pricing.shipping import PlanShipping
from store.application.returns.messages import (
    ApproveReturn,
    LetExchangeLapse,
    ReceiveReturn,
    RefuseReturn,
    WithdrawReturn,
)
from store.domain.inventory.events import StockCounted
from store.domain.ordering.life import Stage
from store.domain.payments.events import PaymentLost
from store.domain.pricing.delivery import WorkingDays
from store.domain.pricing.shipping_plan import Area, ShippingPlan, Tariff, Way, Zone
from store.domain.returns.errors import NotExchangeable, ReturnOutOfTurn
from store.domain.returns.events import InspectedLine, ReturnInspected
from store.domain.returns.returning import KEPT_FOR
from store.domain.shared.ids import Sku, stock_of
from tests.application.processes.examples import ANN, NUMBER, PAYMENT, product
from tests.application.processes.exchange_examples import (
    LARGE,
    MEDIUM,
    MUG,
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
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
DAY = timedelta(days=1)


def sell_out(shop):
    shop.happened({stock_of(MEDIUM): [StockCounted(at=NOON, sku=MEDIUM, on_hand=0, was=3, reason="x")]})


def ended(shop):
    """What the return says at its end."""
    return next(fact for fact in shop.streams()[RETURN] if isinstance(fact, ReturnInspected))


def test_another_size_is_sent_for_what_came_back_and_nobody_pays_or_is_paid():
    shop = wearing()
    done = exchanged(shop, swap())
    new = order(shop, done.replaced_by)
    assert done.refund is None
    assert [(line.sku, line.quantity, line.paid.minor) for line in new.lines] == [(MEDIUM, 1, 2000)]
    assert (new.stage, new.totals.total.minor, new.credit.minor) == (Stage.CONFIRMED, 2000, 2000)
    assert (new.replaces.number, new.replaces.order, new.replaces.money.minor) == (R1, NUMBER, 2000)
    assert (free(shop, MEDIUM), free(shop, SMALL)) == (2, 2)
    assert shop.shop.gateway().refunds() == {}


def test_the_same_again_is_sent_for_what_arrived_broken():
    shop = wearing()
    done = exchanged(shop, swap(instead={SMALL: SMALL}), InspectedLine(SMALL, 1, 0, 0))
    assert [line.sku for line in order(shop, done.replaced_by).lines] == [SMALL]
    assert free(shop, SMALL) == 0


@pytest.mark.parametrize(("sku", "words"), [
    (LARGE, "costs EUR 5.00 more"), (MUG, "another variant of the same product"),
    (Sku("NOTHING"), "another variant of the same product"),
])
def test_only_another_variant_that_costs_no_more_can_be_had(sku, words):
    shop = wearing()
    shop.when(swap(instead={SMALL: sku})).then_raises(NotExchangeable)
    with pytest.raises(NotExchangeable, match=words):
        do(shop, swap(instead={SMALL: sku}))


def test_nobody_waits_for_what_is_not_there():
    wearing(1, stock=1).when(swap(instead={SMALL: SMALL})).then_raises(SoldOut)
    shop = wearing(2, stock=2)
    do(shop, swap())
    shop.when(swap({SMALL: 1}, {SMALL: SMALL})).then_raises(SoldOut)
    do(shop, swap())
    assert free(shop, MEDIUM) == 0


def test_of_each_variant_there_is_one_line():
    shop = wearing()
    shop.when(swap({SMALL: 1, MUG: 1}, {SMALL: MEDIUM, MUG: MEDIUM})).then_raises(NotExchangeable)


@pytest.mark.parametrize("step", [WithdrawReturn(number=R1), RefuseReturn(number=R1, reason="x")])
def test_it_is_kept_while_it_is_asked_for_and_free_when_nothing_comes_of_that(step):
    shop = wearing()
    do(shop, swap({SMALL: 2}))
    assert free(shop, MEDIUM) == 1
    do(shop, step)
    assert free(shop, MEDIUM) == 3


def test_it_is_kept_for_two_weeks_and_again_from_the_yes_and_as_long_as_it_takes_once_the_parcel_is_here():
    shop = wearing()
    do(shop, swap())
    shop.clock.set(NOON + KEPT_FOR - DAY)
    do(shop, ApproveReturn(number=R1))
    shop.clock.set(NOON + KEPT_FOR + DAY)
    shop.when(LetExchangeLapse(return_id=RETURN)).then_nothing()
    shop.clock.set(NOON + 2 * KEPT_FOR)
    do(shop, LetExchangeLapse(return_id=RETURN))
    assert free(shop, MEDIUM) == 3
    shop.when(LetExchangeLapse(return_id=RETURN)).then_nothing()

    waiting = here(wearing(), swap())
    waiting.clock.set(NOON + 5 * KEPT_FOR)
    waiting.when(LetExchangeLapse(return_id=RETURN)).then_nothing()


@pytest.mark.parametrize("left", [True, False])
def test_what_comes_late_is_exchanged_if_there_is_one_and_else_paid_back_and_said(left):
    shop = wearing()
    do(shop, swap(), ApproveReturn(number=R1))
    shop.clock.set(NOON + KEPT_FOR)
    do(shop, LetExchangeLapse(return_id=RETURN))
    if not left:
        sell_out(shop)
    do(shop, ReceiveReturn(number=R1))
    done = do(shop, inspect(good()))
    if left:
        assert (done.refund, free(shop, MEDIUM)) == (None, 2)
    else:
        assert (done.replaced_by, done.refund.amount.amount) == (None, "20.00")
        assert ended(shop).not_replaced == {SMALL: "it is sold out"}


def lapsed(shop, wish):
    do(shop, wish, ApproveReturn(number=R1))
    shop.clock.set(NOON + KEPT_FOR)
    do(shop, LetExchangeLapse(return_id=RETURN))
    return shop


def reprice(shop, sku, minor):
    do(shop, RepriceVariant(product_id=product("shirt"), sku=sku, price=eur(minor)))


@pytest.mark.parametrize(("small", "medium", "worth"), [
    (2000, 9900, None), (2000, 2001, None), (2000, 1900, 1900), (2500, 2000, 1600), (2500, 2500, 2000),
])
def test_what_comes_late_is_exchanged_only_if_it_costs_no_more_than_the_other(small, medium, worth):
    shop = lapsed(wearing(), swap())
    shop.clock.set(NOON + 200 * DAY)
    reprice(shop, SMALL, small)
    reprice(shop, MEDIUM, medium)
    do(shop, ReceiveReturn(number=R1))
    done = do(shop, inspect(good()))
    if worth:
        assert order(shop, done.replaced_by).totals.total == eur(worth)
        assert shop.shop.gateway().refunds() == ({done.refund.id: eur(2000 - worth)} if worth < 2000 else {})
    else:
        assert (done.replaced_by, done.refund.amount.amount, free(shop, MEDIUM)) == (None, "20.00", 3)
        assert ended(shop).not_replaced == {SMALL: "it no longer costs what was sent back costs"}


def test_as_long_as_it_is_put_aside_its_price_stands():
    shop = here(wearing(), swap())
    reprice(shop, MEDIUM, 9900)
    assert order(shop, do(shop, inspect(good())).replaced_by).totals.total == eur(2000)


def test_nobody_is_sent_the_very_piece_that_came_back():
    shop = lapsed(wearing(1, stock=2), swap(instead={SMALL: SMALL}))
    shop.happened({stock_of(SMALL): [StockCounted(at=NOON, sku=SMALL, on_hand=0, was=1, reason="x")]})
    do(shop, ReceiveReturn(number=R1))
    done = do(shop, inspect(good()))
    assert (done.replaced_by, free(shop, SMALL)) == (None, 1)
    assert ended(shop).not_replaced == {SMALL: "it is sold out"}


def gone(shop):
    do(shop, WithdrawProduct(product_id=product("shirt"), reason="x"))


def nowhere(shop):
    swiss = Zone("ch", "Switzerland", (Area("CH"),))
    only = Way("standard", "Standard", WorkingDays(2, 3), (Tariff("ch", {"EUR": 900}),))
    do(shop, PlanShipping(plan=ShippingPlan((swiss,), (only,))))


def test_only_what_is_sent_is_weighed():
    shop = here(wearing(2), swap())
    home = Zone("de", "Germany", (Area("DE"),))
    way = Way("standard", "Standard", WorkingDays(2, 3), (Tariff("de", {"EUR": 490}, up_to=1000),))
    do(shop, PlanShipping(plan=ShippingPlan((home,), (way,), grams={MEDIUM: 600})))
    assert do(shop, inspect(good())).replaced_by, "one of the two came back, and one of 600 g is sent"


def lost(shop):
    shop.happened({PAYMENT: [PaymentLost(at=NOON, payment_id=PAYMENT, amount=eur(2000), reason="expired")]})


@pytest.mark.parametrize(("happens", "why", "refund"), [
    (gone, "it is no longer sold", "20.00"),
    (nowhere, "we no longer send to the address of the order", "20.00"),
    (lost, "nothing was paid for what came back", None),
])
def test_what_can_not_be_sent_any_more_is_paid_back_as_ever_and_free(happens, why, refund):
    shop = here(wearing(), swap())
    happens(shop)
    done = do(shop, inspect(good()))
    assert done.replaced_by is None
    assert (done.refund.amount.amount if done.refund else None) == refund
    assert ended(shop).not_replaced == {SMALL: why}
    assert free(shop, MEDIUM) == 3


def test_nothing_is_sent_to_whoever_was_forgotten():
    shop = here(wearing(), swap())
    shop.shop.keys().destroy(ANN)
    assert do(shop, inspect(good())).refund.amount.amount == "20.00"
    assert ended(shop).not_replaced == {SMALL: "its address was forgotten"}


def test_what_is_not_accepted_is_not_exchanged_and_what_was_kept_for_it_is_free():
    shop = wearing()
    done = exchanged(shop, swap(), InspectedLine(SMALL, 0, 0, 1, "it isn't what we sent"))
    assert (done.replaced_by, done.refund, free(shop, MEDIUM)) == (None, None, 3)


def test_of_two_one_may_be_accepted():
    shop = wearing()
    done = exchanged(shop, swap({SMALL: 2}), InspectedLine(SMALL, 1, 1, 1, "it was used beyond trying it out"))
    assert [line.quantity for line in order(shop, done.replaced_by).lines] == [1]
    assert free(shop, MEDIUM) == 2


def test_the_rest_is_paid_back_and_what_sending_cost_goes_along_with_the_last_of_it():
    shop = wearing()
    done = exchanged(shop, swap({SMALL: 2, MUG: 1}), good(SMALL, 2), good(MUG))
    new = order(shop, done.replaced_by)
    assert done.refund.amount.amount == "9.00"
    assert (new.totals.shipping.minor, new.totals.total.minor) == (490, 4490)
    assert new.totals.tax_included.minor > sum(line.tax_included.minor for line in new.lines), "there is tax in sending"


def test_one_inspection_wins():
    shop = here(wearing(), swap())
    do(shop, inspect(good()))
    shop.when(inspect(good())).then_raises(ReturnOutOfTurn)
    shop.when(WithdrawReturn(number=R1)).then_raises(ReturnOutOfTurn)
