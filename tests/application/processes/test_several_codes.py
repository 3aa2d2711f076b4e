"""An order takes as many codes as the shop says; what they give together is a question of how promotions stack."""

import pytest
from msgspec import structs

from store.application.pricing.messages import CreateCoupon, MakeCodes
from store.application.pricing.stacking import GetStacking, SetStacking
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.entering_codes import EnterCode, TakeCodeOut
from store.application.processes.placing_an_order import BuyCart
from store.domain.cart.errors import TooManyCodesEntered
from store.domain.cart.events import CodeAdded, CodeEntered, CodeTakenOut
from store.domain.ordering.events import Canceller
from store.domain.pricing.claims import CouponClaims, claims_of
from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.errors import CodeNotApplied, SameCoupon, TermsUnsound
from store.domain.pricing.terms import AmountOff, Stacking, Terms
from store.domain.shared.ids import coupon_of
from tests.application.processes.examples import CART, NUMBER, OPENED, PLACE, TWO_MUGS, shop_selling
from tests.application.processes.test_redeeming_coupons import do, placed, seen
from tests.harness.processes import NOON

pytestmark = [
    pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "one coupon an order, or as configured"),
]
A, B, C = ("AAA", "BBB", "CCC")


@pytest.fixture
def shop():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    for number, code in enumerate((A, B, C), start=1):
        terms = Terms(AmountOff({"EUR": 100 * number}))
        do(shop, CreateCoupon(code=code, name=code, terms=terms, limits=Limits(in_all=5)))
    return shop


def takes(shop, codes, order=Stacking.STACKED):
    do(shop, SetStacking(line=Stacking.ONCE, order=order, codes=codes))


def claimed(shop, code):
    stream = claims_of(coupon_of(code))
    past = shop.shop.journal().read([stream]).get(stream)
    return len(CouponClaims.replay(stream, past.events if past else ()).orders)


def test_codes_are_added_up_to_what_an_order_takes_and_taken_out_one_by_one(shop):
    takes(shop, 2)
    shop.when(EnterCode(cart_id=CART, code=A)).then({CART: [CodeEntered(at=NOON, cart_id=CART, code=A)]})
    shop.when(EnterCode(cart_id=CART, code=B)).then({CART: [CodeAdded(at=NOON, cart_id=CART, code=B)]})
    shop.when(EnterCode(cart_id=CART, code=A)).then_nothing()
    shop.when(EnterCode(cart_id=CART, code=C)).then_raises(TooManyCodesEntered, most=2)
    assert ([it.code for it in seen(shop).codes], seen(shop).codes_allowed) == ([A, B], 2)
    shop.when(TakeCodeOut(cart_id=CART, code=A)).then({CART: [CodeTakenOut(at=NOON, cart_id=CART, code=A)]})
    do(shop, EnterCode(cart_id=CART, code=C))
    out = [CodeTakenOut(at=NOON, cart_id=CART, code=code) for code in (B, C)]
    shop.when(TakeCodeOut(cart_id=CART)).then({CART: out})


def test_all_that_took_something_off_are_claimed_with_the_order_and_let_go_with_it(shop):
    takes(shop, 3)
    for code in (A, B, C):
        do(shop, EnterCode(cart_id=CART, code=code))
    assert seen(shop).discount.amount == "6.00"
    do(shop, BuyCart(order=PLACE, token="success"))
    order = placed(shop)
    assert (order.coupon, order.further_coupons, order.totals.discount.amount) == (A, (B, C), "6.00")
    assert [claimed(shop, code) for code in (A, B, C)] == [1, 1, 1]
    do(shop, CancelOrder(call_off=CallOff(number=NUMBER, by=Canceller.STAFF, reason="no")))
    assert [claimed(shop, code) for code in (A, B, C)] == [0, 0, 0]


def test_where_lanes_do_not_stack_one_code_takes_and_the_other_says_why_not(shop):
    takes(shop, 2, Stacking.ONCE)
    for code in (A, B):
        do(shop, EnterCode(cart_id=CART, code=code))
    cart = seen(shop)
    assert (cart.discount.amount, cart.codes[1].problem) == ("2.00", None)
    assert cart.codes[0].problem == "Something else already makes this cheaper, and the two don't go together."
    shop.when(PLACE).then_raises(CodeNotApplied, code=A)
    do(shop, structs.replace(PLACE, quote=cart.quote))
    assert (placed(shop).coupon, placed(shop).further_coupons) == (B, ())
    assert [claimed(shop, code) for code in (A, B)] == [0, 1]


def test_a_shop_that_takes_fewer_by_now_counts_the_first_and_says_so(shop):
    takes(shop, 2)
    for code in (A, B):
        do(shop, EnterCode(cart_id=CART, code=code))
    takes(shop, 1)
    cart = seen(shop)
    assert (cart.discount.amount, cart.codes[1].problem) == ("1.00", "An order takes one code.")
    do(shop, BuyCart(order=PLACE, token="success"))
    assert (placed(shop).coupon, placed(shop).further_coupons) == (A, ())


def test_of_one_coupon_an_order_takes_one_code(shop):
    takes(shop, 3)
    do(shop, CreateCoupon(code="GIFT", name="Gift", terms=Terms(AmountOff({"EUR": 50})), single_use=True))
    first, second = do(shop, MakeCodes(code="GIFT", many=2)).codes
    do(shop, EnterCode(cart_id=CART, code=first))
    do(shop, EnterCode(cart_id=CART, code=A))
    shop.when(EnterCode(cart_id=CART, code=second)).then_raises(SameCoupon)
    shop.when(EnterCode(cart_id=CART, code=first)).then_nothing()
    noted = seen(shop).codes[0].code
    assert noted != first, "what buys stands in no cart"
    out = [CodeTakenOut(at=NOON, cart_id=CART, code=noted)]
    shop.when(TakeCodeOut(cart_id=CART, code=first)).then({CART: out})


def test_a_cart_of_before_that_holds_all_of_a_code_gives_it_back_by_what_it_shows(shop):
    do(shop, CreateCoupon(code="GIFT", name="Gift", terms=Terms(AmountOff({"EUR": 50})), single_use=True))
    (code,) = do(shop, MakeCodes(code="GIFT", many=1)).codes
    shop.happened({CART: [CodeEntered(at=NOON, cart_id=CART, code=code)]})
    do(shop, TakeCodeOut(cart_id=CART, code=seen(shop).codes[0].code))
    assert seen(shop).codes == []


def test_how_many_an_order_takes_is_a_number_within_reason(shop):
    for wrong in (0, 11):
        shop.when(SetStacking(line=Stacking.ONCE, order=Stacking.ONCE, codes=wrong)).then_raises(TermsUnsound)
    assert shop.ask(GetStacking()).codes == 1
    takes(shop, 1, Stacking.ONCE)
    assert shop.ask(GetStacking()).version == 0, "that is as it was"
