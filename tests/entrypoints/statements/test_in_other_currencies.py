"""Other currencies than the shop's own cost no statements more."""

from datetime import UTC, datetime
from time import monotonic

import pytest

from store.adapters.pricing import board_kept
from tests.entrypoints.statements.counting import cost, open_cart
from tests.entrypoints.statements.test_statements import ADD, DETAIL, LIST, READ_CART, place

pytestmark = [pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "prices in the chosen currency")]
STAFF = {"authorization": "Bearer the-token-of-the-staff"}


def test_lists_products_carts_and_orders_in_dollars_cost_what_they_cost_in_euros(shop, statements, monkeypatch):
    day = {"day": f"{datetime.now(UTC):%Y-%m-%d}", "base": "EUR", "source": "test", "rates": {"USD": "1.1172"}}
    assert shop.put("/api/v1/currencies", json={"sold": [{"code": "USD"}]}, headers=STAFF).status_code == 200
    assert shop.post("/api/v1/currencies/rates", json=day, headers=STAFF).status_code == 201
    cart = shop.post("/api/v1/carts?currency=USD").json()["id"]
    lines = f"/api/v1/carts/{cart}/lines"
    shop.post(lines, json={"sku": "THING-1-S"})  # the first one is quoted the rate of the day
    later = monotonic() + 2 * board_kept.KEPT
    monkeypatch.setattr(board_kept, "monotonic", lambda: later)  # what was changed surely stands in the log
    board = 1  # read by the first who asks, and kept
    assert len(found := cost(statements, lambda: shop.get("/api/v1/products?currency=USD"))) <= LIST + board, found
    found = cost(statements, lambda: shop.get("/api/v1/products/thing-1?currency=USD"))
    assert len(found) <= DETAIL, found
    assert len(found := cost(statements, lambda: shop.post(lines, json={"sku": "THING-2-S"}))) <= ADD, found
    assert len(found := cost(statements, lambda: shop.get(f"/api/v1/carts/{cart}"))) <= READ_CART, found
    own = open_cart(shop, 2)
    in_euros = cost(statements, lambda: place(shop, own))
    assert len(found := cost(statements, lambda: place(shop, cart))) <= len(in_euros), (found, in_euros)
