"""What a category says its goods have: names, types, units, choices, in an order; and what is below it has that too."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct, structs

from store.domain.shared.ids import CategoryId

MOST_ATTRIBUTES: Final = 60
MOST_CHOICES: Final = 60
LONGEST_NAME: Final = 60
LONGEST_UNIT: Final = 20
LONGEST_CHOICE: Final = 60
_DIVIDING: Final = frozenset(":/;=")
"""Signs that divide names from values in addresses and files."""
Fault = tuple[str, str]


class AttributeKind(StrEnum):
    """What a value is; the words of staff and of programs alike."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes-no"
    CHOICE = "choice"


class AttributeDefinition(Struct, frozen=True, omit_defaults=True):
    """One thing that goods of a category have. Numbers are counted in ``unit``, a choice is one of ``choices``.

    Lists may be narrowed down by what is ``filterable``; what is ``required`` has to be said of whatever is for sale.
    ``formerly`` are names it had before: values under them are its own.
    """

    name: str
    kind: AttributeKind
    unit: str = ""
    choices: tuple[str, ...] = ()
    filterable: bool = False
    required: bool = False
    formerly: tuple[str, ...] = ()


Definitions = tuple[AttributeDefinition, ...]


class Inherited(Struct, frozen=True):
    """A definition in force somewhere, and the category that said so."""

    definition: AttributeDefinition
    source: CategoryId


def same_name(one: str, other: str) -> bool:
    """Names are the same whatever their case."""
    return one.casefold() == other.casefold()


def tidied(definition: AttributeDefinition) -> AttributeDefinition:
    """*definition* without space that nobody meant."""
    return structs.replace(
        definition, name=" ".join(definition.name.split()), unit=" ".join(definition.unit.split()),
        choices=tuple(" ".join(choice.split()) for choice in definition.choices if choice.strip()),
    )


def faults_of_definition(said: AttributeDefinition, others: Iterable[AttributeDefinition] = ()) -> dict[str, str]:
    """What makes no sense about *said* beside *others* of the same category: a sentence by the field it blames."""
    found: dict[str, str] = {}
    for field, words in (*_of_name(said, others), *_of_unit(said), *_of_choices(said)):
        found.setdefault(field, words)
    return found


def _of_name(said: AttributeDefinition, others: Iterable[AttributeDefinition]) -> Iterator[Fault]:
    if not said.name.strip() or len(said.name) > LONGEST_NAME or not said.name.isprintable():
        yield "name", f"A name has 1 to {LONGEST_NAME} signs, all of them visible."
    elif not _DIVIDING.isdisjoint(said.name):
        yield "name", "A name has none of the signs : / ; ="
    elif any(same_name(said.name, other.name) for other in others):
        yield "name", "This category has an attribute of that name."


def _of_unit(said: AttributeDefinition) -> Iterator[Fault]:
    if said.unit and said.kind is not AttributeKind.NUMBER:
        yield "unit", "Only numbers have a unit."
    elif len(said.unit) > LONGEST_UNIT or not said.unit.isprintable() or "(" in said.unit or ")" in said.unit:
        yield "unit", f"A unit has at most {LONGEST_UNIT} signs, such as kg, and no brackets."
    elif said.unit[:1].isdigit():
        yield "unit", "A unit begins with no digit."


def _of_choices(said: AttributeDefinition) -> Iterator[Fault]:
    if said.kind is not AttributeKind.CHOICE:
        if said.choices:
            yield "choices", "Only a choice has values to choose from."
        return
    if not 1 <= len(said.choices) <= MOST_CHOICES:
        yield "choices", f"A choice has 1 to {MOST_CHOICES} values."
    for choice in said.choices:
        if not choice or len(choice) > LONGEST_CHOICE or not choice.isprintable():
            yield "choices", f"A value has 1 to {LONGEST_CHOICE} signs, all of them visible."
    folded = [choice.casefold() for choice in said.choices]
    for choice, fold in zip(said.choices, folded, strict=True):
        if folded.count(fold) > 1:
            yield "choices", f"{choice} stands here twice."


def in_force(levels: Sequence[tuple[CategoryId, Definitions]]) -> tuple[Inherited, ...]:
    """What holds at the last of *levels*, which lead down to it from the top.

    Who stands lower adds to what is said above, or says otherwise under the same name: then it stands in its place.
    """
    found: tuple[Inherited, ...] = ()
    for source, said in levels:
        found = below(found, source, said)
    return found


def below(above: Iterable[Inherited], source: CategoryId, said: Definitions) -> tuple[Inherited, ...]:
    """What holds where *source* stands below a place for which *above* holds, and says so much itself."""
    found = {it.definition.name.casefold(): it for it in above}
    found |= {definition.name.casefold(): Inherited(definition, source) for definition in said}
    return tuple(found.values())
