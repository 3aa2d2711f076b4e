"""Categories by the names they have now: the read model and its twin know the same."""

from uuid import uuid4

import pytest

from projections.browsing.places_named import PostgresPlacesNamed
from projections.browsing.places_named_memory import MemoryPlacesNamed
from store.application.catalogue.categories import DescribeCategory, MergeCategory, MoveCategory
from store.application.processes.import_rows import OpenCategories
from store.application.shared.bus import Caller
from store.domain.shared.ids import category_of
from store.entrypoints.wiring.application import memory_shop, postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.harness.drivers.memory import OPENING
from tests.harness.world import CountingIds, StillClock

pytestmark = [pytest.mark.requirement("R7.1"), pytest.mark.story("US-7.1", "multi-level hierarchy")]
SOMEBODY = Caller(actor="system:test", correlation=uuid4())
KITCHEN, MUGS, CUPS, GARDEN = (category_of(it) for it in ("kitchen", "kitchen/mugs", "kitchen/cups", "garden"))


@pytest.fixture(params=["memory", "postgres"])
def shop(request, tmp_path):
    if request.param == "memory":
        shop = memory_shop(StillClock(OPENING), CountingIds())
        yield shop, MemoryPlacesNamed(shop.log(), shop.codec()), lambda: None
        return
    url = request.getfixturevalue("migrated_url")
    with postgres_shop(Settings(database_url=url, data_dir=tmp_path, demo=False)) as shop:
        shop.runner().prepare()
        yield shop, PostgresPlacesNamed(shop.pool()), shop.runner().catch_up


def test_each_is_found_where_it_stands_by_what_it_is_called(shop):
    shop, named, settle = shop

    def does(*commands):
        for command in commands:
            shop.bus().do(command, SOMEBODY)
        settle()

    def of(*paths):
        return named.of(set(paths))

    does(OpenCategories(paths=(("Kitchen", "Mugs"), ("Kitchen", "Cups"), ("Garden",))))
    assert of(("Kitchen",), ("Kitchen", "Mugs"), ("Mugs",), ("kitchen",), ()) == {
        ("Kitchen",): KITCHEN, ("Kitchen", "Mugs"): MUGS,
    }
    does(DescribeCategory(category_id=KITCHEN, name="Scullery", text=""), MoveCategory(category_id=CUPS, parent=GARDEN))
    assert of(("Kitchen",), ("Kitchen", "Mugs"), ("Scullery", "Mugs"), ("Scullery", "Cups"), ("Garden", "Cups")) == {
        ("Scullery", "Mugs"): MUGS, ("Garden", "Cups"): CUPS,
    }
    does(MergeCategory(category_id=GARDEN, into=KITCHEN))
    assert of(("Garden",), ("Garden", "Cups"), ("Scullery", "Cups")) == {("Scullery", "Cups"): CUPS}
    does(DescribeCategory(category_id=CUPS, name="Mugs", text=""))
    assert of(("Scullery", "Mugs")) == {}, "of two that are called alike nobody knows which is meant"
