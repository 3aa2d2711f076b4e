"""Reads the shelves: plain text written by hand, a few marks and then prose.

= Kitchen > Cookware              everything below stands in this category
# Name | Brand | 24.00 < 30.00 | tags   a product, its price, what it cost before
~ mug glaze=dip second=Ink        what to draw (colours with spaces are not needed)
~~ detail zoom=2                  a second picture: ``detail``, ``pair`` or other details of the same thing
! stock=10                        a fact that is not left to chance
@ Colour: Sage, Oat, Ink          an option; ``+6`` or ``-4`` after a value changes the price
- Capacity: 350 ml                an attribute
Anything else                     the description; an empty line parts paragraphs
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

SHELVES: Final = (
    "kitchen", "table", "lighting", "textiles", "desk", "bags", "plants", "bath", "furniture", "children",
    "outdoors",
)  # fmt: skip
Attribute = str | int | bool


@dataclass
class Card:
    """One product as it was written down."""

    category: tuple[str, ...]
    name: str
    brand: str
    price: str
    before: str | None
    tags: tuple[str, ...]
    family: str = ""
    details: dict[str, str] = field(default_factory=dict)
    second: tuple[str, dict[str, str]] | None = None
    facts: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    prose: list[str] = field(default_factory=list)

    @property
    def description(self) -> str:
        """The prose as Markdown."""
        return "\n".join(self.prose).strip()


def cards() -> Iterator[Card]:
    """Every card of every shelf, in the order of the shop."""
    folder = files("store.adapters.catalogue.demo") / "shelves"
    for shelf in SHELVES:
        yield from read((folder / f"{shelf}.txt").read_text(encoding="utf-8"))


def read(text: str) -> Iterator[Card]:  # noqa: C901 - one case for each mark is the plainest table of them
    """The cards in the *text* of one shelf."""
    category: tuple[str, ...] = ()
    card: Card | None = None
    for line in text.splitlines():
        mark, _, rest = line.partition(" ")
        match mark, card:
            case "=", _:
                category = tuple(name.strip() for name in rest.split(">"))
            case "#", _:
                if card:
                    yield card
                card = _opened(category, rest)
            case "~", Card():
                card.family, card.details = _drawing(rest)
            case "~~", Card():
                card.second = _drawing(rest)
            case "!", Card():
                card.facts.update(_pairs(rest))
            case "@", Card():
                name, _, values = rest.partition(":")
                card.options[name] = [_value(value.strip()) for value in values.split(",")]
            case "-", Card():
                name, _, value = rest.partition(":")
                card.attributes[name.strip()] = _attribute(value.strip())
            case _, Card():
                card.prose.append(line)
            case _:
                continue
    if card:
        yield card


def _opened(category: tuple[str, ...], heading: str) -> Card:
    name, brand, price, *tags = (part.strip() for part in heading.split("|"))
    now, _, before = (part.strip() for part in price.partition("<"))
    words = tuple(tag.strip() for tag in tags[0].split(",") if tag.strip()) if tags else ()
    return Card(category, name, brand, now, before or None, words)


def _drawing(text: str) -> tuple[str, dict[str, str]]:
    family, _, details = text.partition(" ")
    return family, _pairs(details)


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in text.split())


def _value(text: str) -> tuple[str, str]:
    """A value of an option and what it adds to the price."""
    name, _, surcharge = text.rpartition(" ")
    return (name, surcharge) if surcharge[:1] in {"+", "-"} and name else (text, "+0")


def _attribute(text: str) -> Attribute:
    if text in {"yes", "no"}:
        return text == "yes"
    return int(text) if text.isdecimal() else text
