"""Handlers of Catalogue that look after its places."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import UnsetType

from store.application.catalogue.categories import (
    CategoryStands,
    DescribeCategory,
    LookAtCategory,
    MergeCategory,
    MoveCategory,
    OpenCategory,
)
from store.application.catalogue.media_names import is_of_a_person
from store.application.catalogue.picture_ports import PicturesAway
from store.application.catalogue.ports import Media, MediaAway
from store.application.shared.bus import answers, handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.rich_text import rich_text
from store.application.shared.work import UnitOfWork, expect
from store.domain.catalogue.category import Category, CategoryTree
from store.domain.catalogue.errors import CategoryExists, NoSuchPicture
from store.domain.catalogue.slugs import slugify
from store.domain.shared.ids import CategoryId, category_of, category_tree, follow_up
from store.domain.shared.tidy import tidied


@dataclass(frozen=True)
class CategoryHandlers:
    clock: Clock
    media: Media

    @handles(OpenCategory)
    def open(self, command: OpenCategory, work: UnitOfWork) -> CategoryStands:
        """Under the id that an import of the same path finds, unless what stood there went elsewhere."""
        above = _standing(command.parent, work) if command.parent else None
        slug = slugify(command.name)
        slug = f"{above.slug}/{slug}" if above else slug
        category = work.find(Category, category_of(slug))
        if category.version:
            if category.into is None and category.parent == command.parent:
                raise CategoryExists
            category = work.find(Category, CategoryId(follow_up(category.id, f"again/{category.version}")))
        now = self.clock.now()
        category.open(tidied(command.name), slug, command.parent, None, at=now)
        if text := rich_text(command.text):
            category.describe(category.name, text, None, at=now)
        work.save(category)
        return stands(category)

    @handles(DescribeCategory)
    def describe(self, command: DescribeCategory, work: UnitOfWork) -> CategoryStands:
        category = work.get(Category, command.category_id)
        expect(category, command.version)
        text, picture = rich_text(command.text), category.shown
        if not isinstance(command.picture, UnsetType) and (picture := command.picture) is not None:
            self._expect_there(picture)
        category.describe(tidied(command.name), text, picture, at=self.clock.now())
        work.save(category)
        return stands(category)

    def _expect_there(self, picture: str) -> None:
        try:
            if is_of_a_person(picture) or not self.media.exists(picture):
                raise NoSuchPicture(picture)
        except MediaAway as away:
            raise PicturesAway from away

    @handles(MoveCategory)
    def move(self, command: MoveCategory, work: UnitOfWork) -> CategoryStands:
        """Everybody who moves one appends to the tree: of two who would make a circle together, one decides again."""
        tree, category = work.find(CategoryTree, category_tree()), work.get(Category, command.category_id)
        expect(category, command.version)
        now = self.clock.now()
        category.move(command.parent, way_up(command.parent, work), at=now)
        if category.fresh:
            tree.change(category.id, at=now)
        work.save(tree, category)
        return stands(category)

    @handles(MergeCategory)
    def merge(self, command: MergeCategory, work: UnitOfWork) -> CategoryStands:
        tree, category = work.find(CategoryTree, category_tree()), work.get(Category, command.category_id)
        expect(category, command.version)
        now = self.clock.now()
        category.merge(command.into, way_up(command.into, work), at=now)
        tree.change(category.id, at=now)
        work.save(tree, category)
        return stands(category)


@dataclass(frozen=True)
class CategoryAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    reads = ()

    @answers(LookAtCategory)
    async def look(self, query: LookAtCategory) -> CategoryStands:
        history = (await self.journal.read([query.category_id])).get(query.category_id, History())
        if not history.events:
            raise NoSuch("category", query.category_id)
        return stands(Category.replay(query.category_id, history.events))


def way_up(place: CategoryId | None, work: UnitOfWork) -> Sequence[CategoryId]:
    """All places above *place*, the nearest first. What became part of another one leads on from there.

    :raises NoSuch: if *place* is none.
    """
    found: list[CategoryId] = []
    while place is not None:
        it = _standing(place, work) if not found else work.find(Category, place)
        place = it.into or it.parent
        if place is not None:
            found.append(place)
    return found


def _standing(id: CategoryId, work: UnitOfWork) -> Category:
    """One that is open.

    :raises CategoryGone: if it became part of another one.
    """
    category = work.get(Category, id)
    category.expect_open()
    return category


def stands(category: Category) -> CategoryStands:
    """How it stands."""
    return CategoryStands(
        category.id, category.name, category.text, category.shown, category.parent, category.into, category.version,
        category.attributes,
    )
