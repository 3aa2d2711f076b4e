"""What the shop refuses when somebody fills a cart."""

from dataclasses import dataclass

from store.domain.shared.errors import NotFound, RuleViolated
from store.domain.shared.ids import Sku


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
