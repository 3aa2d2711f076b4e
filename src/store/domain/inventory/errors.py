"""What the stock room refuses."""

from dataclasses import dataclass

from store.domain.inventory.places import LocationCode
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


class CostNegative(RuleViolated):
    """A piece costs nothing, or more: never less."""


class ChangeOfNothing(RuleViolated):
    """An adjustment says how many pieces more or fewer there are: not none."""


class CauseContradicts(RuleViolated):
    """What was found makes more pieces; what was lost or damaged makes fewer."""


@dataclass(eq=False)
class FewerOnHand(RuleViolated):
    """Only {on_hand} of {sku} are there."""

    sku: Sku
    on_hand: int


@dataclass(eq=False)
class FewerSold(RuleViolated):
    """Only {sold} of {sku} are with customers, so no more can come back."""

    sku: Sku
    sold: int


class MoreWrittenOff(RuleViolated):
    """No more can be written off than came back."""


class SayOneOfBoth(RuleViolated):
    """Say how many there are, or by how many that changed: one of both."""


class ThresholdNegative(RuleViolated):
    """The number at which to be told cannot be negative."""


@dataclass(eq=False)
class FewerToMove(RuleViolated):
    """Only {free} of {sku} can be taken from {location}: others are promised to orders, or not there."""

    sku: Sku
    location: LocationCode
    free: int


class NowhereElse(RuleViolated):
    """Pieces are moved from one place to another."""
