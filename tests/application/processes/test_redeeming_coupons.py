"""What a code calls for is claimed with the order, and let go when the order comes to nothing."""

from datetime import date
from functools import partial
from uuid import UUID

import pytest
from msgspec import structs

from store.application.payments.messages import ReconcilePayment
from store.application.pricing.messages import ChangeCoupon, CreateCoupon, GetCoupon, MakeCodes, WithdrawCoupon
from store.application.processes.cart_views import GetCart
from store.application.processes.entering_codes import EnterCode, TakeCodeOut
from store.application.processes.placing_an_order import BuyCart
from store.application.shared.errors import VersionMoved
from store.domain.cart.events import CartOpened, CodeEntered, CodeTakenOut, LinePut
from store.domain.ordering.events import Discount, OrderPlaced
from store.domain.payments.errors import CardDeclined
from store.domain.pricing.claims import CouponClaims, claims_of
from store.domain.pricing.coupon_events import CodeClaimed, CodeReleased, CouponClaimed, CouponReleased, Limits
from store.domain.pricing.errors import (
    CodeNotApplied,
    CodeNotValid,
    CouponUsedUp,
    NoSuchCoupon,
)
from store.domain.pricing.shipping import QuoteChanged
from store.domain.pricing.terms import AmountOff, Chosen, FreeShipping, PercentOff, Terms
from store.domain.shared.ids import CartId, SubjectId, coupon_of, single_code_of
from store.domain.shared.money import Money
from tests.application.processes.examples import (
    CART,
    MUG,
    NINE,
    OPENED,
    ORDER,
    PLACE,
    TWO_MUGS,
    goods,
    shop_selling,
)
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.requirement("R3.3")]
limits = pytest.mark.story("US-3.3", "expiry, limits and conditions hold")
codes = pytest.mark.story("US-3.3", "a code can be applied at checkout")
one = pytest.mark.story("US-3.3", "one coupon an order, or as configured")
kinds = pytest.mark.story("US-3.3", "percentages and fixed amounts")

TENTH = Terms(PercentOff(100_000))
ID = coupon_of("SPRING")
CLAIMS = claims_of(ID)
OTHER_CART, OTHER = CartId(UUID(int=911)), SubjectId(UUID(int=912))
SPRING = CodeEntered(at=NOON, cart_id=CART, code="SPRING")


def eur(minor):
    return Money(minor, "EUR")


def do(shop, command):
    return shop.shop.bus().do(command, SOMEBODY).outcome


def offering(terms=TENTH, code="SPRING", **more):
    """A shop with a coupon, and two mugs in Ann's cart."""
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    do(shop, CreateCoupon(code=code, name="Spring", terms=terms, limits=Limits(**more)))
    return shop


def another_cart(shop):
    """Somebody else's, with a mug and the code."""
    opened = CartOpened(at=NOON, cart_id=OTHER_CART, currency="EUR")
    mug = LinePut(at=NOON, cart_id=OTHER_CART, sku=MUG, quantity=1, price=NINE)
    shop.happened({OTHER_CART: [opened, mug, CodeEntered(at=NOON, cart_id=OTHER_CART, code="SPRING")]})
    return structs.replace(PLACE, cart_id=OTHER_CART, subject=OTHER, email="ben@example.org")


def seen(shop, **more):
    return shop.ask(GetCart(cart_id=CART, country="DE", shipping_method="standard", **more))


def placed(shop, number=-1):
    return [event for events in shop.streams().values() for event in events if isinstance(event, OrderPlaced)][number]


@codes
@one
def test_a_code_is_entered_and_taken_out():
    shop = offering()
    do(shop, CreateCoupon(code="AUTUMN", name="Autumn", terms=TENTH))
    shop.when(EnterCode(cart_id=CART, code=" spring ")).then({CART: [SPRING]})
    shop.when(EnterCode(cart_id=CART, code="SPRING")).then_nothing()
    shop.when(EnterCode(cart_id=CART, code="autumn")).then({CART: [CodeEntered(at=NOON, cart_id=CART, code="AUTUMN")]})
    out = CodeTakenOut(at=NOON, cart_id=CART, code="AUTUMN")
    shop.when(TakeCodeOut(cart_id=CART)).then({CART: [out]})
    shop.when(TakeCodeOut(cart_id=CART)).then_nothing()
    shop.when(EnterCode(cart_id=CART, code="SPRING", version=1)).then_raises(VersionMoved)


