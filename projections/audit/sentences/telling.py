"""Pieces that sentences are made of.

A sentence may speak of ``{who}``: whoever did it, filled in with the fact's actor. Things are named by their ids here;
what people call them is filled in for a whole page at once.
"""

from uuid import UUID

from store.application.audit.messages import Part, Sentence
from store.application.shared.answers import Price
from store.domain.shared.ids import OrderNumber, Sku
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased, Personal


def said(words: str, **parts: "Part | Money | str | int") -> Sentence:
    """The sentence *words*, with a part for each name in braces."""
    return Sentence(words, {name: _part(value) for name, value in parts.items()})


def goods(sku: Sku) -> Part:
    """The goods with this SKU; leads to their stock."""
    return Part(sku, "inventory", sku)


def order(id: UUID) -> Part:
    """An order by its id."""
    return Part(_short(id), "order", str(id))


def numbered(number: OrderNumber) -> Part:
    """An order by its number."""
    return Part(number, "order", number)


def thing(kind: str, id: UUID) -> Part:
    """Anything else that has a history."""
    return Part(_short(id), kind, str(id))


def person(value: Personal[str]) -> str:
    """A person by name; nobody in particular where the reader may not know, or nobody can know any more."""
    return "somebody" if isinstance(value.value, Erased) else value.value


def _part(value: "Part | Money | str | int") -> Part:
    match value:
        case Part():
            return value
        case Money():
            return Part(str(value), amount=Price.of(value))
        case _:
            return Part(str(value))


def _short(id: UUID) -> str:
    return str(id)[:8]
