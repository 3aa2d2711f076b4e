"""Whether shoppers see a product: withdrawn, back, published, or a draft."""

from datetime import datetime
from typing import TypeAlias

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import ProductId


class ProductWithdrawn(Event, frozen=True, tag="catalogue/product-withdrawn-1"):
    """A product is no longer for sale; those who bought it still see it."""

    product_id: ProductId
    reason: str


class ProductRelisted(Event, frozen=True, tag="catalogue/product-relisted-1"):
    """A product that was withdrawn is back: for sale, or a draft, as it was before."""

    product_id: ProductId
    for_sale: bool


class ProductPublished(Event, frozen=True, tag="catalogue/product-published-1"):
    """A draft is for sale from now on."""

    product_id: ProductId


class ProductUnpublished(Event, frozen=True, tag="catalogue/product-unpublished-1"):
    """A product is a draft again, and no shopper sees it."""

    product_id: ProductId


class PublicationPlanned(Event, frozen=True, tag="catalogue/publication-planned-1"):
    """A draft shall be for sale from the instant ``due`` on, in UTC."""

    product_id: ProductId
    due: datetime


class PublicationCalledOff(Event, frozen=True, tag="catalogue/publication-called-off-1"):
    """A draft stays one until somebody publishes it."""

    product_id: ProductId


StandingEvent: TypeAlias = (
    ProductWithdrawn | ProductRelisted | ProductPublished | ProductUnpublished | PublicationPlanned
    | PublicationCalledOff
)
"""Whether shoppers see it."""
