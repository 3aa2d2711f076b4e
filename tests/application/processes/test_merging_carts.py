"""The cart of an account, and what a guest collected before."""

from uuid import UUID

import pytest
from msgspec import structs

from store.application.cart.merging import LeftOut, MergeCart, Merged
from store.application.cart.messages import AddToCart, AddToOwnCart, FindCart, OpenOwnCart, RemoveLine
from store.application.catalogue.messages import WithdrawProduct
from store.application.processes.cart_views import GetCart, GetOwnCart
from store.application.shared.errors import NoSuch
from store.domain.cart.events import CartCheckedOut, CartMerged, CartOpened, CartTaken, LinePut
from store.domain.shared.ids import AccountId, CartId, OrderNumber, ProductId, current_cart_of
from store.domain.shared.money import Money
from tests.application.processes.examples import (
    CART,
    HAT,
    MUG,
    NINE,
    ONE_HAT,
    OPENED,
    PLACE,
    TWENTY_FIVE,
    TWO_MUGS,
    product,
    shop_selling,
)
from tests.harness.processes import NOON, SOMEBODY, given_facts

pytestmark = pytest.mark.requirement("R3.6")
persists = pytest.mark.story("US-3.1", "the cart persists")
joins = pytest.mark.story("US-3.1", "a guest's cart joins the account's")

ANN, BEN = AccountId(UUID(int=801)), AccountId(UUID(int=802))
CLAIM = current_cart_of(ANN)
FIRST = CartId(UUID(int=1))
TAKEN = CartTaken(at=NOON, account_id=ANN, cart_id=FIRST)
ANNS = CartOpened(at=NOON, cart_id=FIRST, currency="EUR", account_id=ANN)
ONE_MUG = AddToOwnCart(account_id=ANN, sku=MUG, quantity=1, currency="EUR")
MERGE = MergeCart(account_id=ANN, guest_cart=CART)
GONE = CartMerged(at=NOON, cart_id=CART, into=FIRST)


def put(cart, sku, quantity, price):
    return LinePut(at=NOON, cart_id=cart, sku=sku, quantity=quantity, price=price)


@pytest.fixture
def shop():
    return shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})


@pytest.fixture
def anns(shop):
    """Ann has a cart with a mug in it."""
    assert shop.ids.next() == FIRST
    return shop.happened({CLAIM: [TAKEN], FIRST: [ANNS, put(FIRST, MUG, 1, NINE)]})


@persists
def test_the_first_thing_put_in_opens_the_cart_of_the_account(shop):
    shop.when(ONE_MUG).then({CLAIM: [TAKEN], FIRST: [ANNS, put(FIRST, MUG, 1, NINE)]})


@persists
@pytest.mark.parametrize("known", [None, FIRST, CART], ids=["new device", "same device", "guest before"])
def test_whatever_device_one_comes_from_it_is_the_same_cart(anns, known):
    more = AddToOwnCart(account_id=ANN, sku=MUG, quantity=2, currency="EUR", known=known)
    anns.when(more).then({FIRST: [put(FIRST, MUG, 3, NINE)]})
    assert anns.ask(FindCart(account_id=ANN, known=known)).cart_id == FIRST
    assert anns.ask(GetOwnCart(account_id=ANN, known=known)).item_count == 3


@persists
def test_opening_it_finds_it(shop):
    shop.when(OpenOwnCart(account_id=ANN, currency="EUR")).then({CLAIM: [TAKEN], FIRST: [ANNS]})
    shop.when(OpenOwnCart(account_id=ANN, currency="EUR")).then_nothing()
    assert shop.outcome.cart_id == FIRST


@persists
def test_after_the_checkout_an_account_gets_a_new_cart(anns):
    bought = CartCheckedOut(at=NOON, cart_id=FIRST, number=OrderNumber("A"))
    anns.happened({FIRST: [bought]})
    assert not anns.ask(FindCart(account_id=ANN, known=None)).is_open
    second = CartId(UUID(int=2))
    anns.when(ONE_MUG).then({
        CLAIM: [CartTaken(at=NOON, account_id=ANN, cart_id=second)],
        second: [CartOpened(at=NOON, cart_id=second, currency="EUR", account_id=ANN), put(second, MUG, 1, NINE)],
    })


