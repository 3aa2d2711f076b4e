"""Read model: the pieces of each SKU at each place of the shop."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString, assert_never, get_args

from psycopg import Connection

from projections.shared.projection import Index, Seen
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
    StockTransferred,
)
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.aggregate import Event

_WRITE: Final[LiteralString] = """
INSERT INTO stock_places AS p (sku, location, on_hand, reserved)
SELECT * FROM unnest(%s::text[], %s::text[], %s::int[], %s::int[])
ON CONFLICT (sku, location) DO UPDATE SET
    (on_hand, reserved) = (p.on_hand + excluded.on_hand, p.reserved + excluded.reserved)
"""


class StockPlaces:
    """The projection."""

    name: Final = "stock_places"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (*get_args(Move), *get_args(Claim), StockTransferred)
    tables: Final = ("stock_places",)
    ddl: Final[LiteralString] = """
    CREATE TABLE stock_places (
        sku text NOT NULL, location text NOT NULL, on_hand int NOT NULL, reserved int NOT NULL,
        PRIMARY KEY (sku, location)
    );
    COMMENT ON TABLE stock_places IS 'Where the pieces of each SKU lie; MAIN is the first place of the shop.';
    COMMENT ON COLUMN stock_places.sku IS 'The variant.';
    COMMENT ON COLUMN stock_places.location IS 'The place, by its code.';
    COMMENT ON COLUMN stock_places.on_hand IS 'Pieces that lie there; a place that was emptied has 0.';
    COMMENT ON COLUMN stock_places.reserved IS 'Of these, put aside for orders.';
    """
    indexes: Final = (Index("stock_places_location", "stock_places (location) WHERE on_hand <> 0 OR reserved <> 0"),)

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """A batch folded in memory, and written in one statement."""
        on_hand, reserved = defaultdict[tuple[str, str], int](int), defaultdict[tuple[str, str], int](int)
        for fact in facts:
            event = fact.event
            if not isinstance(event, _OF_PIECES):
                raise TypeError(type(event))
            for place, pieces in lies(event).items():
                on_hand[event.sku, place] += pieces
            for place, pieces in promised(event).items():
                reserved[event.sku, place] += pieces
        keys = sorted(on_hand.keys() | reserved.keys())
        db.execute(_WRITE, (
            [sku for sku, _ in keys], [place for _, place in keys],
            [on_hand.get(key, 0) for key in keys], [reserved.get(key, 0) for key in keys],
        ))


_OF_PIECES: Final = (*get_args(Move), *get_args(Claim), StockTransferred)


def lies(event: Move | Claim | StockTransferred) -> Mapping[LocationCode, int]:
    """How many more pieces lie at each place after *event*; fewer where it is negative."""
    match event:
        case StockReceived(quantity=change) | StockAdjusted(change=change):
            return {event.location: change}
        case StockCounted(on_hand=on_hand, was=was) | StockSynced(on_hand=on_hand, was=was):
            return {event.location: on_hand - was}
        case StockReturned(quantity=quantity, written_off=written_off):
            return {event.location: quantity - written_off}
        case StockTransferred(quantity=quantity, origin=origin, destination=destination):
            return {origin: -quantity, destination: quantity}
        case StockShipped():
            return {place: -pieces for place, pieces in taken(event).items()}
        case StockReserved() | StockReleased():
            return {}
        case _:
            assert_never(event)


def promised(event: Move | Claim | StockTransferred) -> Mapping[LocationCode, int]:
    """How many more are put aside at each place after *event*; fewer where it is negative."""
    match event:
        case StockReserved():
            return taken(event)
        case StockReleased() | StockShipped():
            return {place: -pieces for place, pieces in taken(event).items()}
        case _:
            return {}


def taken(event: Claim) -> Mapping[LocationCode, int]:
    """The places that an order is served from, and how many pieces from each."""
    return event.locations or {MAIN: event.quantity}
