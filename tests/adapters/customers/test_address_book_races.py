"""What only a real database can decide: many who change one address book at once."""

from itertools import pairwise
from uuid import UUID, uuid4

import pytest

from store.application.customers.messages import AddAddress, ChooseDefaults, RemoveAddress
from store.application.shared.bus import Caller
from store.domain.customers.address_book import AddressBook
from store.domain.customers.errors import BookFull
from store.domain.customers.events import DefaultChanged, PostalAddress, Purpose
from store.domain.shared.ids import AccountId, address_book_of, subject_of
from store.domain.shared.personal import Erased
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.adapters.identity.test_account_races import at_once

ANN = AccountId(UUID(int=1))
MANY = 12

pytestmark = [
    pytest.mark.requirement("R6.3"), pytest.mark.story("US-6.2", "a default for shipping"),
    pytest.mark.story("US-6.2", "a default for billing"),
]


def address(number):
    return PostalAddress("Ann Example", f"Lindenweg {number}", "Berlin", "10115", "DE")


@pytest.fixture
def shop(migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, command_threads=8)) as shop:
        yield shop


def do(shop, command):
    return shop.bus().do(command, Caller(actor=f"customer:{ANN}", correlation=uuid4())).outcome


def facts(shop):
    id = address_book_of(ANN)
    return list(shop.journal().read([id])[id].events)


def book(shop):
    return AddressBook.replay(address_book_of(ANN), facts(shop))


def test_however_many_choose_at_once_there_is_one_default_for_each_purpose(shop):
    kept = at_once(MANY, lambda n: do(shop, AddAddress(account_id=ANN, address=address(n))).address_id)
    assert len(set(kept)) == len(book(shop).addresses) == MANY

    def choose_or_remove(number):
        id = kept[number]
        if number % 3 == 0:
            return do(shop, RemoveAddress(account_id=ANN, address_id=id))
        return do(shop, ChooseDefaults(account_id=ANN, defaults=dict.fromkeys(Purpose, id)))

    at_once(MANY, choose_or_remove)
    it = book(shop)
    assert set(it.addresses) == {id for number, id in enumerate(kept) if number % 3}
    assert set(it.defaults) == set(Purpose)
    assert set(it.defaults.values()) <= set(it.addresses)
    for purpose in Purpose:
        chosen = [fact.address_id for fact in facts(shop) if isinstance(fact, DefaultChanged)
                  and fact.purpose is purpose]
        assert all(before != after for before, after in pairwise(chosen)), "each change was a change"


def test_one_address_saved_by_many_at_once_is_kept_once(shop):
    kept = at_once(MANY, lambda _: do(shop, AddAddress(account_id=ANN, address=address(1))).address_id)
    assert len(set(kept)) == 1
    assert len(facts(shop)) == 3


def test_the_last_place_in_a_book_is_given_once(shop, monkeypatch):
    monkeypatch.setattr("store.domain.customers.address_book.MOST", 3)

    def add(number):
        try:
            return do(shop, AddAddress(account_id=ANN, address=address(number)))
        except BookFull:
            return None

    assert len([kept for kept in at_once(MANY, add) if kept]) == len(book(shop).addresses) == 3


@pytest.mark.story("US-10.4", "who was forgotten can be read nowhere")
def test_nobody_can_read_the_addresses_of_somebody_who_was_forgotten(shop):
    do(shop, AddAddress(account_id=ANN, address=address(1)))
    with shop.pool().connection() as db:
        assert "Lindenweg" not in str(db.execute("SELECT state::text FROM log.events").fetchall())
    shop.keys().destroy(subject_of(ANN))
    assert [each.value for each in book(shop).addresses.values()] == [Erased()]
