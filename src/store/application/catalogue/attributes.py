"""What one may tell a category about the attributes of its goods, and ask."""

from collections.abc import Mapping

from msgspec import Struct

from store.application.catalogue.categories import CategoryStands
from store.application.shared.bus import Command, Query
from store.domain.catalogue.attributes import AttributeDefinition, Definitions
from store.domain.shared.ids import CategoryId


class DefineAttribute(Command[CategoryStands], frozen=True):
    """Say that goods of a category, and of those below it, have one thing more.

    :raises WrongFields: for all of it that makes no sense.
    """

    category_id: CategoryId
    definition: AttributeDefinition
    version: int | None = None


class ChangeAttribute(Command[CategoryStands], frozen=True):
    """Say something else of the attribute called *name*. What goods say of it stays, also under another name.

    :raises WrongFields: for all of it that makes no sense.
    """

    category_id: CategoryId
    name: str
    definition: AttributeDefinition
    version: int | None = None


class MoveAttribute(Command[CategoryStands], frozen=True):
    """Put it at *place* among the category's own, counted from nought."""

    category_id: CategoryId
    name: str
    place: int
    version: int | None = None


class RemoveAttribute(Command[CategoryStands], frozen=True):
    """Say nothing of it any more. What goods say of it stays, as free text."""

    category_id: CategoryId
    name: str
    version: int | None = None


class DefineMissing(Command[int], frozen=True):
    """Have categories, named by slug and open, ask for so much where they don't yet; how many attributes that were."""

    attributes: Mapping[str, Definitions]


class AttributeInForce(Struct, frozen=True):
    """An attribute that goods somewhere have, and the category that said so: that one itself, or one above it."""

    definition: AttributeDefinition
    source: CategoryId
    source_name: str


class GetAttributes(Query[tuple[AttributeInForce, ...]], frozen=True):
    """Which attributes do goods at *place*, a category by slug or id, have? None where there is no such category."""

    place: str


class Misfit(Struct, frozen=True):
    """Something said of a product that doesn't fit, or that is required and isn't said: then it has no value."""

    name: str
    value: str | None
    problem: str


class MisfitProduct(Struct, frozen=True):
    """A product with all of it that doesn't fit."""

    id: str
    name: str
    misfits: list[Misfit]


class Misfits(Struct, frozen=True):
    """The first of them by name, and how many there are."""

    items: list[MisfitProduct]
    total: int


class ListMisfits(Query[Misfits], frozen=True):
    """Which products of a category, and of those below it, say what doesn't fit?"""

    category_id: CategoryId
    limit: int = 20
