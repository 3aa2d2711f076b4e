"""What speaks of a person is kept by nobody on its way."""

import pytest

from tests.entrypoints.rest.conftest import ADDRESS, row

pytestmark = [pytest.mark.requirement("R10.5")]


def test_an_answer_that_holds_a_person_or_their_cart_says_that_it_is_not_to_be_kept(api):
    api.sells(row(9001, sku="UNKEPT"))
    cart = api.cart("UNKEPT")
    form = {
        "cart_id": cart, "email": "ann@example.org", "shipping_address": ADDRESS,
        "payment": {"method": "sandbox", "token": "success"},
    }
    shown = api.asks("GET", f"/carts/{cart}")
    added = api.asks("POST", f"/carts/{cart}/lines", json={"sku": "UNKEPT"})
    bought = api.asks("POST", "/orders", json=form)
    order = f"/orders/{bought.json()['number']}"
    answers = [
        shown, added, bought, api.asks("POST", "/carts"), api.asks("GET", order, headers=api.staff),
        api.asks("GET", order, params={"access_token": bought.json()["access_token"]}),
        api.asks("GET", "/orders", headers=api.staff), api.asks("GET", "/history", headers=api.staff),
        api.asks("GET", f"/history{order.replace('orders', 'order')}", headers=api.staff),
        api.asks("POST", "/history/exports", json={}, headers=api.staff),
    ]
    for answer in answers:
        assert answer.status_code < 300, answer.text
        assert "no-store" in answer.headers.get("cache-control", ""), answer.url


def test_what_everybody_may_see_may_be_kept(api):
    assert api.asks("GET", "/products").headers["cache-control"] == "no-cache"
