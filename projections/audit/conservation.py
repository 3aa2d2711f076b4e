"""Read model: the laws of conservation, checked with every fact; of each offence the first fact is remembered."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import json, structs
from psycopg import Connection

from projections.audit.backs import BACK_FACTS
from projections.audit.credited import CREDIT_FACTS
from projections.audit.deals import Deal, order_in
from projections.audit.shelves import STOCK_FACTS, Broken, Shelf, sku_of
from projections.audit.spots import Spot
from projections.shared.projection import Index, Seen
from store.adapters.drivers.arrays import column
from store.domain.ordering.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderPlaced,
    OrderShipped,
    ParcelSent,
    PiecesCancelled,
    PiecesReturned,
)
from store.domain.payments.events import (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentDeclined,
    PaymentLetGo,
    PaymentLost,
    PaymentLowered,
    PaymentRequested,
    WrongAmountTaken,
)
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import OrderId

_deal: Final = json.Decoder(Deal)
_SHELVES: Final[LiteralString] = """
INSERT INTO pieces (sku, stream, received, corrected, on_hand, reserved, sold, returned)
SELECT * FROM unnest(%s::text[], %s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
    %s::bigint[])
ON CONFLICT (sku) DO UPDATE SET (received, corrected, on_hand, reserved, sold, returned) =
    (excluded.received, excluded.corrected, excluded.on_hand, excluded.reserved, excluded.sold, excluded.returned)
"""
_SPOTS: Final[LiteralString] = """
INSERT INTO pieces_at (sku, location, received, corrected, moved, on_hand, reserved, sold, returned)
SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
    %s::bigint[], %s::bigint[])
ON CONFLICT (sku, location) DO UPDATE SET (received, corrected, moved, on_hand, reserved, sold, returned) =
    (excluded.received, excluded.corrected, excluded.moved, excluded.on_hand, excluded.reserved, excluded.sold,
     excluded.returned)
"""
_DEALS: Final[LiteralString] = """
INSERT INTO deals (id, payment, number, currency, total, captured, refunded, back, paid, cancelled, facts)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[],
    %s::bigint[], %s::boolean[], %s::boolean[], %s::text[])
ON CONFLICT (id) DO UPDATE SET (payment, number, currency, total, captured, refunded, back, paid, cancelled, facts) =
    (coalesce(excluded.payment, deals.payment), excluded.number, excluded.currency, excluded.total,
     excluded.captured, excluded.refunded, excluded.back, excluded.paid, excluded.cancelled, excluded.facts)
