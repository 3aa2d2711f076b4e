"""While the tables of this version are being filled, searches go on in those that an older one made."""

import asyncio

import psycopg
import pytest

from projections.browsing.heads import KnownHeads
from store.adapters.drivers.caches import MemoryCache
from store.adapters.drivers.questions import Questions
from store.application.browsing.ports import Wanted
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.projections.searched import GOODS, World

pytestmark = [pytest.mark.requirement("R2.5"), pytest.mark.story("US-2.2", "search by several criteria")]
MUGS = {"Harbour mug", "Oat mug", "Copper kettle"}
UNNAMED = (
    "UPDATE read.products SET search = ts_delete(search,"
    " ARRAY(SELECT lexeme FROM unnest(search) WHERE starts_with(lexeme, '=')))"
)
"""Before revision 17 no word of a product said that its name has it."""
OLDER = (
    UNNAMED, "ALTER TABLE read.products DROP COLUMN gentle",
    "ALTER TABLE read.products DROP COLUMN explicits",
)


@pytest.fixture(params=range(len(OLDER)))
def world(request, migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)) as shop:
        shop.runner().prepare()
        world = World(shop, migrated_url, None, None)
        world.lists(*GOODS)
        with psycopg.connect(migrated_url) as db:
            for change in OLDER[:request.param + 1]:
                db.execute(change)
        yield world


@pytest.mark.parametrize("sort", ["relevance", "name"])
@pytest.mark.parametrize("own", [None, (100, None)])
def test_all_is_found_page_by_page(world, sort, own):
    for q in ("mug", "mug zeppelin"):
        first = world.find(q, sort=sort, limit=1, own_prices=own, currency="USD", price_min=own and 90)
        rest = world.find(
            q, sort=sort, own_prices=own, currency="USD", price_min=own and 90, cursor=first.next_cursor
        )
        assert first.total == rest.total == 3
        assert {*world.names_of([*first.ids, *rest.ids])} == MUGS


def test_what_a_search_is_for_is_not_known_yet(world, migrated_url):
    del world

    async def known(wanted):
        async with Questions(migrated_url) as questions:
            return await KnownHeads(questions, MemoryCache())(wanted)

    wanted = Wanted(q="mug", sort="relevance")
    assert asyncio.run(known(wanted)) == wanted
