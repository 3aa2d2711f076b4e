"""Read model: at how few pieces somebody wants to be told, of SKUs that have a number of their own."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.shared.projection import Index, Seen
from store.domain.inventory.events import ThresholdSet
from store.domain.shared.aggregate import Event


class Thresholds:
    """The projection."""

    name: Final = "thresholds"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (ThresholdSet,)
    tables: Final = ("thresholds",)
    ddl: Final[LiteralString] = """
    CREATE TABLE thresholds (sku text PRIMARY KEY, threshold int NOT NULL);
    COMMENT ON TABLE thresholds IS 'SKUs that run low at a number of their own; all others do at that of the shop.';
    COMMENT ON COLUMN thresholds.sku IS 'The variant.';
    COMMENT ON COLUMN thresholds.threshold IS 'It is low when no more than these can be bought.';
    """
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """The last word on each SKU in two statements. Numbers of single places stand in its facts alone."""
        last = {
            fact.event.sku: fact.event.threshold for fact in facts
            if isinstance(fact.event, ThresholdSet) and fact.event.location is None
        }
        db.execute("DELETE FROM thresholds WHERE sku = ANY(%s)", (list(last),))
        kept = {sku: threshold for sku, threshold in last.items() if threshold is not None}
        if kept:
            db.execute(
                "INSERT INTO thresholds (sku, threshold) SELECT * FROM unnest(%s::text[], %s::int[])",
                (list(kept), list(kept.values())),
            )
