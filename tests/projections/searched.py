"""A shop with goods, and one way to search it: Postgres or a real OpenSearch."""

import asyncio
from uuid import uuid4

import psycopg

from projections.browsing.search_postgres import PostgresSearch
from store.adapters.drivers.questions import Questions
from store.application.browsing.ports import Wanted
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.money import Money


def row(name, *, brand="Acme", category=("Kitchen",), price=1000, stock=5, sku=None, text="", **more):
    sku = sku or name.upper().replace(" ", "-")
    return ProductRow(key=name, name=name, brand=brand, category=category, text=text,
                      variants=(VariantRow(sku, Money(price, "EUR"), stock, {}),), **more)


GOODS = (
    row("Harbour mug", brand="Tidewater", category=("Kitchen", "Mugs"), price=1200, tags=("gift",)),
    row("Oat mug", brand="Tidewater", category=("Kitchen", "Mugs"), price=900, stock=0, sku="OM-100.B"),
    row("Copper kettle", brand="Ember", category=("Kitchen", "Kettles"), price=4500, text="Boils water for many mugs."),
    row("Walking boots", brand="Fell", category=("Outdoors",), price=9900, attributes={"Weight": "900 g"}),
    row("Rain jacket", brand="Fell", category=("Outdoors",), price=7000, sku="RJ-2201"),
    row("Café press", brand="Ember", category=("Kitchen",), price=3100, sku="CP-7"),
)


class World:
    """A shop with goods, and one way to search it."""

    def __init__(self, shop, url, feed, search):
        self.shop, self._url, self.feed, self._search = shop, url, feed, search

    def lists(self, *rows):
        self.shop.bus().do(ImportProducts(source="test", rows=rows), Caller(actor="system:test", correlation=uuid4()))
        self.settle()

    def settle(self):
        self.shop.runner().catch_up()
        if self.feed:
            self.feed.catch_up()

    def find(self, q="", **more):
        wanted = Wanted(q=q, **({"sort": "relevance"} if q and "sort" not in more else {}), **more)

        async def ask():
            async with Questions(self._url) as questions:
                return await (self._search or PostgresSearch(questions)).find(wanted)

        return asyncio.run(ask())

    def names(self, q="", **more):
        return self.names_of(self.find(q, **more).ids)

    def names_of(self, ids):
        with psycopg.connect(self._url) as db:
            names = dict(db.execute("SELECT id, name FROM read.products").fetchall())
        return [names[id] for id in ids]

    def id_of(self, name):
        with psycopg.connect(self._url) as db:
            return db.execute("SELECT id FROM read.products WHERE name = %s", (name,)).fetchone()[0]
