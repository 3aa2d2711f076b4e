"""What a search is for, learnt from the goods: which words are for things, and which goods only go with one."""

import asyncio

import psycopg
import pytest
from msgspec import json

from projections.browsing.heads import LOOKED_AT, KnownHeads
from projections.browsing.listing import Listing
from store.adapters.drivers.caches import MemoryCache
from store.adapters.drivers.questions import Questions
from store.application.browsing.messages import ListProducts, ProductPage
from store.application.browsing.ports import Wanted
from store.application.catalogue.categories import DescribeCategory
from store.application.catalogue.messages import WithdrawProduct
from store.application.shared.bus import Caller
from tests.projections.searched import row

pytestmark = [pytest.mark.requirement("R2.5"), pytest.mark.story("US-2.2", "search by several criteria")]
MOUNTS, PROJECTORS = ("Rooms", "Mounts"), ("Rooms", "Projectors")
GOODS = (
    row("Beam projector mount", category=PROJECTORS), row("Arm mount black", category=MOUNTS),
    row("Wall mount black", category=MOUNTS), row("Lumen projector black 3000 lumen", category=PROJECTORS),
    row("Projectors ceiling mount", category=PROJECTORS), row("Mount for projector", category=MOUNTS),
)


@pytest.fixture
def world(small_shop):
    return small_shop


def asked(url, ask):
    async def run():
        async with Questions(url) as questions:
            return await ask(questions)

    return asyncio.run(run())


def known(url, q, **more):
    wanted = Wanted(q=q, **{"sort": "relevance", **more})
    found = asked(url, lambda questions: KnownHeads(questions, MemoryCache())(wanted))
    return set(found.head), set(found.others)


def things(url):
    with psycopg.connect(url) as db:
        rows = db.execute("SELECT word, named, called FROM read.words WHERE named > 0 OR called > 0").fetchall()
    return {word: (named, called) for word, named, called in rows}


def test_a_word_is_for_a_thing_where_categories_of_goods_with_it_are_called_so(world, migrated_url):
    counts = things(migrated_url)
    assert (counts["mount"], counts["black"], counts["projectors"]) == ((5, 3), (3, 0), (1, 1))
    assert known(migrated_url, "projector") == ({"projector", "projectors"}, {"mount"})
    assert known(migrated_url, "new Projectors for the wall") == known(migrated_url, "projector")


def test_what_is_asked_for_itself_is_no_other_thing(world, migrated_url):
    assert known(migrated_url, "mount projector") == ({"projector", "projectors"}, set())
    assert known(migrated_url, "xbox") == known(migrated_url, "3000") == known(migrated_url, "the") == (set(), set())
    assert known(migrated_url, "projector", sort="price") == (set(), set())
    assert known(migrated_url, "beamer", also=("projector",)) == ({"projector", "projectors"}, {"mount"})


def test_short_words_are_learnt_from_goods_with_them_however_many_begin_alike(world, migrated_url):
    world.lists(*(row(f"Milk {n}") for n in range(LOOKED_AT)))
    world.lists(row("MX mount", category=PROJECTORS))
    assert known(migrated_url, "mx") == ({"mx"}, {"mount"})


def test_counts_follow_names_places_and_withdrawals(world, migrated_url):
    caller = Caller(actor="system:test", correlation=world.id_of("Arm mount black"))
    world.shop.bus().do(WithdrawProduct(product_id=world.id_of("Arm mount black"), reason="test"), caller)
    world.lists(row("Wall mount black", category=PROJECTORS))
    assert things(migrated_url)["mount"] == (4, 1)
    with psycopg.connect(migrated_url) as db:
        mounts = db.execute("SELECT id FROM read.categories WHERE name = 'Mounts'").fetchone()[0]
    world.shop.bus().do(DescribeCategory(category_id=mounts, name="Holders", text=""), caller)
    world.settle()
    assert things(migrated_url)["mount"] == (4, 0)


def test_lists_show_what_was_asked_for_before_what_goes_with_it(world, migrated_url):
    async def page(questions):
        cache = MemoryCache()
        listing = Listing(questions, "EUR", cache, heads=KnownHeads(questions, cache))
        return json.decode(await listing.page(ListProducts(q="projectr")), type=ProductPage)

    found = asked(migrated_url, page)
    assert found.corrected == {"projectr": "projector"}
    assert [card.name for card in found.items][:1] == ["Lumen projector black 3000 lumen"]
