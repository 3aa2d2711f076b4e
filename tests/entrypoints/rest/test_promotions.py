"""Promotions without a code, over HTTP."""

import pytest

from tests.entrypoints.rest.conftest import row

pytestmark = [pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "discounts and promo codes")]


def test_a_promotion_makes_carts_cheaper_until_it_is_withdrawn(api):
    api.sells(row(5, slug="promoted", sku="PROMOTED"))
    cart = api.cart("PROMOTED", 2)
    form = {"name": "Brand week", "terms": {"kind": "percent", "percent": "10", "products": ["promoted"]}}
    begun = api.asks("POST", "/promotions", json=form, headers=api.staff)
    assert begun.status_code == 201, begun.text
    id, seen = begun.json()["id"], begun.headers["etag"]
    try:
        (given,) = api.expects(200, "GET", f"/carts/{cart}")["discounts"]
        assert (given["name"], given["code"]) == ("Brand week", None)
        changed = api.asks(
            "PUT", f"/promotions/{id}", json=form | {"name": "Better"}, headers=api.staff | {"if-match": seen},
        )
        assert (changed.status_code, changed.json()["name"]) == (200, "Better")
        api.expects(412, "PUT", f"/promotions/{id}", json=form, headers=api.staff | {"if-match": seen})
        assert api.expects(200, "GET", f"/promotions/{id}", headers=api.staff)["name"] == "Better"
    finally:
        api.expects(200, "POST", f"/promotions/{id}/withdrawal", json={"reason": "over"}, headers=api.staff)
    assert api.expects(200, "GET", f"/carts/{cart}")["discounts"] == []
    listed = api.expects(200, "GET", "/promotions", headers=api.staff)
    assert [(it["name"], it["withdrawn"]) for it in listed if it["id"] == id] == [("Better", "over")]
    told = api.expects(200, "GET", "/history/promotions/all", headers=api.staff)["facts"]
    assert [fact["tag"] for fact in told][-3:] == [
        "pricing/promotion-begun-1", "pricing/promotion-changed-1", "pricing/promotion-withdrawn-1",
    ]


@pytest.mark.requirement("R1.5")
def test_promotions_are_the_affair_of_staff(api):
    for verb, path in (("GET", "/promotions"), ("POST", "/promotions")):
        assert api.asks(verb, path).status_code in {401, 403}
    wrong = {"name": "x", "terms": {"kind": "tiers"}}
    api.expects(422, "POST", "/promotions", json=wrong, headers=api.staff)


def test_how_they_go_together_is_a_setting_of_the_shop(api):
    path = "/promotions/stacking"
    seen = api.asks("GET", path, headers=api.staff)
    assert (seen.status_code, seen.json()) == (200, {"line": "once", "order": "once", "codes": 1})
    stacked = {"line": "stacked", "order": "once", "codes": 2}
    tagged = api.staff | {"if-match": seen.headers["etag"]}
    assert api.expects(200, "PUT", path, json=stacked, headers=tagged) == stacked
    api.expects(412, "PUT", path, json={}, headers=tagged)
    assert api.expects(200, "PUT", path, json={}, headers=api.staff) == {"line": "once", "order": "once", "codes": 2}
    assert api.expects(200, "PUT", path, json={"codes": 1}, headers=api.staff)["codes"] == 1
    assert api.asks("PUT", path, json=stacked).status_code == 401
    assert api.asks("PUT", path, json={"line": "twice"}, headers=api.staff).status_code == 400
