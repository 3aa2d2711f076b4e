"""Read model: what a piece costs the shop, and since when: an order is judged by the cost of its day."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.shared.projection import Index, Seen
from store.application.pricing.trying import CostSince
from store.domain.inventory.events import CostTold
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

_OF: Final[LiteralString] = (
    "SELECT sku, since, cost, currency FROM read.unit_costs WHERE sku = ANY(%s) ORDER BY sku, version"
)


class UnitCosts:
    """The projection."""

    name: Final = "unit_costs"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (CostTold,)
    tables: Final = ("unit_costs",)
    ddl: Final[LiteralString] = """
    CREATE TABLE unit_costs (
        sku text NOT NULL, version int NOT NULL, since timestamptz NOT NULL, cost bigint, currency text,
        PRIMARY KEY (sku, version)
    );
    COMMENT ON TABLE unit_costs IS 'What one piece costs the shop, without tax, and since when. Not for shoppers.';
    COMMENT ON COLUMN unit_costs.sku IS 'The variant.';
    COMMENT ON COLUMN unit_costs.version IS 'Of its stock, when it was told: the later one is the true one.';
    COMMENT ON COLUMN unit_costs.since IS 'From this moment on.';
    COMMENT ON COLUMN unit_costs.cost IS 'In minor units; null where nobody knows any more.';
    COMMENT ON COLUMN unit_costs.currency IS 'Currency of the cost (ISO 4217).';
    """
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """One row for each time that somebody told."""
        db.cursor().executemany(
            "INSERT INTO unit_costs (sku, version, since, cost, currency) VALUES (%s, %s, %s, %s, %s)",
            [
                (it.sku, fact.version, it.at, it.cost.minor if it.cost else None, it.cost.currency if it.cost else None)
                for fact in facts if isinstance(it := fact.event, CostTold)
            ],
        )


class PostgresCosts:
    """A :class:`~store.application.pricing.trying.Costs` on the read model."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def of(self, skus: Sequence[Sku]) -> Mapping[Sku, Sequence[CostSince]]:
        """In one statement."""
        found: dict[Sku, list[CostSince]] = {}
        with self._pool.connection() as db:
            for sku, since, cost, currency in db.execute(_OF, (list(skus),)):
                money = None if cost is None else Money(cost, currency)
                found.setdefault(Sku(sku), []).append(CostSince(since, money))
        return found
