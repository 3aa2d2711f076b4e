"""Somebody adds a card without buying: whoever asks what became of it, in whatever order, it is kept once or not."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from store.application.payments.adding import (
    MOST_CARDS,
    AddCard,
    AddingId,
    CardNotAdded,
    CardsFull,
    NotAddedThere,
    SettleAdding,
    VisitBank,
)
from store.application.payments.cards import ForgetOwnCard, ListOwnCards
from store.application.shared.errors import NoSuch
from store.domain.shared.ids import AccountId
from store.entrypoints.workers.adding import AddingFollower
from tests.application.processes.examples import NINE, goods, shop_selling
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [pytest.mark.requirement("R10.6"), pytest.mark.story("US-3.5", "a card is added without buying")]
ANN, BEN = AccountId(UUID(int=31)), AccountId(UUID(int=32))


@pytest.fixture
def shop():
    return shop_selling(goods("mug", NINE, 50))


def does(shop, command):
    return shop.shop.bus().do(command, SOMEBODY).outcome


def adds(shop, token="success", key="k", who=ANN, method="sandbox"):  # noqa: S107 - the name of a sandbox card
    return does(shop, AddCard(account_id=who, method=method, token=token, key=key))


def cards(shop, who=ANN):
    return does(shop, ListOwnCards(account_id=who))


def bank(shop):
    return shop.shop.gateway().adding


def follow(shop):
    AddingFollower(shop.shop.saved_cards().unfinished, shop.shop.bus(), shop.clock)()


def test_a_card_is_kept_and_pressing_twice_is_once(shop):
    first = adds(shop)
    assert (first.status, first.card.last4) == ("kept", "4242")
    assert adds(shop).id == first.id
    assert [card.id for card in cards(shop)] == [first.id]
    assert cards(shop, BEN) == ()
    assert shop.shop.gateway().captures() == {}


def test_the_same_card_added_again_takes_the_place_of_the_older(shop):
    adds(shop, key="one")
    second = adds(shop, key="two")
    assert [card.id for card in cards(shop)] == [second.id]


def test_a_card_that_was_removed_stays_away_whatever_comes_late(shop):
    kept = adds(shop)
    assert does(shop, ForgetOwnCard(account_id=ANN, card_id=kept.id))
    assert does(shop, SettleAdding(id=kept.id, method="sandbox")).status == "declined"
    assert cards(shop) == ()


def test_a_refused_card_says_why_and_leaves_nothing(shop):
    with pytest.raises(CardNotAdded, match="the card was refused"):
        adds(shop, "decline")
    assert cards(shop) == ()
    assert shop.shop.saved_cards().wished(ANN) == []


@pytest.mark.story("US-3.5", "support 3-D Secure")
@pytest.mark.parametrize("approved", [True, False])
def test_a_bank_that_asks_is_visited_by_the_owner_alone_and_return_and_notice_say_the_same(shop, approved):
    asked = adds(shop, "challenge")
    assert asked.status == "requires_action"
    assert does(shop, VisitBank(account_id=ANN, id=asked.id)).url == asked.next_action.url
    assert does(shop, VisitBank(account_id=BEN, id=asked.id)) is None
    assert does(shop, SettleAdding(id=asked.id)).status == "requires_action"
    bank(shop).answer(asked.id, approved=approved)
    first = does(shop, SettleAdding(id=asked.id))
    assert first.status == ("kept" if approved else "declined")
    again = does(shop, SettleAdding(id=asked.id, method="sandbox"))
    assert again.status == first.status
    assert len(cards(shop)) == int(approved)


def test_an_outcome_that_nobody_heard_is_found_by_asking_and_by_looking_at_the_list(shop):
    lost = adds(shop, "timeout")
    assert lost.status == "processing"
    assert [card.id for card in cards(shop)] == [lost.id]


def test_an_outcome_that_nobody_asks_about_is_followed_up(shop):
    lost = adds(shop, "timeout")
    follow(shop)
    assert shop.shop.saved_cards().of(ANN) == [], "it is still in the hands of whoever adds it"
    shop.clock.set(NOON + timedelta(minutes=1))
    follow(shop)
    assert [id for id, _, _ in shop.shop.saved_cards().of(ANN)] == [lost.id]


def test_who_stays_away_from_the_bank_for_half_an_hour_adds_nothing(shop):
    asked = adds(shop, "challenge")
    shop.clock.set(NOON + timedelta(minutes=31))
    follow(shop)
    bank(shop).answer(asked.id, approved=True)
    assert cards(shop) == ()
    assert shop.shop.saved_cards().wished(ANN) == []


def test_what_never_reached_the_gateway_is_refused_there_and_then_forgotten(shop):
    id = AddingId(uuid4())
    shop.shop.saved_cards().begin(ANN, id, "sandbox", NOON, most=MOST_CARDS)
    assert does(shop, SettleAdding(id=id)).status == "processing"
    shop.clock.set(NOON + timedelta(minutes=2))
    assert does(shop, SettleAdding(id=id)).status == "declined"
    assert shop.shop.saved_cards().wished(ANN) == []


def test_a_card_that_is_kept_there_after_its_person_was_forgotten_is_given_up_there_too(shop):
    asked = adds(shop, "challenge")
    bank(shop).answer(asked.id, approved=True)
    shop.shop.saved_cards().forget(ANN)
    assert does(shop, SettleAdding(id=asked.id, method="sandbox")).status == "declined"
    assert does(shop, SettleAdding(id=asked.id, method="sandbox")).reason == "the card was removed"


def test_where_no_card_is_kept_ahead_nobody_adds_one(shop):
    with pytest.raises(NotAddedThere, match="paypal"):
        adds(shop, method="paypal")
    with pytest.raises(NoSuch):
        does(shop, SettleAdding(id=AddingId(uuid4()), method="paypal"))


def test_more_than_ten_cards_are_not_kept(shop):
    for number in range(MOST_CARDS):
        shop.shop.saved_cards().begin(ANN, AddingId(UUID(int=number)), "sandbox", NOON, most=MOST_CARDS)
        shop.shop.saved_cards().keep(ANN, UUID(int=number), _another(number))
    with pytest.raises(CardsFull):
        adds(shop)


def _another(number):
    from store.application.payments.cards import KeptCard

    return KeptCard(f"t{number}", "c", "Visa", f"{number:04}", 1, 2031)


def test_whoever_is_at_the_bank_with_the_tenth_card_adds_no_eleventh(shop):
    for number in range(MOST_CARDS - 1):
        shop.shop.saved_cards().begin(ANN, AddingId(UUID(int=number)), "sandbox", NOON, most=MOST_CARDS)
        shop.shop.saved_cards().keep(ANN, UUID(int=number), _another(number))
    tenth = adds(shop, "challenge")
    with pytest.raises(CardsFull, match="10 cards, with those that are being added"):
        adds(shop, key="another")
    assert adds(shop, "challenge") == tenth, "the same try again is the same"
