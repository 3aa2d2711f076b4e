"""Where a parcel goes changes ways and totals in a real browser, with script and without; staff say how."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import STAFF_TOKEN, UNCOUNTED
from tests.browser.test_pages import is_in_order

pytestmark = [pytest.mark.requirement("R3.6"), pytest.mark.requirement("R9.1")]
STAFF = {"authorization": f"Bearer {STAFF_TOKEN}", "x-api-key": UNCOUNTED}


@pytest.fixture
def dear_austria(shop):
    """Parcels to Austria travel in one way, at 14.90."""
    path = f"{shop}/api/v1/shipping-plan"
    was = httpx.get(path, headers=STAFF, timeout=20).json()
    tariff = {"zone": "alps", "prices": [{"amount": "14.90", "currency": "EUR"}], "days": {"least": 3, "most": 6}}
    alps = {"id": "alps", "name": "The Alps", "areas": [{"country": "AT"}, {"country": "CH"}]}
    ways = [was["ways"][0] | {"tariffs": [*was["ways"][0]["tariffs"], tariff]}, *was["ways"][1:]]
    put = httpx.put(path, json=was | {"zones": [*was["zones"], alps], "ways": ways}, headers=STAFF, timeout=20)
    assert put.status_code == 200, put.text
    yield
    assert httpx.put(path, json=was, headers=STAFF, timeout=20).status_code == 200


@pytest.mark.story("US-3.2", "recalculate when the cart changes")
@pytest.mark.story("US-3.4", "select a shipping method")
@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, False)])
def test_another_country_has_other_ways_and_totals_and_what_was_typed_stays(visit, dear_austria, width, script):
    ann = visit(width=width, script=script)
    ann.puts_in_cart()
    ann.page.wait_for_selector("a[href='/checkout']:visible")
    ann.open("/checkout")
    ann.fills_in(postal_code="1010", city="Wien")
    expect(ann.page.locator("#travels")).to_contain_text("Express")
    ann.page.select_option("#f-country", "AT")
    if not script:
        ann.page.click("button[name=update]")
    expect(ann.page.locator("#travels")).to_contain_text("14.90")
    expect(ann.page.locator("#travels")).to_contain_text("3 to 6 working days: ")
    expect(ann.page.locator("#travels")).not_to_contain_text("Express")
    assert ann.page.input_value("#f-name") == "Ann Example"
    total = ann.page.inner_text("button:visible:has-text('Pay')").strip().removeprefix("Pay ")
    assert ann.page.locator(".sum-of:visible .total").last.inner_text() == total
    if script:
        is_in_order(ann)
    ann.page.click(".business summary")
    if script:
        ann.page.fill("#f-vat_number", "ATU13585628")
        ann.page.press("#f-vat_number", "Tab")
        expect(ann.page.locator("#f-vat_number-error")).to_contain_text("This is no VAT number of the European Union")
    ann.page.fill("#f-vat_number", "ATU13585627")
    if script:
        ann.page.press("#f-vat_number", "Tab")
    else:
        ann.page.click("button[name=update]")
    expect(ann.page.locator(".sum-of:visible").first).to_contain_text("reverse charge")
    expect(ann.page.locator("#f-vat_number-error")).to_be_empty()
    ann.pays()
    ann.page.wait_for_url("**/orders/*access_token=*")
    expect(ann.page.locator(".order-sums")).to_contain_text("reverse charge")
    ann.page.click("a:has-text('Why this price?')")
    expect(ann.page.locator(".notice-good")).to_contain_text("it comes to the same")
    if script:
        is_in_order(ann)


@pytest.mark.story("US-3.2", "tax rates by location")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_staff_say_a_rate_and_see_how_parcels_are_sent(visit, staff_cookies, scheme):
    desk = visit(known_as=staff_cookies, scheme=scheme)
    desk.open("/backoffice/taxes")
    desk.page.click("summary:has-text('Say a rate')")
    desk.page.fill("#f-country", "NZ")
    desk.page.fill("#f-since", "2098-01-01")
    desk.page.fill("#f-percent", "15")
    desk.page.click("button:has-text('Say it')")
    expect(desk.page.locator("main")).to_contain_text("New Zealand")
    is_in_order(desk)
    desk.page.click("button:has-text('Take back')")
    expect(desk.page.locator("main")).to_contain_text("The rate is taken back")
    desk.open("/backoffice/shipping")
    desk.page.click("summary:has-text('Change Standard')")
    expect(desk.page.locator("textarea:visible").first).to_have_value("everywhere: 4.90, free from 60.00")
    is_in_order(desk)
