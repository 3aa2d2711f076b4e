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


class OtherCurrenciesOnly(RuleViolated):
    """Say each other currency once. What something costs in the shop's own is its price."""


@dataclass(eq=False)
class UnknownCurrency(RuleViolated):
    """There is no currency {currency}. Three capital letters name one, such as USD."""

    currency: str


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
class SlugTaken(RuleViolated):
    """Another product stands at {slug}."""

    slug: str


class CategoryExists(RuleViolated):
    """This category is already open."""


@dataclass(eq=False)
class CategoryGone(RuleViolated):
    """{name} became part of another category."""

    name: str


@dataclass(eq=False)
class CategoryInsideItself(RuleViolated):
    """{name} can't stand inside itself."""

    name: str


class NameMissing(RuleViolated):
    """A name needs at least one letter."""


@dataclass(eq=False)
class SearchWordTwice(RuleViolated):
    """{word} stands twice: a word means one thing, or nothing."""

    word: str


@dataclass(eq=False)
class WordMalformed(RuleViolated):
    """{word} can't be looked for: a word has at most 60 signs, all of them visible."""

    word: str


@dataclass(eq=False)
class TooManySearchWords(RuleViolated):
    """More than {most} are too many."""

    most: int


@dataclass(eq=False)
class TooManyPictures(RuleViolated):
    """A product has at most {most} pictures. Remove one before you add another."""

    most: int


class UnknownPicture(NotFound):
    """This product shows no such picture."""


@dataclass(eq=False)
class NoSuchPicture(RuleViolated):
    """The shop has no picture called {name}."""

    name: str


class PictureGone(NotFound):
    """This product never showed such a picture, so there is nothing to bring back."""


@dataclass(eq=False)
class UnknownAttribute(NotFound):
    """This category says nothing of its own about {name}."""

    name: str


@dataclass(eq=False)
class AttributeUnsound(RuleViolated):
    """{name}: {problem}"""

    in_words = ("problem",)
    name: str
    problem: str


@dataclass(eq=False)
class TooManyAttributes(RuleViolated):
    """A category has at most {most} attributes of its own."""

    most: int
