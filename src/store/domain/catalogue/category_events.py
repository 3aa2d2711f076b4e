"""The life of the places in the catalogue."""

from typing import TypeAlias

from store.domain.catalogue.attribute_events import AttributeEvent
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import CategoryId


class CategoryOpened(Event, frozen=True, tag="catalogue/category-opened-1"):
    """A place in the catalogue where products stand."""

    category_id: CategoryId
    slug: str
    name: str
    parent: CategoryId | None
    picture: str | None = None


class CategoryDescribed(Event, frozen=True, tag="catalogue/category-described-1"):
    """What a category is called, and what its page says of it. ``text`` is Markdown."""

    category_id: CategoryId
    name: str
    text: str
    picture: str | None = None


class CategoryMoved(Event, frozen=True, tag="catalogue/category-moved-1"):
    """A category stands elsewhere from now on, with all below it; ``None`` is the top."""

    category_id: CategoryId
    parent: CategoryId | None
    was: CategoryId | None


class CategoryMerged(Event, frozen=True, tag="catalogue/category-merged-1"):
    """A category became part of another one, with all its goods and all below it. It is none any more."""

    category_id: CategoryId
    into: CategoryId


PlaceEvent: TypeAlias = CategoryOpened | CategoryDescribed | CategoryMoved | CategoryMerged
"""What it is called and where it stands."""
CategoryEvent: TypeAlias = PlaceEvent | AttributeEvent


class TreeChanged(Event, frozen=True, tag="catalogue/tree-changed-1"):
    """The way up from some category is another one. Two who would change it at once meet here."""

    category_id: CategoryId


TreeEvent: TypeAlias = TreeChanged
