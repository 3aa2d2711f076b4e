"""What a category says its goods have."""

from datetime import UTC, datetime

import pytest

from store.domain.catalogue.attribute_events import (
    AttributeChanged,
    AttributeDefined,
    AttributeMoved,
    AttributeRemoved,
)
from store.domain.catalogue.attributes import (
    MOST_ATTRIBUTES,
    AttributeDefinition,
    AttributeKind,
    Inherited,
    faults_of_definition,
    in_force,
)
from store.domain.catalogue.category import Category
from store.domain.catalogue.category_events import CategoryMerged, CategoryOpened
from store.domain.catalogue.errors import AttributeUnsound, CategoryGone, TooManyAttributes, UnknownAttribute
from store.domain.shared.ids import category_of
from tests.harness.scenario import given

pytestmark = pytest.mark.story("US-2.4", "attributes have types")
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
KITCHEN, MUGS = category_of("kitchen"), category_of("kitchen/mugs")
WEIGHT = AttributeDefinition("Weight", AttributeKind.NUMBER, unit="kg", filterable=True)
SAFE = AttributeDefinition("Dishwasher safe", AttributeKind.YES_NO)
SIZE = AttributeDefinition("Size", AttributeKind.CHOICE, choices=("S", "M", "L"), required=True)
CARE = AttributeDefinition("Care", AttributeKind.TEXT)


def defined(definition):
    return AttributeDefined(at=NOON, category_id=MUGS, definition=definition)


def changed(was, definition):
    return AttributeChanged(at=NOON, category_id=MUGS, was=was, definition=definition)


OPENED = CategoryOpened(at=NOON, category_id=MUGS, slug="kitchen/mugs", name="Mugs", parent=KITCHEN)
mugs = given(Category, MUGS, OPENED)
told = given(Category, MUGS, OPENED, defined(WEIGHT), defined(SAFE), defined(SIZE))


def names(*history):
    return [it.name for it in Category.replay(MUGS, (OPENED, *history)).attributes]


def test_a_category_says_what_its_goods_have():
    mugs.when(Category.define_attribute, WEIGHT, at=NOON).then(defined(WEIGHT))
    assert names(defined(WEIGHT), defined(SAFE)) == ["Weight", "Dishwasher safe"]


def test_space_that_nobody_meant_is_left_out():
    loose = AttributeDefinition("  Cup   size ", AttributeKind.CHOICE, choices=(" S", "", "Very  big "))
    mugs.when(Category.define_attribute, loose, at=NOON).then(
        defined(AttributeDefinition("Cup size", AttributeKind.CHOICE, choices=("S", "Very big")))
    )


@pytest.mark.parametrize("unsound", [
    AttributeDefinition("", AttributeKind.TEXT), AttributeDefinition("a" * 61, AttributeKind.TEXT),
    AttributeDefinition("a\u202eb", AttributeKind.TEXT), AttributeDefinition("Size: big", AttributeKind.TEXT),
    AttributeDefinition("WEIGHT", AttributeKind.TEXT), AttributeDefinition("Size L", AttributeKind.CHOICE),
    AttributeDefinition("Cup", AttributeKind.CHOICE, choices=("S", "s")),
    AttributeDefinition("Cup", AttributeKind.CHOICE, choices=("x" * 61,)),
    AttributeDefinition("Cup", AttributeKind.CHOICE, choices=tuple(map(str, range(61)))),
    AttributeDefinition("Cup", AttributeKind.TEXT, choices=("S",)),
    AttributeDefinition("Cup", AttributeKind.TEXT, unit="kg"),
    AttributeDefinition("Cup", AttributeKind.NUMBER, unit="k" * 21),
    AttributeDefinition("Cup", AttributeKind.NUMBER, unit="kg (dry)"),
    AttributeDefinition("Cup", AttributeKind.NUMBER, unit="3s"),
])
def test_what_makes_no_sense_is_refused_and_named(unsound):
    told.when(Category.define_attribute, unsound, at=NOON).then_raises(AttributeUnsound, name=unsound.name)
    told.when(Category.change_attribute, "Size", unsound, at=NOON).then_raises(AttributeUnsound)


