"""Drafts, products that go on sale later, and those that come back."""

from datetime import timedelta
from uuid import UUID

import pytest

from store.domain.catalogue.errors import AlreadyListed, InThePast, NotForSale, OnlyForDrafts
from store.domain.catalogue.events import PriceChanged, ProductDrafted, ProductListed, ProductRevised
from store.domain.catalogue.product import Product
from store.domain.catalogue.standing_events import (
    ProductPublished,
    ProductRelisted,
    ProductUnpublished,
    PublicationCalledOff,
    PublicationPlanned,
)
from store.domain.shared.ids import VendorId
from tests.domain.catalogue.test_product import BETTER_MUG, BLUE, ID, LISTED, MUG, NOON, RED, WITHDRAWN, eur
from tests.harness.scenario import given

LOAM = VendorId(UUID(int=7))
SOON, LATER = NOON + timedelta(hours=1), NOON + timedelta(days=1)
DRAFTED = ProductDrafted(at=NOON, product_id=ID, description=MUG, variants=(RED, BLUE))
PUBLISHED = ProductPublished(at=NOON, product_id=ID)
UNPUBLISHED = ProductUnpublished(at=NOON, product_id=ID)
PLANNED = PublicationPlanned(at=NOON, product_id=ID, due=SOON)
CALLED_OFF = PublicationCalledOff(at=NOON, product_id=ID)

blank, draft = given(Product, ID), given(Product, ID, DRAFTED)
listed, withdrawn = given(Product, ID, LISTED), given(Product, ID, LISTED, WITHDRAWN)
planned = given(Product, ID, DRAFTED, PLANNED)

pytestmark = [pytest.mark.requirement("R2.3")]
edits = pytest.mark.story("US-2.5", "edit products")
deletes = pytest.mark.story("US-2.5", "soft-delete products")


@pytest.mark.story("US-2.5", "add products with all details")
def test_a_product_is_written_down_before_anybody_sees_it():
    blank.when(Product.draft, MUG, (RED, BLUE), at=NOON).then(DRAFTED)
    draft.when(Product.draft, MUG, (RED,), at=NOON).then_raises(AlreadyListed)
    draft.when(Product.list, MUG, (RED,), at=NOON).then_raises(AlreadyListed)
    listed.when(Product.draft, MUG, (RED,), at=NOON).then_raises(AlreadyListed)


def test_a_product_may_be_a_vendors():
    theirs = ProductListed(at=NOON, product_id=ID, description=MUG, variants=(RED,), vendor=LOAM)
    blank.when(Product.list, MUG, (RED,), at=NOON, vendor=LOAM).then(theirs)
    assert Product.replay(ID, [theirs]).vendor == LOAM
    assert Product.replay(ID, [LISTED]).vendor is None
    drafted = ProductDrafted(at=NOON, product_id=ID, description=MUG, variants=(RED,), vendor=LOAM)
    blank.when(Product.draft, MUG, (RED,), at=NOON, vendor=LOAM).then(drafted)


@edits
def test_a_draft_is_written_on_and_published():
    revised = ProductRevised(at=NOON, product_id=ID, description=BETTER_MUG, variants=(RED, BLUE))
    draft.when(Product.revise, BETTER_MUG, (RED, BLUE), at=NOON).then(revised)
    cheaper = PriceChanged(at=NOON, product_id=ID, sku=RED.sku, price=eur(800), list_price=None, was=eur(900))
    draft.when(Product.reprice, RED.sku, eur(800), None, at=NOON).then(cheaper)
    draft.when(Product.publish, at=NOON).then(PUBLISHED)
    listed.when(Product.publish, at=NOON).then_nothing()
    withdrawn.when(Product.publish, at=NOON).then_raises(NotForSale)
    blank.when(Product.publish, at=NOON).then_raises(NotForSale)


@edits
def test_what_is_for_sale_becomes_a_draft_again():
    listed.when(Product.unpublish, at=NOON).then(UNPUBLISHED)
    draft.when(Product.unpublish, at=NOON).then_nothing()
    withdrawn.when(Product.unpublish, at=NOON).then_raises(NotForSale)


@edits
def test_a_draft_goes_on_sale_at_a_moment_that_is_still_to_come():
    draft.when(Product.plan, SOON, at=NOON).then(PLANNED)
    planned.when(Product.plan, SOON, at=NOON).then_nothing()
    planned.when(Product.plan, LATER, at=NOON).then(PublicationPlanned(at=NOON, product_id=ID, due=LATER))
    for moment in (NOON, NOON - timedelta(seconds=1)):
        draft.when(Product.plan, moment, at=NOON).then_raises(InThePast)
    listed.when(Product.plan, SOON, at=NOON).then_raises(OnlyForDrafts)
    withdrawn.when(Product.plan, SOON, at=NOON).then_raises(NotForSale)


@edits
def test_whoever_thinks_better_of_it_calls_it_off():
    planned.when(Product.call_off, at=NOON).then(CALLED_OFF)
    draft.when(Product.call_off, at=NOON).then_nothing()
    withdrawn.when(Product.call_off, at=NOON).then_raises(NotForSale)
    given(Product, ID, DRAFTED, PLANNED, CALLED_OFF).when(Product.keep_appointment, SOON, at=LATER).then_nothing()


@edits
def test_only_the_moment_that_is_still_planned_counts():
    published = ProductPublished(at=SOON, product_id=ID)
    planned.when(Product.keep_appointment, SOON, at=SOON).then(published)
    planned.when(Product.keep_appointment, SOON, at=NOON).then_nothing()
    planned.when(Product.keep_appointment, LATER, at=LATER).then_nothing()
    given(Product, ID, DRAFTED, PLANNED, PUBLISHED).when(Product.keep_appointment, SOON, at=SOON).then_nothing()
    given(Product, ID, DRAFTED, PLANNED, WITHDRAWN).when(Product.keep_appointment, SOON, at=SOON).then_nothing()


@deletes
@pytest.mark.parametrize("past", [(LISTED,), (DRAFTED,), (DRAFTED, PUBLISHED), (LISTED, UNPUBLISHED)])
def test_what_was_withdrawn_comes_back_as_it_was(past):
    was_for_sale = past in [(LISTED,), (DRAFTED, PUBLISHED)]
    back = ProductRelisted(at=NOON, product_id=ID, for_sale=was_for_sale)
    given(Product, ID, *past, WITHDRAWN).when(Product.relist, at=NOON).then(back)
    given(Product, ID, *past, WITHDRAWN, back).when(Product.relist, at=NOON).then_nothing()
    assert Product.replay(ID, [*past, WITHDRAWN, back]).stage is Product.replay(ID, past).stage
    assert Product.replay(ID, [*past, WITHDRAWN]).withdrawn_because == "broke too often"


@deletes
def test_what_never_was_does_not_come_back():
    blank.when(Product.relist, at=NOON).then_raises(NotForSale)
