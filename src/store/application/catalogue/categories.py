"""What one may tell the catalogue about its places, and ask."""

from msgspec import UNSET, Struct, UnsetType

from store.application.shared.bus import Command, Query
from store.domain.catalogue.attributes import Definitions
from store.domain.shared.ids import CategoryId


class CategoryStands(Struct, frozen=True):
    """A category by the facts themselves. ``into`` is the one it became part of; ``attributes`` are its own."""

    id: CategoryId
    name: str
    text: str
    picture: str | None
    parent: CategoryId | None
    into: CategoryId | None
    version: int
    attributes: Definitions = ()


class OpenCategory(Command[CategoryStands], frozen=True):
    """Open a place, under *parent* or at the top.

    :raises CategoryExists: if one of that name stands there.
    """

    name: str
    parent: CategoryId | None = None
    text: str = ""


class DescribeCategory(Command[CategoryStands], frozen=True):
    """Say what it is called, what its page says, and with which of the shop's pictures, by its name; ``None`` for none.
    Its address stays, and so does its picture where nothing is said of it.

    :raises NoSuchPicture: for one that the shop hasn't.
    """

    category_id: CategoryId
    name: str
    text: str
    version: int | None = None
    picture: str | UnsetType | None = UNSET


class MoveCategory(Command[CategoryStands], frozen=True):
    """Put it, with all below it, elsewhere. Old addresses lead to the new ones.

    :raises CategoryInsideItself: if that is a place below it.
    """

    category_id: CategoryId
    parent: CategoryId | None
    version: int | None = None


class MergeCategory(Command[CategoryStands], frozen=True):
    """Make it part of another one, with its goods and all below it. There is no way back but moving each again."""

    category_id: CategoryId
    into: CategoryId
    version: int | None = None


class LookAtCategory(Query[CategoryStands], frozen=True):
    """How does it stand? Answered from the facts themselves."""

    category_id: CategoryId
