"""A purchase in yen and one in dollars, in a shop at home in euros: chosen in the header, paid, explained."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import STAFF_TOKEN, UNCOUNTED
from tests.browser.test_pages import is_in_order

pytestmark = [pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "pay in one's own currency")]
STAFF = {"authorization": f"Bearer {STAFF_TOKEN}", "x-api-key": UNCOUNTED}


@pytest.fixture
def abroad(shop):
    """It sells in dollars and yen too, at made-up rates; whoever chose nothing sees euros."""
    def asks(verb, path, **more):
        answer = httpx.request(verb, f"{shop}/api/v1{path}", headers=STAFF, timeout=20, **more)
        assert answer.is_success, answer.text

    asks("PUT", "/currencies", json={"sold": [{"code": "USD"}, {"code": "JPY"}]})
    asks("POST", "/currencies/rates/fetches")
    yield
    asks("PUT", "/currencies", json={"sold": []})


@pytest.mark.story("US-12.3", "a selector in the header")
@pytest.mark.parametrize(("width", "script", "code", "mug", "total"), [
    (390, True, "JPY", "¥3,865", "¥4,726"), (1280, False, "USD", "$24.58", "$30.05"),
])
def test_somebody_chooses_a_currency_and_pays_in_it(visit, abroad, width, script, code, mug, total):
    ann = visit(width=width, script=script)
    ann.open("/products/harbour-mug?sku=HARBOUR-MUG-SAGE")
    assert ann.page.locator(".currencies summary").inner_text().split()[-1] == "EUR"
    ann.page.click(".currencies summary")
    if script:
        is_in_order(ann)
    ann.page.click(f".currencies button[value={code}]")
    ann.page.wait_for_load_state("load")
    assert "/products/harbour-mug" in ann.page.url
    expect(ann.page.locator("main")).to_contain_text(mug)
    ann.goes_to_checkout()
    ann.fills_in()
    expect(ann.page.locator(".checkout-sum")).to_contain_text(mug)
    ann.pays()
    ann.page.wait_for_url("**/orders/*")
    expect(ann.page.locator("main")).to_contain_text(total)
    ann.page.click("a:has-text('Why this price?')")
    expect(ann.page.locator("main")).to_contain_text("Reckoned again, it comes to the same")
    expect(ann.page.locator("main")).to_contain_text("sandbox")
