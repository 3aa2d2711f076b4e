"""The life of a product."""

from typing import TypeAlias

from msgspec import Struct

from store.domain.catalogue.picture_events import PictureEvent
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import CategoryId, ProductId, Sku
from store.domain.shared.money import Money

Value: TypeAlias = str | int | float | bool


class Picture(Struct, frozen=True, omit_defaults=True):
    """A picture by the name of its file among the shop's media, and what it shows."""

    name: str
    alt: str = ""


class Variant(Struct, frozen=True, omit_defaults=True):
    """One thing that can be bought: a choice among the product's options, with its price."""

    sku: Sku
    price: Money
    options: dict[str, str] = {}
    list_price: Money | None = None
    picture: str | None = None


class Description(Struct, frozen=True, omit_defaults=True):
    """All that is said of a product, apart from what it costs. ``text`` is Markdown."""

    slug: str
    name: str
    brand: str
    category: CategoryId
    text: str = ""
    attributes: dict[str, Value] = {}
    options: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tags: tuple[str, ...] = ()


class ProductListed(Event, frozen=True, tag="catalogue/product-listed-1"):
    """A product came into the catalogue and is for sale."""

    product_id: ProductId
    description: Description
    variants: tuple[Variant, ...]


class ProductRevised(Event, frozen=True, tag="catalogue/product-revised-1"):
    """What is said of a product, or which variants there are, changed."""

    product_id: ProductId
    description: Description
    variants: tuple[Variant, ...]


class PriceChanged(Event, frozen=True, tag="catalogue/price-changed-1"):
    """One variant costs something else from now on."""

    product_id: ProductId
    sku: Sku
    price: Money
    list_price: Money | None
    was: Money


class ProductWithdrawn(Event, frozen=True, tag="catalogue/product-withdrawn-1"):
    """A product is no longer for sale; those who bought it still see it."""

    product_id: ProductId
    reason: str


class AddressClaimed(Event, frozen=True, tag="catalogue/address-claimed-1"):
    """This slug leads to this product from now on, and to no other one ever."""

    slug: str
    product_id: ProductId


AddressEvent: TypeAlias = AddressClaimed
ProductEvent: TypeAlias = ProductListed | ProductRevised | PriceChanged | ProductWithdrawn | PictureEvent
