"""Somebody keeps addresses, and one of them is taken unless another is named."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from store.domain.customers.address_book import MOST, AddressBook
from store.domain.customers.errors import BookFull, NoSuchAddress
from store.domain.customers.events import (
    AddressAdded,
    AddressChanged,
    AddressRemoved,
    AddressRestored,
    Because,
    DefaultChanged,
    PostalAddress,
    Purpose,
)
from store.domain.shared.ids import AccountId, SavedAddressId, address_book_of, subject_of
from store.domain.shared.personal import Personal
from tests.harness.scenario import given

pytestmark = [
    pytest.mark.requirement("R6.3"), pytest.mark.story("US-6.2", "add, edit and delete addresses"),
    pytest.mark.story("US-6.2", "a default for shipping"), pytest.mark.story("US-6.2", "a default for billing"),
]
ANN = AccountId(UUID(int=1))
BOOK = address_book_of(ANN)
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
HOME, WORK, PARENTS = (SavedAddressId(UUID(int=n)) for n in (11, 12, 13))


def at(number):
    return PostalAddress("Ann Example", f"Lindenweg {number}", "Berlin", "10115", "DE")


def sealed(number):
    return Personal(subject_of(ANN), at(number))


def added(id, number):
    return AddressAdded(at=NOON, account_id=ANN, address_id=id, address=sealed(number))


def default(id, purpose, because=Because.CHOSEN):
    return DefaultChanged(at=NOON, account_id=ANN, address_id=id, purpose=purpose, because=because)


def both(id, because):
    return default(id, Purpose.SHIPPING, because), default(id, Purpose.BILLING, because)


def removed(id):
    return AddressRemoved(at=NOON, account_id=ANN, address_id=id)


def restored(id):
    return AddressRestored(at=NOON, account_id=ANN, address_id=id)


FIRST = (added(HOME, 1), *both(HOME, Because.FIRST))
TWO = (*FIRST, added(WORK, 2))
THREE = (*TWO, added(PARENTS, 3))


def book(*past):
    return given(AddressBook, BOOK, *past)


def test_the_first_address_is_taken_for_everything():
    book().when(AddressBook.add, ANN, HOME, at(1), at=NOON).then(*FIRST)


def test_a_further_one_is_kept_beside_it():
    book(*FIRST).when(AddressBook.add, ANN, WORK, at(2), at=NOON).then(added(WORK, 2))


def test_the_same_address_is_not_kept_twice():
    book(*TWO).when(AddressBook.add, ANN, PARENTS, at(2), at=NOON).then_nothing()
    it = AddressBook.replay(BOOK, TWO)
    assert it.add(ANN, PARENTS, at(2), at=NOON) == WORK, "whoever saves it once more is told where it is"


def test_an_address_changes():
    changed = AddressChanged(at=NOON, account_id=ANN, address_id=HOME, address=sealed(4))
    book(*TWO).when(AddressBook.change, HOME, at(4), at=NOON).then(changed)
    book(*TWO).when(AddressBook.change, HOME, at(1), at=NOON).then_nothing()


@pytest.mark.parametrize(("behaviour", "more"), [
    (AddressBook.change, (at(9),)), (AddressBook.remove, ()), (AddressBook.restore, ()),
    (AddressBook.choose, (Purpose.BILLING,)),
])
def test_what_is_not_in_the_book_is_not_there_for_anybody(behaviour, more):
    for past in ((), TWO):
        book(*past).when(behaviour, PARENTS, *more, at=NOON).then_raises(NoSuchAddress)


def test_what_was_removed_is_changed_and_chosen_no_more():
    past = (*TWO, removed(WORK))
    book(*past).when(AddressBook.change, WORK, at(9), at=NOON).then_raises(NoSuchAddress)
    book(*past).when(AddressBook.choose, WORK, Purpose.BILLING, at=NOON).then_raises(NoSuchAddress)
    book(*past).when(AddressBook.remove, WORK, at=NOON).then_nothing()


def test_another_address_is_chosen_for_one_purpose():
    book(*TWO).when(AddressBook.choose, WORK, Purpose.BILLING, at=NOON).then(default(WORK, Purpose.BILLING))
    book(*TWO).when(AddressBook.choose, HOME, Purpose.BILLING, at=NOON).then_nothing()


def test_without_the_default_the_one_kept_longest_takes_its_place():
    book(*THREE).when(AddressBook.remove, HOME, at=NOON).then(removed(HOME), *both(WORK, Because.NEXT))
    past = (*THREE, default(PARENTS, Purpose.BILLING))
    book(*past).when(AddressBook.remove, PARENTS, at=NOON).then(
        removed(PARENTS), default(HOME, Purpose.BILLING, Because.NEXT)
    )


def test_the_last_one_leaves_nothing_behind():
    book(*FIRST).when(AddressBook.remove, HOME, at=NOON).then(removed(HOME))


def test_a_removal_is_taken_back_as_if_it_had_not_been():
    past = (*THREE, removed(HOME), *both(WORK, Because.NEXT))
    book(*past).when(AddressBook.restore, HOME, at=NOON).then(restored(HOME), *both(HOME, Because.BACK))
    book(*THREE, removed(WORK)).when(AddressBook.restore, WORK, at=NOON).then(restored(WORK))
    book(*THREE).when(AddressBook.restore, WORK, at=NOON).then_nothing()
    book(*FIRST, removed(HOME)).when(AddressBook.restore, HOME, at=NOON).then(
        restored(HOME), *both(HOME, Because.BACK)
    )


def test_what_somebody_chose_meanwhile_stays():
    past = (*THREE, removed(HOME), *both(WORK, Because.NEXT), default(PARENTS, Purpose.SHIPPING))
    book(*past).when(AddressBook.restore, HOME, at=NOON).then(
        restored(HOME), default(HOME, Purpose.BILLING, Because.BACK)
    )


def test_a_book_is_full_some_day():
    many = tuple(added(SavedAddressId(UUID(int=100 + n)), n) for n in range(MOST))
    full = (many[0], *both(many[0].address_id, Because.FIRST), *many[1:])
    book(*full).when(AddressBook.add, ANN, HOME, at(999), at=NOON).then_raises(BookFull, most=MOST)
    book(*full).when(AddressBook.add, ANN, HOME, at(7), at=NOON).then_nothing()
    past = (*full, removed(many[-1].address_id), added(HOME, 999))
    book(*past).when(AddressBook.restore, many[-1].address_id, at=NOON).then_raises(BookFull, most=MOST)
