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


def test_two_strangers_with_the_same_key_never_share_a_cart(api):
    key = {"idempotency-key": "cart-1"}
    ann, bob = (api.expects(201, "POST", "/carts", headers=key)["id"] for _ in range(2))
    assert ann != bob


def test_the_same_key_of_two_guests_puts_something_in_each_cart(api):
    carts, key = [api.expects(201, "POST", "/carts")["id"] for _ in range(2)], {"idempotency-key": "one-mug"}
    for cart in carts:
        api.expects(201, "POST", f"/carts/{cart}/lines", json={"sku": MUG, "quantity": 1}, headers=key)
        assert api.expects(200, "GET", f"/carts/{cart}")["item_count"] == 1
