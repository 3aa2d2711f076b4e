"""What the stock room refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import Sku


@dataclass(eq=False)
class NotEnoughStock(RuleViolated):
    """Only {available} of {sku} are left."""

    sku: Sku
    wanted: int
    available: int

    def __str__(self) -> str:
        return super().__str__() if self.available else f"{self.told('sku')} is sold out."


@dataclass(eq=False)
class BelowReserved(RuleViolated):
    """{reserved} of {sku} are promised to orders, so the count cannot be lower."""

    sku: Sku
    reserved: int


@dataclass(eq=False)
class SkuTaken(RuleViolated):
    """The SKU {sku} already stands for another product."""

    sku: Sku


class QuantityNotPositive(RuleViolated):
    """The quantity must be at least 1."""


class CountNegative(RuleViolated):
    """A count cannot be negative."""


@dataclass(eq=False)
class NothingReserved(RuleViolated):
    """Nothing of {sku} is put aside for this order."""

    sku: Sku
