"""Reaction: pieces that come call for a letter to each who waits for them. Whether there still are any, it asks."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.shared.projection import Index, Seen
from store.application.notifications.ports import Occasion
from store.domain.inventory.events import (
    StockAdjusted,
    StockCounted,
    StockReceived,
    StockReleased,
    StockReturned,
    StockSynced,
)
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import Sku, follow_up


class BackInStock:
    """The consumer."""

    name: Final = "back_in_stock"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (
        StockReceived, StockReturned, StockReleased, StockCounted, StockAdjusted, StockSynced,
    )
    tables: Final[tuple[LiteralString, ...]] = ()
    ddl: Final[LiteralString] = ""
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """One statement where nobody waits, and two where somebody does. Who came after the pieces is not told."""
        came = [(sku, fact) for fact in facts if (sku := _more_of(fact.event))]
        if not came:
            return
        waiters = db.execute(
            "SELECT id, sku, asked_at FROM work.waiting WHERE sku = ANY(%s) AND told_at IS NULL",
            (list({sku for sku, _ in came}),),
        ).fetchall()
        due = [
            (follow_up(id, f"{fact.stream}/{fact.version}"), id, fact)
            for id, waits_for, since in waiters for sku, fact in came if sku == waits_for and fact.event.at >= since
        ]
        if due:
            db.execute(
                "INSERT INTO work.outbox (id, about, kind, correlation, caused_at)"
                " SELECT d.id, d.about, %s, (e.metadata::json ->> 'correlation')::uuid, d.at"
                " FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::int[], %s::timestamptz[])"
                " AS d (id, about, stream, version, at)"
                " JOIN log.events e ON e.stream = d.stream AND e.version = d.version ON CONFLICT (id) DO NOTHING",
                (Occasion.BACK_IN_STOCK.value, [id for id, _, _ in due], [about for _, about, _ in due],
                 [fact.stream for *_, fact in due], [fact.version for *_, fact in due],
                 [fact.event.at for *_, fact in due]),
            )


def _more_of(event: Event) -> Sku | None:
    """What there is more of after *event*; nothing where there is less or as much."""
    match event:
        case StockCounted(on_hand=on_hand, was=was) | StockSynced(on_hand=on_hand, was=was):
            return event.sku if on_hand > was else None
        case StockAdjusted(change=change):
            return event.sku if change > 0 else None
        case StockReceived() | StockReturned() | StockReleased():
            return event.sku
        case _:
            raise TypeError(type(event))
