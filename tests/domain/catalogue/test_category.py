"""Places in the catalogue."""

from datetime import UTC, datetime

import pytest

from store.domain.catalogue.category import Category
from store.domain.catalogue.errors import CategoryExists
from store.domain.catalogue.events import CategoryOpened
from store.domain.shared.ids import category_of
from tests.harness.scenario import given

pytestmark = pytest.mark.story("US-7.1", "multi-level hierarchy")

KITCHEN, MUGS = category_of("kitchen"), category_of("kitchen/mugs")
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
OPENED = CategoryOpened(
    at=NOON, category_id=MUGS, slug="kitchen-mugs", name="Mugs", parent=KITCHEN, picture="mugs.svg"
)


def test_a_category_is_opened_under_another():
    given(Category, MUGS).when(Category.open, "Mugs", "kitchen-mugs", KITCHEN, "mugs.svg", at=NOON).then(OPENED)


def test_a_category_may_stand_at_the_root_and_without_a_picture():
    root = CategoryOpened(at=NOON, category_id=KITCHEN, slug="kitchen", name="Kitchen", parent=None)
    given(Category, KITCHEN).when(Category.open, "Kitchen", "kitchen", None, None, at=NOON).then(root)


def test_a_category_is_opened_only_once():
    given(Category, MUGS, OPENED).when(Category.open, "Cups", "cups", None, None, at=NOON).then_raises(CategoryExists)


def test_a_category_without_a_name_is_still_opened_only_once():
    unnamed = CategoryOpened(at=NOON, category_id=MUGS, slug="goods", name="", parent=None)
    given(Category, MUGS, unnamed).when(Category.open, "", "goods", None, None, at=NOON).then_raises(CategoryExists)
