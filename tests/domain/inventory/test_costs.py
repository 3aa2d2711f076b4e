"""Somebody tells what a piece costs the shop, and takes that back."""

import pytest

from store.domain.inventory.errors import CostNegative
from store.domain.inventory.events import CostTold
from store.domain.inventory.inventory import Inventory
from store.domain.shared.money import Money
from tests.domain.inventory.test_inventory import FIVE, ID, MUG, NOON
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "a promotion is tried on past orders")]
FOUR = CostTold(at=NOON, sku=MUG, cost=Money(400, "EUR"))
UNKNOWN = CostTold(at=NOON, sku=MUG, cost=None)


def test_what_a_piece_costs_is_told_once_and_taken_back():
    told = given(Inventory, ID, FIVE, FOUR)
    given(Inventory, ID, FIVE).when(Inventory.tell_cost, MUG, FOUR.cost, at=NOON).then(FOUR)
    told.when(Inventory.tell_cost, MUG, FOUR.cost, at=NOON).then()
    told.when(Inventory.tell_cost, MUG, None, at=NOON).then(UNKNOWN)
    given(Inventory, ID, FIVE).when(Inventory.tell_cost, MUG, None, at=NOON).then()


def test_a_piece_may_cost_nothing_and_never_less():
    five = given(Inventory, ID, FIVE)
    five.when(Inventory.tell_cost, MUG, Money(0, "EUR"), at=NOON).then(CostTold(at=NOON, sku=MUG, cost=Money(0, "EUR")))
    five.when(Inventory.tell_cost, MUG, Money(-1, "EUR"), at=NOON).then_raises(CostNegative)


def test_it_is_shown_in_the_past_of_a_sku_only_where_it_is_known():
    assert Inventory.replay(ID, [FIVE, FOUR]).picture()["cost"] == Money(400, "EUR")
    assert "cost" not in Inventory.replay(ID, [FIVE, FOUR, UNKNOWN]).picture()