@persists
@pytest.mark.requirement("R10.1")
@pytest.mark.parametrize("who", [None, BEN], ids=["a guest", "another"])
def test_to_everybody_else_there_is_no_such_cart(anns, who):
    for wish in (AddToCart(cart_id=FIRST, sku=MUG, quantity=1, currency="EUR", account_id=who),
                 RemoveLine(cart_id=FIRST, sku=MUG, account_id=who)):
        anns.when(wish).then_raises(NoSuch)
    with pytest.raises(NoSuch):
        anns.ask(GetCart(cart_id=FIRST, account_id=who))
    assert anns.ask(FindCart(account_id=who, known=FIRST)) is None
    assert anns.ask(GetOwnCart(account_id=who, known=FIRST)) is None
    anns.when(structs.replace(PLACE, cart_id=FIRST, account_id=who)).then_raises(NoSuch)


@joins
def test_what_a_guest_collected_joins_the_cart_of_the_account(anns):
    anns.when(MERGE).then({
        FIRST: [put(FIRST, MUG, 3, NINE), put(FIRST, HAT, 1, TWENTY_FIVE)], CART: [GONE],
    })
    assert anns.outcome == Merged(FIRST, 2)


@joins
@pytest.mark.requirement("R12.3")
def test_what_was_priced_in_another_currency_costs_what_it_costs_in_that_of_the_account(anns):
    dollars = {CART: [structs.replace(OPENED, currency="USD"), put(CART, MUG, 2, Money(1005, "USD"))]}
    ours = {stream: events for stream, events in anns.streams().items() if stream != CART}
    given_facts(ours | dollars).when(MERGE).then({FIRST: [put(FIRST, MUG, 3, NINE)], CART: [GONE]})


@joins
def test_where_the_account_has_no_cart_it_gets_one(shop):
    shop.when(MERGE).then({
        CLAIM: [TAKEN], FIRST: [ANNS, put(FIRST, MUG, 2, NINE), put(FIRST, HAT, 1, TWENTY_FIVE)], CART: [GONE],
    })


@joins
def test_asked_again_nothing_is_put_in_twice(anns):
    anns.shop.bus().do(MERGE, SOMEBODY)
    anns.when(MERGE).then_nothing()
    assert anns.outcome == Merged(FIRST)
    assert anns.ask(GetOwnCart(account_id=ANN)).item_count == 4


@joins
def test_there_come_no_more_than_there_are_and_it_is_said_what_stayed_out(anns):
    anns.happened({FIRST: [put(FIRST, MUG, 4, NINE), put(FIRST, HAT, 1, TWENTY_FIVE)]})
    anns.when(MERGE).then({FIRST: [put(FIRST, MUG, 5, NINE)], CART: [GONE]})
    assert anns.outcome.left_out == (LeftOut(MUG, "mug", 1), LeftOut(HAT, "hat", 1))


@joins
def test_what_was_taken_out_of_the_shop_stays_out(anns):
    anns.shop.bus().do(WithdrawProduct(product_id=ProductId(product("hat")), reason="broken"), SOMEBODY)
    anns.when(MERGE).then({FIRST: [put(FIRST, MUG, 3, NINE)], CART: [GONE]})
    assert anns.outcome.left_out == (LeftOut(HAT, "hat", 1),)


@joins
@pytest.mark.requirement("R10.1")
def test_the_cart_of_another_account_is_not_to_be_had_that_way(anns):
    anns.when(MergeCart(account_id=BEN, guest_cart=FIRST)).then_nothing()
    assert anns.outcome == Merged(None)


@joins
def test_somebody_who_was_in_already_goes_on_with_what_the_browser_had(shop):
    assert shop.ask(FindCart(account_id=ANN, known=CART)).cart_id == CART
    assert not shop.ask(FindCart(account_id=ANN, known=CART)).is_theirs
