"""Where categories stand, at which addresses, and what stands in them, whatever is moved and merged."""

import asyncio
import gzip
from collections import Counter
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from msgspec import json

from projections.browsing.detail import Categories
from projections.browsing.kept import Places
from projections.browsing.search_postgres import PostgresSearch
from store.adapters.drivers.caches import MemoryCache
from store.adapters.drivers.questions import Questions
from store.application.browsing.messages import CategoryNode, GetCategory, ListCategories
from store.application.browsing.ports import Wanted
from store.application.catalogue.categories import (
    DescribeCategory,
    MergeCategory,
    MoveCategory,
    OpenCategory,
)
from store.application.processes.import_rows import ImportProducts, OpenCategories, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.application.shared.errors import NoSuch
from store.domain.catalogue.errors import CategoryInsideItself
from store.domain.catalogue.slugs import category_slug
from store.domain.shared.ids import category_of
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.adapters.identity.test_account_races import at_once
from tests.projections.test_shelves import COUNTED

pytestmark = [pytest.mark.requirement("R7.1"), pytest.mark.story("US-7.1", "multi-level hierarchy")]
BEST_BUY = Path(__file__).parents[3] / "shared" / "data" / "catalogue" / "bestbuy_categories.jsonl.gz"
SOMEBODY = Caller(actor="system:test", correlation=uuid4())


class Tree:
    """A shop, and what its visitors see of the categories."""

    def __init__(self, shop, url):
        self._shop, self._url = shop, url
        self._cache = MemoryCache()  # the same one all along: nothing that has passed is ever told

    def do(self, command):
        return self._shop.bus().do(command, SOMEBODY).outcome

    def lists(self, *paths):
        self.do(ImportProducts(source="test", rows=tuple(
            ProductRow(
                key="/".join(path), name=f"Thing of {path[-1]}", brand="B", category=path,
                variants=(VariantRow(f"T-{category_of(category_slug(path)).hex}", Money(100, "EUR"), 1),),
            ) for path in paths
        )))
        self.settle()

    def settle(self):
        self._shop.runner().catch_up()
        assert {status.state for status in self._shop.runner().status()} == {"running"}
        with psycopg.connect(self._url) as db:
            assert all(kept == counted for _, kept, counted in db.execute(COUNTED))

    def ask(self, query):
        async def answer():
            async with Questions(self._url) as questions:
                if isinstance(query, Wanted):
                    return await PostgresSearch(questions).find(query)
                categories = Categories(questions, "/media/", Places(questions, self._cache))
                return await (categories.category(query) if isinstance(query, GetCategory) else categories.tree(query))

        return asyncio.run(answer())

    def at(self, slug):
        return self.ask(GetCategory(slug=slug))

    def slugs(self):
        found, waiting = {}, json.decode(self.ask(ListCategories()), type=list[CategoryNode])
        while waiting:
            node = waiting.pop()
            found[node.slug] = node.count
            waiting += node.children
        return found


@pytest.fixture
def tree(migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)) as shop:
        shop.runner().prepare()
        yield Tree(shop, migrated_url)


@pytest.mark.story("US-7.1", "counts by category")
def test_a_category_that_moves_takes_all_below_it_along_and_old_addresses_lead_there_at_once(tree):
    tree.lists(("Kitchen", "Mugs", "Big"), ("Garden",), ("House",))
    kitchen, mugs = category_of("kitchen"), category_of("kitchen/mugs")
    tree.do(MoveCategory(category_id=mugs, parent=category_of("garden")))
    tree.settle()
    assert tree.slugs() == {"kitchen": 0, "garden": 2, "garden/mugs": 1, "garden/mugs/big": 1, "house": 1}
    tree.do(MoveCategory(category_id=category_of("garden"), parent=category_of("house")))
    tree.do(MoveCategory(category_id=mugs, parent=None))
    tree.settle()
    assert tree.slugs() == {"kitchen": 0, "house": 2, "house/garden": 1, "mugs": 1, "mugs/big": 1}
    for once in ("kitchen/mugs/big", "garden/mugs/big", "house/garden/mugs/big"):
        assert tree.at(once).slug == "mugs/big", "in one step, wherever one comes from"
    assert tree.at("kitchen").children == []
    tree.do(MoveCategory(category_id=mugs, parent=kitchen))
    tree.settle()
    assert tree.at("kitchen/mugs/big").slug == "kitchen/mugs/big"
    assert [crumb.slug for crumb in tree.at("mugs").breadcrumbs] == ["kitchen", "kitchen/mugs"]


