"""Which attributes goods somewhere have, as their category and those above it say."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from store.application.shared.errors import WrongFields
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.attribute_values import conformed
from store.domain.catalogue.attributes import Definitions, Inherited, in_force
from store.domain.catalogue.category import Category
from store.domain.catalogue.product import Product
from store.domain.shared.ids import CategoryId, category_of


def place_of(name: str) -> CategoryId:
    """The category that is called by its id, or by its slug."""
    try:
        return CategoryId(UUID(name))
    except ValueError:
        return category_of(name)


def definitions_at(places: Iterable[CategoryId], work: UnitOfWork) -> Mapping[CategoryId, Definitions]:
    """What holds at each of *places*: a statement for each step of the longest way up, however many there are."""
    known: dict[CategoryId, Category] = {}
    asked = set(places)
    wanted = asked
    while wanted := wanted - known.keys():
        found = work.find_all(Category, sorted(wanted, key=lambda it: it.bytes))
        known |= {it.id: it for it in found}
        wanted = {above for it in found if (above := it.into or it.parent)}
    return {place: tuple(it.definition for it in holding(_way(place, known))) for place in asked}


def expect_fitting(product: Product, work: UnitOfWork) -> None:
    """Go on only if *product* says all that its category asks of whatever is for sale.

    :raises WrongFields: for what doesn't fit, and what is missing.
    """
    said = product.description
    if said is None or said.category == product.id:
        return
    definitions = definitions_at([said.category], work)[said.category]
    if faults := attribute_faults(conformed(said.attributes, definitions).faults(for_sale=True)):
        raise WrongFields(faults)


def attribute_faults(faults: Mapping[str, str]) -> dict[str, str]:
    """*faults* of attributes, by the fields of a product."""
    return {f"attributes.{name}": words for name, words in faults.items()}


def _way(place: CategoryId, known: Mapping[CategoryId, Category]) -> list[Category]:
    way: list[Category] = []
    here: CategoryId | None = place
    while here is not None and here in known and known[here] not in way:
        way.insert(0, known[here])
        here = way[0].into or way[0].parent
    return way


def holding(way: list[Category]) -> tuple[Inherited, ...]:
    """What holds at the last of *way*, which leads down to it. What is part of another one says nothing any more."""
    return in_force([(it.id, it.attributes) for it in way if it.into is None])
