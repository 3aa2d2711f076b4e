"""The part of a category that is what it says of the attributes of its goods."""

from datetime import datetime
from typing import assert_never

from msgspec import structs

from store.domain.catalogue.attribute_events import (
    AttributeChanged,
    AttributeDefined,
    AttributeEvent,
    AttributeMoved,
    AttributeRemoved,
)
from store.domain.catalogue.attributes import (
    MOST_ATTRIBUTES,
    AttributeDefinition,
    Definitions,
    faults_of_definition,
    same_name,
    tidied,
)
from store.domain.catalogue.category_events import CategoryEvent
from store.domain.catalogue.errors import AttributeUnsound, TooManyAttributes, UnknownAttribute
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import CategoryId


class Attributed(Aggregate[CategoryEvent]):
    """Whether anything may be said of the category at all, it says itself."""

    id: CategoryId

    def __init__(self, id: CategoryId) -> None:
        super().__init__(id)
        self.attributes: Definitions = ()

    def define_attribute(self, definition: AttributeDefinition, *, at: datetime) -> None:
        """Have one more, behind the others. What stands above may be said otherwise under the same name."""
        self.expect_open()
        definition = structs.replace(tidied(definition), formerly=())
        if len(self.attributes) >= MOST_ATTRIBUTES:
            raise TooManyAttributes(MOST_ATTRIBUTES)
        _expect_sound(definition, self.attributes)
        self._record(AttributeDefined(at=at, category_id=self.id, definition=definition))

    def change_attribute(self, name: str, definition: AttributeDefinition, *, at: datetime) -> None:
        """Say something else of the one called *name*, be it its name. Saying the same again is no fact."""
        was = self._attribute(name)
        definition = structs.replace(tidied(definition), formerly=was.formerly)
        others = [other for other in self.attributes if other is not was]
        _expect_sound(definition, others)
        if not same_name(definition.name, was.name):
            former = [it for it in (*was.formerly, was.name) if not same_name(it, definition.name)]
            definition = structs.replace(definition, formerly=tuple(former))
        if definition != was:
            self._record(AttributeChanged(at=at, category_id=self.id, was=was.name, definition=definition))

    def move_attribute(self, name: str, place: int, *, at: datetime) -> None:
        """Put it at *place* among its own, counted from nought, or else last. Where it is is no fact."""
        was = self._attribute(name)
        place = max(0, min(place, len(self.attributes) - 1))
        if self.attributes.index(was) != place:
            self._record(AttributeMoved(at=at, category_id=self.id, name=was.name, place=place))

    def remove_attribute(self, name: str, *, at: datetime) -> None:
        """Say nothing of it any more. What goods say of it stays with them, as free text."""
        was = self._attribute(name)
        self._record(AttributeRemoved(at=at, category_id=self.id, name=was.name))

    def expect_open(self) -> None: ...

    def _attribute(self, name: str) -> AttributeDefinition:
        self.expect_open()
        for definition in self.attributes:
            if same_name(definition.name, name):
                return definition
        raise UnknownAttribute(name)


def after(said: Definitions, event: AttributeEvent) -> Definitions:
    """What a category says once *event* happened."""
    match event:
        case AttributeDefined(definition=definition):
            return (*said, definition)
        case AttributeChanged(was=was, definition=definition):
            return tuple(definition if it.name == was else it for it in said)
        case AttributeMoved(name=name, place=place):
            others = [it for it in said if it.name != name]
            others[place:place] = [it for it in said if it.name == name]
            return tuple(others)
        case AttributeRemoved(name=name):
            return tuple(it for it in said if it.name != name)
        case _:
            assert_never(event)


def _expect_sound(definition: AttributeDefinition, others: Definitions | list[AttributeDefinition]) -> None:
    for problem in faults_of_definition(definition, others).values():
        raise AttributeUnsound(definition.name, problem)
