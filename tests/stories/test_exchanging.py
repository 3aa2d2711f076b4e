"""Whoever gets something broken has another one for it, and the books say that nobody paid or was paid."""

import pytest

from tests.harness.drivers.driver import refused

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]


def test_another_one_is_kept_and_sent_for_what_came_back(shop, ann, ben, mug):
    shop.sells(mug, stock=2)
    order = ann.buys(1, mug)
    shop.ships(order)
    shop.delivers(order)
    back = ann.wants_another(order, mug)
    assert shop.pieces(mug) == (1, 1, 0)
    with refused("SoldOut"):
        ben.puts(1, mug)
    new = shop.takes_in(back, mug)
    assert shop.pieces(mug) == (2, 1, 1), "what came back lies here, and another one waits to be sent"
    seen = shop.driver.order(new, None)
    assert (seen.status, seen.replaces.order, seen.replaces.number) == ("confirmed", order.number, back)
    assert (seen.total.amount, seen.paid_by) == ("13.90", None), "what sending cost went along"
    assert shop.takings().minor == 900 + 490
    shop.driver.ship(new, "Post", "T-2")
    assert shop.pieces(mug) == (1, 0, 1)
