"""What the fraud check costs, all rules at once, in a shop of its own."""

import pytest

from tests.entrypoints.statements.counting import cost, open_cart
from tests.entrypoints.statements.test_statements import PLACE, place


@pytest.fixture(scope="module")
def looks():
    return {"fraud_orders": 500, "fraud_refused": 900, "fraud_first_order": 50_000, "fraud_returns": 3}


@pytest.mark.requirement("R3.5")
@pytest.mark.story("US-3.4", "fraud checks look at purchases")
def test_looking_at_a_purchase_costs_one_statement_however_many_rules_there_are(shop, statements):
    """Ten are allowed."""
    found = [cost(statements, lambda cart=cart: place(shop, cart)) for cart in [open_cart(shop, 1) for _ in range(2)]]
    assert all(sum("WITH told" in it for it in its) == 1 for its in found), found
    assert all(len(its) <= PLACE + 1 <= 10 for its in found), found
