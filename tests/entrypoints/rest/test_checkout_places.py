"""The checkout asks where a parcel goes, and what follows from that, without script as well."""

import re

import pytest

from tests.entrypoints.rest.conftest import KEY
from tests.entrypoints.rest.test_pressing_pay import FORM, order_in, presses

__all__ = ["presses"]
pytestmark = [pytest.mark.requirement("R3.6"), pytest.mark.story("US-3.2", "recalculate when the cart changes")]
ways = pytest.mark.story("US-3.4", "select a shipping method")
PARIS = {"country": "FR", "city": "Paris", "postal_code": "75001", "line1": "1 Rue Longue"}
NOWHERE = {"id": "nowhere", "name": "Nowhere", "areas": [{"country": "NO"}]}


def total(page):
    return re.search(r'class="pay-here">Pay ([^<]+)<', page)[1]


def quotes(page):
    return dict(re.findall(r'name="(quote\.\w+)" value="(\w+)"', page))


@ways
@pytest.mark.story("US-3.2", "tax rates by location")
def test_another_country_is_reckoned_with_at_the_press_of_a_button(presses):
    status, _, page = presses(update="1", **PARIS)
    assert status == 200
    assert "working days" in page
    assert re.search(r"working days: \w{3}, \w{3} \d+", page), "and on which days"
    assert "VAT included" in page
    free_status, _, free = presses(update="1", **PARIS, vat_number="FR40303265045")
    assert free_status == 200
    assert "reverse charge" in free
    assert total(free) != total(page)


@pytest.mark.parametrize(("number", "words"), [("FR41303265045", "no VAT number"), ("DE136695976", "is of DE")])
def test_a_number_that_is_none_is_said_beside_its_field(presses, number, words):
    status, _, page = presses(update="1", **PARIS, vat_number=number)
    assert (status, words in page) == (422, True)
    assert "reverse charge" not in page
    assert presses(**PARIS, vat_number=number)[0] == 422


@pytest.mark.story("US-3.4", "receive order confirmation")
def test_who_saw_the_price_of_a_business_pays_that_and_who_did_not_is_asked_again(presses, api):
    seen = quotes(presses(update="1", **PARIS)[2])
    status, _, page = presses(**PARIS, **seen, vat_number="FR40303265045")
    assert status == 409
    assert "Look again before you pay" in page
    status, location, _ = presses(**PARIS, **quotes(page), vat_number="FR40303265045")
    assert (status, bool(order_in(location))) == (303, True)
    order = api.client.get(location, headers={"x-api-key": KEY}).text
    assert "FR40303265045" in order
    assert "reverse charge" in order
    assert "Expected between" in order
    why = api.client.get(re.search(r'href="(/orders/[^"]+/why[^"]*)"', order)[1].replace("&amp;", "&")).text
    assert "Reckoned again, it comes to the same" in why
    assert "reverse charge" in why


@ways
def test_where_nothing_can_be_sent_the_page_says_so_and_has_no_button_to_pay(presses, api):
    plan = api.expects(200, "GET", "/shipping-plan", headers=api.staff)
    api.expects(200, "PUT", "/shipping-plan", json=plan | {"zones": [NOWHERE, *plan["zones"]]}, headers=api.staff)
    try:
        status, _, page = presses(update="1", country="NO", city="Oslo", postal_code="0150")
        assert status == 200
        assert "send this to Norway" in page.replace("&#39;", "'")
        assert "Pay " not in re.findall(r"<button[^>]*>.*?</button>", page)[-1]
        refused, _, page = presses(country="NO", city="Oslo", postal_code="0150")
        assert (refused, "Choose another way to send it" in page) == (422, True)
    finally:
        api.expects(200, "PUT", "/shipping-plan", json=plan, headers=api.staff)
    assert presses(**FORM)[0] == 303
