"""What one may tell the catalogue to do."""

from msgspec import Struct

from store.application.shared.answers import Json
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


class WithdrawProduct(Command[ProductMoved], frozen=True):
    """Take it out of the shop."""

    product_id: ProductId
    reason: str
    version: int | None = None


class ProductRow(Struct, frozen=True):
    """One line of the back office's product list."""

    id: ProductId
    slug: str
    name: str
    brand: str
    price_from: str
    currency: str
    variants: int
    available: int
    for_sale: bool


class ProductRows(Struct, frozen=True):
    items: list[ProductRow]
    next_cursor: str | None


class ListProductRows(Query[Json], frozen=True):
    """All products, withdrawn ones too, as JSON of :class:`ProductRows`."""

    q: str = ""
    cursor: str | None = None
    limit: int = 50
