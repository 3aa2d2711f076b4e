"""Files name categories as people see them: by the names they have now, and by those they were opened under."""

import pytest
from msgspec import structs

from store.application.catalogue.categories import DescribeCategory, MergeCategory, MoveCategory
from store.application.processes.import_rows import Imported, ImportProducts
from store.domain.catalogue.category import Category
from store.domain.catalogue.category_events import CategoryOpened
from store.domain.catalogue.product import Product
from store.domain.shared.ids import category_of
from tests.application.processes.examples import NINE, goods, product
from tests.harness.processes import SOMEBODY, given_facts

pytestmark = [
    pytest.mark.requirement("R7.1"), pytest.mark.story("US-2.5", "importing a changed file edits the products in it"),
]
KITCHEN, MUGS = category_of("kitchen"), category_of("kitchen/mugs")


class Shop:
    """A mug in Kitchen > Mugs, and what happens to these."""

    def __init__(self):
        self.it = given_facts()
        self.takes(self.mug("Kitchen", "Mugs"))

    @staticmethod
    def mug(*path, **more):
        return structs.replace(goods("mug", NINE, 5), category=path, **more)

    def does(self, command):
        return self.it.shop.bus().do(command, SOMEBODY).outcome

    def takes(self, *rows):
        return self.does(ImportProducts(source="test", rows=rows))

    def opened(self):
        facts = [fact for events in self.it.streams().values() for fact in events]
        return {fact.name for fact in facts if isinstance(fact, CategoryOpened)}

    def said(self, key="mug"):
        return Product.replay(product(key), self.it.streams()[product(key)]).description

    def place(self, id):
        return Category.replay(id, self.it.streams()[id])


@pytest.fixture
def shop():
    return Shop()


def test_a_category_is_found_by_the_name_it_has_now(shop):
    shop.does(DescribeCategory(category_id=KITCHEN, name="Scullery", text=""))
    assert shop.takes(shop.mug("Scullery", "Mugs")) == Imported(unchanged=1)
    assert shop.takes(shop.mug("Kitchen", "Mugs")) == Imported(unchanged=1), "and by the one it had at first"
    assert shop.opened() == {"Kitchen", "Mugs"}


def test_a_category_is_found_where_it_stands_now(shop):
    shop.takes(structs.replace(goods("hat", NINE, 1), category=("Garden",)))
    shop.does(MoveCategory(category_id=MUGS, parent=category_of("garden")))
    assert shop.takes(shop.mug("Garden", "Mugs")) == Imported(unchanged=1)
    assert shop.opened() == {"Kitchen", "Mugs", "Garden"}


def test_what_is_opened_below_one_that_is_called_otherwise_stands_below_it(shop):
    shop.does(DescribeCategory(category_id=KITCHEN, name="Scullery", text=""))
    shop.takes(structs.replace(goods("hat", NINE, 1), category=("Scullery", "Hats")))
    assert shop.opened() == {"Kitchen", "Mugs", "Hats"}
    assert shop.place(shop.said("hat").category).parent == KITCHEN


def test_goods_of_what_became_part_of_another_stay_as_they_are(shop):
    shop.takes(structs.replace(goods("hat", NINE, 1), category=("Cups",)))
    shop.does(MergeCategory(category_id=MUGS, into=category_of("cups")))
    assert shop.takes(shop.mug("Cups")) == Imported(unchanged=1)
    assert shop.takes(shop.mug("Kitchen", "Mugs")) == Imported(unchanged=1)
    assert shop.takes(shop.mug("Elsewhere")) == Imported(revised=1)
    assert shop.takes(shop.mug("Cups")) == Imported(revised=1)
    assert shop.said().category == category_of("cups")


def test_of_two_that_are_called_alike_the_first_names_decide(shop):
    shop.takes(structs.replace(goods("hat", NINE, 1), category=("Garden", "Cups")))
    shop.does(MoveCategory(category_id=category_of("garden/cups"), parent=KITCHEN))
    shop.does(DescribeCategory(category_id=category_of("garden/cups"), name="Mugs", text=""))
    assert shop.takes(shop.mug("Kitchen", "Mugs")) == Imported(unchanged=1)
    assert shop.said().category == MUGS


def test_further_places_are_found_alike_and_related_goods_by_their_keys(shop):
    shop.does(DescribeCategory(category_id=KITCHEN, name="Scullery", text=""))
    row = shop.mug("Gifts", categories=(("Scullery", "Mugs"), ("Gifts",)), features=("Stacks",), related=("hat", "mug"))
    assert shop.takes(row) == Imported(revised=1)
    said = shop.said()
    assert (said.category, said.categories, said.features) == (category_of("gifts"), (MUGS,), ("Stacks",))
    assert said.related == (product("hat"),), "it doesn't go with itself"
    assert shop.takes(shop.mug("Gifts")) == Imported(unchanged=1), "what a file doesn't speak of stays"
    assert shop.takes(structs.replace(row, features=())) == Imported(revised=1)
    assert shop.said().features == ()
