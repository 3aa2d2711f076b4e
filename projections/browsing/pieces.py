"""How the pieces of the goods move: a batch folded in memory, and written in two statements."""

from collections.abc import Iterable
from typing import Any, Final, LiteralString, assert_never
from uuid import UUID

from msgspec import Struct
from psycopg import Connection

from store.domain.inventory.events import (
    Claim,
    Move,
    StockAdjusted,
    StockCounted,
    StockReceived,
    StockReleased,
    StockReserved,
    StockReturned,
    StockShipped,
    StockSynced,
)

_MOVES: Final[LiteralString] = (
    "unnest(%s::text[], %s::int[], %s::int[], %s::int[]) AS m (sku, on_hand, reserved, sold)"
)


class StockMove(Struct):
    """By how much a batch changes one SKU's stock, over all places where its pieces lie."""

    on_hand: int = 0
    reserved: int = 0
    sold: int = 0


def moved(events: Iterable[Move | Claim]) -> dict[str, StockMove]:
    """What *events* come to, by SKU."""
    moves: dict[str, StockMove] = {}
    for event in events:
        _move(event, moves)
    return moves


def _move(event: Move | Claim, moves: dict[str, StockMove]) -> None:
    move = moves.setdefault(event.sku, StockMove())
    match event:
        case StockReceived(quantity=quantity):
            move.on_hand += quantity
        case StockCounted(on_hand=on_hand, was=was) | StockSynced(on_hand=on_hand, was=was):
            move.on_hand += on_hand - was
        case StockAdjusted(change=change):
            move.on_hand += change
        case StockReturned(quantity=quantity, written_off=written_off):
            move.on_hand += quantity - written_off
        case StockReserved(quantity=quantity):
            move.reserved += quantity
            move.sold += quantity
        case StockReleased(quantity=quantity):
            move.reserved -= quantity
            move.sold -= quantity
        case StockShipped(quantity=quantity):
            move.on_hand -= quantity
            move.reserved -= quantity
        case _:
            assert_never(event)


def restock(moves: dict[str, StockMove], db: Connection[Any]) -> set[UUID]:
    """Write *moves* down; the products they touch."""
    if not moves:
        return set()
    rows = db.execute(
        "INSERT INTO variants (sku, on_hand, reserved, sold)"
        " SELECT sku, on_hand, reserved, sold"
        f" FROM {_MOVES} ON CONFLICT (sku) DO NOTHING RETURNING sku",
        _columns(moves),
    ).fetchall()
    new = {sku for (sku,) in rows}
    old = {sku: move for sku, move in moves.items() if sku not in new}
    touched = db.execute(
        "UPDATE variants v SET on_hand = v.on_hand + m.on_hand,"
        " reserved = v.reserved + m.reserved, sold = v.sold + m.sold"
        f" FROM {_MOVES} WHERE v.sku = m.sku RETURNING v.product",
        _columns(old),
    ).fetchall()
    return {product for (product,) in touched if product}


def _columns(moves: dict[str, StockMove]) -> tuple[list[Any], ...]:
    return (
        list(moves), [m.on_hand for m in moves.values()],
        [m.reserved for m in moves.values()], [m.sold for m in moves.values()],
    )
