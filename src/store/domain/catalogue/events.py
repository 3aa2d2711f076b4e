"""The life of a product."""

from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct, structs

from store.domain.catalogue.picture_events import PictureEvent
from store.domain.catalogue.standing_events import StandingEvent
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import CategoryId, ProductId, Sku, VendorId
from store.domain.shared.money import Money

Value: TypeAlias = str | int | float | bool


class Picture(Struct, frozen=True, omit_defaults=True):
    """A picture by the name of its file among the shop's media, and what it shows."""

    name: str
    alt: str = ""


class Variant(Struct, frozen=True, omit_defaults=True):
    """One thing that can be bought: a choice among the product's options, with its price.

    ``picture`` stands for it in carts and orders; ``more`` are further pictures of it, which follow that one.
    """

    sku: Sku
    price: Money
    options: dict[str, str] = {}
    list_price: Money | None = None
    picture: str | None = None
    more: tuple[str, ...] = ()

    @property
    def pictures(self) -> tuple[str, ...]:
        """All pictures of its own."""
        return (self.picture, *self.more) if self.picture else ()

    def shown_by(self, names: Iterable[str], order: Iterable[str]) -> "Variant":
        """With these pictures and no others, in the *order* of the product's; what isn't among those comes last."""
        places = {name: place for place, name in enumerate(order)}
        own = sorted(names, key=lambda name: places.get(name, len(places)))
        return structs.replace(self, picture=own[0] if own else None, more=tuple(own[1:]))


class Description(Struct, frozen=True, omit_defaults=True):
    """All that is said of a product, apart from what it costs. ``text`` is Markdown.

    It stands in ``category``, to which its page leads back, and in further ``categories``; ``related`` are goods that
    go well with it.
    """

    slug: str
    name: str
    brand: str
    category: CategoryId
    text: str = ""
    attributes: dict[str, Value] = {}
    options: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[CategoryId, ...] = ()
    features: tuple[str, ...] = ()
    related: tuple[ProductId, ...] = ()


class ProductListed(Event, frozen=True, omit_defaults=True, tag="catalogue/product-listed-1"):
    """A product came into the catalogue and is for sale. Without a ``vendor`` it is the shop's own."""

    product_id: ProductId
    description: Description
    variants: tuple[Variant, ...]
    vendor: VendorId | None = None


class ProductDrafted(Event, frozen=True, omit_defaults=True, tag="catalogue/product-drafted-1"):
    """A product was written down; whoever looks after it sees it, and no shopper does."""

    product_id: ProductId
    description: Description
    variants: tuple[Variant, ...]
    vendor: VendorId | None = None


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


class PricesSaid(Event, frozen=True, tag="catalogue/prices-said-1"):
    """In these currencies one variant costs just that from now on, whatever its price comes to at any rate; in all
    others what it comes to. None at all takes back what was said.
    """

    product_id: ProductId
    sku: Sku
    prices: tuple[Money, ...]


class AddressClaimed(Event, frozen=True, tag="catalogue/address-claimed-1"):
    """This slug leads to this product from now on, and to no other one ever."""

    slug: str
    product_id: ProductId


AddressEvent: TypeAlias = AddressClaimed
ProductEvent: TypeAlias = (
    ProductListed | ProductDrafted | ProductRevised | PriceChanged | PricesSaid | StandingEvent | PictureEvent
)
