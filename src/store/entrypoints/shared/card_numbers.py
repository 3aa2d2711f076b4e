"""Card numbers that somebody writes where none is asked for: they are refused, and in logs shortened.

What counts as one is in the ranges of the big schemes, as long as theirs are, and fits the check digit (ISO/IEC 7812).
However it is written: in digits of any script, with up to three signs between them, with letters before and behind.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from unicodedata import decimal, normalize

from msgspec import Struct, json, structs

from store.domain.shared.errors import RuleViolated

SHORTEST: Final = 7
"""Signs below which there is no number; one sign of some scripts stands for two digits."""
_LEAST, _MOST = 14, 19
_ID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{32,}(?![0-9a-z])"
"""An id of ours: its first half is the number of a card, one time in fifty thousand. A digest holds one as seldom."""
_MOMENT: Final = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[+-]\d\d(?::?\d\d)?)?"
_NONE: Final = re.compile(f"{_ID}|{_MOMENT}", re.IGNORECASE | re.ASCII)
_RUN: Final = re.compile(rf"[0-9](?:[\W_]{{0,3}}[0-9]){{{_LEAST - 1},}}")
_DIGIT: Final = b"0"
_ALIKE: Final = bytes(_DIGIT[0] if chr(sign).isdecimal() else sign for sign in range(128)).ljust(256)
_BETWEEN: Final = "".join(re.findall(r"[\W_]", "".join(map(chr, range(128))))).encode()
_GROUP: Final = re.compile("[0-9]+")
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
    while len(text) >= SHORTEST and (found := list(_numbers(text))):
        for start, end, digits in reversed(found):
            text = f"{text[:start]}****{digits[-4:]}{text[end:]}"
        # What is left of one may stand before digits that make it another.
    return text


def expect_no_card_number(message: Struct) -> None:
    """Refuse a command or question that would carry one further than this.

    :raises CardNumberWritten: naming the field.
    """
    if not _may_hold_one(message):
        return
    for field, text in _texts(message, ""):
        if len(text) >= SHORTEST and field != _TRACKING and any(_numbers(text)):
            raise CardNumberWritten(field)


def _may_hold_one(message: Struct) -> bool:
    """Whether *message* has to be looked at text by text: one look at all of it finds most to have too few digits in a
    row. What it can't be sure about (digits of other scripts, signs that are written as others) may.
    """
    try:
        written = json.encode(message)
    except (TypeError, ValueError):  # what is no message outside of this process, or no text
        return True
    if not written.isascii() or b"\\" in written:
        return True
    return _LEAST * _DIGIT in written.translate(_ALIKE, _BETWEEN)


def _texts(value: object, field: str) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield field, value
        case list() | tuple() | frozenset():
            for one in value:
                yield from _texts(one, field)
        case Struct() | Mapping():
            if isinstance(value, Mapping):  # who sends one chooses its names as well
                yield from ((field, name) for name in value if isinstance(name, str))
            for name, one in _said(value):
                yield from _texts(one, name)
        case _:
            pass


def _said(value: Struct | Mapping[Any, object]) -> Iterator[tuple[str, object]]:
    """What stands in *value* by its names. Most of a question is left out."""
    named = structs.asdict(value) if isinstance(value, Struct) else value
    return ((str(name), one) for name, one in named.items() if one)


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Where numbers of cards stand in *text*, none within another, and their digits."""
    plain, places = text, None
    if text.isascii():
        if _LEAST * _DIGIT not in text.encode().translate(_ALIKE, _BETWEEN):  # most lines: a twentieth of a search
            return
    else:
        folded = [(place, digit) for place, sign in enumerate(text) for digit in _folded(sign)]
        plain, places = "".join(digit for _, digit in folded), [place for place, _ in folded]
    if _RUN.search(plain) is None:
        return
    plain = _NONE.sub(lambda found: "x" * len(found[0]), plain)
    for run in _RUN.finditer(plain):
        for start, end, digits in _within(run[0]):
            first, last = run.start() + start, run.start() + end - 1
            yield (places[first], places[last] + 1, digits) if places else (first, last + 1, digits)


def _within(run: str) -> Iterator[tuple[int, int, str]]:
    """Whole groups of digits that make a number together: of those that begin at one place, the longest."""
    groups, at = list(_GROUP.finditer(run)), 0
    while at < len(groups):
        digits, found = "", None
        for behind in range(at, len(groups)):
            digits += groups[behind][0]
            if len(digits) > _MOST:
                break
            if len(digits) >= _LEAST and is_card_number(digits):
                found = behind, digits
        if found:
            yield groups[at].start(), groups[found[0]].end(), found[1]
        at = found[0] + 1 if found else at + 1


@lru_cache(4096)
def _folded(sign: str) -> str:
    """The digits that *sign* stands for, else itself or what is no digit either."""
    plain = "".join(str(decimal(one, one)) for one in normalize("NFKC", sign))
    return plain if plain.isascii() and plain.isdecimal() else sign


def _checks(digits: str) -> bool:
    """By Luhn's formula: every second digit from the right counts double, and its own digits are added."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(int(digit) for digit in digits[::-2]) + sum(doubled)) % 10 == 0
