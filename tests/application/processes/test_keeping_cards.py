"""Somebody keeps a card, pays by it with one press, and removes it."""

from datetime import timedelta
from uuid import UUID

import pytest
from msgspec import structs

from store.application.payments.adding import MOST_CARDS
from store.application.payments.cards import CardForAnotherWay, ForgetOwnCard, KeptCard, ListOwnCards, NoSuchCard
from store.application.processes.placing_an_order import BuyCart
from store.domain.shared.ids import AccountId, CartId, PaymentId
from tests.application.processes.examples import CART, OPENED, PLACE, TWO_MUGS, goods, shop_selling
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [pytest.mark.requirement("R10.6"), pytest.mark.story("US-3.5", "no card is stored")]
ANN, BEN = AccountId(UUID(int=31)), AccountId(UUID(int=32))
OTHER = CartId(UUID(int=903))


@pytest.fixture
def shop():
    from tests.application.processes.examples import NINE

    again = [structs.replace(fact, cart_id=OTHER) for fact in (OPENED, TWO_MUGS)]
    return shop_selling(goods("mug", NINE, 50)).happened({CART: [OPENED, TWO_MUGS], OTHER: again})


def buys(shop, cart=CART, who=ANN, token="success", **more):  # noqa: S107 - the name of a sandbox card
    order = structs.replace(PLACE, cart_id=cart, account_id=who)
    return shop.shop.bus().do(BuyCart(order=order, token=token, **more), SOMEBODY).outcome


def cards(shop, who=ANN):
    return shop.shop.bus().do(ListOwnCards(account_id=who), SOMEBODY).outcome


def test_a_card_is_kept_when_somebody_says_so_and_pays_again(shop):
    buys(shop, remember=True)
    [card] = cards(shop)
    assert (card.brand, card.last4, card.month, card.year) == ("Visa", "4242", 12, 2030)
    assert cards(shop, BEN) == ()
    assert buys(shop, OTHER, token="", card_id=card.id).status == "confirmed"
    assert len(shop.shop.gateway().captures()) == 2


def test_nobody_pays_by_a_card_of_somebody_else_and_nothing_is_placed(shop):
    buys(shop, remember=True)
    [card] = cards(shop)
    for who in (BEN, None):
        with pytest.raises(Exception) as refused:  # noqa: PT011 - which of the two is said below
            buys(shop, OTHER, who=who, token="", card_id=card.id)
        assert type(refused.value).__name__ in {"NoSuchCard", "CardDeclined"}
    assert len(shop.shop.gateway().captures()) == 1


def test_a_card_that_is_kept_for_another_way_to_pay_is_said_to_be(shop):
    buys(shop, remember=True)
    [card] = cards(shop)
    order = structs.replace(PLACE, cart_id=OTHER, account_id=ANN, payment_method="paypal")
    with pytest.raises(CardForAnotherWay, match="kept for paying by sandbox, and not by paypal"):
        shop.shop.bus().do(BuyCart(order=order, token="", card_id=card.id), SOMEBODY)


def test_the_same_card_twice_is_one(shop):
    buys(shop, remember=True)
    cards(shop)
    buys(shop, OTHER, remember=True)
    assert len(cards(shop)) == 1


def test_a_card_that_is_removed_is_gone_here_and_there(shop):
    buys(shop, remember=True)
    [card] = cards(shop)
    assert shop.shop.bus().do(ForgetOwnCard(account_id=ANN, card_id=card.id), SOMEBODY).outcome
    assert cards(shop) == ()
    with pytest.raises(NoSuchCard):
        buys(shop, OTHER, token="", card_id=card.id)
    with pytest.raises(NoSuchCard):
        shop.shop.bus().do(ForgetOwnCard(account_id=ANN, card_id=card.id), SOMEBODY)


def test_a_gateway_that_is_away_keeps_the_card_in_the_list(shop):
    buys(shop, remember=True)
    [card] = cards(shop)
    shop.shop.gateway().forget_card = lambda _: False
    assert not shop.shop.bus().do(ForgetOwnCard(account_id=ANN, card_id=card.id), SOMEBODY).outcome
    assert len(cards(shop)) == 1


def test_a_wish_of_which_nothing_came_is_given_up_after_a_day(shop):
    buys(shop, token="timeout", remember=True)
    shop.shop.gateway().kept_card = lambda _: None
    cards(shop)
    assert len(shop.shop.saved_cards().wished(ANN)) == 1
    shop.clock.set(NOON + timedelta(days=2))
    cards(shop)
    assert shop.shop.saved_cards().wished(ANN) == []


def test_a_guest_keeps_no_card(shop):
    buys(shop, who=None, remember=True)
    assert cards(shop) == ()


def test_whoever_keeps_ten_pays_by_an_eleventh_and_keeps_none_more(shop):
    saved = shop.shop.saved_cards()
    for n in range(MOST_CARDS):
        id = PaymentId(UUID(int=8000 + n))
        saved.wish(ANN, id, "sandbox", NOON)
        saved.keep(ANN, id, KeptCard(f"kept-{n}", "ann", "Visa", f"{1000 + n}", 12, 2030))
    assert buys(shop, remember=True).status == "confirmed"
    assert len(cards(shop)) == MOST_CARDS
