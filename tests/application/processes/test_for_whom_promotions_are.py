"""For whom promotions are: asked when a price is shown, decided when the order is placed, recorded with it."""

from datetime import timedelta
from itertools import count
from uuid import UUID

import pytest
from msgspec import structs

from store.application.pricing.buyers import KnownBuyer
from store.application.pricing.promotions import BeginPromotion
from store.application.pricing.segments import EndSegment, NameSegment, UnlistAccount
from store.application.processes.cart_views import GetCart
from store.application.processes.explaining_prices import ExplainPrice
from store.application.processes.listing_customers import ListAccount
from store.application.processes.placing_an_order import BuyCart
from store.application.shared.errors import NoSuch
from store.domain.cart.events import CartOpened, LinePut
from store.domain.identity.events import CustomerRegistered
from store.domain.ordering.errors import PurchaseNotAccepted
from store.domain.ordering.screening import Verdict
from store.domain.payments.errors import CardDeclined
from store.domain.pricing.audience import Audience, Channel
from store.domain.pricing.segment_events import Listed, OrdersFrom, SpentFrom
from store.domain.pricing.shipping import QuoteChanged
from store.domain.pricing.terms import PercentOff, Terms
from store.domain.shared.ids import AccountId, CartId, SubjectId
from store.domain.shared.personal import Personal
from tests.application.processes.examples import CART, MUG, NINE, NUMBER, OPENED, PLACE, TWO_MUGS, shop_selling
from tests.application.processes.test_redeeming_coupons import do, placed
from tests.application.processes.test_screening_purchases import Says
from tests.harness.processes import NOON

pytestmark = [
    pytest.mark.requirement("R3.2"), pytest.mark.requirement("R3.5"),
    pytest.mark.story("US-3.3", "expiry, limits and conditions hold"),
]
PROMOTION, SEGMENT, ANN = UUID(int=501), UUID(int=601), AccountId(UUID(int=701))
SECOND, THIRD, OTHER = CartId(UUID(int=921)), CartId(UUID(int=923)), SubjectId(UUID(int=922))
FIRST_ORDER = Audience(first_order=True)


def offering(audience):
    """A shop that gives a tenth to some, and two mugs in a cart."""
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    do(shop, BeginPromotion(promotion_id=PROMOTION, name="Some", terms=Terms(PercentOff(100_000), audience=audience)))
    return shop


def second_cart(shop, id=SECOND):
    shop.happened({id: [
        CartOpened(at=NOON, cart_id=id, currency="EUR"), LinePut(at=NOON, cart_id=id, sku=MUG, quantity=1, price=NINE),
    ]})
    return structs.replace(PLACE, cart_id=SECOND, subject=OTHER)


def discount(shop, cart=CART, **more):
    seen = shop.ask(GetCart(cart_id=cart, country="DE", shipping_method="standard", **more))
    return seen.discount.amount if seen.discount else None


def test_a_first_order_is_cheaper_and_the_second_of_the_same_mailbox_is_not():
    shop = offering(FIRST_ORDER)
    assert (discount(shop), discount(shop, email=PLACE.email)) == ("1.80", "1.80")
    do(shop, BuyCart(order=PLACE, token="success"))
    assert placed(shop).reckoned["buyer"] == {"ordered_before": False}
    told = shop.ask(ExplainPrice(number=NUMBER))
    assert (told.matches, told.discount.amount) == (True, "1.80")
    again = second_cart(shop)
    assert (discount(shop, SECOND), discount(shop, SECOND, email="ANN@example.org")) == ("0.90", None)
    optimist = shop.ask(GetCart(cart_id=SECOND, country="DE", shipping_method="standard")).quote
    shop.when(structs.replace(again, quote=optimist)).then_raises(QuoteChanged)
    bought = do(shop, BuyCart(order=again, token="success"))
    told = shop.ask(ExplainPrice(number=bought.number))
    assert (told.matches, told.discount.amount) == (True, "0.00")
    assert [it.why_not for it in told.promotions] == ["It is for a first order."]


def test_a_first_order_that_came_to_nothing_was_none():
    shop = offering(FIRST_ORDER)
    with pytest.raises(CardDeclined):
        do(shop, BuyCart(order=PLACE, token="decline"))
    do(shop, BuyCart(order=second_cart(shop), token="success"))
    assert placed(shop).totals.discount.amount == "0.90"


