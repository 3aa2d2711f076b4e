"""How parcels are sent, over HTTP."""

import pytest

from tests.entrypoints.rest.conftest import row

pytestmark = [pytest.mark.requirement("R3.6"), pytest.mark.story("US-3.4", "select a shipping method")]
ABROAD = {"id": "abroad", "name": "Abroad", "areas": [{"country": "AT"}]}


def eur(amount):
    return [{"amount": amount, "currency": "EUR"}]


def test_ways_depend_on_where_a_parcel_goes_and_a_way_that_goes_elsewhere_is_refused_in_words(api):
    was = api.asks("GET", "/shipping-plan", headers=api.staff)
    plan = was.json()
    plan.pop("reason", None)
    assert [way["id"] for way in plan["ways"]] == ["standard", "express"]
    tariff = {"zone": "abroad", "prices": eur("14.90"), "free_from": eur("150"), "days": {"least": 3, "most": 6}}
    standard = plan["ways"][0] | {"tariffs": [*plan["ways"][0]["tariffs"], tariff]}
    other = plan | {"zones": [ABROAD, *plan["zones"]], "ways": [standard, plan["ways"][1]]}
    put = api.asks("PUT", "/shipping-plan", json=other, headers=api.staff | {"if-match": was.headers["etag"]})
    assert put.status_code == 200, put.text
    try:
        (only,) = api.expects(200, "GET", "/shipping-methods?country=AT")
        assert (only["id"], only["price"]["amount"], only["promise"]) == ("standard", "14.90", "3 to 6 working days")
        assert only["estimate"]["earliest"] < only["estimate"]["latest"]
        assert len(api.expects(200, "GET", "/shipping-methods?country=FR")) == 2
        api.sells(row(5, slug="travels", sku="TRAVELS"))
        cart = api.cart("TRAVELS", 1)
        shown = api.expects(200, "GET", f"/carts/{cart}?country=AT&shipping_method=standard")
        assert shown["shipping"]["amount"] == "14.90"
        refused = api.expects(422, "GET", f"/carts/{cart}?country=AT&shipping_method=express")
        assert "can't be sent to AT" in refused["detail"]
    finally:
        api.expects(200, "PUT", "/shipping-plan", json=plan, headers=api.staff)
    late = api.asks("PUT", "/shipping-plan", json=plan, headers=api.staff | {"if-match": was.headers["etag"]})
    assert late.status_code == 412
    told = api.expects(200, "GET", "/history/shipping/all", headers=api.staff)["facts"]
    assert {fact["tag"] for fact in told} == {"pricing/shipping-planned-1"}


@pytest.mark.requirement("R1.5")
def test_the_plan_is_the_affair_of_staff_and_makes_sense(api):
    assert api.asks("GET", "/shipping-plan").status_code in {401, 403}
    plan = api.expects(200, "GET", "/shipping-plan", headers=api.staff)
    for days in (["2026-02-30"], [f"{year}-12-25" for year in range(2000, 2201)]):
        refused = api.expects(400, "PUT", "/shipping-plan", json=plan | {"holidays": days}, headers=api.staff)
        assert "holidays" in str(refused)
    closed = plan | {"holidays": ["2099-12-26", "2099-12-25", "2099-12-25"]}
    api.expects(200, "PUT", "/shipping-plan", json=closed, headers=api.staff)
    said = api.expects(200, "GET", "/shipping-plan", headers=api.staff)["holidays"]
    api.expects(200, "PUT", "/shipping-plan", json=plan, headers=api.staff)
    assert said == ["2099-12-25", "2099-12-26"], "each once, in order"
    wrong = plan | {"zones": [ABROAD, ABROAD], "reason": None}
    refused = api.expects(422, "PUT", "/shipping-plan", json=wrong, headers=api.staff)
    assert "zones" in refused["detail"]
