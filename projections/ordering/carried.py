"""Parcels that their carrier has more to tell of, from the read model of parts."""

from datetime import datetime
from typing import Any, Final

from msgspec import Struct
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.domain.shared.ids import OrderId, ParcelId, PartId

MOST: Final = 5000


class UnderWay(Struct, frozen=True):
    """A parcel that was booked and is on its way."""

    order_id: OrderId
    part_id: PartId
    parcel_id: ParcelId


def under_way(carrier: str, since: datetime, pool: ConnectionPool[Connection[Any]]) -> list[UnderWay]:
    """Those that *carrier* has, of what left *since* then."""
    with pool.connection() as db:
        return [
            UnderWay(OrderId(order), PartId(part), ParcelId(parcel)) for order, part, parcel in db.execute(
                "SELECT order_id, part, parcel FROM read.parcels_under_way WHERE carrier = %s AND sent_at > %s"
                " ORDER BY sent_at LIMIT %s", (carrier, since, MOST),
            )
        ]
