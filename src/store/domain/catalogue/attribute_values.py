"""Whether what is said of a product fits what its category says of its attributes, and what it means then.

A value that doesn't fit stays as it was written: catalogues are messy, and nothing is lost by being looked at.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, assert_never

from msgspec import Struct, field

from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind, same_name
from store.domain.catalogue.events import Value

_NUMBER: Final = re.compile(r"(?P<sign>[-\u2212]?)(?P<whole>\d{1,15})(?:(?P<point>[.,])(?P<part>\d{1,9}))?", re.ASCII)
_THOUSANDS: Final = 3
"""Digits behind a comma that may as well be thousands: 1,500 is no number that everybody reads alike."""
_TRUTHS: Final[Mapping[str, bool]] = {"yes": True, "true": True, "no": False, "false": False}
NEEDED: Final = "This is needed for whatever is for sale."


class Conformed(Struct, frozen=True):
    """What is said of a product beside the definitions of its category."""

    values: dict[str, Value]
    """All of it, under the names of the definitions where they have it, in the form in which it is kept."""
    misfits: dict[str, str] = field(default_factory=dict)
    """What doesn't fit, by name: the sentence that says what would."""
    missing: tuple[str, ...] = ()
    """What is required and isn't said."""

    def faults(self, *, for_sale: bool) -> dict[str, str]:
        """All that makes no sense; of what is no more than a draft something may be missing."""
        return self.misfits | (dict.fromkeys(self.missing, NEEDED) if for_sale else {})


def conformed(
    said: Mapping[str, Value], definitions: Sequence[AttributeDefinition], known: Mapping[str, Value] | None = None
) -> Conformed:
    """*said* as it is kept. What means the same as what is *known* already stays as that was written."""
    values: dict[str, Value] = {}
    misfits: dict[str, str] = {}
    for name, value in said.items():
        definition = defined_as(name, definitions)
        if definition is None or (definition.name != name and definition.name in {*said, *values}):
            values[name] = value
        elif (fit := fitted(definition, value)) is None:
            values[definition.name], misfits[definition.name] = value, wanted(definition)
        else:
            before = (known or {}).get(definition.name, fit)
            values[definition.name] = before if _alike(definition, before, fit) else fit
    missing = tuple(it.name for it in definitions if it.required and not words(values.get(it.name, "")).strip())
    return Conformed(values, misfits, missing)


def defined_as(name: str, definitions: Sequence[AttributeDefinition]) -> AttributeDefinition | None:
    """The one of *definitions* that *name* stands for; what is called so goes before what was."""
    now = next((it for it in definitions if same_name(it.name, name)), None)
    return now or next((it for it in definitions if any(same_name(was, name) for was in it.formerly)), None)


def fitted(definition: AttributeDefinition, value: Value) -> Value | None:
    """*value* in the form in which such a one is kept; nothing if it doesn't fit."""
    match definition.kind:
        case AttributeKind.NUMBER:
            return _number(value, definition.unit)
        case AttributeKind.YES_NO:
            return value if isinstance(value, bool) else _TRUTHS.get(str(value).strip().casefold())
        case AttributeKind.CHOICE:
            said = " ".join(words(value).split()).casefold()
            return next((choice for choice in definition.choices if choice.casefold() == said), None)
        case AttributeKind.TEXT:
            return value
        case _:
            assert_never(definition.kind)


def wanted(definition: AttributeDefinition) -> str:
    """What would fit, in a sentence."""
    match definition.kind:
        case AttributeKind.NUMBER if definition.unit:
            return f"Write a number in {definition.unit}, such as 1.5."
        case AttributeKind.NUMBER:
            return "Write a number, such as 1.5."
        case AttributeKind.YES_NO:
            return "Say yes or no."
        case AttributeKind.CHOICE:
            return f"Choose one of {', '.join(definition.choices)}."
        case AttributeKind.TEXT:
            return "Write some text."
        case _:
            assert_never(definition.kind)


def number_of(value: Value) -> Decimal | None:
    """The number that is kept as *value*, exactly as it was written; nothing if that is none."""
    if isinstance(value, bool):
        return None
    text = value if isinstance(value, str) else repr(value)
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def words(value: Value) -> str:
    """A value as people read it."""
    match value:
        case bool():
            return "Yes" if value else "No"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def _number(value: Value, unit: str) -> Value | None:
    """Whole numbers are kept as such, others in the digits in which they were written; 350 ml is 350 where ml count."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    text = (f"{Decimal(repr(value)):f}" if isinstance(value, float) else value).strip()
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: -len(unit)].strip()
    found = _NUMBER.fullmatch(text)
    if found is None or (found["point"] == "," and len(found["part"]) == _THOUSANDS):
        return None
    sign, whole, part = "-" if found["sign"] else "", int(found["whole"]), found["part"]
    if isinstance(value, float) and part is not None and not int(part):
        part = None
    return int(f"{sign}{whole}") if part is None else f"{sign}{whole}.{part}"


def _alike(definition: AttributeDefinition, before: Value, now: Value) -> bool:
    """Whether *before* says the same as *now*, written otherwise: a file has 1.5 where a form had 1.50."""
    if isinstance(before, bool) is not isinstance(now, bool):
        return False
    if definition.kind is AttributeKind.NUMBER:
        return (number := number_of(before)) is not None and number == number_of(now)
    return words(before) == words(now)
