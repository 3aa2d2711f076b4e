"""What the tests of read models share."""

from uuid import uuid4

import pytest

from projections.browsing.search_feed import SearchFeed
from projections.browsing.search_opensearch import OpenSearchSearch
from store.adapters.drivers.opensearch import OpenSearch
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.adapters.conftest import listening
from tests.projections.searched import GOODS, World

__all__ = ["listening"]


@pytest.fixture
def cluster(opensearch_url):
    made = OpenSearch(f"{opensearch_url}?index=test-{uuid4().hex}", timeout=20)
    yield made
    made.ask("DELETE", f"/{made.index}-*")
    made.close()


@pytest.fixture
def small_shop(request, migrated_url, tmp_path):
    """The same goods, or those that a file of tests says it has, searched by Postgres alone."""
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)) as shop:
        shop.runner().prepare()
        world = World(shop, migrated_url, None, None)
        world.lists(*getattr(request.module, "GOODS", GOODS))
        yield world


@pytest.fixture(params=["postgres", "opensearch"])
def world(request, migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)) as shop:
        shop.runner().prepare()
        feed = search = None
        if request.param == "opensearch":
            cluster = request.getfixturevalue("cluster")
            feed, search = SearchFeed(cluster, shop.log(), shop.codec(), shop.pool()), OpenSearchSearch(cluster)
        world = World(shop, migrated_url, feed, search)
        world.lists(*GOODS)
        yield world
