"""What people call the things that facts name by id: goods, products, categories, orders, returns."""

from collections.abc import Collection, Mapping
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import json
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.domain.catalogue.category_events import CategoryDescribed, CategoryOpened
from store.domain.catalogue.events import ProductDrafted, ProductListed, ProductRevised
from store.domain.ordering.events import OrderPlaced
from store.domain.returns.events import ReturnRequested

Thing = tuple[str, str]

_NAMED: Final[LiteralString] = """
SELECT 'inventory', v.sku, p.name, v.options FROM read.variants v JOIN read.products p ON p.id = v.product
WHERE v.sku = ANY(%(inventory)s)
UNION ALL SELECT 'product', id::text, name, '' FROM read.products WHERE id = ANY(%(product)s::uuid[])
UNION ALL SELECT 'category', id::text, name, '' FROM read.categories WHERE id = ANY(%(category)s::uuid[])
UNION ALL SELECT 'order', id::text, number, '' FROM read.orders WHERE id = ANY(%(order)s::uuid[])
UNION ALL SELECT 'return', id::text, number, '' FROM read.returns WHERE id = ANY(%(return)s::uuid[])
"""


class PostgresNames:
    """Names as the read models have them now, in one statement."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool

    async def of(self, things: Collection[Thing]) -> Mapping[Thing, str]:
        """The name of each thing that has one."""
        wanted: dict[str, list[str | UUID]] = {
            "inventory": [id for kind, id in things if kind == "inventory"],
            **{kind: _uuids(kind, things) for kind in ("product", "category", "order", "return")},
        }
        if not any(wanted.values()):
            return {}
        async with self._pool.connection() as db:
            rows = await (await db.execute(_NAMED, wanted)).fetchall()
        return {
            (kind, id): called(name, json.decode(options) if options else {}) for kind, id, name, options in rows
        }


class MemoryNames:
    """Its twin: looks through the whole log."""

    def __init__(self, log: MemoryLog, codec: EventCodec) -> None:
        self._log, self._codec = log, codec

    async def of(self, things: Collection[Thing]) -> Mapping[Thing, str]:
        """The name of each thing that has one."""
        names: dict[Thing, str] = {}
        for row in self._log.select_notifications(None, self._log.newest()):
            stream = UUID(str(row.originator_id))
            match self._codec.decode(row.topic, row.state, stream, row.originator_version, opened=False):
                case ProductListed() | ProductDrafted() | ProductRevised() as event:
                    names["product", str(stream)] = event.description.name
                    names |= {
                        ("inventory", v.sku): called(event.description.name, v.options) for v in event.variants
                    }
                case CategoryOpened(name=name) | CategoryDescribed(name=name):
                    names["category", str(stream)] = name
                case OrderPlaced(number=number):
                    names["order", str(stream)] = number
                case ReturnRequested(number=back):
                    names["return", str(stream)] = back
                case _:
                    pass
        return {thing: names[thing] for thing in things if thing in names}


def called(name: str, options: Mapping[str, str]) -> str:
    """A variant as people say it: ``Harbour mug (Sage)``."""
    return f"{name} ({', '.join(options.values())})" if options else name


def _uuids(kind: str, things: Collection[Thing]) -> list[str | UUID]:
    found: list[str | UUID] = []
    for its, id in things:
        try:
            if its == kind:
                found.append(UUID(id))
        except ValueError:  # an order by its number, which is its name
            continue
    return found
