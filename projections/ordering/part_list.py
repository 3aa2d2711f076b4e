"""Read model: the parts of orders that were paid for and need no look any more, for whoever sends them.

It holds nothing personal: names are opened from the facts themselves, page by page.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct, json
from psycopg import Connection

from projections.ordering.sold import NOTHING, SOLD, Key, Tally, add, of_order, quarter_of
from projections.shared.projection import Index, Seen
from store.adapters.drivers.arrays import Texts, Uuids
from store.domain.ordering.carrying_events import BookingCalledOff, ParcelBooked, ParcelScanned
from store.domain.ordering.events import (
    DeliveryTakenBack,
    OrderCancelled,
    OrderConfirmed,
    OrderEvent,
    OrderPlaced,
    OrderShipped,
    ParcelDelivered,
    ParcelSent,
    PartProcessing,
    PartPutBack,
    PiecesCancelled,
    PiecesReturned,
)
from store.domain.ordering.parts import Part, after
from store.domain.ordering.screening_events import ReviewBegun, ReviewPassed
from store.domain.ordering.shares import worth
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import Sku, VendorId

_SAVE: Final[LiteralString] = """
INSERT INTO part_states (id, state) SELECT * FROM unnest(%s::uuid[], %s::text[])
ON CONFLICT (id) DO UPDATE SET state = excluded.state
"""
_LIST: Final[LiteralString] = """
INSERT INTO parts (id, order_id, number, vendor, place, status, placed_at, country, pieces, waiting, value, currency,
    sent_at, stranded, booked)
SELECT * FROM unnest(%s::text[]::uuid[], %s::text[]::uuid[], %s::text[], %s::text[]::uuid[], %s::text[], %s::text[],
    %s::text[]::timestamptz[], %s::text[], %s::int[], %s::int[], %s::bigint[], %s::text[], %s::text[]::timestamptz[],
    %s::int[], %s::boolean[])
ON CONFLICT (id) DO UPDATE SET (status, pieces, waiting, value, sent_at, stranded, booked) =
    (excluded.status, excluded.pieces, excluded.waiting, excluded.value, excluded.sent_at, excluded.stranded,
     excluded.booked)
"""
_CARRIED: Final[LiteralString] = """
INSERT INTO parcels_under_way (parcel, order_id, part, carrier, sent_at)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[])
"""


class State(Struct):
    """An order as its parts see it. ``lines`` are SKU, what was paid for all pieces, how many."""

    number: str
    placed_at: str
    country: str
    currency: str
    lines: list[tuple[Sku, int, int]]
    parts: tuple[Part, ...] = ()
    paid: bool = False
    held: bool = False
    """It waits to be looked at: nobody is to pack it."""
    back: list[tuple[VendorId | None, int, int]] = []
    """What came back and was accepted: whose, how many pieces, what was given back for these goods."""

    @property
    def listed(self) -> bool:
        """Whether its parts are anybody's work."""
        return self.paid and not self.held

    def rows(self, order: UUID) -> list[tuple[Any, ...]]:
        """What the list says of it: nothing while nobody has paid, or while it is held."""
        value = worth(self.lines, self.parts) if self.listed else {}
        return [
            (
                str(part.id), str(order), self.number, str(part.vendor) if part.vendor else None, part.place,
                part.stage.value, self.placed_at, self.country, _kept(part), sum(part.left.values()),
                value[part.id], self.currency,
                max(it.sent_at for it in part.parcels).isoformat() if part.parcels else None,
                sum(it.stranded for it in part.parcels), part.booking is not None,
            )
            for part in self.parts if self.listed
        ]

    def sold(self) -> dict[Key, Tally]:
        """What it comes to, for whom and when."""
        if not self.listed:
            return {}
        paid = worth(self.lines, self.parts)
        pieces: dict[UUID | None, int] = {}
        value: dict[UUID | None, int] = {}
        of_parts = [(part.vendor, _kept(part), paid[part.id]) for part in self.parts]
        for vendor, count, minor in of_parts + [(vendor, -count, -minor) for vendor, count, minor in self.back]:
            pieces[vendor], value[vendor] = pieces.get(vendor, 0) + count, value.get(vendor, 0) + minor
        quarter = quarter_of(datetime.fromisoformat(self.placed_at))
        return {(owner, quarter, self.currency): it for owner, it in of_order(pieces, value).items()}

    def carried(self, order: UUID, now: datetime) -> list[tuple[Any, ...]]:
        """The parcels that their carrier has more to tell of, and those that it expects in vain since *now*."""
        return [
            (it.id, order, part.id, it.carrier, it.sent_at)
            for part in self.parts for it in part.parcels if it.under_way
        ] + [
            (part.booking.parcel_id, order, part.id, part.booking.carrier, now)
            for part in self.parts if part.booking and part.forsaken
        ]


