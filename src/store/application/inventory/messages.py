"""What one may tell the stock room, and what one may ask it.

What lies outside the *scope* of a message is refused as if it were not there. *location* is the place of the shop it is
about; without one it is the first.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

from store.application.shared.answers import Json, Price
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, Query
from store.application.shared.errors import Refusal
from store.domain.inventory.events import Cause
from store.domain.inventory.places import LocationCode
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money


class LocationLevel(Struct, frozen=True):
    """Those of them that lie at one place; ``low`` at its own *threshold*, if it has one."""

    location: LocationCode
    on_hand: int
    reserved: int
    available: int
    threshold: int | None = None
    low: bool = False


class StockLevel(Struct, frozen=True):
    """The pieces of one SKU. ``available = on_hand - reserved``; ``low`` at *threshold*, or the number of the shop.

    ``locations`` are the places where some lie, or that are watched by themselves. ``cost`` is what one piece costs the
    shop without tax, where somebody told: for those who look after it, and for nobody else.
    """

    sku: Sku
    on_hand: int
    reserved: int
    available: int
    version: int = 0
    threshold: int | None = None
    low: bool = False
    locations: tuple[LocationLevel, ...] = ()
    cost: Price | None = None


class ReceiveStock(Command[StockLevel], frozen=True):
    """Pieces came in."""

    sku: Sku
    quantity: int
    location: LocationCode | None = None
    scope: Scope = EVERYTHING


class CountStock(Command[StockLevel], frozen=True):
    """Somebody counted, while the books said *shown* if that is known.

    :raises CountedAnew: if they say something else by now: pieces came or went between looking and counting.
    """

    sku: Sku
    on_hand: int
    reason: str
    version: int | None = None
    shown: int | None = None
    location: LocationCode | None = None
    scope: Scope = EVERYTHING


class AdjustStock(Command[StockLevel], frozen=True):
    """There are *change* pieces more, or fewer where it is negative, because some were found, lost or damaged."""

    sku: Sku
    change: int
    cause: Cause
    reason: str
    location: LocationCode | None = None
    scope: Scope = EVERYTHING


class TakeBackStock(Command[StockLevel], frozen=True):
    """Pieces came back from customers; *written_off* of them can't be sold again."""

    sku: Sku
    quantity: int
    written_off: int
    reason: str
    location: LocationCode | None = None
    scope: Scope = EVERYTHING


class SetThreshold(Command[StockLevel], frozen=True):
    """Have it told when no more than *threshold* pieces can be bought; ``None`` leaves that to the shop.

    Over all places, or at one by itself; there ``None`` takes its number away.
    """

    sku: Sku
    threshold: int | None
    location: LocationCode | None = None
    scope: Scope = EVERYTHING


class TellCost(Command[StockLevel], frozen=True):
    """One piece costs the shop so much from now on, without tax; ``None`` for nobody knows."""

    sku: Sku
    cost: Money | None
    scope: Scope = EVERYTHING


class TransferStock(Command[StockLevel], frozen=True):
    """Pieces went from one place of the shop to another."""

    sku: Sku
    quantity: int
    origin: LocationCode
    destination: LocationCode
    reason: str
    scope: Scope = EVERYTHING


PutRight: TypeAlias = ReceiveStock | CountStock | AdjustStock | TakeBackStock
"""What says of the pieces of one SKU that they are more, or fewer."""


class Synced(Struct, frozen=True):
    """What became of a message: ``taken``, or ``superseded`` by one that was taken before, numbered *sequence*."""

    result: Literal["taken", "superseded"]
    sequence: int
    level: StockLevel


class SyncStock(Command[Synced], frozen=True):
    """An outside system says how many there are, or by how many that changed: one of both.

    *source* is the system, *sequence* the number it gave its message: larger than that of each message before.
    """

    sku: Sku
    source: str
    sequence: int
    on_hand: int | None = None
    change: int | None = None
    location: LocationCode | None = None
    scope: Scope = EVERYTHING


class Tried(Struct, frozen=True):
    """What would come of one wish: how it stands before and after, or why not."""

    sku: Sku
    before: StockLevel | None
    after: StockLevel | None
    refusal: Refusal | None = None


class TryOut(Query[list[Tried]], frozen=True):
    """What would come of these wishes, one after the other, if nothing else happened? Nothing is changed."""

    wishes: tuple[PutRight, ...]
    scope: Scope = EVERYTHING


class GetStockLevel(Query[StockLevel], frozen=True):
    """How many pieces are there? Answered from the facts themselves."""

    sku: Sku
    scope: Scope = EVERYTHING


class StockRow(Struct, frozen=True):
    """One line of the stock list."""

    sku: Sku
    name: str
    slug: str
    options: dict[str, str]
    on_hand: int
    reserved: int
    available: int
    threshold: int | None = None
    low: bool = False
    locations: list[LocationLevel] = []


class StockPage(Struct, frozen=True):
    """Some lines of the stock list, SKU by SKU."""

    items: list[StockRow]
    next_cursor: str | None


class ListStock(Query[Json], frozen=True):
    """Stock of all SKUs within *scope*, as JSON of :class:`StockPage`. *q* finds a part of a SKU or name.

    *low* leaves what isn't: where fewer can be bought than somebody, or the shop, wants to have, over all
    or at one of its places.
    """

    q: str = ""
    low: bool = False
    cursor: str | None = None
    limit: int = 50
    scope: Scope = EVERYTHING
