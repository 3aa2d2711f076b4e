"""What a category says of the attributes of its goods."""

from typing import TypeAlias

from store.domain.catalogue.attributes import AttributeDefinition
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import CategoryId


class AttributeDefined(Event, frozen=True, tag="catalogue/attribute-defined-1"):
    """Goods of this category, and of those below it, have one thing more: the last of its own."""

    category_id: CategoryId
    definition: AttributeDefinition


class AttributeChanged(Event, frozen=True, tag="catalogue/attribute-changed-1"):
    """What was called ``was`` is something else from now on, or called otherwise. What goods say of it stays."""

    category_id: CategoryId
    was: str
    definition: AttributeDefinition


class AttributeMoved(Event, frozen=True, tag="catalogue/attribute-moved-1"):
    """An attribute stands at another place among the category's own, counted from nought."""

    category_id: CategoryId
    name: str
    place: int


class AttributeRemoved(Event, frozen=True, tag="catalogue/attribute-removed-1"):
    """The category says nothing of this attribute any more. What goods say of it stays, as free text."""

    category_id: CategoryId
    name: str


AttributeEvent: TypeAlias = AttributeDefined | AttributeChanged | AttributeMoved | AttributeRemoved
