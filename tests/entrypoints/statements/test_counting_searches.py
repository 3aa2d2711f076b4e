"""Counting what people look for costs no request a statement."""

import pytest

from store.entrypoints.shared.build_assets import build
from tests.entrypoints.statements.counting import cost, open_cart
from tests.entrypoints.statements.test_statements import ADD, DETAIL, LIST, PLACE, STAFF, place

pytestmark = [
    pytest.mark.requirement("R9.3"), pytest.mark.story("US-2.2", "searches are counted and nobody is known by them"),
]
SUGGEST = 1


@pytest.fixture(scope="module")
def counts_searches():
    build()
    return True


def test_from_a_search_to_an_order_nothing_costs_more_for_being_counted(shop, statements):
    def counted():
        return shop.get("/api/v1/searches", headers=STAFF).json()["total"]

    before = counted()  # all that was noted is written, and what comes is written ten seconds from now
    mark = shop.get("/api/v1/products?q=thing").headers["store-search"]
    cart = open_cart(shop, 1)
    found = {
        "list": cost(statements, lambda: shop.get("/api/v1/products?q=things")),
        "detail": cost(statements, lambda: shop.get(f"/api/v1/products/thing-1?found={mark}.1")),
        "add": cost(statements, lambda: shop.post(
            f"/api/v1/carts/{cart}/lines", json={"sku": "THING-1-L", "found": mark}
        )),
        "place": cost(statements, lambda: place(shop, cart)),
    }
    budget = {"list": LIST, "detail": DETAIL, "add": ADD, "place": PLACE}
    assert all(len(its) <= budget[what] for what, its in found.items()), found
    assert not [it for its in found.values() for it in its if "work.search" in it]
    after = counted()
    assert [after[what] - before[what] for what in ("searches", "clicks", "added", "bought")] == [1, 1, 1, 1]


@pytest.mark.story("US-2.2", "past searches of many are suggested")
@pytest.mark.story("US-2.2", "suggestions while typing")
def test_suggestions_cost_one_statement_however_much_they_say(shop, statements):
    asked = {"hx-request": "true"}
    shop.get("/products/suggest?q=thi", headers=asked)  # categories and past searches are kept for a moment
    found = cost(statements, lambda: shop.get("/products/suggest?q=thing", headers=asked))
    assert len(found) <= SUGGEST, found
