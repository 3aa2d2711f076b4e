"""Cards kept for next time: sandbox and Stripe keep the same promises, and so do the table and its twin."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import uuid4

import pytest

from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.payments.cards_memory import MemorySavedCards
from store.adapters.payments.cards_postgres import PostgresSavedCards
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.payments.adding import AddingId
from store.application.payments.cards import CardWish, KeptCard
from store.application.payments.errors import GatewayAway
from store.application.payments.ports import Captured, Challenged, Declined
from store.domain.shared.ids import AccountId, PaymentId, subject_of
from tests.adapters.payments.worlds import TWELVE, a_payment, opened

pytestmark = [
    pytest.mark.requirement("R10.6"), pytest.mark.story("US-3.5", "no card is stored"),
    pytest.mark.story("US-10.5", "tokens stand for cards"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
CARD = KeptCard("pm_1", "cus_1", "Visa", "4242", 12, 2030)


@pytest.fixture(params=["sandbox", "stripe"])
def world(request):
    with opened(request.param) as world:
        yield world


def remembered(world, token=None):
    payment = a_payment()
    world.gateway.charge(payment, TWELVE, world.method, token or world.success, CardWish(remember=True))
    return payment, world.gateway.kept_card(payment)


def test_a_card_is_kept_once_it_was_paid_by_and_pays_again_without_being_shown(world):
    first, card = remembered(world)
    assert (card.brand, card.last4, card.month, card.year) == ("Visa", "4242", 12, 2030)
    again = a_payment()
    paid = world.gateway.charge(again, TWELVE, world.method, card.token, CardWish(customer=card.customer))
    assert isinstance(paid, Captured)
    assert world.taken() == sorted([(str(first), TWELVE), (str(again), TWELVE)])


def test_a_bank_that_asks_asks_again_and_only_then_is_the_card_kept(world):
    payment, card = remembered(world, world.challenge)
    assert card is None
    world.answers_bank(payment, approved=True)
    card = world.gateway.kept_card(payment)
    asked = world.gateway.charge(a_payment(), TWELVE, world.method, card.token, CardWish(customer=card.customer))
    assert isinstance(asked, Challenged)


def test_a_card_nobody_wished_to_keep_and_one_that_was_declined_are_not_kept(world):
    payment = a_payment()
    world.gateway.charge(payment, TWELVE, world.method, world.success)
    assert world.gateway.kept_card(payment) is None
    assert remembered(world, world.decline)[1] is None


def test_a_card_that_was_given_up_pays_no_more_and_giving_up_twice_is_once(world):
    _, card = remembered(world)
    assert world.gateway.forget_card(card)
    assert world.gateway.forget_card(card)
    paid = world.gateway.charge(a_payment(), TWELVE, world.method, card.token, CardWish(customer=card.customer))
    assert isinstance(paid, Declined)


@pytest.fixture(params=["memory", "postgres"])
def cards(request):
    if request.param == "memory":
        yield MemorySavedCards()
        return
    with pool(request.getfixturevalue("app_url"), 2) as connections:
        yield PostgresSavedCards(connections, Vault(MemoryKeys()))


def test_a_card_is_wished_then_kept_then_gone_and_nobody_elses(cards):
    ann, ben, payment = AccountId(uuid4()), AccountId(uuid4()), PaymentId(uuid4())
    for _ in range(2):
        cards.wish(ann, payment, "stripe", NOON)
    assert [(it.payment_id, it.method, it.at) for it in cards.wished(ann)] == [(payment, "stripe", NOON)]
    assert cards.of(ann) == []
    cards.keep(ann, payment, CARD)
    assert (cards.wished(ann), cards.of(ann), cards.of(ben)) == ([], [(payment, "stripe", CARD)], [])
    cards.drop(ben, payment)
    assert cards.of(ann) != []
    cards.drop(ann, payment)
    assert cards.of(ann) == []


@pytest.mark.story("US-3.5", "a card is added without buying")
@pytest.mark.parametrize("kept", [0, 8, 10])
def test_however_many_are_begun_at_once_there_are_never_more_than_the_most(request, kept):
    """Whoever presses in many tabs at once: the table decides, each time anew."""
    tries, ann = [AddingId(uuid4()) for _ in range(40)], AccountId(uuid4())
    with pool(request.getfixturevalue("app_url"), 16) as connections, ThreadPoolExecutor(16) as threads:
        cards = PostgresSavedCards(connections, Vault(MemoryKeys()))
        for _ in range(kept):
            paid = PaymentId(uuid4())
            cards.wish(ann, paid, "stripe", NOON)
            cards.keep(ann, paid, CARD)
        started = Barrier(16)

        def press(id):
            if tries.index(id) < 16:
                started.wait()
            cards.begin(ann, id, "stripe", NOON, most=10)
            return cards.beginning(id) is not None

        assert sum(threads.map(press, tries)) == 10 - kept
        assert len(cards.wished(ann)) + len(cards.of(ann)) == 10


@pytest.mark.story("US-3.5", "a card is added without buying")
def test_one_that_is_about_to_be_added_takes_a_place_and_a_mere_wish_takes_none(cards):
    ann, ben, first, second = AccountId(uuid4()), AccountId(uuid4()), AddingId(uuid4()), AddingId(uuid4())
    cards.wish(ann, PaymentId(uuid4()), "stripe", NOON)
    for id in (first, first, second):
        cards.begin(ann, id, "stripe", NOON, most=1)
    assert (cards.beginning(first) is not None, cards.beginning(second)) == (True, None)
    cards.begin(ben, second, "stripe", NOON, most=1)
    assert cards.beginning(second).account == ben
    cards.drop(ann, first)
    third = AddingId(uuid4())
    cards.begin(ann, third, "stripe", NOON, most=1)
    assert cards.beginning(third) is not None


def test_nothing_of_a_card_can_be_read_in_the_table_and_who_is_forgotten_is_forgotten_there_first(app_url):
    ann, payment = AccountId(uuid4()), PaymentId(uuid4())
    with pool(app_url, 2) as connections:
        cards = PostgresSavedCards(connections, Vault(MemoryKeys()))
        cards.wish(ann, payment, "stripe", NOON)
        cards.keep(ann, payment, CARD)
        with connections.connection() as db:
            row = str(db.execute("SELECT * FROM work.saved_cards WHERE account = %s", (ann,)).fetchone())
        assert not any(word in row for word in ("pm_1", "cus_1", "Visa", "4242"))
        given_up = []
        cards.give_up([subject_of(ann)], lambda *card: given_up.append(card) or True)
        assert given_up == [("stripe", CARD)]
        with pytest.raises(GatewayAway):
            cards.give_up([subject_of(ann)], lambda *_: False)
