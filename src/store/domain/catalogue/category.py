"""Category: a place in the catalogue, under another one or at the root."""

from datetime import datetime

from store.domain.catalogue.errors import CategoryExists
from store.domain.catalogue.events import CategoryEvent, CategoryOpened
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import CategoryId


class Category(Aggregate[CategoryEvent]):
    kind = "category"
    id: CategoryId

    def __init__(self, id: CategoryId) -> None:
        super().__init__(id)
        self.slug = ""
        self.name = ""
        self.parent: CategoryId | None = None

    def open(
        self, name: str, slug: str, parent: CategoryId | None, picture: str | None, *, at: datetime
    ) -> None:
        """Open it under *parent*."""
        if self.version:
            raise CategoryExists
        self._record(CategoryOpened(
            at=at, category_id=self.id, slug=slug, name=name, parent=parent, picture=picture,
        ))

    def _evolve(self, event: CategoryEvent) -> None:
        self.slug, self.name, self.parent = event.slug, event.name, event.parent
