"""What one may tell the stock room, and what one may ask it."""

from msgspec import Struct

from store.application.shared.answers import Json
from store.application.shared.bus import Command, Query
from store.domain.shared.ids import Sku


class StockLevel(Struct, frozen=True):
    """The pieces of one SKU. ``available = on_hand - reserved``."""

    sku: Sku
    on_hand: int
    reserved: int
    available: int
    version: int = 0


class ReceiveStock(Command[StockLevel], frozen=True):
    """Pieces came in."""

    sku: Sku
    quantity: int


class CountStock(Command[StockLevel], frozen=True):
    """Somebody counted, while the books said *shown* if that is known.

    :raises CountedAnew: if they say something else by now: pieces came or went between looking and counting.
    """

    sku: Sku
    on_hand: int
    reason: str
    version: int | None = None
    shown: int | None = None


class GetStockLevel(Query[StockLevel], frozen=True):
    """How many pieces are there? Answered from the facts themselves."""

    sku: Sku


class StockRow(Struct, frozen=True):
    """One line of the stock list."""

    sku: Sku
    name: str
    slug: str
    options: dict[str, str]
    on_hand: int
    reserved: int
    available: int


class StockPage(Struct, frozen=True):
    """Some lines of the stock list, SKU by SKU."""

    items: list[StockRow]
    next_cursor: str | None


class ListStock(Query[Json], frozen=True):
    """Stock of all SKUs, as JSON of :class:`StockPage`. *q* finds a part of a SKU or name."""

    q: str = ""
    low: bool = False
    cursor: str | None = None
    limit: int = 50
