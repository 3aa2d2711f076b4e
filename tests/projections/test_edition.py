"""What is kept of the places of the shop is kept by their edition: it moves with them, and with nothing else."""

import asyncio
from uuid import uuid4

import psycopg
import pytest
from msgspec import json

from projections.browsing import narrowing
from projections.browsing.detail import Categories
from projections.browsing.edition import OF_PLACES
from projections.browsing.kept import Places
from projections.browsing.listing import Listing
from store.adapters.drivers.caches import MemoryCache
from store.adapters.drivers.questions import Questions
from store.application.browsing.messages import CategoryNode, GetCategory, ListCategories, ListProducts, ProductPage
from store.application.catalogue.categories import OpenCategory
from store.application.inventory.messages import ReceiveStock
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.application.shared.errors import NoSuch
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.story("US-9.1", "caches are invalidated")]
SOMEBODY = Caller(actor="system:test", correlation=uuid4())


class Shop:
    """Places, goods, and one cache all along."""

    def __init__(self, shop, url):
        self._shop, self.url, self.cache = shop, url, MemoryCache()

    def does(self, command):
        self._shop.bus().do(command, SOMEBODY)
        self._shop.runner().catch_up()
        return self.edition

    def lists(self, *names):
        return self.does(ImportProducts(source="test", rows=tuple(
            ProductRow(key=name, name=name, brand="B", category=("Kitchen",), variants=(
                VariantRow(name.upper(), Money(100, "EUR"), 5),
            )) for name in names
        )))

    def rebuilt(self):
        self._shop.runner().rebuild("goods")
        self._shop.runner().catch_up()
        return self.edition

    @property
    def edition(self):
        with psycopg.connect(self.url) as db:
            row = db.execute(OF_PLACES).fetchone()
        return row and row[0]

    def ask(self, query):
        async def answer():
            async with Questions(self.url) as questions:
                categories = Categories(questions, "/media/", Places(questions, self.cache))
                if isinstance(query, GetCategory):
                    return await categories.category(query)
                return json.decode(await categories.tree(query), type=list[CategoryNode])

        return asyncio.run(answer())

    def counts(self, kind):
        return self.cache.counts[kind].hits, self.cache.counts[kind].misses


@pytest.fixture
def shop(migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)) as found:
        found.runner().prepare()
        yield Shop(found, migrated_url)


def test_an_edition_ends_when_a_place_or_what_stands_in_it_changes_and_not_with_pieces(shop):
    assert shop.edition is None, "there is nothing to keep"
    opened = shop.does(OpenCategory(name="Kitchen"))
    listed = shop.lists("mug")
    assert len({opened, listed}) == 2
    assert shop.does(ReceiveStock(sku="MUG", quantity=3)) == listed
    assert shop.lists("bowl") != listed
    before = shop.edition
    assert shop.rebuilt() != before, "the same facts, but perhaps computed by something else"


@pytest.mark.story("US-9.1", "catalogue queries are cached")
@pytest.mark.story("US-9.1", "aggregates are cached")
def test_the_tree_and_its_counts_are_made_once_an_edition_and_never_told_of_one_that_has_passed(shop):
    shop.does(OpenCategory(name="Kitchen"))
    for number in range(1, 4):
        shop.lists(f"mug-{number}")
        for _ in range(5):
            [kitchen] = shop.ask(ListCategories())
            assert (kitchen.name, kitchen.count) == ("Kitchen", number)
            assert shop.ask(GetCategory(slug="kitchen")).count == number
    assert shop.counts("tree") == shop.counts("category") == (12, 3)


@pytest.mark.story("US-9.1", "catalogue queries are cached")
def test_that_nothing_stands_at_an_address_is_remembered_until_something_does(shop):
    shop.does(OpenCategory(name="Kitchen"))
    for _ in range(3):
        with pytest.raises(NoSuch):
            shop.ask(GetCategory(slug="garden"))
    assert shop.counts("category") == (2, 1)
    shop.does(OpenCategory(name="Garden"))
    assert shop.ask(GetCategory(slug="garden")).name == "Garden"


@pytest.mark.requirement("R2.4")
@pytest.mark.story("US-9.1", "catalogue queries are cached")
@pytest.mark.parametrize(("few", "then"), [(5_000, 2), (0, 1)], ids=["a short list", "a long one"])
def test_choices_of_short_lists_are_those_of_now_and_those_of_long_ones_of_a_moment_ago(shop, monkeypatch, few, then):
    monkeypatch.setattr(narrowing, "FEW", few)

    def there():
        async def answer():
            async with Questions(shop.url) as questions:
                page = await Listing(questions, "EUR", shop.cache).page(ListProducts(brand=("B",), facets=True))
                return json.decode(page, type=ProductPage)

        found = asyncio.run(answer())
        return found.total, found.facets.in_stock, found.facets.brands[0].count

    shop.does(OpenCategory(name="Kitchen"))
    shop.lists("mug")
    assert there() == (1, 1, 1)
    shop.lists("bowl")
    assert there() == (2, then, then), "the list itself is never kept"


def test_a_shop_without_places_keeps_nothing(shop):
    assert shop.ask(ListCategories()) == []
    with pytest.raises(NoSuch):
        shop.ask(GetCategory(slug="kitchen"))
    assert not shop.cache.counts
