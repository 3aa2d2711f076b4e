"""The searches of the back office find ``%`` and ``_`` as they are written."""

import pytest

from tests.harness.goods import Goods

pytestmark = [pytest.mark.requirement("R10.2"), pytest.mark.story("US-10.1", "queries are parameterised")]


@pytest.mark.parametrize("path", ["/backoffice/products", "/backoffice/stock"])
def test_goods_are_searched_for_literally(desk, path):
    wanted, other = Goods("Odd_one jug", "9.00"), Goods("OddXone jug", "9.00")
    for goods in (wanted, other):
        desk.back_room.offers(goods, 5)
    desk.settle()
    for q in ("d_o", "Odd_one", "odd_"):
        page = desk.get(path, params={"q": q}).text
        assert wanted.sku in page or wanted.name in page, q
        assert other.sku not in page, q
        assert other.name not in page, q
    for q in ("Odd%jug", "o%", "Odd__ne", "_", "%", "\\"):
        page = desk.get(path, params={"q": q}).text
        assert (wanted.name in page) == (q == "_"), q
        assert other.name not in page, q


@pytest.mark.parametrize("q", ["%", "_", "\\", "%%%%%"])
def test_orders_are_searched_for_literally(desk, q):
    assert desk.number not in desk.get("/backoffice/orders", params={"q": q}).text
