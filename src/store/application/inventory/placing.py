"""What is done to the pieces of a SKU at a place of the shop, decided upon the list of places."""

from datetime import datetime
from typing import assert_never

from store.application.inventory.errors import CountedAnew
from store.application.inventory.messages import (
    AdjustStock,
    CountStock,
    LocationLevel,
    PutRight,
    ReceiveStock,
    SetThreshold,
    StockLevel,
    SyncStock,
    TakeBackStock,
)
from store.application.shared.answers import Price
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.locations import Locations
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.ids import Sku


def put_right(wish: PutRight, stock: Inventory, places: Locations, *, at: datetime, low_at: int | None) -> None:
    """Do with *stock* what *wish* says."""
    place = placed(wish, stock, places)
    match wish:
        case ReceiveStock(sku=sku, quantity=quantity):
            stock.receive(sku, quantity, at=at, location=place)
        case CountStock(sku=sku, on_hand=on_hand, reason=reason, shown=shown):
            if shown not in {None, stock.on_hand_at(place)}:
                raise CountedAnew(sku, stock.on_hand_at(place))
            stock.count(sku, on_hand, reason=reason, at=at, low_at=low_at, location=place)
        case AdjustStock(sku=sku, change=change, cause=cause, reason=reason):
            stock.adjust(sku, change, cause=cause, reason=reason, at=at, low_at=low_at, location=place)
        case TakeBackStock(sku=sku, quantity=quantity, written_off=written_off, reason=reason):
            stock.take_back(sku, quantity, written_off=written_off, reason=reason, at=at, location=place)
        case _:
            assert_never(wish)


def placed(wish: PutRight | SyncStock, stock: Inventory, places: Locations) -> LocationCode:
    """The place that *wish* is about, if pieces may come in there or none do.

    :raises UnknownLocation: if there is no such place.
    :raises LocationShut: if more would lie there, and it is closed.
    """
    place = MAIN if wish.location is None else wish.location
    places.expect(place, coming=_more(wish, stock.on_hand_at(place)))
    return place


def is_elsewhere(wish: PutRight | SyncStock | SetThreshold) -> bool:
    """Whether *wish* names another place than the first: then the list of places has to be looked at."""
    return wish.location not in {None, MAIN}


def _more(wish: PutRight | SyncStock, there: int) -> bool:
    match wish:
        case ReceiveStock() | TakeBackStock():
            return True
        case CountStock(on_hand=on_hand):
            return on_hand > there
        case AdjustStock(change=change):
            return change > 0
        case SyncStock(on_hand=now, change=by):
            return (now or 0) > there or (by or 0) > 0
        case _:
            assert_never(wish)


def level(sku: Sku, stock: Inventory, low_at: int | None) -> StockLevel:
    """How *stock* stands, where *low_at* are few."""
    return StockLevel(
        sku, stock.on_hand, stock.reserved, stock.available, stock.version, stock.threshold, stock.is_low(low_at),
        tuple(
            LocationLevel(
                place, stock.on_hand_at(place), stock.reserved_at(place), stock.free_at(place),
                stock.thresholds.get(place), stock.is_low_at(place),
            )
            for place in sorted(stock.by_location | stock.thresholds, key=lambda place: (place != MAIN, place))
        ),
        Price.of(stock.cost) if stock.cost else None,
    )