_state: Final = json.Decoder(State)


class PartList:
    """The projection."""

    name: Final = "parts"
    revision: Final = 6
    kinds: Final[tuple[type[Event], ...]] = (
        OrderPlaced, OrderConfirmed, OrderCancelled, PiecesCancelled, OrderShipped, PartProcessing, PartPutBack,
        ParcelSent, ParcelDelivered, DeliveryTakenBack, ParcelBooked, BookingCalledOff, ParcelScanned, ReviewBegun,
        ReviewPassed, PiecesReturned,
    )
    tables: Final[tuple[LiteralString, ...]] = ("parts", "part_states", "parcels_under_way", "sold")
    ddl: Final[LiteralString] = SOLD + """
    CREATE TABLE parts (
        id uuid PRIMARY KEY, order_id uuid NOT NULL, number text NOT NULL, vendor uuid, place text NOT NULL,
        status text NOT NULL, placed_at timestamptz NOT NULL, country text NOT NULL, pieces int NOT NULL,
        waiting int NOT NULL, value bigint NOT NULL, currency text NOT NULL, sent_at timestamptz,
        stranded int NOT NULL, booked boolean NOT NULL
    );
    COMMENT ON TABLE parts IS 'Parts of orders: what one vendor, or the shop, sends from one place.';
    COMMENT ON COLUMN parts.id IS 'The part.';
    COMMENT ON COLUMN parts.order_id IS 'Its order.';
    COMMENT ON COLUMN parts.number IS 'The number customers see.';
    COMMENT ON COLUMN parts.vendor IS 'Whose goods they are; null for the shop''s own.';
    COMMENT ON COLUMN parts.place IS 'From where they are sent, by its code.';
    COMMENT ON COLUMN parts.status IS 'awaiting, processing, partly_shipped, shipped, delivered or cancelled.';
    COMMENT ON COLUMN parts.placed_at IS 'When somebody bought.';
    COMMENT ON COLUMN parts.country IS 'Where it goes, as it was taxed (ISO 3166).';
    COMMENT ON COLUMN parts.pieces IS 'Pieces that were bought and not cancelled.';
    COMMENT ON COLUMN parts.waiting IS 'Of these, pieces that wait to be sent.';
    COMMENT ON COLUMN parts.value IS 'What was paid for its goods, without cancelled ones, in minor units.';
    COMMENT ON COLUMN parts.currency IS 'Currency of the value (ISO 4217).';
    COMMENT ON COLUMN parts.sent_at IS 'When its last parcel left.';
    COMMENT ON COLUMN parts.stranded IS 'How many of its parcels their carrier gave up on.';
    COMMENT ON COLUMN parts.booked IS 'Whether a carrier expects a parcel of it.';
    CREATE TABLE parcels_under_way (
        parcel uuid PRIMARY KEY, order_id uuid NOT NULL, part uuid NOT NULL, carrier text NOT NULL,
        sent_at timestamptz NOT NULL
    );
    COMMENT ON TABLE parcels_under_way IS 'Parcels that were booked and left, or never will: carriers are asked.';
    COMMENT ON COLUMN parcels_under_way.parcel IS 'The parcel.';
    COMMENT ON COLUMN parcels_under_way.order_id IS 'Its order.';
    COMMENT ON COLUMN parcels_under_way.part IS 'The part of it.';
    COMMENT ON COLUMN parcels_under_way.carrier IS 'Who has it.';
    COMMENT ON COLUMN parcels_under_way.sent_at IS 'When it left, or nothing was left to go into it.';
    CREATE TABLE part_states (id uuid PRIMARY KEY, state text NOT NULL);
    COMMENT ON TABLE part_states IS 'What the list of parts has to remember of each order.';
    COMMENT ON COLUMN part_states.id IS 'The order.';
    COMMENT ON COLUMN part_states.state IS 'Its lines, parts and parcels, as JSON.';
    """
    indexes: Final = (
        Index("parts_oldest", "parts (placed_at, id)"),
        Index("parts_waiting", "parts (placed_at, id) WHERE status IN ('awaiting', 'processing', 'partly_shipped')"),
        Index("parts_vendor", "parts (vendor, placed_at, id) WHERE vendor IS NOT NULL"),
        Index("parts_number", "parts (number text_pattern_ops)"),
        Index("parts_sent", "parts (sent_at) WHERE sent_at IS NOT NULL"),
        Index("parts_stranded", "parts (placed_at, id) WHERE stranded > 0"),
        Index("parcels_under_way_order", "parcels_under_way (order_id)"),
    )

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Fold each order of the batch onto what is remembered of it."""
        orders = Uuids.of(list({fact.stream: None for fact in facts}))
        states: dict[UUID, State] = {
            id: _state.decode(state) for id, state in db.execute(
                "SELECT id, state FROM part_states WHERE id = ANY(%s)", (orders,)
            ).fetchall()
        }
        sold = [state.sold() for state in states.values()]
        for fact in facts:
            state = _taken(states.get(fact.stream), fact.event)
            if state is not None:
                states[fact.stream] = state
        db.execute(_SAVE, (Uuids.of(list(states)), Texts.of([json.encode(state) for state in states.values()])))
        if gone := [id for id, state in states.items() if state.held]:
            db.execute("DELETE FROM parts WHERE order_id = ANY(%s)", (gone,))
        db.execute("DELETE FROM parcels_under_way WHERE order_id = ANY(%s)", (orders,))
        last = {fact.stream: fact.event.at for fact in facts}
        if carried := [row for id, state in states.items() for row in state.carried(id, last[id])]:
            db.execute(_CARRIED, [list(column) for column in zip(*carried, strict=True)])
        if rows := [row for id, state in states.items() for row in state.rows(id)]:
            db.execute(_LIST, [list(column) for column in zip(*rows, strict=True)])
        add(
            [(key, NOTHING.since(it)) for before in sold for key, it in before.items()]
            + [(key, it) for state in states.values() for key, it in state.sold().items()], db,
        )


def _taken(state: State | None, event: OrderEvent) -> State | None:
    if isinstance(event, OrderPlaced):
        totals = event.totals
        state = State(
            event.number, event.at.isoformat(), totals.tax_place, totals.total.currency,
            [(line.sku, line.paid.minor, line.quantity) for line in event.lines],
        )
    if state is None:
        return None
    if isinstance(event, OrderConfirmed):
        state.paid = True
    if isinstance(event, ReviewBegun | ReviewPassed):
        state.held = isinstance(event, ReviewBegun)
    if isinstance(event, PiecesReturned):
        state.back = [*state.back, (_whose(event, state.parts), sum(event.pieces.values()), event.share.goods.minor)]
    state.parts = after(state.parts, event)
    return state


def _kept(part: Part) -> int:
    """The pieces of it that were bought and not cancelled."""
    return sum(part.bought.values()) - sum(part.cancelled.values())


def _whose(event: PiecesReturned, parts: Sequence[Part]) -> VendorId | None:
    """Of one vendor, or the shop, is all that one return brings back."""
    return next(part.vendor for part in parts if part.bought.keys() & event.pieces.keys())
