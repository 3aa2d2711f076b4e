"""Whatever one tries with a product, in any order."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from store.domain.catalogue.events import Description, PriceChanged, ProductDrafted, ProductListed, Variant
from store.domain.catalogue.product import Product, Stage
from store.domain.catalogue.standing_events import (
    ProductPublished,
    ProductRelisted,
    ProductUnpublished,
    ProductWithdrawn,
)
from store.domain.shared.ids import CategoryId, Sku
from store.domain.shared.money import Money
from tests.domain.catalogue.test_product import ID, NOON
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [
    pytest.mark.requirement("R2.3"),
    pytest.mark.story("US-2.5", "edit products"),
]

SKUS = st.sampled_from([Sku("a"), Sku("b"), Sku("c"), Sku("not a sku")])
PRICES = st.builds(Money, st.integers(-1, 3), st.sampled_from(["EUR", "EUR", "EUR", "JPY"]))
VARIANTS = st.lists(
    st.builds(Variant, SKUS, PRICES, st.just({}), st.none() | PRICES), max_size=3
).map(tuple)
DESCRIPTIONS = st.builds(
    Description, st.just("slug"), st.sampled_from(["Mug", "Cup"]), st.just("Kiln"), st.just(CategoryId(UUID(int=1)))
)


class ProductMachine(AggregateMachine):
    it: Product

    def __init__(self):
        super().__init__()
        self.it = Product(ID)

    @rule(description=DESCRIPTIONS, variants=VARIANTS)
    def list(self, description, variants):
        self.attempt(Product.list, description, variants, at=NOON)

    @rule(description=DESCRIPTIONS, variants=VARIANTS)
    def draft(self, description, variants):
        self.attempt(Product.draft, description, variants, at=NOON)

    @rule(description=DESCRIPTIONS, variants=VARIANTS)
    def revise(self, description, variants):
        if self.attempt(Product.revise, description, variants, at=NOON):
            assert tuple(self.it.variants.values()) == variants

    @rule(sku=SKUS, price=PRICES, list_price=st.none() | PRICES)
    def reprice(self, sku, price, list_price):
        if self.attempt(Product.reprice, sku, price, list_price, at=NOON):
            assert (self.it.variants[sku].price, self.it.variants[sku].list_price) == (price, list_price)

    @rule()
    def withdraw(self):
        self.attempt(Product.withdraw, reason="a reason", at=NOON)

    @rule(behaviour=st.sampled_from([Product.publish, Product.unpublish, Product.relist, Product.call_off]))
    def stand(self, behaviour):
        self.attempt(behaviour, at=NOON)

    @rule(hours=st.integers(-1, 2))
    def plan(self, hours):
        self.attempt(Product.plan, NOON + timedelta(hours=hours), at=NOON)

    @rule(due=st.integers(-1, 2), now=st.integers(-1, 3))
    def keep_appointment(self, due, now):
        was = self.it.stage, self.it.due
        self.attempt(Product.keep_appointment, NOON + timedelta(hours=due), at=NOON + timedelta(hours=now))
        if self.it.stage is not was[0]:
            assert was == (Stage.DRAFT, NOON + timedelta(hours=due))
            assert now >= due

    @invariant()
    def only_drafts_wait_for_their_moment(self):
        assert self.it.due is None or self.it.stage is Stage.DRAFT

    @invariant()
    def whether_it_is_for_sale_follows_from_its_last_standing(self):
        turns = {ProductListed: Stage.LISTED, ProductDrafted: Stage.DRAFT, ProductPublished: Stage.LISTED,
                 ProductUnpublished: Stage.DRAFT, ProductWithdrawn: Stage.WITHDRAWN}
        stands = Stage.BLANK
        for fact in self.history:
            back = Stage.LISTED if getattr(fact, "for_sale", False) else Stage.DRAFT
            stands = back if isinstance(fact, ProductRelisted) else turns.get(type(fact), stands)
        assert self.it.stage is stands

    @invariant()
    def what_was_listed_has_variants_at_sensible_prices_in_one_currency(self):
        variants = self.it.variants.values()
        assert bool(variants) == (self.it.stage is not Stage.BLANK)
        assert all(variant.price.minor > 0 for variant in variants)
        assert len({variant.price.currency for variant in variants}) <= 1

    @invariant()
    def every_price_change_changed_something(self):
        for fact in self.facts(PriceChanged):
            assert fact.price.currency == fact.was.currency

    @invariant()
    def nothing_happens_to_what_was_withdrawn_but_that_it_comes_back(self):
        for fact, then in pairwise(self.history):
            assert not isinstance(fact, ProductWithdrawn) or isinstance(then, ProductRelisted)


TestProduct = ProductMachine.TestCase
TestProduct.settings = QUICK