def test_each_fault_is_told_by_its_field():
    both = AttributeDefinition("size", AttributeKind.CHOICE, unit="kg")
    assert list(faults_of_definition(both, (SIZE,))) == ["name", "unit", "choices"]
    assert faults_of_definition(SIZE, (WEIGHT,)) == {}


def test_there_is_an_end_to_how_many_there_are():
    many = [defined(AttributeDefinition(f"No {n}", AttributeKind.TEXT)) for n in range(MOST_ATTRIBUTES)]
    given(Category, MUGS, OPENED, *many).when(Category.define_attribute, CARE, at=NOON).then_raises(TooManyAttributes)


def test_one_is_changed_and_saying_the_same_again_is_no_fact():
    text = AttributeDefinition("Weight", AttributeKind.TEXT)
    told.when(Category.change_attribute, "weight", text, at=NOON).then(changed("Weight", text))
    told.when(Category.change_attribute, "Weight", WEIGHT, at=NOON).then_nothing()
    assert names(defined(WEIGHT), defined(SAFE), changed("Weight", CARE)) == ["Care", "Dishwasher safe"]


def test_a_new_name_remembers_the_old_one_so_that_goods_keep_what_they_say():
    mass = AttributeDefinition("Mass", AttributeKind.NUMBER, unit="kg")
    known = AttributeDefinition("Mass", AttributeKind.NUMBER, unit="kg", formerly=("Weight",))
    told.when(Category.change_attribute, "Weight", mass, at=NOON).then(changed("Weight", known))
    again = given(Category, MUGS, OPENED, defined(WEIGHT), changed("Weight", known))
    again.when(Category.change_attribute, "Mass", WEIGHT, at=NOON).then(
        changed("Mass", AttributeDefinition("Weight", AttributeKind.NUMBER, unit="kg", filterable=True,
                                            formerly=("Mass",)))
    )
    again.when(Category.change_attribute, "Mass", mass, at=NOON).then_nothing()
    told.when(Category.change_attribute, "Weight", AttributeDefinition("WEIGHT", AttributeKind.TEXT), at=NOON).then(
        changed("Weight", AttributeDefinition("WEIGHT", AttributeKind.TEXT))
    )


def test_one_is_moved_among_its_own():
    def moved(place):
        return AttributeMoved(at=NOON, category_id=MUGS, name="Weight", place=place)

    told.when(Category.move_attribute, "Weight", 1, at=NOON).then(moved(1))
    told.when(Category.move_attribute, "Weight", 99, at=NOON).then(moved(2))
    told.when(Category.move_attribute, "Weight", -1, at=NOON).then_nothing()
    history = (defined(WEIGHT), defined(SAFE), defined(SIZE))
    assert names(*history, moved(1)) == ["Dishwasher safe", "Weight", "Size"]
    assert names(*history, moved(2)) == ["Dishwasher safe", "Size", "Weight"]


def test_one_is_removed():
    gone = AttributeRemoved(at=NOON, category_id=MUGS, name="Weight")
    told.when(Category.remove_attribute, "WEIGHT", at=NOON).then(gone)
    assert names(defined(WEIGHT), defined(SAFE), gone) == ["Dishwasher safe"]


def test_of_what_was_never_said_nothing_can_be_changed():
    for behaviour, more in (
        (Category.change_attribute, (CARE,)), (Category.move_attribute, (0,)), (Category.remove_attribute, ()),
    ):
        told.when(behaviour, "Colour", *more, at=NOON).then_raises(UnknownAttribute, name="Colour")


def test_what_became_part_of_another_says_nothing_any_more():
    merged = given(Category, MUGS, OPENED, defined(CARE), CategoryMerged(at=NOON, category_id=MUGS, into=KITCHEN))
    merged.when(Category.define_attribute, WEIGHT, at=NOON).then_raises(CategoryGone)
    merged.when(Category.remove_attribute, "Care", at=NOON).then_raises(CategoryGone)


def test_what_is_below_has_what_is_said_above_and_may_say_otherwise():
    own = AttributeDefinition("size", AttributeKind.NUMBER, unit="ml")
    assert in_force([(KITCHEN, (SIZE, CARE)), (MUGS, (WEIGHT, own))]) == (
        Inherited(own, MUGS), Inherited(CARE, KITCHEN), Inherited(WEIGHT, MUGS),
    )
    assert in_force([]) == ()
