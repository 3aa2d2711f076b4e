"""What staff just listed can be bought, though no list has it yet: the facts are asked before anybody is refused."""

from uuid import uuid4

import pytest

from tests.entrypoints.rest.conftest import ADDRESS
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.5", "add products with all details")]


@pytest.fixture
def listed(api):
    """SKU and product of one with four pieces of which no read model has heard."""
    sku = f"FRESH-{uuid4().hex[:10]}"
    form = {"name": f"Fresh {sku}", "brand": "Loam", "category": "things/shelf-1",
            "variants": [{"sku": sku, "price": "18.00"}]}
    made = api.expects(201, "POST", "/products", json=form, headers=api.staff)
    api.expects(201, "POST", f"/inventory/{sku}/receipts", json={"quantity": 4}, headers=api.staff)
    yield sku, made
    settle(api.back_room)


def test_a_product_just_created_goes_into_a_cart_and_is_ordered_before_any_list_has_it(api, listed):
    sku, made = listed
    cart = api.expects(201, "POST", "/carts", json={})["id"]
    line, = api.expects(201, "POST", f"/carts/{cart}/lines", json={"sku": sku, "quantity": 3})["lines"]
    assert (line["name"], line["unit_price"]["amount"], line["problem"]) == (made["name"], "18.00", None)
    assert api.expects(200, "GET", f"/carts/{cart}")["lines"] == [line]
    order = {"cart_id": cart, "email": "ann@example.com", "shipping_address": ADDRESS,
             "payment": {"method": "sandbox", "token": "success"}}
    placed = api.expects(201, "POST", "/orders", json=order, headers={"idempotency-key": uuid4().hex})
    assert placed["status"] == "confirmed"
    other = api.expects(201, "POST", "/carts", json={})["id"]
    api.expects(409, "POST", f"/carts/{other}/lines", json={"sku": sku, "quantity": 2})


def test_what_was_just_published_is_for_sale_and_a_draft_is_not(api):
    sku = f"DRAFT-{uuid4().hex[:10]}"
    form = {"name": f"Draft {sku}", "brand": "Loam", "draft": True, "variants": [{"sku": sku, "price": "7.00"}]}
    made = api.expects(201, "POST", "/products", json=form, headers=api.staff)
    api.expects(201, "POST", f"/inventory/{sku}/receipts", json={"quantity": 1}, headers=api.staff)
    cart = api.expects(201, "POST", "/carts", json={})["id"]
    for _ in range(2):  # no list has it; then it is in one, as a draft
        assert api.asks("POST", f"/carts/{cart}/lines", json={"sku": sku}).status_code in {404, 409}
        settle(api.back_room)
    at = f"/products/{made['id']}/publish"
    api.expects(200, "POST", at, json={}, headers=api.staff | {"if-match": "*"})
    api.expects(201, "POST", f"/carts/{cart}/lines", json={"sku": sku})
    settle(api.back_room)


def test_a_sku_that_stands_for_nothing_is_still_unknown(api):
    cart = api.expects(201, "POST", "/carts", json={})["id"]
    api.expects(404, "POST", f"/carts/{cart}/lines", json={"sku": f"NONE-{uuid4().hex[:8]}"})
