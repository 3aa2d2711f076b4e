"""VAT numbers of the European Union, as far as they can be told from made-up ones without asking anybody.

Source of the shapes: European Commission, VIES, "VAT identification number structure". The check digits are those of
the member states' tax offices: ISO 7064 MOD 11,10 in Germany, Luhn's in Austria and Italy, remainders elsewhere.
"""

import re
from collections.abc import Callable
from typing import Final

_SHAPES: Final = {
    "AT": r"U\d{8}", "BE": r"[01]\d{9}", "BG": r"\d{9,10}", "CY": r"\d{8}[A-Z]", "CZ": r"\d{8,10}", "DE": r"[1-9]\d{8}",
    "DK": r"\d{8}", "EE": r"\d{9}", "ES": r"[A-Z0-9]\d{7}[A-Z0-9]", "FI": r"\d{8}", "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}",
    "GR": r"\d{9}", "HR": r"\d{11}", "HU": r"\d{8}", "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}", "IT": r"\d{11}",
    "LT": r"\d{9}|\d{12}", "LU": r"\d{8}", "LV": r"\d{11}", "MT": r"\d{8}", "NL": r"\d{9}B\d{2}", "PL": r"\d{10}",
    "PT": r"\d{9}", "RO": r"\d{2,10}", "SE": r"\d{10}01", "SI": r"\d{8}", "SK": r"\d{10}",
}
UNION: Final = frozenset(_SHAPES)
"""The member states. Greece writes its numbers with EL."""
_GREECE: Final = {"EL": "GR"}
LONGEST: Final = 20
_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
_NATURAL_PERSONS: Final = {"X": "0", "Y": "1", "Z": "2"}


def country_of(number: str) -> str | None:
    """Whose number that is, if it can be one: its shape is right, and its check digits where they are known here."""
    plain = canonical(number)
    country, rest = _GREECE.get(plain[:2], plain[:2]), plain[2:]
    if country not in _SHAPES or not re.fullmatch(_SHAPES[country], rest, re.ASCII):
        return None
    check = _CHECKS.get(country)
    return country if check is None or check(rest) else None


def canonical(number: str) -> str:
    """*number* in capital letters, without spaces, dots and hyphens."""
    return re.sub(r"[\s.\-]", "", number[:4 * LONGEST]).upper()[:LONGEST]


def _germany(rest: str) -> bool:
    product = 10
    for digit in rest[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(rest[-1])


def _luhn(rest: str, more: int = 0) -> bool:
    found = more
    for place, digit in enumerate(reversed(rest)):
        worth = int(digit) * (1 + place % 2)
        found += worth // 10 + worth % 10
    return found % 10 == 0


def _france(rest: str) -> bool:
    if not rest[:2].isdigit():
        return _luhn(rest[2:])
    return int(rest[:2]) == (12 + 3 * (int(rest[2:]) % 97)) % 97


def _spain(rest: str) -> bool:
    first, digits, last = rest[0], rest[1:-1], rest[-1]
    if first.isdigit() or first in "KLMXYZ":
        number = _NATURAL_PERSONS.get(first, "" if first.isalpha() else first) + digits
        return _LETTERS[int(number) % 23] == last
    doubled = sum(sum(divmod(int(digit) * 2, 10)) for digit in digits[::2])
    control = -(doubled + sum(int(digit) for digit in digits[1::2])) % 10
    return last in {str(control), "JABCDEFGHI"[control]}


def _netherlands(rest: str) -> bool:
    old = sum(int(digit) * weight for digit, weight in zip(rest, range(9, 1, -1), strict=False))
    letters = "".join(sign if sign.isdigit() else str(ord(sign) - 55) for sign in f"NL{rest}")
    return old % 11 == int(rest[8]) or int(letters) % 97 == 1


def _belgium(rest: str) -> bool:
    return 97 - int(rest[:8]) % 97 == int(rest[8:])


def _poland(rest: str) -> bool:
    weighed = sum(int(digit) * weight for digit, weight in zip(rest, (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=False))
    return weighed % 11 == int(rest[9])


_CHECKS: Final[dict[str, Callable[[str], bool]]] = {
    "AT": lambda rest: _luhn(rest[1:-1], 4 + int(rest[-1])), "BE": _belgium, "DE": _germany, "ES": _spain,
    "FR": _france, "IT": _luhn, "NL": _netherlands, "PL": _poland,
}
