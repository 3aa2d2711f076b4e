"""Handlers of Catalogue that look after what categories say of the attributes of their goods."""

from dataclasses import dataclass

from store.application.catalogue.attributes import (
    AttributeInForce,
    ChangeAttribute,
    DefineAttribute,
    DefineMissing,
    GetAttributes,
    MoveAttribute,
    RemoveAttribute,
)
from store.application.catalogue.attributes_in_force import holding, place_of
from store.application.catalogue.categories import CategoryStands
from store.application.catalogue.category_handlers import stands
from store.application.shared.bus import answers, handles
from store.application.shared.errors import WrongFields
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.catalogue.attributes import (
    AttributeDefinition,
    Definitions,
    faults_of_definition,
    same_name,
    tidied,
)
from store.domain.catalogue.category import Category
from store.domain.shared.ids import CategoryId, category_of


@dataclass(frozen=True)
class AttributeHandlers:
    clock: Clock

    @handles(DefineAttribute)
    def define(self, command: DefineAttribute, work: UnitOfWork) -> CategoryStands:
        category = _seen(command.category_id, command.version, work)
        _expect_sound(command.definition, category.attributes)
        category.define_attribute(command.definition, at=self.clock.now())
        work.save(category)
        return stands(category)

    @handles(DefineMissing)
    def define_missing(self, command: DefineMissing, work: UnitOfWork) -> int:
        """All of them or none. What stands there already stays as it is."""
        slugs = sorted(command.attributes)
        categories = work.find_all(Category, [category_of(slug) for slug in slugs])
        for slug, category in zip(slugs, categories, strict=True):
            for definition in command.attributes[slug]:
                if all(not same_name(it.name, definition.name) for it in category.attributes):
                    category.define_attribute(definition, at=self.clock.now())
        work.save(*categories)
        return sum(len(category.fresh) for category in categories)

    @handles(ChangeAttribute)
    def change(self, command: ChangeAttribute, work: UnitOfWork) -> CategoryStands:
        category = _seen(command.category_id, command.version, work)
        others = tuple(it for it in category.attributes if not same_name(it.name, command.name))
        _expect_sound(command.definition, others)
        category.change_attribute(command.name, command.definition, at=self.clock.now())
        work.save(category)
        return stands(category)

    @handles(MoveAttribute)
    def move(self, command: MoveAttribute, work: UnitOfWork) -> CategoryStands:
        category = _seen(command.category_id, command.version, work)
        category.move_attribute(command.name, command.place, at=self.clock.now())
        work.save(category)
        return stands(category)

    @handles(RemoveAttribute)
    def remove(self, command: RemoveAttribute, work: UnitOfWork) -> CategoryStands:
        category = _seen(command.category_id, command.version, work)
        category.remove_attribute(command.name, at=self.clock.now())
        work.save(category)
        return stands(category)


@dataclass(frozen=True)
class AttributeAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    reads = ()

    @answers(GetAttributes)
    async def attributes(self, query: GetAttributes) -> tuple[AttributeInForce, ...]:
        """One statement for each category on the way up."""
        way: list[Category] = []
        place: CategoryId | None = place_of(query.place)
        while place is not None and place not in {it.id for it in way}:
            past = (await self.journal.read([place])).get(place, History())
            way.insert(0, Category.replay(place, past.events))
            place = way[0].into or way[0].parent
        names = {it.id: it.name for it in way}
        return tuple(AttributeInForce(it.definition, it.source, names[it.source]) for it in holding(way))


def _seen(id: CategoryId, version: int | None, work: UnitOfWork) -> Category:
    category = work.get(Category, id)
    expect(category, version)
    category.expect_open()
    return category


def _expect_sound(definition: AttributeDefinition, others: Definitions) -> None:
    if faults := faults_of_definition(tidied(definition), others):
        raise WrongFields(faults)
