"""Where codes, carts and cancelling meet: what only goes wrong when two of them are right by themselves."""

from contextlib import suppress
from uuid import UUID

import pytest
from msgspec import structs

from store.application.ordering.errors import AnotherAmountTaken
from store.application.ordering.messages import GetOrder
from store.application.payments.messages import SettlePayment
from store.application.payments.ports import Captured
from store.application.pricing.messages import CreateCoupon, MakeCodes
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.entering_codes import EnterCode
from store.application.processes.placing_an_order import BuyCart
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.work import UnitOfWork
from store.domain.cart.events import CartOpened, LinePut
from store.domain.ordering.errors import OutOfTurn
from store.domain.ordering.events import Canceller
from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.errors import CodeNotValid, CouponUsedUp, UsedByYou
from store.domain.pricing.terms import PercentOff, Terms
from store.domain.shared.ids import CartId
from tests.application.processes.examples import CART, MUG, NINE, OPENED, PLACE, TWO_MUGS, goods, shop_selling
from tests.application.processes.test_redeeming_coupons import SPRING, TENTH, another_cart, do, eur, offering
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold")]


def cancel(number):
    return CancelOrder(call_off=CallOff(number=number, by=Canceller.STAFF, reason="enough"))


def test_a_code_for_single_use_is_used_once_however_its_letters_are_read():
    shop = shop_selling(goods("mug", NINE, 50))
    do(shop, CreateCoupon(code="GIFT", name="Gift", terms=TENTH, limits=Limits(), single_use=True))
    (code,) = do(shop, MakeCodes(code="GIFT", many=1)).codes
    bought = 0
    for n, number in enumerate(("0001", "OOO1", "0OO1", "000I", "000L")):
        cart = CartId(UUID(int=2000 + n))
        shop.happened({cart: [
            CartOpened(at=NOON, cart_id=cart, currency="EUR"),
            LinePut(at=NOON, cart_id=cart, sku=MUG, quantity=1, price=NINE),
        ]})
        with suppress(CodeNotValid, CouponUsedUp):
            do(shop, EnterCode(cart_id=cart, code=code.replace("0001", number)))
            do(shop, BuyCart(order=structs.replace(PLACE, cart_id=cart), token="success"))
            bought += 1
    assert bought == 1


def test_a_cancellation_that_came_too_late_lets_no_use_go(monkeypatch):
    shop = offering(per_customer=1).happened({CART: [SPRING]})
    bought = do(shop, BuyCart(order=PLACE, token="success"))
    whole, shipped = UnitOfWork.in_turn, []

    def meanwhile(work, *streams):
        if not shipped:
            shipped.append(True)
            do(shop, ShipOrder(number=bought.number, carrier="DHL", tracking="x"))
        return whole(work, *streams)

    monkeypatch.setattr(UnitOfWork, "in_turn", meanwhile)
    with pytest.raises(OutOfTurn):
        do(shop, cancel(bought.number))
    with pytest.raises(UsedByYou):
        do(shop, structs.replace(another_cart(shop), email=PLACE.email))


def test_an_order_that_costs_nothing_and_was_never_settled_is_cancelled_all_the_same():
    shop = shop_selling(goods("mug", NINE, 20))
    shop.happened({CART: [OPENED, LinePut(at=NOON, cart_id=CART, sku=MUG, quantity=8, price=NINE)]})
    do(shop, CreateCoupon(code="SPRING", name="All", terms=Terms(PercentOff(1_000_000)), limits=Limits()))
    shop.happened({CART: [SPRING]})
    placed = do(shop, PLACE)
    assert placed.total == eur(0)
    assert do(shop, cancel(placed.number)).status == "cancelled"
    assert shop.ask(GetOrder(number=placed.number)).status == "cancelled"


def test_an_order_of_which_another_amount_was_taken_is_not_said_to_be_cancelled():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    placed = do(shop, PLACE)
    do(shop, SettlePayment(payment_id=placed.payment_id, verdict=Captured("x", eur(1))))
    with pytest.raises(AnotherAmountTaken):
        do(shop, cancel(placed.number))