def test_of_two_at_the_same_moment_one_is_the_first():
    """The read models know nothing of the other yet: the table does."""
    shop = offering(FIRST_ORDER)
    again = second_cart(shop)
    do(shop, BuyCart(order=PLACE, token="success"))
    shop.shop.known_buyers().of = lambda *_: KnownBuyer()
    optimist = shop.ask(GetCart(cart_id=SECOND, country="DE", shipping_method="standard")).quote
    with pytest.raises(QuoteChanged) as moved:
        do(shop, structs.replace(again, quote=optimist))
    do(shop, structs.replace(again, quote=moved.value.seal))
    assert (placed(shop).totals.discount.amount, placed(shop).reckoned["buyer"]) == ("0.00", {"ordered_before": True})
    again = structs.replace(second_cart(shop, THIRD), cart_id=THIRD)
    do(shop, structs.replace(again, email="ben@example.org"))
    assert placed(shop).totals.discount.amount == "0.90"


def test_an_account_has_one_first_order_whatever_address_it_gives():
    shop = offering(FIRST_ORDER)
    do(shop, BuyCart(order=structs.replace(PLACE, account_id=ANN), token="success"))
    second_cart(shop)
    assert discount(shop, SECOND, account_id=ANN, email="other@example.org") is None
    assert discount(shop, SECOND, account_id=AccountId(UUID(int=5)), email="other@example.org") == "0.90"


@pytest.mark.parametrize(("asked", "amount"), [(Channel.API, "1.80"), (Channel.STOREFRONT, None), (None, None)])
def test_where_somebody_buys_is_asked_and_recorded(asked, amount):
    shop = offering(Audience(channels=(Channel.API,)))
    assert discount(shop, channel=asked) == amount
    do(shop, BuyCart(order=structs.replace(PLACE, channel=asked), token="success"))
    order = placed(shop)
    assert order.totals.discount.amount == (amount or "0.00")
    assert order.reckoned.get("buyer") == ({"channel": asked.value} if asked else None)
    told = shop.ask(ExplainPrice(number=NUMBER))
    assert told.matches
    assert [it.why_not for it in told.promotions] == [None if amount else "It is not for orders that are placed here."]


@pytest.mark.parametrize(("rule", "after"), [(OrdersFrom(1), "0.90"), (SpentFrom({"EUR": 2290}), "0.90"),
                                             (OrdersFrom(2), None), (SpentFrom({"EUR": 2291}), None)])
def test_who_bought_enough_is_in_a_segment(rule, after):
    shop = offering(Audience(segments=(str(SEGMENT),)))
    do(shop, NameSegment(segment_id=SEGMENT, name="Regulars", rule=rule))
    mine = structs.replace(PLACE, account_id=ANN)
    assert discount(shop, account_id=ANN) is None
    do(shop, BuyCart(order=mine, token="success"))
    assert placed(shop).totals.discount.minor == 0
    again = second_cart(shop)
    assert (discount(shop, SECOND, account_id=ANN), discount(shop, SECOND)) == (after, None)
    do(shop, structs.replace(again, account_id=ANN))
    order = placed(shop)
    assert order.totals.discount.amount == (after or "0.00")
    assert order.reckoned.get("buyer", {}).get("segments", []) == ([str(SEGMENT)] if after else [])


def test_staff_list_accounts_and_take_them_off_again():
    shop = offering(Audience(segments=(str(SEGMENT),)))
    do(shop, NameSegment(segment_id=SEGMENT, name="Friends", rule=Listed()))
    shop.when(ListAccount(segment_id=SEGMENT, account_id=ANN)).then_raises(NoSuch)
    ann = registered(shop)
    assert discount(shop, account_id=ann) is None
    do(shop, ListAccount(segment_id=SEGMENT, account_id=ann))
    assert (discount(shop, account_id=ann), discount(shop)) == ("1.80", None)
    do(shop, UnlistAccount(segment_id=SEGMENT, account_id=ann))
    assert discount(shop, account_id=ann) is None
    do(shop, ListAccount(segment_id=SEGMENT, account_id=ann))
    do(shop, EndSegment(segment_id=SEGMENT))
    assert discount(shop, account_id=ann) is None


def registered(shop):
    """Ann has an account."""
    told = {name: Personal(OTHER, text) for name, text in
            (("email", "ann@example.org"), ("given_name", "Ann"), ("family_name", "Example"))}
    shop.happened({ANN: [CustomerRegistered(at=NOON, account_id=ANN, **told)]})
    return ANN


def test_a_first_order_that_the_fraud_check_refused_was_none():
    check = Says(Verdict.REFUSE)
    refusing = shop_selling(fraud=check).happened({CART: [OPENED, TWO_MUGS]})
    do(refusing, BeginPromotion(
        promotion_id=PROMOTION, name="Some", terms=Terms(PercentOff(100_000), audience=FIRST_ORDER)
    ))
    moments = (NOON + timedelta(seconds=n) for n in count())
    refusing.shop.clock().now = lambda: next(moments)
    with pytest.raises(PurchaseNotAccepted):
        do(refusing, BuyCart(order=PLACE, token="success"))
    check.verdict = Verdict.PASS
    do(refusing, BuyCart(order=second_cart(refusing), token="success"))
    assert placed(refusing).totals.discount.amount == "0.90"
