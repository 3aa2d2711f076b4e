"""What goods may be chosen by, apart from place, brand and price: their attributes and options."""

from collections.abc import Iterable, Sequence
from typing import Final

from projections.browsing.cards import words
from store.domain.catalogue.events import Description, Variant

LONGEST: Final = 60
"""A value that is longer is prose, which nobody chooses by."""
MOST: Final = 40
_BETWEEN: Final = ": "


def facets_of(said: Description, variants: Sequence[Variant]) -> list[str]:
    """``name: value`` of each attribute, and of each option that any of *variants* has; each once."""
    said_so = [
        *((name, words(value)) for name, value in said.attributes.items()),
        *((name, value) for variant in variants for name, value in variant.options.items()),
    ]
    found = dict.fromkeys(f"{name}{_BETWEEN}{value}" for name, value in said_so if 0 < len(value) <= LONGEST)
    return list(found)[:MOST]


def parted(facet: str) -> tuple[str, str]:
    """Its name and its value. What is no facet is all name."""
    name, _, value = facet.partition(_BETWEEN)
    return name, value


def by_name(facets: Iterable[str]) -> dict[str, list[str]]:
    """*facets* under the names they have."""
    found: dict[str, list[str]] = {}
    for facet in facets:
        found.setdefault(parted(facet)[0], []).append(facet)
    return found
