"""How soon whoever follows an order hears of a change."""

import time

import pytest

from tests.entrypoints.rest.test_order_news import following, meanwhile, shop, token

__all__ = ["shop"]
pytestmark = [pytest.mark.requirement("R4.3"), pytest.mark.story("US-4.2", "changes are shown as they happen")]
TRIES = 4


def test_a_change_is_heard_within_a_second(shop):
    """From the wish to ship it on; of a few the quickest, as other tests may have the machine meanwhile."""
    took = []
    for _ in range(TRIES):
        number = shop.buy().number
        with following(shop, number, access_token=token(shop, number)) as told:
            began = time.monotonic()
            with meanwhile(shop.ship, number):
                assert next(told)["data"]["status"] == "shipped"
                took.append(time.monotonic() - began)
    assert min(took) < 1.0, took
