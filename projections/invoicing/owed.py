"""Papers that are owed and not written yet, for whoever writes them."""

from typing import Any
from uuid import UUID

from msgspec import Struct
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.domain.shared.ids import OrderId, fact_id


class OwedPaper(Struct, frozen=True):
    """An order that calls for a paper, the wish that led to it, and the fact that calls for it."""

    order_id: OrderId
    correlation: UUID
    cause: UUID


def owed_papers(limit: int, pool: ConnectionPool[Connection[Any]]) -> list[OwedPaper]:
    """The first *limit* papers that are owed, in the order in which they came to be."""
    with pool.connection() as db:
        return [
            OwedPaper(OrderId(order), correlation, fact_id(order, version))
            for order, version, correlation in db.execute(
                'SELECT p."order", p.version, (e.metadata::json ->> \'correlation\')::uuid'
                ' FROM read.papers_owed p JOIN log.events e ON e.stream = p."order" AND e.version = p.version'
                " ORDER BY p.position LIMIT %s", (limit,),
            )
        ]
