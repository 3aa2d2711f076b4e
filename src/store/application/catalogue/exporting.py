"""Products as files have them, so that an import takes them again."""

from msgspec import Struct

from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Query
from store.domain.catalogue.events import Picture, Value


class ExportedVariant(Struct, frozen=True, omit_defaults=True):
    """A variant; prices are decimals, ``stock`` are the pieces on hand."""

    sku: str
    price: str
    currency: str
    stock: int = 0
    options: dict[str, str] = {}
    list_price: str | None = None
    picture: str | None = None
    more: list[str] = []
    prices: dict[str, str] = {}


class ExportedProduct(Struct, frozen=True, omit_defaults=True):
    """A product as ``docs/import-format.md`` says. Its ``key`` names it whatever source it is imported from."""

    key: str
    slug: str
    name: str
    brand: str
    category: list[str]
    variants: list[ExportedVariant]
    description: str = ""
    attributes: dict[str, Value] = {}
    options: list[str] = []
    pictures: list[Picture] = []
    tags: list[str] = []
    categories: list[list[str]] = []
    features: list[str] = []
    related: list[str] = []


class ExportedPage(Struct, frozen=True):
    """Some of them; ``next_cursor`` leads to the rest."""

    items: list[ExportedProduct]
    next_cursor: str | None


class ExportProducts(Query[ExportedPage], frozen=True):
    """The products for sale that *scope* covers, a page at a time, in an order that doesn't move."""

    cursor: str | None = None
    limit: int = 250
    scope: Scope = EVERYTHING
