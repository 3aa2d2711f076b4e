"""What was sold, by the quarter of an hour: figures over time that cost the same however many orders there are.

A quarter of an hour, because each time zone's days begin at one: whoever asks says which zone is meant.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct
from psycopg import Connection

ALL_GOODS: Final = UUID(int=0)
"""Whose figures are those of all goods together."""
_QUARTER: Final = 15
_ADD: Final[LiteralString] = """
INSERT INTO sold (vendor, quarter, currency, orders, pieces, value)
SELECT * FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[])
ON CONFLICT (vendor, quarter, currency) DO UPDATE SET
    orders = sold.orders + excluded.orders, pieces = sold.pieces + excluded.pieces, value = sold.value + excluded.value
"""
_TIDY: Final[LiteralString] = """
DELETE FROM sold USING unnest(%s::uuid[], %s::timestamptz[], %s::text[]) AS done (vendor, quarter, currency)
WHERE sold.vendor = done.vendor AND sold.quarter = done.quarter AND sold.currency = done.currency
    AND sold.orders = 0 AND sold.pieces = 0 AND sold.value = 0
"""
SOLD: Final[LiteralString] = """
    CREATE TABLE sold (
        vendor uuid NOT NULL, quarter timestamptz NOT NULL, currency text NOT NULL, orders bigint NOT NULL,
        pieces bigint NOT NULL, value bigint NOT NULL, PRIMARY KEY (vendor, quarter, currency)
    );
    COMMENT ON TABLE sold IS 'What was bought and neither cancelled nor brought back, by the quarter of an hour.';
    COMMENT ON COLUMN sold.vendor IS 'The vendor whose goods they are; all zeros for all goods together.';
    COMMENT ON COLUMN sold.quarter IS 'The quarter of an hour in which it was bought, by its beginning.';
    COMMENT ON COLUMN sold.currency IS 'Currency of the value (ISO 4217).';
    COMMENT ON COLUMN sold.orders IS 'Orders of which something is still wanted.';
    COMMENT ON COLUMN sold.pieces IS 'Pieces that are still wanted.';
    COMMENT ON COLUMN sold.value IS 'What was paid for these goods, in minor units; sending is not in it.';
"""


class Tally(Struct, frozen=True):
    """What one order comes to for somebody: at most one order, some pieces, and what was paid for them."""

    orders: int = 0
    pieces: int = 0
    value: int = 0

    def since(self, was: "Tally") -> "Tally":
        """How much more that is than it *was*."""
        return Tally(self.orders - was.orders, self.pieces - was.pieces, self.value - was.value)

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.orders + other.orders, self.pieces + other.pieces, self.value + other.value)


NOTHING: Final = Tally()
Key = tuple[UUID, datetime, str]
"""Whose, in which quarter of an hour, in which currency."""


def quarter_of(at: datetime) -> datetime:
    """The beginning of the quarter of an hour in which that is."""
    return at.replace(minute=at.minute - at.minute % _QUARTER, second=0, microsecond=0)


def of_order(pieces: Mapping[UUID | None, int], value: Mapping[UUID | None, int]) -> dict[UUID, Tally]:
    """What an order comes to for each of its vendors, and in all. No vendor means the shop's own goods."""
    found = {
        vendor: Tally(int(count > 0), count, value[vendor]) for vendor, count in pieces.items() if vendor is not None
    }
    total = sum(pieces.values())
    return {**found, ALL_GOODS: Tally(int(total > 0), total, sum(value.values()))}


def add(changes: Iterable[tuple[Key, Tally]], db: Connection[Any]) -> None:
    """Bring the table to what it is after these *changes*; what comes to nothing isn't kept."""
    by_key: dict[Key, Tally] = {}
    for key, change in changes:
        by_key[key] = by_key.get(key, NOTHING).plus(change)
    changed = [(key, by_key[key]) for key in sorted(by_key) if by_key[key] != NOTHING]
    if not changed:
        return
    keys = [list(column) for column in zip(*(key for key, _ in changed), strict=True)]
    db.execute(_ADD, (
        *keys, [it.orders for _, it in changed], [it.pieces for _, it in changed], [it.value for _, it in changed],
    ))
    if any(min(it.orders, it.pieces, it.value) < 0 for _, it in changed):
        db.execute(_TIDY, keys)
