"""What is on offer under a SKU, for carts."""

from collections.abc import Iterable
from typing import Any, LiteralString

from msgspec import json
from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.application.cart.ports import Offer
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

_OFFERS: LiteralString = (
    "SELECT v.sku, p.slug, p.name, v.options, v.price, v.currency,"
    " v.picture, v.on_hand - v.reserved, p.for_sale"
    " FROM read.variants v JOIN read.products p ON p.id = v.product WHERE v.sku = ANY(%s)"
)


class PostgresOffers:
    """:class:`~store.application.cart.ports.Offers` from the goods."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def of(self, skus: Iterable[Sku]) -> dict[Sku, Offer]:
        """The offers under *skus*, those that exist, in one statement."""
        with self._pool.connection() as db:
            return {row[0]: _offer(row) for row in db.execute(_OFFERS, (list(skus),))}


class PostgresShownOffers:
    """:class:`~store.application.cart.ports.ShownOffers` from the goods."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    async def of(self, skus: Iterable[Sku]) -> dict[Sku, Offer]:
        """The offers under *skus*, those that exist, in one statement."""
        async with self._pool.connection() as db:
            cursor = await db.execute(_OFFERS, (list(skus),))
            return {row[0]: _offer(row) for row in await cursor.fetchall()}


def _offer(row: tuple[Any, ...]) -> Offer:
    sku, slug, name, options, price, currency, picture, available, for_sale = row
    return Offer(
        sku=sku, slug=slug, name=name, options=json.decode(options), price=Money(price, currency),
        picture=picture, available=available, for_sale=for_sale,
    )
