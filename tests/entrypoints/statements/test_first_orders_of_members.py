"""All that is asked of whoever buys at once, in a shop of its own: something runs there from then on."""

import pytest

from tests.entrypoints.statements.counting import cost
from tests.entrypoints.statements.test_paying_by_credit import members, places
from tests.entrypoints.statements.test_statements import STAFF

__all__ = ["members"]


@pytest.mark.requirement("R3.5")
def test_the_first_order_of_a_member_by_credit_costs_no_more_than_may_be(shop, statements, members):
    """Who they are, whether they bought before, and their credit."""
    (rich, his), (poor, hers) = members
    terms = {"kind": "percent", "percent": "10", "first_order": True}
    begun = shop.post("/api/v1/promotions", json={"name": "Welcome", "terms": terms}, headers=STAFF)
    assert begun.status_code == 201, begun.text
    places(shop, poor, hers, email="poor@example.org")  # the stock is known from here on
    some = {"credit": {"amount": "1.00", "currency": "EUR"}}
    found = cost(statements, lambda: places(shop, rich, his, email="rich@example.org", **some))
    assert any("work.first_orders" in it for it in found), found
    assert len(found) <= 10, found
