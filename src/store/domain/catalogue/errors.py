"""What the catalogue refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import NotFound, RuleViolated
from store.domain.shared.ids import Sku


class AlreadyListed(RuleViolated):
    """This product is already in the catalogue."""


class NotForSale(RuleViolated):
    """This product has been withdrawn."""


class OnlyForDrafts(RuleViolated):
    """This product is not a draft. Take it back to a draft first."""


class InThePast(RuleViolated):
    """A product can only go on sale at a moment that is still to come."""


class NothingToSell(RuleViolated):
    """A product needs at least one variant."""


@dataclass(eq=False)
class SkuTwice(RuleViolated):
    """The SKU {sku} stands twice in this product."""

    sku: Sku


@dataclass(eq=False)
class SkuMalformed(RuleViolated):
    """A SKU has 1 to 64 letters, digits, dots, dashes or underscores: {sku} does not."""

    sku: str


class MixedCurrencies(RuleViolated):
    """All variants of a product are sold in one currency."""


@dataclass(eq=False)
class PriceNotPositive(RuleViolated):
    """The price of {sku} must be more than nothing."""

    sku: Sku


@dataclass(eq=False)
class UnknownVariant(NotFound):
    """This product has no variant {sku}."""

    sku: Sku


@dataclass(eq=False)
class AddressTaken(RuleViolated):
    """Another product stands at {slug}."""

    slug: str


class CategoryExists(RuleViolated):
    """This category is already open."""
