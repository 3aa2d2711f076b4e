"""Cards added without buying: sandbox and Stripe keep the same promises, PayPal says that it can't."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.payments.cards_memory import MemorySavedCards
from store.adapters.payments.cards_postgres import PostgresSavedCards
from store.adapters.payments.gateways import Gateways
from store.adapters.payments.setups_memory import MemorySetups
from store.adapters.payments.setups_postgres import PostgresSetups
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.payments.adding import AddingId, AddsCards, CardAdded, CardRefused
from store.application.payments.cards import CardWish, KeptCard
from store.application.payments.ports import Captured, Challenged, Undecided, Unheard
from store.domain.shared.ids import AccountId
from tests.adapters.payments.worlds import TWELVE, a_payment, opened

pytestmark = [
    pytest.mark.requirement("R10.6"), pytest.mark.story("US-3.5", "a card is added without buying"),
    pytest.mark.story("US-10.5", "tokens stand for cards"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
CARD = KeptCard("pm_1", "cus_1", "Visa", "4242", 12, 2030)


def a_try() -> AddingId:
    return AddingId(uuid4())


@pytest.fixture(params=["sandbox", "stripe"])
def world(request):
    with opened(request.param) as world:
        yield world


def test_a_card_is_kept_without_money_moving_and_pays_later(world):
    verdict = world.gateway.adding.add(a_try(), world.success, "")
    assert isinstance(verdict, CardAdded)
    card = verdict.card
    assert (card.brand, card.last4, card.month, card.year) == ("Visa", "4242", 12, 2030)
    assert world.taken() == []
    paid = world.gateway.charge(a_payment(), TWELVE, world.method, card.token, CardWish(customer=card.customer))
    assert isinstance(paid, Captured)


def test_asking_again_keeps_it_once_whatever_card_is_shown_then(world):
    id = a_try()
    first = world.gateway.adding.add(id, world.success, "")
    assert world.gateway.adding.add(id, world.success, "") == first
    assert world.gateway.adding.add(id, world.decline, "") == first == world.gateway.adding.look(id)


def test_cards_of_one_person_are_kept_together(world):
    first = world.gateway.adding.add(a_try(), world.success, "").card
    second = world.gateway.adding.add(a_try(), world.success, first.customer).card
    assert second.customer == first.customer
    assert second.token != first.token


def test_a_refused_card_is_the_end_of_that_try(world):
    id = a_try()
    refused = world.gateway.adding.add(id, world.decline, "")
    assert isinstance(refused, CardRefused)
    assert world.gateway.adding.look(id) == refused
    assert isinstance(world.gateway.adding.add(id, world.success, ""), CardRefused)
    assert isinstance(world.gateway.adding.add(a_try(), "nothing like a card", ""), CardRefused)


@pytest.mark.story("US-3.5", "support 3-D Secure")
@pytest.mark.parametrize(("approved", "end"), [(True, CardAdded), (False, CardRefused)])
def test_a_bank_that_asks_decides(world, approved, end):
    id = a_try()
    asked = world.gateway.adding.add(id, world.challenge, "")
    assert isinstance(asked, Challenged)
    assert world.gateway.adding.way(id)
    world.answers_bank_about_a_card(id, approved=approved)
    assert isinstance(world.gateway.adding.look(id), end)
    assert world.gateway.adding.way(id) is None
    world.answers_bank_about_a_card(id, approved=not approved)
    assert isinstance(world.gateway.adding.look(id), end)


def test_what_is_given_up_is_never_kept_and_what_is_kept_stays(world):
    waiting, unheard, kept = a_try(), a_try(), a_try()
    world.gateway.adding.add(waiting, world.challenge, "")
    world.gateway.adding.add(kept, world.success, "")
    assert world.gateway.adding.look(unheard) == Unheard()
    assert isinstance(world.gateway.adding.cancel(waiting), CardRefused)
    assert isinstance(world.gateway.adding.cancel(unheard), CardRefused)
    assert isinstance(world.gateway.adding.cancel(kept), CardAdded)
    world.answers_bank_about_a_card(waiting, approved=True)
    assert isinstance(world.gateway.adding.look(waiting), CardRefused)
    assert isinstance(world.gateway.adding.add(unheard, world.success, ""), CardRefused)


def test_an_answer_that_is_lost_is_found_by_asking(world):
    id = a_try()
    assert world.loses_the_answer_about_a_card(id) == Undecided()
    assert isinstance(world.gateway.adding.look(id), CardAdded)


def test_many_presses_of_one_button_keep_one_card(world):
    id = a_try()
    with ThreadPoolExecutor(6) as crowd:
        for press in [crowd.submit(world.gateway.adding.add, id, world.success, "") for _ in range(6)]:
            assert isinstance(press.result(), CardAdded | Undecided)
    verdict = world.gateway.adding.look(id)
    assert isinstance(verdict, CardAdded)


def test_a_gateway_says_whether_it_can():
    with ExitStack() as stack:
        worlds = {name: stack.enter_context(opened(name)) for name in ("sandbox", "stripe", "paypal")}
        inner = {name: getattr(world.gateway, "_inner", world.gateway) for name, world in worlds.items()}
        assert not isinstance(inner["paypal"], AddsCards)
        them = Gateways({name: lambda it=it: it for name, it in inner.items()}, tuple(inner), lambda _: None)
        assert [way.method for way in them.adding()] == ["sandbox", "stripe"]
        assert them.adder("paypal") is None
        assert them.adder("unknown") is None


@pytest.fixture(params=["memory", "postgres"])
def kept(request):
    if request.param == "memory":
        yield MemorySavedCards(), MemorySetups()
        return
    with pool(request.getfixturevalue("app_url"), 2) as connections:
        yield PostgresSavedCards(connections, Vault(MemoryKeys())), PostgresSetups(connections)


def test_a_card_that_is_begun_is_known_by_its_id_and_unfinished_until_it_is_kept(kept):
    cards, _ = kept
    ann, id, paid = AccountId(uuid4()), a_try(), a_payment()
    cards.wish(ann, paid, "stripe", NOON)
    for _ in range(2):
        cards.begin(ann, id, "stripe", NOON, most=10)
    begun = cards.beginning(id)
    assert (begun.account, begun.method, begun.at, begun.adding) == (ann, "stripe", NOON, True)
    assert cards.beginning(AddingId(paid)) is None
    assert {(it.payment_id, it.adding) for it in cards.wished(ann)} == {(paid, False), (id, True)}
    later = NOON + timedelta(seconds=1)
    assert id in {it.payment_id for it in cards.unfinished(later)}
    assert id not in {it.payment_id for it in cards.unfinished(NOON)}
    cards.keep(ann, id, CARD)
    assert cards.of(ann) == [(id, "stripe", CARD)]
    assert id not in {it.payment_id for it in cards.unfinished(later)}
    cards.drop(ann, id)
    assert cards.beginning(id) is None
    cards.keep(ann, id, CARD)
    assert cards.of(ann) == []


def test_the_first_intent_of_a_try_stands_and_so_does_giving_it_up(kept):
    _, book = kept
    id = a_try()
    name = f"seti_{uuid4().hex}"
    assert book.find(id) is None
    assert book.keep(id, name).intent == name
    assert book.keep(id, "seti_another").intent == name
    assert book.adding_of(name) == id
    assert book.adding_of("seti_another") is None
    given_up = book.give_up(id)
    assert (given_up.intent, given_up.given_up) == (name, True)
    assert book.give_up(a_try()).intent is None
