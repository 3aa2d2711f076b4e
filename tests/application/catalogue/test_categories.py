"""Places in the catalogue: opened, described, moved and merged by staff."""

from uuid import uuid4

import pytest

from store.application.catalogue.categories import (
    DescribeCategory,
    MergeCategory,
    MoveCategory,
    OpenCategory,
)
from store.application.processes.import_rows import OpenCategories
from store.application.shared.bus import Caller
from store.application.shared.errors import NoSuch, VersionMoved
from store.domain.catalogue.errors import CategoryExists, CategoryGone, CategoryInsideItself
from store.domain.shared.ids import category_of
from tests.harness.processes import given_facts

pytestmark = pytest.mark.story("US-7.1", "multi-level hierarchy")
SOMEBODY = Caller(actor="system:test", correlation=uuid4())


@pytest.fixture
def do():
    shop = given_facts().shop
    return lambda command: shop.bus().do(command, SOMEBODY).outcome


@pytest.fixture
def kitchen(do):
    return do(OpenCategory(name="Kitchen"))


def test_a_category_is_opened_where_an_import_finds_it_again(do, kitchen):
    mugs = do(OpenCategory(name="Mugs & cups", parent=kitchen.id, text="To drink from."))
    assert mugs.id == category_of("kitchen/mugs-and-cups")
    assert (mugs.parent, mugs.text, mugs.version) == (kitchen.id, "To drink from.", 2)
    assert do(OpenCategories(paths=(("Kitchen", "Mugs & cups"),))) == 0


def test_two_of_one_name_stand_side_by_side_only_if_one_came_from_elsewhere(do, kitchen):
    mugs = do(OpenCategory(name="Mugs", parent=kitchen.id))
    with pytest.raises(CategoryExists):
        do(OpenCategory(name="Mugs", parent=kitchen.id))
    do(MoveCategory(category_id=mugs.id, parent=None))
    again = do(OpenCategory(name="Mugs", parent=kitchen.id))
    assert again.id != mugs.id


@pytest.mark.requirement("R10.2")
def test_a_name_is_kept_in_one_form(do, kitchen):
    assert do(OpenCategory(name="  Mugs \t and   cups ")).name == "Mugs and cups"
    assert do(DescribeCategory(category_id=kitchen.id, name=" The   kitchen", text="")).name == "The kitchen"


def test_a_category_is_not_opened_inside_nothing(do):
    with pytest.raises(NoSuch):
        do(OpenCategory(name="Mugs", parent=category_of("nowhere")))


def test_whoever_saw_an_older_version_looks_again(do, kitchen):
    do(DescribeCategory(category_id=kitchen.id, name="Kitchen & table", text="", version=1))
    for stale in (
        DescribeCategory(category_id=kitchen.id, name="Table", text="", version=1),
        MoveCategory(category_id=kitchen.id, parent=None, version=1),
        MergeCategory(category_id=kitchen.id, into=do(OpenCategory(name="Garden")).id, version=1),
    ):
        with pytest.raises(VersionMoved):
            do(stale)


@pytest.mark.requirement("R7.1")
class TestTheTree:
    def test_nothing_is_moved_or_merged_into_what_is_below_it(self, do, kitchen):
        mugs = do(OpenCategory(name="Mugs", parent=kitchen.id))
        big = do(OpenCategory(name="Big", parent=mugs.id))
        for inside in (kitchen, mugs, big):
            with pytest.raises(CategoryInsideItself):
                do(MoveCategory(category_id=kitchen.id, parent=inside.id))
            with pytest.raises(CategoryInsideItself):
                do(MergeCategory(category_id=kitchen.id, into=inside.id))

    def test_what_became_part_of_another_leads_on_to_it(self, do, kitchen):
        garden = do(OpenCategory(name="Garden"))
        pots = do(OpenCategory(name="Pots", parent=garden.id))
        do(MergeCategory(category_id=garden.id, into=kitchen.id))
        with pytest.raises(CategoryInsideItself):
            do(MoveCategory(category_id=kitchen.id, parent=pots.id))
        with pytest.raises(CategoryGone):
            do(OpenCategory(name="Spades", parent=garden.id))
        with pytest.raises(CategoryGone):
            do(MoveCategory(category_id=pots.id, parent=garden.id))