"""
_OFFENCES: Final[LiteralString] = """
INSERT INTO offences (law, thing, subject, position, stream, version, tag, words)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[], %s::uuid[], %s::int[], %s::text[], %s::text[])
ON CONFLICT DO NOTHING
"""


class ConservationLaws:
    """The projection."""

    name: Final = "conservation"
    revision: Final = 8
    kinds: Final[tuple[type[Event], ...]] = (
        *STOCK_FACTS,
        OrderPlaced, OrderConfirmed, OrderCancelled, PiecesCancelled, PiecesReturned, OrderShipped, ParcelSent,
        PaymentRequested, PaymentCaptured, PaymentDeclined, WrongAmountTaken, PaymentAuthorised, PaymentLowered,
        PaymentLetGo, PaymentLost, *BACK_FACTS, *CREDIT_FACTS,
    )
    tables: Final = ("pieces", "pieces_at", "deals", "offences")
    ddl: Final[LiteralString] = """
    CREATE TABLE pieces (
        sku text PRIMARY KEY, stream uuid NOT NULL, received bigint NOT NULL, corrected bigint NOT NULL,
        on_hand bigint NOT NULL, reserved bigint NOT NULL, sold bigint NOT NULL,
        returned bigint NOT NULL
    );
    COMMENT ON TABLE pieces IS 'Per SKU: received + corrected = on_hand + sold - returned, and reserved <= on_hand.';
    COMMENT ON COLUMN pieces.sku IS 'The variant.';
    COMMENT ON COLUMN pieces.stream IS 'Where its facts are.';
    COMMENT ON COLUMN pieces.received IS 'Pieces that came in.';
    COMMENT ON COLUMN pieces.on_hand IS 'Pieces in the shop.';
    COMMENT ON COLUMN pieces.reserved IS 'Of these, put aside for orders.';
    COMMENT ON COLUMN pieces.sold IS 'Pieces that left for customers.';
    COMMENT ON COLUMN pieces.returned IS 'Pieces that customers sent back.';
    COMMENT ON COLUMN pieces.corrected IS 'What was found (or missed, or written off) by counts and adjustments.';
    CREATE TABLE pieces_at (
        sku text NOT NULL, location text NOT NULL, received bigint NOT NULL, corrected bigint NOT NULL,
        moved bigint NOT NULL, on_hand bigint NOT NULL, reserved bigint NOT NULL, sold bigint NOT NULL,
        returned bigint NOT NULL, PRIMARY KEY (sku, location)
    );
    COMMENT ON TABLE pieces_at IS 'The same at each place: received + corrected + moved = on_hand + sold - returned.';
    COMMENT ON COLUMN pieces_at.sku IS 'The variant.';
    COMMENT ON COLUMN pieces_at.location IS 'The place, by its code.';
    COMMENT ON COLUMN pieces_at.received IS 'Pieces that came in there.';
    COMMENT ON COLUMN pieces_at.corrected IS 'What counts and adjustments there found, missed or wrote off.';
    COMMENT ON COLUMN pieces_at.moved IS 'Pieces that came from other places, less those that went there.';
    COMMENT ON COLUMN pieces_at.on_hand IS 'Pieces there.';
    COMMENT ON COLUMN pieces_at.reserved IS 'Of these, put aside for orders.';
    COMMENT ON COLUMN pieces_at.sold IS 'Pieces that left from there for customers.';
    COMMENT ON COLUMN pieces_at.returned IS 'Pieces that customers sent back there.';
    CREATE TABLE deals (
        id uuid PRIMARY KEY, payment uuid, number text NOT NULL, currency text NOT NULL, total bigint NOT NULL,
        captured bigint NOT NULL, refunded bigint NOT NULL, back bigint NOT NULL, paid boolean NOT NULL,
        cancelled boolean NOT NULL, facts text NOT NULL
    );
    COMMENT ON TABLE deals IS 'Orders as the laws see them: captured = total where paid, refunded <= back. Minor.';
    COMMENT ON COLUMN deals.id IS 'The order.';
    COMMENT ON COLUMN deals.payment IS 'Its payment.';
    COMMENT ON COLUMN deals.number IS 'The number customers see.';
    COMMENT ON COLUMN deals.currency IS 'Currency of its amounts (ISO 4217).';
    COMMENT ON COLUMN deals.total IS 'What was to be paid, without what credit paid.';
    COMMENT ON COLUMN deals.captured IS 'What was taken.';
    COMMENT ON COLUMN deals.refunded IS 'What was given back.';
    COMMENT ON COLUMN deals.back IS 'What was cancelled after it was paid for: given back, or still owed.';
    COMMENT ON COLUMN deals.paid IS 'Whether the shop counts it as paid.';
    COMMENT ON COLUMN deals.cancelled IS 'Whether it came to nothing.';
    COMMENT ON COLUMN deals.facts IS 'Where each fact about it stands, as JSON.';
    CREATE TABLE offences (
        law text NOT NULL, thing text NOT NULL, subject text NOT NULL, position bigint NOT NULL, stream uuid NOT NULL,
        version int NOT NULL, tag text NOT NULL, words text NOT NULL, PRIMARY KEY (law, thing)
    );
    COMMENT ON TABLE offences IS 'Laws that do not hold, and the first fact after which they did not.';
    COMMENT ON COLUMN offences.law IS 'The law.';
    COMMENT ON COLUMN offences.subject IS 'The SKU, or the number of the order.';
    COMMENT ON COLUMN offences.position IS 'Where the fact stands in the log.';
    COMMENT ON COLUMN offences.stream IS 'The fact''s stream.';
    COMMENT ON COLUMN offences.version IS 'The fact''s number in it.';
    COMMENT ON COLUMN offences.tag IS 'What happened.';
    COMMENT ON COLUMN offences.words IS 'What does not hold, in words.';
    COMMENT ON COLUMN offences.thing IS 'The SKU, or the id of the order; subject is what people call it.';
    """
    indexes: Final = (Index("deals_payment", "deals (payment)"), Index("offences_position", "offences (position)"))

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Fold the batch in memory over what is known of its SKUs and orders, then write those back."""
        self._count([fact for fact in facts if isinstance(fact.event, STOCK_FACTS)], db)
        self._settle(facts, db)

    def _count(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        skus = list({sku_of(fact) for fact in facts})
        shelves = {sku: Shelf(sku, stream) for sku, stream in db.execute(
            "SELECT sku, stream FROM pieces WHERE sku = ANY(%s)", (skus,)
        )}
        for sku, place, *sums in db.execute(
            "SELECT sku, location, received, corrected, moved, on_hand, reserved, sold, returned FROM pieces_at"
            " WHERE sku = ANY(%s)", (skus,),
        ):
            shelves[sku].spots[place] = Spot(*sums)
        broken: dict[str, Broken] = {}
        for fact in facts:
            shelf = shelves.setdefault(sku_of(fact), Shelf(sku_of(fact), fact.stream))
            one = shelf.take(fact)
            if one is not None:
                broken.setdefault(shelf.sku, one)
        _upsert(_SHELVES, [
            (s.sku, s.stream, it.received, it.corrected, it.on_hand, it.reserved, it.sold, it.returned)
            for s in shelves.values() for it in (s.whole,)
        ], db)
        _upsert(_SPOTS, [
            (s.sku, place, *structs.astuple(spot)) for s in shelves.values() for place, spot in s.spots.items()
        ], db)
        _remember(((sku, sku, one) for sku, one in broken.items()), db)

    def _settle(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        orders = _orders_of(facts, db)
        wanted = list(dict.fromkeys(orders.values()))
        deals = {id: _deal.decode(text) for id, text in db.execute(
            "SELECT id, facts FROM deals WHERE id = ANY(%s)", (wanted,)
        )}
        for fact in facts:
            if fact.position in orders:
                deals.setdefault(orders[fact.position], Deal()).take(fact)
        payments = {fact.event.order_id: fact.stream for fact in facts if isinstance(fact.event, PaymentRequested)}
        _upsert(_DEALS, [_row(id, deal, payments.get(OrderId(id))) for id, deal in deals.items()], db)
        db.execute("DELETE FROM offences WHERE thing = ANY(%s)", ([str(id) for id in wanted],))
        _remember(
            ((deal.number or str(id), str(id), one) for id, deal in deals.items() for one in deal.broken()), db
        )


def _orders_of(facts: Sequence[Seen], db: Connection[Any]) -> dict[int, UUID]:
    """By position: the order each fact is about. A payment nobody asked for stands for itself."""
    orders: dict[int, UUID] = {}
    by_payment: dict[UUID, UUID] = {}
    later: list[Seen] = []
    for fact in facts:
        order = order_in(fact.event)
        if order is not None:
            orders[fact.position] = order
            if isinstance(fact.event, PaymentRequested):
                by_payment[fact.stream] = order
        elif hasattr(fact.event, "payment_id"):
            later.append(fact)
    unknown = [fact.stream for fact in later if fact.stream not in by_payment]
    by_payment |= dict(db.execute("SELECT payment, id FROM deals WHERE payment = ANY(%s)", (unknown,)).fetchall())
    return orders | {fact.position: by_payment.get(fact.stream, fact.stream) for fact in later}


def _row(id: UUID, deal: Deal, payment: UUID | None) -> tuple[object, ...]:
    return (
        id, payment, deal.number, deal.currency, _to_pay(deal), deal.captured,
        deal.backs.refunded, deal.backs.owed - deal.not_taken, deal.paid, deal.cancelled, json.encode(deal).decode(),
    )


def _to_pay(deal: Deal) -> int:
    """What was to be paid, less what credit paid, and what is only held: nobody has that yet."""
    return deal.to_pay.minor - deal.not_taken if deal.to_pay and not deal.is_held else 0


def _remember(broken: Iterable[tuple[str, str, Broken]], db: Connection[Any]) -> None:
    """The first of each law and thing stays: what follows, follows from it."""
    _upsert(_OFFENCES, [
        (one.law, thing, subject, one.mark.position, one.mark.stream, one.mark.version, one.mark.tag, one.words)
        for subject, thing, one in broken
    ], db)


def _upsert(statement: LiteralString, rows: Sequence[Sequence[object]], db: Connection[Any]) -> None:
    """All *rows* in one statement, column by column."""
    if rows:
        db.execute(statement, [column(values) for values in zip(*rows, strict=True)])
