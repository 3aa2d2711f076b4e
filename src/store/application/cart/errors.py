"""What the shop refuses when somebody fills a cart."""

from dataclasses import dataclass
from typing import Final

from store.domain.shared.errors import NotFound, RuleViolated
from store.domain.shared.ids import Sku

MOST_TOLD: Final = 5
"""Up to so many pieces strangers are told, in lists and in refusals alike: how much there is, is the shop's affair."""


@dataclass(eq=False)
class UnknownSku(NotFound):
    """There is nothing called {sku} in this shop."""

    sku: Sku


@dataclass(eq=False)
class NoLongerSold(RuleViolated):
    """{name} is no longer for sale."""

    sku: Sku
    name: str


@dataclass(eq=False)
class NotThatMany(RuleViolated):
    """Only {available} of {name} are left."""

    sku: Sku
    name: str
    available: int


@dataclass(eq=False)
class SoldOut(NotThatMany):
    """{name} is sold out."""


@dataclass(eq=False)
class TooManyWanted(RuleViolated):
    """There are not that many of {name}; try fewer."""

    sku: Sku
    name: str


def too_few(sku: Sku, name: str, available: int) -> RuleViolated:
    """What to tell somebody who wants more than there is: how many they can have, where that is but a few."""
    if available < 1:
        return SoldOut(sku, name, 0)
    return NotThatMany(sku, name, available) if available <= MOST_TOLD else TooManyWanted(sku, name)
