"""Category: a place in the catalogue, under another one or at the top."""

from collections.abc import Collection
from datetime import datetime

from store.domain.catalogue.attributing import Attributed, after
from store.domain.catalogue.category_events import (
    CategoryDescribed,
    CategoryEvent,
    CategoryMerged,
    CategoryMoved,
    CategoryOpened,
    TreeChanged,
    TreeEvent,
)
from store.domain.catalogue.errors import (
    CategoryExists,
    CategoryGone,
    CategoryInsideItself,
    NameMissing,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import CategoryId


class Category(Attributed):
    kind = "category"
    id: CategoryId

    def __init__(self, id: CategoryId) -> None:
        super().__init__(id)
        self.slug = ""
        self.name = ""
        self.text = ""
        self.shown: str | None = None
        self.parent: CategoryId | None = None
        self.into: CategoryId | None = None

    def open(
        self, name: str, slug: str, parent: CategoryId | None, picture: str | None, *, at: datetime
    ) -> None:
        """Open it under *parent*."""
        if self.version:
            raise CategoryExists
        self._record(CategoryOpened(
            at=at, category_id=self.id, slug=slug, name=name, parent=parent, picture=picture,
        ))

    def describe(self, name: str, text: str, picture: str | None, *, at: datetime) -> None:
        """Say what it is called and what is in it. Saying the same again is no fact."""
        self.expect_open()
        if not name.strip():
            raise NameMissing
        if (name, text, picture) != (self.name, self.text, self.shown):
            self._record(CategoryDescribed(at=at, category_id=self.id, name=name, text=text, picture=picture))

    def move(self, parent: CategoryId | None, way_up: Collection[CategoryId], *, at: datetime) -> None:
        """Put it, with all below it, under *parent*, which has *way_up* above it.

        Where it stands already is no fact.
        """
        self.expect_open()
        self._expect_not_above(parent, way_up)
        if parent != self.parent:
            self._record(CategoryMoved(at=at, category_id=self.id, parent=parent, was=self.parent))

    def merge(self, into: CategoryId, way_up: Collection[CategoryId], *, at: datetime) -> None:
        """Become part of *into*, which has *way_up* above it."""
        self.expect_open()
        self._expect_not_above(into, way_up)
        self._record(CategoryMerged(at=at, category_id=self.id, into=into))

    def expect_open(self) -> None:
        """Refuse if it became part of another one."""
        if self.into is not None:
            raise CategoryGone(self.name)

    def _expect_not_above(self, other: CategoryId | None, way_up: Collection[CategoryId]) -> None:
        if self.id == other or self.id in way_up:
            raise CategoryInsideItself(self.name)

    def _evolve(self, event: CategoryEvent) -> None:
        match event:
            case CategoryOpened():
                self.slug, self.name, self.parent, self.shown = event.slug, event.name, event.parent, event.picture
            case CategoryDescribed():
                self.name, self.text, self.shown = event.name, event.text, event.picture
            case CategoryMoved(parent=parent):
                self.parent = parent
            case CategoryMerged(into=into):
                self.into = into
            case _:
                self.attributes = after(self.attributes, event)


class CategoryTree(Aggregate[TreeEvent]):
    """What makes those who move categories at once meet: each of them appends here.

    Whether a move would put something inside itself depends on streams that it does not append to.
    """

    kind = "category_tree"

    def change(self, category: CategoryId, *, at: datetime) -> None:
        """Note that the way up from *category* is about to change."""
        self._record(TreeChanged(at=at, category_id=category))

    def _evolve(self, event: TreeEvent) -> None:
        del event
