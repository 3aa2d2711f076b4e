"""Pieces come in, are counted, and are never promised twice."""

import pytest

from tests.harness.drivers.driver import refused
from tests.harness.goods import Goods

tracking = pytest.mark.story("US-2.6", "real-time stock tracking")
history = pytest.mark.story("US-2.6", "stock history log")
pytestmark = pytest.mark.requirement("R2.6")


@tracking
def test_what_comes_in_can_be_sold(shop, ann, mug):
    shop.sells(mug, stock=1)
    shop.receives(4, mug)
    assert shop.pieces(mug) == (5, 0, 5)
    ann.buys(5, mug)
    assert shop.pieces(mug) == (5, 5, 0)


@tracking
def test_something_sold_out_is_for_sale_again_as_soon_as_more_comes_in(shop, ann, mug):
    shop.sells(mug, stock=0)
    with refused("SoldOut"):
        ann.puts(1, mug)
    shop.receives(1, mug)
    ann.sees(ann.buys(1, mug)).as_confirmed()


@history
def test_a_count_sets_right_what_is_there_but_not_below_what_is_promised(shop, ann, mug):
    shop.sells(mug, stock=10)
    ann.buys(3, mug)
    shop.counts(mug, 8)
    assert shop.pieces(mug) == (8, 3, 5)
    with refused("BelowReserved", reserved=3):
        shop.counts(mug, 2)
    assert shop.history(mug) == [
        "inventory/opened-1", "inventory/received-1", "inventory/reserved-1", "inventory/counted-1",
        "inventory/ran-low-1",
    ]


@tracking
def test_the_stock_of_what_was_never_sold_is_not_zero_but_unknown(shop):
    with refused("NoSuch"):
        shop.stock(Goods("no such thing"))
    with refused("NoSuch"):
        shop.receives(1, Goods("no such thing"))


@pytest.mark.story("US-2.5", "importing a changed file edits the products in it")
def test_importing_the_same_again_changes_nothing(shop, mug):
    shop.sells(mug, stock=3)
    shop.sells(mug, stock=99)
    assert shop.pieces(mug) == (3, 0, 3)
    assert shop.history(mug.product) == ["catalogue/product-listed-1"]
    shop.sells(Goods("mug", "10.00"))
    assert shop.history(mug.product) == ["catalogue/product-listed-1", "catalogue/product-revised-1"]
