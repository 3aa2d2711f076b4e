"""Taxes, over HTTP."""

import pytest

from tests.entrypoints.rest.conftest import PLAIN, row

pytestmark = [
    pytest.mark.requirement("R3.1"), pytest.mark.requirement("R3.2"),
    pytest.mark.story("US-3.2", "tax rates by location"),
]
RATE = {"country": "NZ", "since": "2099-01-01", "percent": "15"}
ADDRESS = {"name": "Ann", "line1": "1 Rue Longue", "city": "Paris", "postal_code": "75001", "country": "FR"}


def test_a_rate_is_said_corrected_and_taken_back_as_it_was_seen(api):
    seen = api.asks("GET", "/taxes", headers=api.staff).headers["etag"]
    said = api.asks("POST", "/taxes/rates", json=RATE, headers=api.staff | {"if-match": seen})
    assert said.status_code == 201, said.text
    api.expects(412, "POST", "/taxes/rates", json=RATE, headers=api.staff | {"if-match": seen})
    api.expects(201, "POST", "/taxes/rates", json=RATE | {"percent": "12.5"}, headers=api.staff)
    rates = api.expects(200, "GET", "/taxes", headers=api.staff)["rates"]
    assert {"country": "NZ", "region": "", "tax_class": "standard", "since": "2099-01-01", "percent": "12.5",
            "stands": "to come"} in rates
    past = api.expects(422, "POST", "/taxes/rates", json=RATE | {"since": "2020-01-01"}, headers=api.staff)
    assert "stays as it was" in past["detail"]
    api.expects(200, "POST", "/taxes/rates/withdrawal", json=RATE, headers=api.staff)
    api.expects(404, "POST", "/taxes/rates/withdrawal", json=RATE, headers=api.staff)
    told = api.expects(200, "GET", "/history/taxes/all", headers=api.staff)["facts"]
    assert {fact["tag"] for fact in told} >= {"pricing/tax-rates-said-1", "pricing/tax-rate-taken-back-1"}


@pytest.mark.story("US-3.2", "itemised breakdown")
def test_goods_of_a_class_hold_the_tax_of_it_and_the_order_says_so(api):
    api.sells(row(5, slug="classed", sku="CLASSED"))
    api.sells(row(5, slug="plain-one", sku="PLAIN-ONE"))
    csv = "country,since,percent,class\nDE,2021-01-01,7,reduced\n"
    tried = api.expects(200, "POST", "/taxes/imports", json={"csv": csv, "dry": True}, headers=api.staff)
    assert tried["rows"][0]["row"] == 2
    api.expects(200, "POST", "/taxes/imports", json={"csv": csv, "source": "de.csv"}, headers=api.staff)
    rules = PLAIN | {"classes": {"reduced": {"products": ["classed"]}}}
    api.expects(200, "PUT", "/taxes/rules", json=rules, headers=api.staff)
    try:
        cart = api.cart("CLASSED", 1)
        api.expects(201, "POST", f"/carts/{cart}/lines", json={"sku": "PLAIN-ONE"})
        shown = api.expects(200, "GET", f"/carts/{cart}?country=DE&shipping_method=standard")
        assert [it["percent"] for it in shown["taxes"]] == ["19", "7"]
        assert shown["tax_added"] is None
    finally:
        api.expects(200, "PUT", "/taxes/rules", json=PLAIN, headers=api.staff)
    assert len(api.expects(200, "GET", f"/carts/{cart}?country=DE")["taxes"]) == 1


def test_a_business_of_another_member_state_pays_the_tax_there_itself(api):
    api.sells(row(5, slug="businesslike", sku="BUSINESSLIKE"))
    cart = api.cart("BUSINESSLIKE", 1)
    path = f"/carts/{cart}?country=FR&shipping_method=standard"
    full, free = (api.expects(200, "GET", path + more) for more in ("", "&tax_free=true"))
    assert float(free["total"]["amount"]) < float(full["total"]["amount"])
    assert (free["tax_exempt"], free["tax_included"]["amount"]) == ("reverse-charge", "0.00")
    form = {
        "cart_id": cart, "email": "ann@example.org", "shipping_address": ADDRESS, "quote": free["quote"],
        "payment": {"method": "sandbox", "token": "success"},
    }
    for wrong in ("FR41303265045", "DE136695976"):
        assert api.expects(422, "POST", "/orders", json=form | {"vat_number": wrong})["detail"]
    api.expects(409, "POST", "/orders", json=form)
    placed = api.expects(201, "POST", "/orders", json=form | {"vat_number": "FR 40 303 265 045"})
    assert placed["total"] == free["total"]
    token = f"?access_token={placed['access_token']}"
    told = api.expects(200, "GET", f"/orders/{placed['number']}/explain{token}")
    assert (told["matches"], told["tax_exempt"], told["tax_ppm"]) == (True, "reverse-charge", 0)
    order = api.expects(200, "GET", f"/orders/{placed['number']}{token}")
    assert (order["tax_exempt"], order["vat_number"]) == ("reverse-charge", "FR40303265045")
    assert order["estimate"]["earliest"] <= order["estimate"]["latest"]


@pytest.mark.requirement("R1.5")
def test_taxes_are_the_affair_of_staff(api):
    ways = (("GET", "/taxes"), ("POST", "/taxes/rates"), ("PUT", "/taxes/rules"), ("POST", "/taxes/imports"))
    for verb, path in ways:
        assert api.asks(verb, path).status_code in {401, 403}
    for wrong in (RATE | {"country": "Germany"}, RATE | {"percent": "101"}, RATE | {"tax_class": "zero"}):
        assert api.asks("POST", "/taxes/rates", json=wrong, headers=api.staff).status_code in {400, 409, 422}
