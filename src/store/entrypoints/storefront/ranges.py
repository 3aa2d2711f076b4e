"""Bounds of numbers in addresses: ``range=Weight (kg): 1..3`` in links, two fields for each number in forms.

A form without script can't put two fields together, so it sends ``from.Weight (kg)=1`` and ``to.Weight (kg)=3``.
"""

from typing import Final

from msgspec import Struct

from store.entrypoints.shared.desk import AnyRequest

FROM: Final = "from."
TO: Final = "to."
_LONGEST: Final = 40


class Bounds(Struct, frozen=True):
    """Bounds that somebody chose: *text* is how links name them, the rest what people read."""

    text: str
    key: str
    name: str
    unit: str
    low: str
    high: str


def ranges_in(request: AnyRequest) -> list[str]:
    """The bounds that the address names, one for each number; those of a form go before those of a link."""
    found: dict[str, str] = {}
    typed: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name == "range" and value:
            found.setdefault(bounds_of(value).key, value)
        for place, start in enumerate((FROM, TO)):
            if name.startswith(start):
                typed.setdefault(name.removeprefix(start), ["", ""])[place] = value.strip().replace(",", ".")[:_LONGEST]
    for key, (low, high) in typed.items():
        found.pop(key, None)
        if low or high:
            found[key] = f"{key}: {low}..{high}"
    return list(found.values())


def bounds_of(text: str) -> Bounds:
    """What ``Weight (kg): 1..3`` says, piece by piece."""
    key, _, ends = text.rpartition(": ")
    low, _, high = ends.partition("..")
    name, divided, unit = key.removesuffix(")").rpartition(" (") if key.endswith(")") else (key, "", "")
    return Bounds(text, key, name if divided else key, unit, low, high)
