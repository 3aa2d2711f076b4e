"""What figures over time cost: the same, however much was sold."""

import pytest

from tests.entrypoints.statements.counting import cost, open_cart
from tests.entrypoints.statements.test_statements import look, place, settle

SALES = 1
pytestmark = [pytest.mark.requirement("R9.3"), pytest.mark.story("US-4.3", "figures over time")]


def test_figures_cost_the_same_few_statements_however_many_orders_there_are(shop, statements, module_url, folder):
    spent = []
    for orders in (1, 5):
        for _ in range(orders):
            place(shop, open_cart(shop, 1))
        settle(module_url, folder)
        spent.append(cost(statements, lambda: look(shop, "/fulfilment/sales")))
    assert look(shop, "/fulfilment/sales").json()["now"]["orders"] >= 6
    assert [len(its) for its in spent] == [SALES] * 2, spent
