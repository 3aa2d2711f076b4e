"""Card numbers that somebody writes where none is asked for: they are refused, and in logs shortened.

What counts as one is in the ranges of the big schemes, as long as theirs are, and fits the check digit (ISO/IEC 7812).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from msgspec import Struct

from store.domain.shared.errors import RuleViolated

SHORTEST: Final = 14
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""An id of ours: its first half is the number of a card, one time in fifty thousand."""
_WRITTEN: Final = re.compile(rf"{_UUID.pattern}|(?<![0-9A-Za-z])[2-6](?:[ .\-]?[0-9]){{13,18}}(?![0-9A-Za-z])")
_SCHEMES: Final = re.compile(
    r"4\d{15}(\d{3})?|5[1-5]\d{14}|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(0[0-5]|[68]\d)\d{11}(\d\d)?"
    r"|6(011|4[4-9]\d|5\d\d)\d{12}|35(2[89]|[3-8]\d)\d{12}|62\d{14,17}"
)
_TRACKING: Final = "tracking"
"""The number on a label is staff's to copy: one of ten that are long enough would look like a card's."""


@dataclass
class CardNumberWritten(RuleViolated):
    """This looks like the number of a card, and nothing here needs one. Take it out and send the form again."""

    field: str


def is_card_number(digits: str) -> bool:
    """Whether *digits*, and nothing else, could be on a card."""
    return _SCHEMES.fullmatch(digits) is not None and _checks(digits)


def masked(text: str) -> str:
    """*text* with no more of a card's number than its last four digits."""
    return _WRITTEN.sub(_shortened, text) if len(text) >= SHORTEST else text


def expect_no_card_number(message: Struct) -> None:
    """Refuse a command or question that would carry one further than this.

    :raises CardNumberWritten: naming the field.
    """
    for field, text in _texts(message, ""):
        if len(text) >= SHORTEST and field != _TRACKING and masked(text) != text:
            raise CardNumberWritten(field)


def _texts(value: object, field: str) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield field, value
        case Struct():
            for name in value.__struct_fields__:
                yield from _texts(getattr(value, name), name)
        case list() | tuple() | frozenset():
            for one in value:
                yield from _texts(one, field)
        case Mapping():
            for name, one in value.items():
                yield from _texts(one, str(name))
        case _:
            pass


def _shortened(found: re.Match[str]) -> Any:
    if _UUID.fullmatch(found[0]):
        return found[0]
    digits = re.sub(r"[ .\-]", "", found[0])
    return f"****{digits[-4:]}" if is_card_number(digits) else found[0]


def _checks(digits: str) -> bool:
    """By Luhn's formula: every second digit from the right counts double, and its own digits are added."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(int(digit) for digit in digits[::-2]) + sum(doubled)) % 10 == 0
