"""What is bought most stands first where somebody asks for that, and what sells well is rarely written anew."""

import pytest

from projections.browsing.goods import Goods
from store.application.browsing.messages import SORTS
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


def test_there_is_no_sort_by_rating_while_nobody_rated_anything(goods):
    del goods
    assert "popular" in SORTS
    assert not [sort for sort in SORTS if "rating" in sort]