@codes
@pytest.mark.parametrize("coupon", [
    {}, {"terms": Terms(PercentOff(1), first_day=date(2026, 6, 1))},
    {"terms": Terms(PercentOff(1), last_day=date(2026, 5, 30))}, {"withdrawn": True}, {"used": True}, {"single": True},
])
def test_whoever_guesses_hears_the_same_of_every_code_that_cannot_be_used(coupon):
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    if coupon:
        do(shop, CreateCoupon(
            code="SPRING", name="x", terms=coupon.get("terms", TENTH), limits=Limits(in_all=1),
            single_use=coupon.get("single", False),
        ))
    if coupon.get("withdrawn"):
        do(shop, WithdrawCoupon(code="SPRING", reason=""))
    if coupon.get("used"):
        shop.happened({CLAIMS: [CouponClaimed(at=NOON, coupon_id=ID, order_id=ORDER)]})
    shop.when(EnterCode(cart_id=CART, code="SPRING")).then_raises(CodeNotValid)
    shop.when(EnterCode(cart_id=CART, code="no code at all!")).then_raises(CodeNotValid)
    with pytest.raises(NoSuchCoupon):
        shop.ask(GetCoupon(code="no code at all!"))


@kinds
@pytest.mark.story("US-3.3", "the discount is shown")
@pytest.mark.story("US-3.2", "discounts and promo codes")
@pytest.mark.parametrize(("terms", "off"), [
    (TENTH, "1.80"), (Terms(AmountOff({"EUR": 500})), "5.00"), (Terms(FreeShipping()), "4.90"),
    (Terms(AmountOff({"EUR": 99_900})), "18.00"), (Terms(PercentOff(500_000), Chosen(brands=("Kiln",))), "9.00"),
    (Terms(PercentOff(500_000), Chosen(products=("mug",))), "9.00"),
])
def test_the_cart_shows_what_it_takes_off_and_that_is_what_is_paid(terms, off):
    shop = offering(terms).happened({CART: [SPRING]})
    cart = seen(shop)
    assert (cart.discount.amount, cart.code.problem) == (off, None)
    assert [(it.name, it.code, it.amount.amount) for it in cart.discounts] == [("Spring", "SPRING", off)]
    do(shop, structs.replace(PLACE, quote=cart.quote))
    totals = placed(shop).totals
    assert (totals.total.amount, totals.discount.amount) == (cart.total.amount, off)
    assert (totals.subtotal + totals.shipping - totals.discount) == totals.total


@kinds
def test_a_category_reaches_down_to_what_stands_below_it():
    shop = offering()
    kitchen = shop.shop.offers().of([MUG])[MUG].places[0]
    below = Terms(PercentOff(500_000), Chosen(categories=(kitchen,)))
    do(shop, ChangeCoupon(code="SPRING", name="Spring", terms=below, limits=Limits()))
    assert seen(shop.happened({CART: [SPRING]})).discount.amount == "9.00"


@limits
def test_an_order_says_what_it_was_reckoned_from_and_what_was_taken_off_each_line():
    shop = offering().happened({CART: [SPRING]})
    do(shop, PLACE)
    order = placed(shop)
    assert (order.coupon, order.lines[0].discount, order.lines[0].tax_included) == ("SPRING", eur(180), eur(259))
    assert order.totals.discounts == (Discount(str(ID), "Spring", eur(180), eur(0), "SPRING"),)
    assert order.reckoned["deals"][0]["terms"] == {"effect": {"kind": "percent", "ppm": 100_000}}
    assert order.reckoned["traits"]["MUG"]["brand"] == "Kiln"


@limits
def test_the_last_use_goes_to_one_order_and_comes_back_when_nothing_comes_of_it():
    shop = offering(in_all=1).happened({CART: [SPRING]})
    ben = another_cart(shop)
    claimed = CouponClaimed(at=NOON, coupon_id=ID, order_id=ORDER)
    with pytest.raises(CardDeclined):
        do(shop, BuyCart(order=PLACE, token="decline"))
    assert shop.streams()[CLAIMS] == [claimed, CouponReleased(at=NOON, coupon_id=ID, order_id=ORDER)]
    do(shop, ben)
    shop.when(PLACE).then_raises(CouponUsedUp)
    cart = seen(shop)
    assert (cart.discount, cart.code.problem) == (None, "It is not valid any more.")
    do(shop, structs.replace(PLACE, quote=cart.quote))
    assert placed(shop).coupon is None, "whoever saw that it takes nothing off buys without"


@limits
def test_what_has_no_limit_writes_no_claim():
    shop = offering().happened({CART: [SPRING]})
    do(shop, PLACE)
    assert CLAIMS not in shop.streams()


@limits
def test_a_code_for_single_use_is_used_once():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    do(shop, CreateCoupon(code="GIFT", name="Gift", terms=TENTH, single_use=True))
    made = do(shop, MakeCodes(code="GIFT", many=2)).codes
    assert len(set(made)) == 2
    first, second = made
    do(shop, EnterCode(cart_id=CART, code=first.lower()))
    with pytest.raises(CardDeclined):
        do(shop, BuyCart(order=PLACE, token="decline"))
    single, gift = single_code_of(first), coupon_of("GIFT")
    assert shop.streams()[single] == [
        CodeClaimed(at=NOON, coupon_id=gift, number=1, order_id=ORDER),
        CodeReleased(at=NOON, coupon_id=gift, number=1, order_id=ORDER),
    ]
    ben = structs.replace(another_cart(shop), quote=None)
    do(shop, EnterCode(cart_id=OTHER_CART, code=first))
    do(shop, PLACE)
    shop.when(ben).then_raises(CouponUsedUp)
    shop.when(EnterCode(cart_id=OTHER_CART, code=first)).then_raises(CodeNotValid)
    do(shop, EnterCode(cart_id=OTHER_CART, code=second))
    shop.when(EnterCode(cart_id=OTHER_CART, code=f"{second[:-1]}~")).then_raises(CodeNotValid)
    do(shop, ben)


