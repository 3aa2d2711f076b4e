"""What goods may be chosen by, apart from place, brand and price: their attributes and options."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from store.application.browsing.ports import Between

LONGEST: Final = 60
"""A value that is longer is prose, which nobody chooses by."""
MOST: Final = 40
_BETWEEN: Final = ": "
_NUMBER: Final = r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?"
_RANGE: Final = re.compile(rf"(?P<key>[^\x00]{{1,90}}?): ?(?P<low>{_NUMBER})?\.\.(?P<high>{_NUMBER})?")


def facets_of(attributes: Iterable[tuple[str, str]], options: Sequence[Mapping[str, str]]) -> list[str]:
    """``name: value`` of each of *attributes*, and of each of the *options* that any variant has; each once."""
    said_so = [*attributes, *((name, value) for chosen in options for name, value in chosen.items())]
    found = dict.fromkeys(f"{name}{_BETWEEN}{value}" for name, value in said_so if 0 < len(value) <= LONGEST)
    return list(found)[:MOST]


def parted(facet: str) -> tuple[str, str]:
    """Its name and its value. What is no facet is all name."""
    name, _, value = facet.partition(_BETWEEN)
    return name, value


def between(text: str) -> Between | None:
    """The bounds that ``Weight (kg): 1..3`` names; nothing if it names none."""
    found = _RANGE.fullmatch(text)
    if found is None or not (found["low"] or found["high"]):
        return None
    return Between(found["key"], found["low"] or None, found["high"] or None)


def by_name(facets: Iterable[str]) -> dict[str, list[str]]:
    """*facets* under the names they have."""
    found: dict[str, list[str]] = {}
    for facet in facets:
        found.setdefault(parted(facet)[0], []).append(facet)
    return found
