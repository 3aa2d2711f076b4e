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
    revision: Final = 2
    kinds: Final[tuple[type[Event], ...]] = (ThresholdSet,)
    tables: Final = ("thresholds", "place_thresholds")
    ddl: Final[LiteralString] = """
    CREATE TABLE thresholds (sku text PRIMARY KEY, threshold int NOT NULL);
    COMMENT ON TABLE thresholds IS 'SKUs that run low at a number of their own; all others do at that of the shop.';
    COMMENT ON COLUMN thresholds.sku IS 'The variant.';
    COMMENT ON COLUMN thresholds.threshold IS 'It is low when no more than these can be bought.';
    CREATE TABLE place_thresholds (
        sku text NOT NULL, location text NOT NULL, threshold int NOT NULL, PRIMARY KEY (sku, location)
    );
    COMMENT ON TABLE place_thresholds IS 'Places at which SKUs run low at a number of their own.';
    COMMENT ON COLUMN place_thresholds.sku IS 'The variant.';
    COMMENT ON COLUMN place_thresholds.location IS 'The place, by its code.';
    COMMENT ON COLUMN place_thresholds.threshold IS 'It is low there when no more than these can be bought from there.';
    """
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """The last word on each SKU, and on each at each place, in four statements at most."""
        said = [fact.event for fact in facts if isinstance(fact.event, ThresholdSet)]
        last = {it.sku: it.threshold for it in said if it.location is None}
        if last:
            db.execute("DELETE FROM thresholds WHERE sku = ANY(%s)", (list(last),))
            kept = {sku: threshold for sku, threshold in last.items() if threshold is not None}
            db.execute(
                "INSERT INTO thresholds (sku, threshold) SELECT * FROM unnest(%s::text[], %s::int[])",
                (list(kept), list(kept.values())),
            )
        at = {(it.sku, it.location): it.threshold for it in said if it.location is not None}
        if at:
            db.execute(
                "DELETE FROM place_thresholds WHERE (sku, location) IN (SELECT * FROM unnest(%s::text[], %s::text[]))",
                ([sku for sku, _ in at], [place for _, place in at]),
            )
            rows = [(sku, place, threshold) for (sku, place), threshold in at.items() if threshold is not None]
            db.execute(
                "INSERT INTO place_thresholds (sku, location, threshold)"
                " SELECT * FROM unnest(%s::text[], %s::text[], %s::int[])",
                ([sku for sku, _, _ in rows], [place for _, place, _ in rows], [few for _, _, few in rows]),
            )