@limits
@pytest.mark.requirement("R10.5")
def test_no_fact_holds_what_would_buy_with_a_code_for_single_use():
    """Carts and orders are read by more people than may use it, and what was let go can be used again."""
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    do(shop, CreateCoupon(code="GIFT", name="Gift", terms=TENTH, single_use=True))
    code = do(shop, MakeCodes(code="GIFT", many=11)).codes[-1]
    do(shop, EnterCode(cart_id=CART, code=code))
    assert seen(shop).code.code == "GIFT-000B*"
    do(shop, PLACE)
    told = str(shop.streams())
    assert code.rpartition("-")[2] not in told
    assert "GIFT-000B*" in told
    another_cart(shop)
    for guess in ("GIFT-000A*", "GIFT-000A", "GIFT-A*", "GIFT-000A-*"):
        shop.when(EnterCode(cart_id=OTHER_CART, code=guess)).then_raises(CodeNotValid)


@limits
def test_a_cart_of_before_that_notes_a_whole_code_buys_with_it_once():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    do(shop, CreateCoupon(code="GIFT", name="Gift", terms=TENTH, single_use=True))
    [code] = do(shop, MakeCodes(code="GIFT", many=1)).codes
    shop.happened({CART: [CodeEntered(at=NOON, cart_id=CART, code=code)]})
    assert seen(shop).code.code == "GIFT-0001*"
    do(shop, PLACE)
    another_cart(shop)
    shop.when(EnterCode(cart_id=OTHER_CART, code=code)).then_raises(CodeNotValid)


@limits
def test_a_code_that_takes_nothing_off_is_not_swallowed_silently():
    shop = offering(Terms(PercentOff(100_000), minimum={"EUR": 5000})).happened({CART: [SPRING]})
    why = "It is for goods worth EUR 50.00 or more."
    assert seen(shop).code.problem == why
    shop.when(PLACE).then_raises(CodeNotApplied, code="SPRING", why=why)
    do(shop, structs.replace(PLACE, quote=seen(shop).quote))


@pytest.mark.requirement("R3.6")
def test_a_coupon_that_changed_is_never_charged_silently():
    shop = offering().happened({CART: [SPRING]})
    quote = seen(shop).quote
    do(shop, ChangeCoupon(code="SPRING", name="Spring", terms=Terms(PercentOff(50_000)), limits=Limits()))
    shop.when(structs.replace(PLACE, quote=quote)).then_raises(QuoteChanged, now=eur(1800 - 90 + 490))


@pytest.mark.requirement("R3.2")
@pytest.mark.story("US-3.5", "handle success and failure")
def test_what_costs_nothing_is_paid_without_asking_anybody():
    dear = Money(6000, "EUR")
    shop = shop_selling(goods("mug", dear, 5)).happened({CART: [
        OPENED, LinePut(at=NOON, cart_id=CART, sku=MUG, quantity=1, price=dear), SPRING,
    ]})
    do(shop, CreateCoupon(code="SPRING", name="Spring", terms=Terms(PercentOff(1_000_000))))
    bought = do(shop, BuyCart(order=PLACE, token="decline"))
    assert (bought.status, bought.payment.status, bought.total.amount) == ("confirmed", "captured", "0.00")


@pytest.mark.requirement("R3.2")
def test_what_costs_nothing_is_not_cancelled_by_whoever_looks_after_open_payments():
    dear = Money(6000, "EUR")
    shop = shop_selling(goods("mug", dear, 5)).happened({CART: [
        OPENED, LinePut(at=NOON, cart_id=CART, sku=MUG, quantity=1, price=dear), SPRING,
    ]})
    do(shop, CreateCoupon(code="SPRING", name="Spring", terms=Terms(PercentOff(1_000_000))))
    order = do(shop, PLACE)
    settled = do(shop, ReconcilePayment(payment_id=order.payment_id, give_up=True))
    assert settled.order_status == "confirmed"


def test_staff_find_what_they_made_and_nothing_else():
    shop = offering(in_all=5)
    view = shop.ask(GetCoupon(code="spring"))
    assert (view.code, view.version, view.limits.in_all) == ("SPRING", 1, 5)
    change = partial(ChangeCoupon, name="x", terms=TENTH, limits=Limits())
    shop.when(change(code="SPRING", version=7)).then_raises(VersionMoved)
    shop.when(change(code="GHOST")).then_raises(NoSuchCoupon)
    shop.when(WithdrawCoupon(code="GHOST", reason="")).then_raises(NoSuchCoupon)
    assert CouponClaims.kind == "coupon_claims"
