"""Read model: returns and how they stand, for whoever decides on them. It holds nothing personal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from projections.shared.projection import Index, Seen
from projections.shared.rows import copy_in
from store.domain.returns.events import (
    ExchangeLapsed,
    ReturnApproved,
    ReturnClosed,
    ReturnInspected,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
    ReturnWithdrawn,
)
from store.domain.returns.life import Stage
from store.domain.shared.aggregate import Event

_LEADS_TO: Final[dict[type[Event], Stage]] = {
    ReturnRequested: Stage.REQUESTED, ReturnApproved: Stage.APPROVED, ReturnRefused: Stage.REFUSED,
    ReturnWithdrawn: Stage.WITHDRAWN, ReturnReceived: Stage.RECEIVED, ReturnInspected: Stage.INSPECTED,
    ReturnClosed: Stage.CLOSED,
}


class ReturnList:
    """The projection."""

    name: Final = "returns"
    revision: Final = 2
    kinds: Final[tuple[type[Event], ...]] = (*_LEADS_TO, ExchangeLapsed)
    tables: Final[tuple[LiteralString, ...]] = ("returns",)
    ddl: Final[LiteralString] = """
    CREATE TABLE returns (
        id uuid PRIMARY KEY, order_id uuid NOT NULL, number text NOT NULL, order_number text NOT NULL, vendor uuid,
        status text NOT NULL, reason text NOT NULL, requested_at timestamptz NOT NULL, pieces int NOT NULL,
        kept_until timestamptz
    );
    COMMENT ON TABLE returns IS 'Goods of one order, and of one vendor or the shop, that go back together.';
    COMMENT ON COLUMN returns.id IS 'The return.';
    COMMENT ON COLUMN returns.order_id IS 'Its order.';
    COMMENT ON COLUMN returns.number IS 'What customers call it.';
    COMMENT ON COLUMN returns.order_number IS 'What customers call its order.';
    COMMENT ON COLUMN returns.vendor IS 'Whose goods they are; null for the shop''s own.';
    COMMENT ON COLUMN returns.status IS 'requested, approved, refused, withdrawn, received, inspected or closed.';
    COMMENT ON COLUMN returns.reason IS 'Why, in one of the shop''s own words.';
    COMMENT ON COLUMN returns.requested_at IS 'When somebody asked.';
    COMMENT ON COLUMN returns.pieces IS 'Pieces that were to come.';
    COMMENT ON COLUMN returns.kept_until IS 'Until when what is wanted instead is kept, unless something comes.';
    """
    indexes: Final = (
        Index("returns_oldest", "returns (requested_at, id)"),
        Index("returns_vendor", "returns (vendor, requested_at, id) WHERE vendor IS NOT NULL"),
        Index("returns_number", "returns (number text_pattern_ops)"), Index("returns_order", "returns (order_id)"),
        Index("returns_kept", "returns (kept_until) WHERE kept_until IS NOT NULL"),
    )

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """New ones by a COPY, and then where each stands at the end of the batch."""
        copy_in("returns (id, order_id, number, order_number, vendor, status, reason, requested_at, pieces)", [
            (
                fact.stream.hex, event.order_id.hex, event.number, event.order,
                event.vendor.hex if event.vendor else None, Stage.REQUESTED.value, event.reason, event.at,
                sum(line.quantity for line in event.lines),
            )
            for fact in facts if isinstance(event := fact.event, ReturnRequested)
        ], db)
        stands: dict[UUID, str] = {
            fact.stream: _LEADS_TO[type(fact.event)].value for fact in facts if type(fact.event) in _LEADS_TO
        }
        db.execute(
            "UPDATE returns SET status = s.status FROM unnest(%s::uuid[], %s::text[]) AS s (id, status)"
            " WHERE returns.id = s.id", (list(stands), list(stands.values())),
        )
        kept = {fact.stream: _kept_until(fact.event) for fact in facts}
        db.execute(
            "UPDATE returns SET kept_until = k.till FROM unnest(%s::uuid[], %s::timestamptz[]) AS k (id, till)"
            " WHERE returns.id = k.id AND returns.kept_until IS DISTINCT FROM k.till",
            (list(kept), list(kept.values())),
        )


def _kept_until(event: Event) -> datetime | None:
    """With any other fact than these it is free, sent, or kept for as long as it takes."""
    return event.keep_until if isinstance(event, ReturnRequested | ReturnApproved) else None
