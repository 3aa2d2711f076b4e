"""What an import takes in, row by row, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from msgspec import Struct, field

from store.application.shared.bus import Command
from store.domain.catalogue.events import Picture, Value
from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import ProductId, Sku, VendorId
from store.domain.shared.money import Money


class VariantRow(Struct, frozen=True):
    """One variant as the import file has it, with its first stock; ``more`` are further pictures beside ``picture``."""

    sku: Sku
    price: Money
    stock: int = 0
    options: dict[str, str] = {}
    list_price: Money | None = None
    picture: str | None = None
    more: tuple[str, ...] = ()
    prices: tuple[Money, ...] | None = None
    """In other currencies; nothing where the file says nothing of them, and leaves them as they are."""


class ProductRow(Struct, frozen=True):
    """One product as the import file has it. ``key`` is its name in the source, and so are those of ``related`` ones.

    ``categories`` are further ones. Of what is nothing here the file doesn't speak, and leaves it as it is.
    """

    key: str
    name: str
    brand: str
    category: tuple[str, ...]
    variants: tuple[VariantRow, ...]
    slug: str = ""
    text: str = ""
    attributes: dict[str, Value] = {}
    options: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[tuple[str, ...], ...] | None = None
    features: tuple[str, ...] | None = None
    related: tuple[str, ...] | None = None

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """All places it names, that of its own first."""
        return (self.category, *(self.categories or ())) if self.category else self.categories or ()


OWN_KEY: Final = "product:"
"""Begins the key of a product that this shop, or another one like it, wrote into a file: what follows is its id."""
RESERVED: Final = frozenset({"suggest"})
"""Slugs under which the shop has pages of its own."""


@dataclass(eq=False)
class KeyTwice(RuleViolated):
    """The product {key} stands twice in one batch."""

    key: str


@dataclass(eq=False)
class NoSuchPlace(RuleViolated):
    """There is no category {path} here. The shop opens them."""

    path: str


class RowMisfit(Struct, frozen=True):
    """What of a row doesn't fit the attributes of its category, by name. It was taken in as it was written."""

    key: str
    faults: dict[str, str]


class Imported(Struct, frozen=True):
    """What an import changed. Withdrawn products stay as they are."""

    listed: int = 0
    revised: int = 0
    unchanged: int = 0
    misfits: tuple[RowMisfit, ...] = ()


class OpenCategories(Command[int], frozen=True):
    """Open the categories at *paths* and all above them, where none stands by these names; how many that were.

    *pictures* names a picture for some of them, by the slug of their own name.
    """

    paths: tuple[tuple[str, ...], ...]
    pictures: Mapping[str, str] = field(default_factory=dict)


class TakeInProducts(Command[Imported], frozen=True):
    """List the products of a batch, or revise those that are known, whose categories are open."""

    source: str
    rows: tuple[ProductRow, ...]


class Outcome(StrEnum):
    """What a row of an import comes to."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class TakenIn(Struct, frozen=True):
    """What became of one row: its product stood at version *before*, and stands at *after*. It was taken in as it was
    written; *faults* are what of it doesn't fit the attributes of its category. What is *withdrawn* stays as it is, and
    its stock, too.
    """

    outcome: Outcome
    product_id: ProductId
    before: int
    after: int
    faults: dict[str, str] = {}
    withdrawn: bool = False


class TakeInEach(Command[tuple[TakenIn, ...]], frozen=True):
    """The same, with an answer for each row. *only_try*: nothing happens.

    A *vendor* brings in their own goods, and into categories that are there.
    """

    source: str
    rows: tuple[ProductRow, ...]
    vendor: VendorId | None = None
    only_try: bool = False


class ImportProducts(Command[Imported], frozen=True):
    """Take a batch of products in, categories first. One whose slug is taken gets one of its own."""

    source: str
    rows: tuple[ProductRow, ...]
    category_pictures: Mapping[str, str] = field(default_factory=dict)
