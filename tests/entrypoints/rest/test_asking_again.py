"""A client that hears nothing asks again under the same key, and is told the same."""

import pytest

from tests.entrypoints.rest.conftest import MUG

pytestmark = [pytest.mark.requirement("R3.3"), pytest.mark.story("US-3.4", "asking again buys nothing twice")]


def test_a_cart_that_is_opened_again_is_the_same_cart(api):
    key = {"idempotency-key": "one-cart-please-and-nobody-guesses-it"}
    assert api.expects(201, "POST", "/carts", headers=key) == api.expects(201, "POST", "/carts", headers=key)


def test_what_is_put_in_again_lies_in_the_cart_once(api):
    cart, key = api.expects(201, "POST", "/carts")["id"], {"idempotency-key": "one-mug-please"}
    line = {"sku": MUG, "quantity": 2}
    first = api.expects(201, "POST", f"/carts/{cart}/lines", json=line, headers=key)
    assert api.expects(201, "POST", f"/carts/{cart}/lines", json=line, headers=key) == first
    assert api.expects(200, "GET", f"/carts/{cart}")["item_count"] == 2
