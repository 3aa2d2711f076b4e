"""What is bought most stands first where somebody asks for that, and what sells well is rarely written anew."""

import asyncio

import pytest
from msgspec import structs

from projections.browsing.goods import Goods
from projections.browsing.search_postgres import PostgresSearch
from store.adapters.drivers.questions import Questions
from store.application.browsing.messages import SORTS
from store.application.browsing.ports import Wanted
from store.domain.inventory.events import StockReceived, StockReleased, StockReserved, StockShipped
from store.domain.shared.ids import OrderId, product_of, stock_of
from tests.domain.catalogue.test_product import BLUE, ID, LISTED, NOON, RED
from tests.harness.projections import learning

pytestmark = pytest.mark.story("US-2.1", "sort by price, popularity, newest and rating")
ORDER = OrderId(product_of("test", "an order"))


@pytest.fixture
def goods(migrated_url):
    with learning(migrated_url, Goods("/media/")) as learner:
        yield learner.given(ID, LISTED)


def popular(goods):
    goods.runner.catch_up()
    [(found,)] = goods.rows("SELECT popular FROM read.products")
    return found


def sold(sku, quantity):
    return StockReserved(at=NOON, sku=sku, order_id=ORDER, quantity=quantity)


def test_pieces_that_orders_took_count_for_their_product_until_they_are_given_back(goods):
    assert popular(goods) == 0
    goods.given(stock_of(RED.sku), StockReceived(at=NOON, sku=RED.sku, quantity=50), sold(RED.sku, 2))
    goods.given(stock_of(BLUE.sku), sold(BLUE.sku, 1))
    two_of_one_and_one_of_the_other = popular(goods)
    assert two_of_one_and_one_of_the_other == round(4 * 1.386)
    goods.given(stock_of(RED.sku), StockShipped(at=NOON, sku=RED.sku, order_id=ORDER, quantity=2))
    assert popular(goods) == two_of_one_and_one_of_the_other
    goods.given(stock_of(BLUE.sku), StockReleased(at=NOON, sku=BLUE.sku, order_id=ORDER, quantity=1))
    assert 0 < popular(goods) < two_of_one_and_one_of_the_other


def test_a_thousand_sales_are_told_in_few_steps(goods):
    seen = set()
    for _ in range(20):
        goods.given(stock_of(RED.sku), sold(RED.sku, 50))
        seen.add(popular(goods))
    assert len(seen) < 14
    assert max(seen) == 28


@pytest.mark.requirement("R2.5")
@pytest.mark.parametrize("asked", [{"sort": "popular"}, {"q": "mug", "sort": "relevance"}], ids=["list", "search"])
def test_lists_begin_with_what_is_bought_most_and_searches_where_all_else_is_alike(goods, migrated_url, asked):
    other, third = product_of("test", "other"), product_of("test", "third")
    for id, sku, pieces in ((other, "OTHER", 1), (ID, RED.sku, 50), (third, "THIRD", 7)):
        if id != ID:
            goods.given(id, structs.replace(LISTED, product_id=id, variants=(structs.replace(RED, sku=sku),)))
        goods.given(stock_of(sku), sold(sku, pieces))
    goods.runner.catch_up()

    async def walked():
        async with Questions(migrated_url) as questions:
            search, seen, cursor = PostgresSearch(questions), [], None
            while True:
                page = await search.find(Wanted(**asked, limit=1, cursor=cursor))
                seen, cursor = [*seen, *page.ids], page.next_cursor
                if cursor is None:
                    return seen

    assert asyncio.run(walked()) == [ID, third, other]


def test_there_is_no_sort_by_rating_while_nobody_rated_anything(goods):
    del goods
    assert "popular" in SORTS
    assert not [sort for sort in SORTS if "rating" in sort]
