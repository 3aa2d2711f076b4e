"""A row of goods goes into many indexes: it is written once where it comes in, and not at all where nothing moved."""

import pytest

from projections.browsing.goods import Goods
from store.domain.inventory.events import StockReceived, StockReserved
from store.domain.shared.ids import OrderId, product_of, stock_of
from tests.domain.catalogue.test_product import BLUE, ID, LISTED, NOON, RED
from tests.harness.projections import learning

pytestmark = pytest.mark.story("US-9.2", "indexes for the queries there are")
ORDER = OrderId(product_of("test", "an order"))


@pytest.fixture
def goods(migrated_url):
    with learning(migrated_url, Goods("/media/")) as learner:
        yield learner


def written(goods):
    goods.runner.catch_up()
    with goods.connections.connection() as db:  # the one there is: what it did is told to the others when it says so
        db.execute("SELECT pg_stat_force_next_flush()")
    [row] = goods.rows(
        "SELECT n_tup_ins, n_tup_upd FROM pg_stat_user_tables WHERE schemaname = 'read' AND relname = 'products'"
    )
    return row


def test_a_product_comes_in_with_its_price_and_its_pieces_in_one_row(goods):
    goods.given(ID, LISTED)
    goods.given(stock_of(RED.sku), StockReceived(at=NOON, sku=RED.sku, quantity=3))
    goods.given(stock_of(BLUE.sku), StockReceived(at=NOON, sku=BLUE.sku, quantity=50))
    assert written(goods) == (1, 0)
    [(price, few)] = goods.rows("SELECT price, few FROM read.products")
    assert (price, few) == (min(RED.price.minor, BLUE.price.minor), 6)


def test_a_sale_that_changes_nothing_lists_tell_writes_no_row_of_goods(goods):
    goods.given(ID, LISTED)
    goods.given(
        stock_of(RED.sku), StockReceived(at=NOON, sku=RED.sku, quantity=50),
        StockReserved(at=NOON, sku=RED.sku, order_id=ORDER, quantity=40),
    )
    before = written(goods)
    goods.given(stock_of(RED.sku), StockReserved(at=NOON, sku=RED.sku, order_id=ORDER, quantity=1))
    assert written(goods) == before
