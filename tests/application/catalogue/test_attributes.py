"""Attributes of a category: said by staff, held up against what is written of its goods."""

from uuid import UUID

import pytest

from store.application.catalogue.attributes import (
    ChangeAttribute,
    DefineAttribute,
    GetAttributes,
    MoveAttribute,
    RemoveAttribute,
)
from store.application.catalogue.categories import LookAtCategory, MergeCategory, MoveCategory, OpenCategory
from store.application.catalogue.messages import PublishProduct
from store.application.catalogue.records import GetProductRecord
from store.application.catalogue.wishes import ProductWish
from store.application.processes.import_rows import ImportProducts, ProductRow, RowMisfit, VariantRow
from store.application.processes.keeping_products import CreateProduct, ReviseProduct
from store.application.shared.errors import VersionMoved, WrongFields
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind
from store.domain.catalogue.errors import UnknownAttribute
from store.domain.catalogue.events import Variant
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from tests.harness.processes import SOMEBODY, given_facts

pytestmark = pytest.mark.story("US-2.4", "attributes have types")
WEIGHT = AttributeDefinition("Weight", AttributeKind.NUMBER, unit="kg", filterable=True)
SIZE = AttributeDefinition("Size", AttributeKind.CHOICE, choices=("S", "L"), required=True)
SAFE = AttributeDefinition("Dishwasher safe", AttributeKind.YES_NO)


class Desk:
    def __init__(self):
        self.process = given_facts()

    def do(self, command):
        return self.process.shop.bus().do(command, SOMEBODY).outcome

    def opens(self, name, parent=None):
        return self.do(OpenCategory(name=name, parent=parent.id if parent else None))

    def defines(self, category, *definitions):
        for definition in definitions:
            self.do(DefineAttribute(category_id=category.id, definition=definition))
        return category

    def holding(self, place):
        found = self.process.ask(GetAttributes(place=place))
        return [(it.definition.name, it.source_name) for it in found]

    def writes(self, category, draft=False, **attributes):
        said = {name.replace("_", " "): value for name, value in attributes.items()}
        wish = ProductWish(
            name="Mug", brand="Kiln", variants=(Variant(Sku("MUG"), Money(900, "EUR")),), category=str(category.id),
            attributes=said,
        )
        return self.do(CreateProduct(wish=wish, draft=draft)).product_id

    def says(self, id):
        return self.process.ask(GetProductRecord(name=str(id))).attributes

    def imports(self, **attributes):
        row = ProductRow(
            "1", "Mug", "Kiln", ("Kitchen", "Mugs"), (VariantRow(Sku("IN"), Money(900, "EUR")),), attributes=attributes
        )
        return self.do(ImportProducts(source="file", rows=(row,)))


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def kitchen(desk):
    return desk.defines(desk.opens("Kitchen"), SIZE)


@pytest.fixture
def mugs(desk, kitchen):
    return desk.defines(desk.opens("Mugs", kitchen), WEIGHT, SAFE)


def test_goods_have_what_their_category_and_those_above_say(desk, kitchen, mugs):
    assert desk.holding("kitchen") == [("Size", "Kitchen")]
    below = [("Size", "Kitchen"), ("Weight", "Mugs"), ("Dishwasher safe", "Mugs")]
    assert desk.holding("kitchen/mugs") == desk.holding(str(mugs.id)) == below
    assert desk.holding("nowhere") == []
    desk.do(MoveCategory(category_id=mugs.id, parent=None))
    assert desk.holding(str(mugs.id)) == below[1:]
    desk.do(MergeCategory(category_id=mugs.id, into=kitchen.id))
    assert desk.holding(str(mugs.id)) == [("Size", "Kitchen")]


def test_they_are_changed_moved_and_removed(desk, mugs):
    text = AttributeDefinition("Care", AttributeKind.TEXT)
    desk.do(ChangeAttribute(category_id=mugs.id, name="dishwasher safe", definition=text))
    desk.do(MoveAttribute(category_id=mugs.id, name="Care", place=0))
    own = desk.process.ask(LookAtCategory(category_id=mugs.id)).attributes
    assert [(it.name, it.formerly) for it in own] == [("Care", ("Dishwasher safe",)), ("Weight", ())]
    stands = desk.do(RemoveAttribute(category_id=mugs.id, name="Weight"))
    assert [it.name for it in stands.attributes] == ["Care"]
    with pytest.raises(UnknownAttribute):
        desk.do(RemoveAttribute(category_id=mugs.id, name="Weight"))


def test_what_makes_no_sense_is_told_by_its_field_and_nothing_is_changed(desk, mugs):
    wrong = AttributeDefinition("weight", AttributeKind.TEXT, unit="kg")
    with pytest.raises(WrongFields) as refused:
        desk.do(DefineAttribute(category_id=mugs.id, definition=wrong))
    assert list(refused.value.faults) == ["name", "unit"]
    with pytest.raises(WrongFields) as refused:
        desk.do(ChangeAttribute(category_id=mugs.id, name="Weight", definition=wrong))
    assert list(refused.value.faults) == ["unit"]


