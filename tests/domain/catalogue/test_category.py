"""Places in the catalogue."""

from datetime import UTC, datetime

import pytest

from store.domain.catalogue.category import Category
from store.domain.catalogue.category_events import (
    CategoryDescribed,
    CategoryMerged,
    CategoryMoved,
    CategoryOpened,
)
from store.domain.catalogue.errors import CategoryExists, CategoryGone, CategoryInsideItself, NameMissing
from store.domain.shared.ids import category_of
from tests.harness.scenario import given

pytestmark = pytest.mark.story("US-7.1", "multi-level hierarchy")

KITCHEN, MUGS, GARDEN = category_of("kitchen"), category_of("kitchen/mugs"), category_of("garden")
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
OPENED = CategoryOpened(
    at=NOON, category_id=MUGS, slug="kitchen-mugs", name="Mugs", parent=KITCHEN, picture="mugs.svg"
)
MOVED = CategoryMoved(at=NOON, category_id=MUGS, parent=GARDEN, was=KITCHEN)
MERGED = CategoryMerged(at=NOON, category_id=MUGS, into=GARDEN)
DESCRIBED = CategoryDescribed(at=NOON, category_id=MUGS, name="Cups", text="To drink from.", picture="mugs.svg")


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


def test_a_category_is_described_and_saying_the_same_is_no_fact():
    given(Category, MUGS, OPENED).when(
        Category.describe, "Cups", "To drink from.", "mugs.svg", at=NOON
    ).then(DESCRIBED)
    given(Category, MUGS, OPENED, DESCRIBED).when(
        Category.describe, "Cups", "To drink from.", "mugs.svg", at=NOON
    ).then()


def test_a_category_needs_a_name():
    given(Category, MUGS, OPENED).when(Category.describe, "  ", "", None, at=NOON).then_raises(NameMissing)


@pytest.mark.requirement("R7.1")
class TestTheTree:
    def test_a_category_moves_and_where_it_stands_already_is_no_fact(self):
        given(Category, MUGS, OPENED).when(Category.move, GARDEN, (), at=NOON).then(MOVED)
        given(Category, MUGS, OPENED, MOVED).when(Category.move, GARDEN, (), at=NOON).then()

    def test_a_category_moves_to_the_top(self):
        given(Category, MUGS, OPENED).when(Category.move, None, (), at=NOON).then(
            CategoryMoved(at=NOON, category_id=MUGS, parent=None, was=KITCHEN)
        )

    def test_a_category_never_stands_inside_itself(self):
        one = given(Category, MUGS, OPENED)
        one.when(Category.move, MUGS, (), at=NOON).then_raises(CategoryInsideItself)
        one.when(Category.move, GARDEN, (KITCHEN, MUGS), at=NOON).then_raises(CategoryInsideItself)
        one.when(Category.merge, MUGS, (), at=NOON).then_raises(CategoryInsideItself)
        one.when(Category.merge, GARDEN, (MUGS,), at=NOON).then_raises(CategoryInsideItself)

    def test_what_became_part_of_another_is_none_any_more(self):
        given(Category, MUGS, OPENED).when(Category.merge, GARDEN, (), at=NOON).then(MERGED)
        gone = given(Category, MUGS, OPENED, MERGED)
        gone.when(Category.move, None, (), at=NOON).then_raises(CategoryGone)
        gone.when(Category.merge, KITCHEN, (), at=NOON).then_raises(CategoryGone)
        gone.when(Category.describe, "Cups", "", None, at=NOON).then_raises(CategoryGone)