def test_a_category_that_becomes_part_of_another_brings_its_goods_and_what_is_below_it(tree):
    tree.lists(("Cups",), ("Cups", "Big"), ("Mugs",), ("Mugs", "Big"))
    tree.do(MergeCategory(category_id=category_of("cups"), into=category_of("mugs")))
    tree.settle()
    assert tree.slugs() == {"mugs": 4, "mugs/big": 1, "mugs/big-2": 1}
    assert tree.at("cups").slug == "mugs"
    assert tree.at("cups/big").slug == "mugs/big-2"
    assert len(tree.ask(Wanted(categories=("mugs",))).ids) == 4
    tree.lists(("Cups",), ("Cups", "Small"))
    assert tree.slugs() == {"mugs": 5, "mugs/big": 1, "mugs/big-2": 1, "mugs/small": 1}, "an import finds its way too"
    tree.do(MergeCategory(category_id=category_of("mugs"), into=tree.do(OpenCategory(name="Drinking")).id))
    tree.settle()
    assert tree.at("cups").slug == tree.at("mugs").slug == "drinking"
    assert tree.at("drinking").count == 5


@pytest.mark.story("US-7.1", "landing pages")
def test_goods_are_found_by_what_their_places_are_called_now(tree):
    tree.lists(("Kitchen", "Mugs"), ("Garden",))
    tree.do(DescribeCategory(category_id=category_of("kitchen"), name="Scullery", text="Where it *boils*."))
    tree.settle()
    assert len(tree.ask(Wanted(q="scullery", sort="relevance")).ids) == 1
    assert tree.ask(Wanted(q="kitchen", sort="relevance")).ids == []
    assert tree.ask(Wanted(q="scullrey", sort="relevance")).corrected == {"scullrey": "scullery"}
    kitchen = tree.at("kitchen")
    assert (kitchen.name, kitchen.text) == ("Scullery", "Where it *boils*.")
    assert [crumb.name for crumb in tree.at("kitchen/mugs").breadcrumbs] == ["Scullery", "Mugs"]


def test_of_two_at_one_address_who_came_first_has_it(tree):
    tree.lists(("Kitchen", "Mugs"), ("Garden", "Mugs"))
    tree.do(MoveCategory(category_id=category_of("garden/mugs"), parent=category_of("kitchen")))
    tree.settle()
    assert set(tree.slugs()) == {"kitchen", "kitchen/mugs", "kitchen/mugs-2", "garden"}
    assert tree.at("garden/mugs").slug == "kitchen/mugs-2"


def test_what_never_was_an_address_is_none(tree):
    tree.lists(("Kitchen",))
    for slug in ("", "kitchen/", "mugs", "kitchen/mugs"):
        with pytest.raises(NoSuch):
            tree.at(slug)


def test_however_many_move_at_once_nothing_ends_up_inside_itself(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, command_threads=8)
    with postgres_shop(settings) as one, postgres_shop(settings) as two:
        one.runner().prepare()
        names = [f"Place {n}" for n in range(4)]
        one.bus().do(OpenCategories(paths=tuple((name,) for name in names)), SOMEBODY)
        ids = [category_of(f"place-{n}") for n in range(4)]

        def moves(number):
            try:
                (one, two)[number % 2].bus().do(
                    MoveCategory(category_id=ids[number], parent=ids[(number + 1) % 4]), SOMEBODY
                )
            except CategoryInsideItself:
                return "refused"
            return "moved"

        for _ in range(4):
            assert Counter(at_once(4, moves)) == {"moved": 3, "refused": 1}, "whoever closed the circle came last"
            one.runner().catch_up()
            with psycopg.connect(migrated_url) as db:
                assert db.execute("SELECT count(*) FROM read.categories WHERE path <> '{}'").fetchone() == (4,)
            for id in ids:
                one.bus().do(MoveCategory(category_id=id, parent=None), SOMEBODY)


@pytest.mark.skipif(not BEST_BUY.exists(), reason="the categories of Best Buy are not part of the project")
def test_thousands_of_categories_come_in_and_stand_where_they_should(tree):
    with gzip.open(BEST_BUY) as lines:
        found = [json.decode(line) for line in lines]
    paths = [tuple(step["name"] or step["id"] for step in one["path"]) for one in found]
    for start in range(0, len(paths), 500):
        tree.do(OpenCategories(paths=tuple(paths[start:start + 500])))
    tree.settle()
    wanted = {category_slug(path[:n]) for path in paths for n in range(1, len(path) + 1)}
    assert set(tree.slugs()) == wanted
    assert len(paths) == 4_584
