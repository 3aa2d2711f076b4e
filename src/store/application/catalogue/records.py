"""A product as those who look after it see it: all that was said of it, and how it stands, from its facts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Query
from store.domain.catalogue.events import Picture, Value
from store.domain.shared.errors import Conflict
from store.domain.shared.ids import ProductId, Sku, VendorId


class VariantRecord(Struct, frozen=True):
    """One thing that can be bought, as it was written down. ``more`` are further pictures of it; ``prices``
    what it costs in other currencies whatever the rate.
    """

    sku: Sku
    options: dict[str, str]
    price: Price
    list_price: Price | None
    picture: str | None
    more: list[str] = []
    prices: list[Price] = []


class ProductRecord(Struct, frozen=True):
    """All there is of a product. ``state`` is `draft`, `for sale` or `withdrawn`; the shop's own has no ``vendor``.

    Categories and related products go by their slugs. ``publish_at`` is when a draft is to go on sale.
    """

    id: ProductId
    version: int
    state: str
    vendor: VendorId | None
    slug: str
    name: str
    brand: str
    category: str
    categories: list[str]
    description: str
    attributes: dict[str, Value]
    options: list[str]
    variants: list[VariantRecord]
    pictures: list[Picture]
    tags: list[str]
    features: list[str]
    related: list[str]
    publish_at: datetime | None
    withdrawn_because: str


class GetProductRecord(Query[ProductRecord], frozen=True):
    """One product, withdrawn ones and drafts too, for whoever looks after it; at an earlier *version*, if one is given.

    *name* is its id, or a slug that leads to it.
    """

    name: str
    version: int | None = None
    scope: Scope = EVERYTHING


class Differing(Struct, frozen=True):
    """One field of a product that somebody changed: what it was when it was looked at, and what it is now."""

    field: str
    was: Any
    now: Any


@dataclass(eq=False)
class ProductMovedOn(Conflict):
    """Somebody changed this product since you looked at it: it is at version {now} now."""

    now: int
    seen: int
    changes: list[Differing]
    """What is different, field by field; nothing where the version that was *seen* never was."""


class ProductDifference(Struct, frozen=True):
    """A product as somebody saw it and as it is now. ``seen`` is nothing for a version that never was."""

    seen: ProductRecord | None
    now: ProductRecord
    changes: list[Differing]


class CompareProduct(Query[ProductDifference], frozen=True):
    """What is different about a product since *version*."""

    product_id: ProductId
    version: int
    scope: Scope = EVERYTHING
