"""Whatever one tries with an address or a category, in any order."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from store.domain.catalogue.address import Address
from store.domain.catalogue.category import Category
from store.domain.shared.ids import ProductId, address_of, category_of
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [pytest.mark.requirement("R2.3")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)


class AddressMachine(AggregateMachine):
    it: Address

    def __init__(self):
        super().__init__()
        self.it = Address(address_of("mug"))

    @rule(product=st.integers(1, 3))
    def claim(self, product):
        self.attempt(Address.claim, "mug", ProductId(UUID(int=product)), at=NOON)

    @invariant()
    def it_leads_to_whoever_came_first(self):
        assert len(self.history) <= 1
        assert self.it.product_id == (self.history[0].product_id if self.history else None)


class CategoryMachine(AggregateMachine):
    it: Category

    def __init__(self):
        super().__init__()
        self.it = Category(category_of("kitchen"))

    @rule(name=st.sampled_from(["Kitchen", "Kitchens", ""]))
    def open(self, name):
        self.attempt(Category.open, name, "kitchen", None, None, at=NOON)

    @invariant()
    def it_is_opened_once(self):
        assert len(self.history) <= 1
        assert self.it.name == (self.history[0].name if self.history else "")


TestAddress, TestCategory = AddressMachine.TestCase, CategoryMachine.TestCase
TestAddress.settings = TestCategory.settings = QUICK
