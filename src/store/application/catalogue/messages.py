"""What one may tell the catalogue to do."""

from datetime import datetime

from msgspec import Struct

from store.application.shared.answers import Json
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, Query
from store.domain.shared.ids import ProductId, Sku
from store.domain.shared.money import Money


class ProductMoved(Struct, frozen=True):
    """Where the product stands now."""

    product_id: ProductId
    version: int


class RepriceVariant(Command[ProductMoved], frozen=True):
    """Ask another price."""

    product_id: ProductId
    sku: Sku
    price: Money
    list_price: Money | None = None
    version: int | None = None
    scope: Scope = EVERYTHING


class SayPrices(Command[ProductMoved], frozen=True):
    """Ask just these prices of variants in other currencies, and in those only. Variants left out stay as they are."""

    product_id: ProductId
    prices: dict[Sku, tuple[Money, ...]]
    version: int | None = None
    scope: Scope = EVERYTHING


class WithdrawProduct(Command[ProductMoved], frozen=True):
    """Take it out of the shop."""

    product_id: ProductId
    reason: str
    version: int | None = None
    scope: Scope = EVERYTHING


class RelistProduct(Command[ProductMoved], frozen=True):
    """Bring a withdrawn product back, as it was."""

    product_id: ProductId
    version: int | None = None
    scope: Scope = EVERYTHING


class PublishProduct(Command[ProductMoved], frozen=True):
    """Put a draft up for sale; at an instant that is still to come, if one is given."""

    product_id: ProductId
    due: datetime | None = None
    version: int | None = None
    scope: Scope = EVERYTHING


class UnpublishProduct(Command[ProductMoved], frozen=True):
    """Make it a draft again, and forget when it should have gone on sale."""

    product_id: ProductId
    version: int | None = None
    scope: Scope = EVERYTHING


class KeepAppointment(Command[ProductMoved], frozen=True):
    """Publish a draft whose moment has come, unless somebody thought better of it meanwhile."""

    product_id: ProductId
    due: datetime


class ProductRow(Struct, frozen=True):
    """One line of the back office's product list. ``stage`` is `draft`, `listed` or `withdrawn`."""

    id: ProductId
    slug: str
    name: str
    brand: str
    price_from: str
    currency: str
    variants: int
    available: int
    for_sale: bool
    stage: str = "listed"
    vendor: str | None = None


class ProductRows(Struct, frozen=True):
    items: list[ProductRow]
    next_cursor: str | None


class ListProductRows(Query[Json], frozen=True):
    """All products that *scope* covers, drafts and withdrawn ones too, as JSON of :class:`ProductRows`."""

    q: str = ""
    stage: str | None = None
    scope: Scope = EVERYTHING
    cursor: str | None = None
    limit: int = 50
