"""Purchases that the fraud check holds or refuses: what becomes of order, stock, cart and money."""

import pytest

from store.application.ordering.fulfilment import GetPart
from store.application.ordering.reviewing import AcceptOrder, RemindOfReview
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.printing_slips import PrintSlips
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.bus import Once
from store.domain.cart.cart import Cart
from store.domain.cart.events import PurchaseRefused
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.errors import NoSuchPart, OutOfTurn, PurchaseNotAccepted
from store.domain.ordering.events import Canceller
from store.domain.ordering.order import Order
from store.domain.ordering.screening import Judgement, Reason, Verdict
from store.domain.payments.payment import Payment
from store.domain.shared.errors import StoreError
from tests.application.processes.examples import (
    ANN,
    CART,
    MUGS,
    NUMBER,
    OPENED,
    ORDER,
    PAYMENT,
    TWO_MUGS,
    buy,
    shop_selling,
)
from tests.application.processes.return_examples import PART
from tests.harness.processes import SOMEBODY

pytestmark = [pytest.mark.story("US-3.4", "fraud checks look at purchases"), pytest.mark.requirement("R3.5")]
WHY = (Reason("orders_by_email", 4, 3),)


class Says:
    """A fraud check that says the same of everybody."""

    asks = True

    def __init__(self, verdict):
        self.verdict, self.asked = verdict, []

    def judge(self, purchase):
        self.asked.append(purchase)
        return Judgement(self.verdict, WHY)


def shop(verdict, *, later=False):
    check = Says(verdict)
    it = shop_selling(later=later, fraud=check).happened({CART: [OPENED, TWO_MUGS]})
    it.check = check
    return it


def does(it, command, once=None):
    return it.shop.bus().do(command, SOMEBODY, once).outcome


def now(it, kind, id):
    return kind.replay(id, it.shop.journal().read([id])[id].events)


@pytest.mark.parametrize(("later", "paid"), [(False, "captured"), (True, "authorised")])
def test_what_is_held_keeps_its_goods_and_its_money_and_leaves_when_somebody_found_it_good(later, paid):
    it = shop(Verdict.HOLD, later=later)
    assert does(it, buy("success")).status == "in_review"
    assert (now(it, Payment, PAYMENT).stage, now(it, Inventory, MUGS).available) == (paid, 3)
    with pytest.raises(OutOfTurn):
        does(it, ShipOrder(number=NUMBER, carrier="Post", tracking=""))
    work = GetPart(number=NUMBER, part_id=PART), PrintSlips(parts=((NUMBER, PART),))
    for question in work:
        with pytest.raises(NoSuchPart):
            it.ask(question)
    assert does(it, AcceptOrder(number=NUMBER)).status == "confirmed"
    assert it.ask(work[0]).allowed
    assert does(it, ShipOrder(number=NUMBER, carrier="Post", tracking="")).status == "shipped"


@pytest.mark.parametrize(("later", "paid"), [(False, "captured"), (True, "let_go")])
def test_what_is_found_wanting_is_cancelled_and_its_money_goes_back(later, paid):
    it = shop(Verdict.HOLD, later=later)
    does(it, buy("success"))
    refuse = CancelOrder(call_off=CallOff(
        number=NUMBER, by=Canceller.STAFF, reason="we could not verify the order", only_in_review=True,
    ))
    assert does(it, refuse).status == "cancelled"
    payment = now(it, Payment, PAYMENT)
    assert (payment.stage, now(it, Inventory, MUGS).available) == (paid, 5)
    assert later or sum(refund.amount.minor for refund in payment.refunds.values()) == payment.amount.minor
    with pytest.raises(OutOfTurn):
        does(it, AcceptOrder(number=NUMBER))


def test_only_what_waits_to_be_looked_at_is_found_wanting():
    it = shop(Verdict.PASS)
    assert does(it, buy("success")).status == "confirmed"
    assert now(it, Order, ORDER).judged.verdict is Verdict.PASS
    with pytest.raises(OutOfTurn):
        does(it, CancelOrder(call_off=CallOff(
            number=NUMBER, by=Canceller.STAFF, reason="we could not verify the order", only_in_review=True,
        )))
    assert now(it, Order, ORDER).stage == "confirmed"


def test_what_is_refused_is_a_fact_of_the_cart_and_nothing_else_happens():
    it = shop(Verdict.REFUSE)
    once = Once(principal="guest", route="POST /orders", key="k", body="b", subject=ANN)
    for _ in range(2):
        with pytest.raises(StoreError) as refused:
            does(it, buy("success"), once)
        assert str(refused.value) == str(PurchaseNotAccepted())
    facts = it.shop.journal().read([CART, ORDER, PAYMENT, MUGS])
    assert [fact.rules for fact in facts[CART].events if isinstance(fact, PurchaseRefused)] == [("orders_by_email",)]
    assert ORDER not in facts or not facts[ORDER].events
    assert now(it, Cart, CART).is_open
    assert now(it, Inventory, MUGS).available == 5


def test_the_check_is_told_what_it_needs_and_a_reminder_is_a_fact_once():
    it = shop(Verdict.HOLD)
    does(it, buy("success"))
    asked = it.check.asked[0]
    assert (asked.email, asked.ships_to, asked.total.minor) == ("ann@example.org", "DE", 2290)
    for _ in range(2):
        does(it, RemindOfReview(order_id=ORDER))
    tags = [type(fact).__name__ for fact in it.shop.journal().read([ORDER])[ORDER].events]
    assert tags == ["OrderPlaced", "OrderJudged", "OrderConfirmed", "ReviewBegun", "ReviewDue"]
