"""A cart keeps its currency, and for a while the rate its prices came by."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from store.domain.cart.cart import Cart, CartLine
from store.domain.cart.current_cart import CurrentCart
from store.domain.cart.errors import CartClosed, NotInThatCurrency
from store.domain.cart.events import (
    CartCheckedOut,
    CartOpened,
    CartQuoted,
    CurrencyChosen,
    CurrencySwitched,
    LinePut,
    LineRemoved,
)
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import AccountId, CartId, OrderNumber, Sku, current_cart_of
from store.domain.shared.money import Money
from tests.harness.scenario import given

pytestmark = [
    pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "pay in one's own currency"),
]
NOON = datetime(2026, 10, 30, 12, tzinfo=UTC)
CART, MUG = CartId(UUID("5f4f3b0a-8f5e-4c53-9d0f-000000000001")), Sku("MUG")
RATE = Exchange("EUR", "USD", "1.1172", "ECB", date(2026, 10, 30))
UNTIL = NOON + timedelta(days=1)
OPENED = CartOpened(at=NOON, cart_id=CART, currency="EUR")
PUT = LinePut(at=NOON, cart_id=CART, sku=MUG, quantity=2, price=Money(2200, "EUR"))
SWITCHED = CurrencySwitched(
    at=NOON, cart_id=CART, was="EUR", currency="USD", exchange=RATE, until=UNTIL, prices={MUG: Money(2458, "USD")})
filled = given(Cart, CART, OPENED, PUT)


def test_switching_says_what_everything_costs_now_and_the_same_currency_is_no_fact():
    filled.when(Cart.switch, "USD", {MUG: Money(2458, "USD")}, RATE, UNTIL, at=NOON).then(SWITCHED)
    filled.when(Cart.switch, "EUR", {}, None, None, at=NOON).then()
    cart = Cart.replay(CART, [OPENED, PUT, SWITCHED])
    assert (cart.currency, cart.lines) == ("USD", {MUG: CartLine(2, Money(2458, "USD"))})
    cart.add(MUG, 1, Money(2458, "USD"), at=NOON)


def test_what_has_no_price_in_that_currency_keeps_the_cart_in_its_own():
    filled.when(Cart.switch, "USD", {}, RATE, UNTIL, at=NOON).then_raises(NotInThatCurrency)
    filled.when(Cart.switch, "USD", {MUG: Money(1, "JPY")}, RATE, UNTIL, at=NOON).then_raises(NotInThatCurrency)
    given(Cart, CART, OPENED, PUT, CartCheckedOut(at=NOON, cart_id=CART, number=OrderNumber("A"))).when(
        Cart.switch, "USD", {MUG: Money(1, "USD")}, RATE, UNTIL, at=NOON).then_raises(CartClosed)


def test_a_rate_is_kept_until_it_expires_and_only_then_gives_way_to_another():
    dollars = given(Cart, CART, CartOpened(at=NOON, cart_id=CART, currency="USD"))
    quoted = CartQuoted(at=NOON, cart_id=CART, exchange=RATE, until=UNTIL)
    dollars.when(Cart.quote, RATE, UNTIL, at=NOON).then(quoted)
    kept = given(Cart, CART, CartOpened(at=NOON, cart_id=CART, currency="USD"), quoted)
    newer = Exchange("EUR", "USD", "1.2", "ECB", date(2026, 10, 31))
    kept.when(Cart.quote, newer, UNTIL + timedelta(days=1), at=UNTIL - timedelta(seconds=1)).then()
    kept.when(Cart.quote, newer, UNTIL + timedelta(days=1), at=UNTIL).then(
        CartQuoted(at=UNTIL, cart_id=CART, exchange=newer, until=UNTIL + timedelta(days=1)))
    kept.when(Cart.quote, newer, UNTIL, at=NOON, recalled=RATE).then(
        CartQuoted(at=NOON, cart_id=CART, exchange=newer, until=UNTIL))
    kept.when(Cart.quote, newer, UNTIL, at=NOON, recalled=newer).then()
    filled.when(Cart.quote, RATE, UNTIL, at=NOON).then()  # of another currency
    cart = Cart.replay(CART, [CartOpened(at=NOON, cart_id=CART, currency="USD"), quoted])
    assert (cart.rate_at(NOON), cart.rate_at(UNTIL)) == (RATE, None)


def test_what_was_taken_out_in_another_currency_comes_back_at_the_price_of_now():
    gone = LineRemoved(at=NOON, cart_id=CART, sku=MUG)
    switched = CurrencySwitched(
        at=NOON, cart_id=CART, was="EUR", currency="USD", exchange=RATE, until=UNTIL, prices={})
    given(Cart, CART, OPENED, PUT, gone, switched).when(Cart.restore, MUG, Money(2458, "USD"), at=NOON).then(
        LinePut(at=NOON, cart_id=CART, sku=MUG, quantity=2, price=Money(2458, "USD")))
    given(Cart, CART, OPENED, PUT, gone).when(Cart.restore, MUG, Money(2500, "EUR"), at=NOON).then(
        LinePut(at=NOON, cart_id=CART, sku=MUG, quantity=2, price=Money(2200, "EUR")))


def test_an_account_remembers_the_currency_that_was_chosen():
    ann = AccountId(UUID(int=7))
    chosen = CurrencyChosen(at=NOON, account_id=ann, currency="USD")
    nobody = given(CurrentCart, current_cart_of(ann))
    nobody.when(CurrentCart.choose, ann, "USD", at=NOON).then(chosen)
    given(CurrentCart, current_cart_of(ann), chosen).when(CurrentCart.choose, ann, "USD", at=NOON).then()