def test_whoever_saw_an_older_version_looks_again(desk, mugs):
    for stale in (
        DefineAttribute(category_id=mugs.id, definition=SIZE, version=1),
        ChangeAttribute(category_id=mugs.id, name="Weight", definition=SIZE, version=1),
        MoveAttribute(category_id=mugs.id, name="Weight", place=1, version=1),
        RemoveAttribute(category_id=mugs.id, name="Weight", version=1),
    ):
        with pytest.raises(VersionMoved):
            desk.do(stale)


@pytest.mark.story("US-2.5", "invalid input is refused")
def test_what_is_written_of_a_product_is_held_up_against_them(desk, mugs):
    id = desk.writes(mugs, weight="1.50 kg", Size="s", Dishwasher_safe="yes", Ean="123")
    assert desk.says(id) == {"Weight": "1.50", "Size": "S", "Dishwasher safe": True, "Ean": "123"}
    with pytest.raises(WrongFields) as refused:
        desk.writes(mugs, Weight="heavy", Dishwasher_safe="perhaps")
    faults = {field: words for field, words in refused.value.faults.items() if field.startswith("attributes")}
    assert faults == {
        "attributes.Weight": "Write a number in kg, such as 1.5.", "attributes.Dishwasher safe": "Say yes or no.",
        "attributes.Size": "This is needed for whatever is for sale.",
    }
    with pytest.raises(WrongFields) as refused:
        desk.do(ReviseProduct(product_id=id, wish=ProductWish(attributes={"Size": "XL"})))
    assert list(refused.value.faults) == ["attributes.Size"]


@pytest.mark.story("US-2.5", "invalid input is refused")
def test_a_draft_may_lack_what_is_required_until_it_is_published(desk, mugs):
    id = desk.writes(mugs, draft=True, Weight=2)
    with pytest.raises(WrongFields) as refused:
        desk.do(PublishProduct(product_id=id))
    assert list(refused.value.faults) == ["attributes.Size"]
    with pytest.raises(WrongFields):
        desk.do(PublishProduct(product_id=id, due=desk.process.shop.clock().now().replace(year=2199)))
    desk.do(ReviseProduct(product_id=id, wish=ProductWish(attributes={"Size": "L"})))
    desk.do(PublishProduct(product_id=id))
    with pytest.raises(WrongFields):
        desk.do(ReviseProduct(product_id=id, wish=ProductWish(attributes={})))


def test_who_speaks_of_something_else_is_not_told_what_does_not_fit(desk, mugs):
    id = desk.writes(mugs, Size="S", Weight="1.5")
    desk.do(ChangeAttribute(category_id=mugs.id, name="Weight",
                            definition=AttributeDefinition("Weight", AttributeKind.CHOICE, choices=("light",))))
    desk.do(ReviseProduct(product_id=id, wish=ProductWish(name="Big mug")))
    assert desk.says(id) == {"Size": "S", "Weight": "1.5"}
    with pytest.raises(WrongFields):
        desk.do(ReviseProduct(product_id=id, wish=ProductWish(category=str(mugs.id))))


def test_a_value_under_a_former_name_is_the_attributes_own(desk, mugs):
    id = desk.writes(mugs, Size="S", Weight="1.5")
    mass = AttributeDefinition("Mass", AttributeKind.NUMBER, unit="kg", required=True)
    desk.do(ChangeAttribute(category_id=mugs.id, name="Weight", definition=mass))
    desk.do(ReviseProduct(product_id=id, wish=ProductWish(attributes={"Size": "S", "Weight": "1.5"})))
    assert desk.says(id) == {"Size": "S", "Mass": "1.5"}


@pytest.mark.story("US-2.5", "importing a changed file edits the products in it")
def test_an_import_takes_in_what_does_not_fit_and_tells_it(desk, mugs):
    done = desk.imports(Weight="heavy", Ean="1")
    assert (done.listed, done.misfits) == (1, (RowMisfit("1", {
        "Weight": "Write a number in kg, such as 1.5.", "Size": "This is needed for whatever is for sale.",
    }),))
    again = desk.imports(Weight="1.5 kg", Size="l", Ean="1")
    assert (again.revised, again.misfits) == (1, ())
    for alike in ({"Weight": 1.5, "Size": "L"}, {"Weight": "1.50", "Size": "l"}, {"weight": "1,5kg", "Size": "L"}):
        assert desk.imports(**alike, Ean="1").unchanged == 1


def test_goods_of_no_category_say_what_they_like(desk):
    wish = ProductWish(name="Mug", brand="Kiln", variants=(Variant(Sku("MUG"), Money(900, "EUR")),),
                       attributes={"Weight": "heavy"})
    id = desk.do(CreateProduct(wish=wish, draft=True)).product_id
    desk.do(PublishProduct(product_id=id))
    assert desk.says(UUID(str(id))) == {"Weight": "heavy"}
