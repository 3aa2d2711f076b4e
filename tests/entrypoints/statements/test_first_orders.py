"""What it costs to ask whether somebody ordered before, in a shop of its own: something runs there from then on."""

import pytest

from tests.entrypoints.statements.counting import cost, open_cart
from tests.entrypoints.statements.test_statements import PLACE, READ_CART, STAFF, place


@pytest.mark.requirement("R3.5")
@pytest.mark.story("US-3.3", "expiry, limits and conditions hold")
def test_asking_whether_it_is_a_first_order_costs_two_statements_more(shop, statements):
    """What is known of whoever buys, and the note that they do; and one more where something runs at all. Ten are
    allowed."""
    terms = {"kind": "percent", "percent": "10", "first_order": True}
    begun = shop.post("/api/v1/promotions", json={"name": "Welcome", "terms": terms}, headers=STAFF)
    assert begun.status_code == 201, begun.text
    cart = open_cart(shop, 1)
    assert len(found := cost(statements, lambda: shop.get(f"/api/v1/carts/{cart}"))) <= READ_CART, found
    assert shop.get(f"/api/v1/carts/{cart}").json()["discounts"], "guests are taken at their word"
    assert len(found := cost(statements, lambda: place(shop, cart))) <= PLACE + 3 <= 10, found
