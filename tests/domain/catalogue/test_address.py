"""A slug leads to one product, for ever."""

from datetime import UTC, datetime

import pytest

from store.domain.catalogue.address import Address
from store.domain.catalogue.errors import SlugTaken
from store.domain.catalogue.events import AddressClaimed
from store.domain.shared.ids import address_of, product_of
from tests.harness.scenario import given

pytestmark = [
    pytest.mark.requirement("R2.3"),
    pytest.mark.story("US-2.5", "add products with all details"),
]
ID, NOON = address_of("ash-mug"), datetime(2026, 5, 31, 12, tzinfo=UTC)
MUG, CUP = product_of("test", "mug"), product_of("test", "cup")
CLAIMED = AddressClaimed(at=NOON, slug="ash-mug", product_id=MUG)


def test_a_free_address_can_be_claimed():
    given(Address, ID).when(Address.claim, "ash-mug", MUG, at=NOON).then(CLAIMED)


def test_claiming_it_again_is_no_fact():
    given(Address, ID, CLAIMED).when(Address.claim, "ash-mug", MUG, at=NOON).then_nothing()


def test_nobody_else_gets_it():
    given(Address, ID, CLAIMED).when(Address.claim, "ash-mug", CUP, at=NOON).then_raises(SlugTaken, slug="ash-mug")


def test_whoever_stands_there_may_stay():
    taken = Address.replay(ID, [CLAIMED])
    assert (taken.free_for(MUG), taken.free_for(CUP), taken.slug) == (True, False, "ash-mug")
