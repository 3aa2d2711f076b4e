"""Every cart is weighed with what the shop gives to everybody, beside the code it may have."""

from uuid import UUID

import pytest
from msgspec import structs

from store.application.cart.messages import AddToCart
from store.application.pricing.messages import CreateCoupon
from store.application.pricing.promotions import (
    BeginPromotion,
    ChangePromotion,
    GetPromotion,
    ListPromotions,
    WithdrawPromotion,
)
from store.application.pricing.stacking import GetStacking, SetStacking
from store.application.processes.cart_views import ShowMovedCart
from store.application.processes.explaining_prices import ExplainPrice
from store.application.processes.placing_an_order import BuyCart
from store.application.shared.errors import VersionMoved
from store.domain.pricing.errors import NoSuchPromotion
from store.domain.pricing.shipping import QuoteChanged
from store.domain.pricing.terms import BuyGet, Chosen, FreeShipping, PercentOff, Stacking, Terms
from tests.application.processes.examples import CART, MUG, NUMBER, OPENED, PLACE, TWO_MUGS, shop_selling
from tests.application.processes.test_redeeming_coupons import SPRING, do, eur, placed, seen

pytestmark = [pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "discounts and promo codes")]
ONE, TWO = UUID(int=501), UUID(int=502)
HALF_OF_MUGS = Terms(PercentOff(500_000), Chosen(brands=("Kiln",)))


@pytest.fixture
def shop():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    do(shop, BeginPromotion(promotion_id=ONE, name="Half of mugs", terms=HALF_OF_MUGS))
    return shop


def test_a_cart_is_cheaper_at_once_without_a_code_and_the_order_says_so(shop):
    cart = seen(shop)
    assert [(it.name, it.code, it.amount.amount) for it in cart.discounts] == [("Half of mugs", None, "9.00")]
    moved = do(shop, AddToCart(cart_id=CART, sku=MUG, quantity=1))
    assert shop.ask(ShowMovedCart(moved=moved)).discount.amount == "13.50"
    do(shop, structs.replace(PLACE, quote=seen(shop).quote))
    order = placed(shop)
    assert (order.coupon, order.totals.discount) == (None, eur(1350))


def test_lanes_go_together_with_a_code_and_the_receipt_names_all_that_were_considered(shop):
    do(shop, BeginPromotion(promotion_id=TWO, name="Third one free", terms=Terms(BuyGet(2, 1))))
    do(shop, CreateCoupon(code="SPRING", name="Spring", terms=Terms(FreeShipping())))
    shop.happened({CART: [SPRING]})
    do(shop, BuyCart(order=PLACE, token="success"))
    told = shop.ask(ExplainPrice(number=NUMBER))
    assert told.matches
    assert [(it.name, it.amount.amount) for it in told.promotions if it.applied] == [
        ("Half of mugs", "9.00"), ("Spring", "4.90"),
    ]
    assert [it.name for it in told.promotions if not it.applied] == ["Third one free"]
    assert all(it.why_not for it in told.promotions if not it.applied)


def test_one_that_ends_meanwhile_is_never_charged_silently(shop):
    quote = seen(shop).quote
    do(shop, WithdrawPromotion(promotion_id=ONE, reason="over"))
    assert seen(shop).discounts == []
    shop.when(structs.replace(PLACE, quote=quote)).then_raises(QuoteChanged, now=eur(2290))


def test_staff_see_and_change_them_as_they_saw_them(shop):
    do(shop, ChangePromotion(promotion_id=ONE, name="Less", terms=Terms(PercentOff(100_000)), version=1))
    assert seen(shop).discount.amount == "1.80"
    late = ChangePromotion(promotion_id=ONE, name="x", terms=HALF_OF_MUGS, version=1)
    shop.when(late).then_raises(VersionMoved)
    shop.when(WithdrawPromotion(promotion_id=TWO, reason="")).then_raises(NoSuchPromotion)
    do(shop, BeginPromotion(promotion_id=TWO, name="Second", terms=HALF_OF_MUGS))
    assert [it.name for it in shop.ask(ListPromotions())] == ["Second", "Less"]
    assert shop.ask(GetPromotion(promotion_id=ONE)).version == 3
    with pytest.raises(NoSuchPromotion):
        shop.ask(GetPromotion(promotion_id=UUID(int=9)))


def test_where_the_shop_says_so_one_reduces_what_another_left_and_the_receipt_knows(shop):
    do(shop, BeginPromotion(promotion_id=TWO, name="Again", terms=structs.replace(HALF_OF_MUGS, priority=200)))
    assert [it.amount.amount for it in seen(shop).discounts] == ["9.00"]
    quote = seen(shop).quote
    do(shop, SetStacking(line=Stacking.STACKED, order=Stacking.ONCE))
    assert [it.amount.amount for it in seen(shop).discounts] == ["9.00", "4.50"]
    shop.when(structs.replace(PLACE, quote=quote)).then_raises(QuoteChanged)
    do(shop, BuyCart(order=PLACE, token="success"))
    do(shop, SetStacking(line=Stacking.ONCE, order=Stacking.STACKED))
    told = shop.ask(ExplainPrice(number=NUMBER))
    assert (told.matches, told.discount.amount) == (True, "13.50")
    assert shop.ask(GetStacking()).order is Stacking.STACKED
    shop.when(SetStacking(line=Stacking.ONCE, order=Stacking.ONCE, version=1)).then_raises(VersionMoved)
