"""The index of OpenSearch: fed from the log, built anew beside itself, never behind a late writer."""


import pytest

from projections.browsing.search_feed import SearchFeed
from projections.browsing.search_opensearch import OpenSearchSearch
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.projections.searched import GOODS, World, row

pytestmark = [
    pytest.mark.requirement("R2.5"),
    pytest.mark.story("US-2.2", "search by several criteria"),
]


class TestTheIndex:
    @pytest.fixture
    def indexed(self, migrated_url, tmp_path, cluster):
        with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)) as shop:
            shop.runner().prepare()
            feed = SearchFeed(cluster, shop.log(), shop.codec(), shop.pool())
            world = World(shop, migrated_url, feed, OpenSearchSearch(cluster))
            world.lists(*GOODS)
            yield world, cluster

    def indexes(self, cluster):
        return sorted(cluster.ask("GET", f"/{cluster.index}-*/_alias"))

    def test_taking_in_again_does_no_harm(self, indexed):
        world, cluster = indexed
        [index] = self.indexes(cluster)
        before = world.find(sort="name")
        cluster.ask("PUT", f"/{index}/_doc/feed", {"position": 0})
        again = SearchFeed(cluster, world.shop.log(), world.shop.codec(), world.shop.pool())
        again.catch_up()
        assert world.find(sort="name") == before

    def test_a_late_writer_does_not_win(self, indexed):
        world, cluster = indexed
        [index] = self.indexes(cluster)
        id = str(world.id_of("Oat mug"))
        kept = cluster.ask("GET", f"/{index}/_doc/{id}")
        cluster.put_all(f"{index}-writers", [(id, kept["_version"] - 1, kept["_source"] | {"price": 1})])
        assert cluster.ask("GET", f"/{index}/_doc/{id}")["_source"] == kept["_source"]

    def test_a_new_one_is_built_beside_the_old_one_which_answers_meanwhile(self, indexed):
        world, cluster = indexed
        [old] = self.indexes(cluster)
        world.feed.rebuild()
        assert len(self.indexes(cluster)) == 2
        assert set(cluster.ask("GET", f"/_alias/{cluster.index}")) == {old}
        assert len(world.find(sort="name").ids) == len(GOODS)
        world.feed.catch_up()
        [new] = self.indexes(cluster)
        assert new != old
        assert len(world.find(sort="name").ids) == len(GOODS)

    def test_one_that_was_lost_is_built_again(self, indexed):
        world, cluster = indexed
        cluster.ask("DELETE", f"/{cluster.index}-*")
        again = SearchFeed(cluster, world.shop.log(), world.shop.codec(), world.shop.pool())
        again.catch_up()
        assert len(world.find(sort="name").ids) == len(GOODS)

    def test_goods_without_a_category_yet_follow_it_when_it_moves_in(self, indexed):
        world, _ = indexed
        world.lists(row("Garden hose", category=("Garden", "Irrigation")))
        assert world.names(categories=("garden",)) == world.names("irrigation") == ["Garden hose"]
