"""Whatever one does with an address book, in any order."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from store.domain.customers.address_book import AddressBook
from store.domain.customers.events import AddressAdded, PostalAddress, Purpose
from store.domain.shared.ids import AccountId, SavedAddressId, address_book_of
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [
    pytest.mark.requirement("R6.3"), pytest.mark.story("US-6.2", "a default for shipping"),
    pytest.mark.story("US-6.2", "a default for billing"),
]
ANN = AccountId(UUID(int=1))
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
NUMBERS = st.integers(1, 5)


def address(number):
    return PostalAddress("Ann Example", f"Lindenweg {number}", "Berlin", "10115", "DE")


def id_of(number):
    return SavedAddressId(UUID(int=number))


class AddressBookMachine(AggregateMachine):
    it: AddressBook

    def __init__(self):
        super().__init__()
        self.it, self.given = AddressBook(address_book_of(ANN)), 0

    @rule(number=NUMBERS)
    def add(self, number):
        self.given += 1
        self.attempt(AddressBook.add, ANN, id_of(self.given), address(number), at=NOON)

    @rule(which=NUMBERS, number=NUMBERS)
    def change(self, which, number):
        self.attempt(AddressBook.change, id_of(which), address(number), at=NOON)

    @rule(which=NUMBERS)
    def remove(self, which):
        self.attempt(AddressBook.remove, id_of(which), at=NOON)

    @rule(which=NUMBERS)
    def restore(self, which):
        self.attempt(AddressBook.restore, id_of(which), at=NOON)

    @rule(which=NUMBERS, purpose=st.sampled_from(Purpose))
    def choose(self, which, purpose):
        self.attempt(AddressBook.choose, id_of(which), purpose, at=NOON)

    @invariant()
    def each_purpose_has_one_default_that_is_kept(self):
        expected = set(Purpose) if self.it.addresses else set()
        assert set(self.it.defaults) == expected
        assert set(self.it.defaults.values()) <= set(self.it.addresses)

    @invariant()
    def nothing_is_lost(self):
        ever = {fact.address_id for fact in self.facts(AddressAdded)}
        assert ever == set(self.it.addresses) | set(self.it.removed)
        assert not set(self.it.addresses) & set(self.it.removed)


TestAddressBook = AddressBookMachine.TestCase
TestAddressBook.settings = QUICK
