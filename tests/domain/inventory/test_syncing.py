"""What outside systems say about pieces, in whatever order it comes."""

import pytest

from store.domain.inventory.errors import BelowReserved, FewerOnHand, SayOneOfBoth
from store.domain.inventory.events import StockRanLow, StockSynced
from store.domain.inventory.inventory import Inventory
from tests.domain.inventory.test_inventory import FIVE, ID, MUG, NOON, TWO_FOR_ANN
from tests.harness.scenario import given

pytestmark = [
    pytest.mark.requirement("R12.2"), pytest.mark.story("US-12.2", "updates at the same time are resolved"),
]


def said(sequence, on_hand, was, change=None, source="till"):
    return StockSynced(
        at=NOON, sku=MUG, source=source, sequence=sequence, on_hand=on_hand, was=was, change=change
    )


def syncing(of, sequence, source="till", **what):
    return of.when(Inventory.sync, MUG, source, sequence, at=NOON, **what)


five = given(Inventory, ID, FIVE)
promised = given(Inventory, ID, FIVE, TWO_FOR_ANN)
told = given(Inventory, ID, FIVE, said(7, 4, 5))


def test_a_number_is_set_and_a_change_is_added():
    syncing(five, 1, on_hand=9).then(said(1, 9, 5))
    syncing(five, 1, change=-2).then(said(1, 3, 5, -2))


def test_an_older_message_never_wins():
    syncing(told, 6, on_hand=9).then_nothing()
    syncing(told, 7, on_hand=9).then_nothing()
    syncing(told, 6, change=-1).then_nothing()
    syncing(told, 8, on_hand=9).then(said(8, 9, 4))


def test_each_system_counts_its_own_messages():
    syncing(told, 1, source="shed", on_hand=2).then(said(1, 2, 4, source="shed"))


def test_what_agrees_with_the_books_is_a_fact_so_that_nothing_older_wins_later():
    syncing(five, 3, on_hand=5).then(said(3, 5, 5))
    given(Inventory, ID, FIVE, said(3, 5, 5)).when(Inventory.sync, MUG, "till", 2, on_hand=1, at=NOON).then_nothing()


def test_less_than_is_promised_is_refused_and_takes_no_number():
    syncing(promised, 1, on_hand=1).then_raises(BelowReserved, reserved=2)
    syncing(promised, 1, change=-4).then_raises(BelowReserved, reserved=2)
    syncing(promised, 1, on_hand=2).then(said(1, 2, 5))


def test_no_more_goes_than_was_there():
    syncing(five, 1, change=-6).then_raises(FewerOnHand, on_hand=5)
    syncing(five, 1, on_hand=-1).then_raises(FewerOnHand)


def test_a_message_says_one_of_both():
    syncing(five, 1).then_raises(SayOneOfBoth)
    syncing(five, 1, on_hand=3, change=-2).then_raises(SayOneOfBoth)


@pytest.mark.story("US-2.6", "an alert when stock is low")
def test_what_an_outside_system_sells_may_run_low():
    low = StockRanLow(at=NOON, sku=MUG, available=1, threshold=2)
    syncing(five, 1, change=-4, low_at=2).then(said(1, 1, 5, -4), low)
