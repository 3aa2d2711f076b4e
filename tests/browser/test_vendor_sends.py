"""A vendor sends their part of an order in a real browser, with the keyboard alone, on a phone and at a desk."""

import re
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import STAFF_TOKEN, UNCOUNTED
from tests.browser.test_accounts import PASSWORD, uncounted
from tests.browser.test_address_book import has_an_account
from tests.browser.test_pages import is_in_order
from tests.browser.test_users import deed

pytestmark = [
    pytest.mark.requirement("R9.1"), pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-4.3", "a vendor's orders are listed"),
    pytest.mark.story("US-4.3", "mark an order as shipped"), pytest.mark.story("US-4.2", "the tracking number"),
]


class Vendor:
    """Somebody with an account whom staff made a vendor, and who sells a bowl of their own."""

    def __init__(self, shop, visit, staff):
        self.shop, self.tag = shop, uuid4().hex[:9].upper()
        self.email = has_an_account(uncounted(visit()))
        staff.until(staff.page.locator("tbody a").count, f"/backoffice/users?q={quote(self.email)}")
        staff.page.click("tbody a >> nth=0")
        staff.page.wait_for_load_state()
        deed(staff, "Change the role", "role", "Give this role", role="vendor")
        token = self.asks("POST", "/tokens", {"email": self.email, "password": PASSWORD})["access_token"]
        self.sku = f"BOWL-{self.tag}"
        made = self.asks("POST", "/products", {
            "name": f"Bowl {self.tag}", "brand": "Loam", "category": "table",
            "variants": [{"sku": self.sku, "price": "18.00"}],
        }, token)
        self.path = f"/products/{made['slug']}"
        self.asks("POST", f"/inventory/{self.sku}/receipts", {"quantity": 5}, STAFF_TOKEN)

    def asks(self, verb, path, form, token=None):
        headers = {"x-api-key": UNCOUNTED} | ({"authorization": f"Bearer {token}"} if token else {})
        answer = httpx.request(verb, f"{self.shop}/api/v1{path}", json=form, headers=headers, timeout=20)
        assert answer.is_success, answer.text
        return answer.json()

    def logs_in(self, visitor):
        visitor.open("/backoffice/login")
        visitor.page.fill("[name=email]", self.email)
        visitor.page.fill("[name=password]", PASSWORD)
        visitor.page.click("main button")
        visitor.page.wait_for_url(re.compile("/backoffice(?!/login)"))


def goes_to(visitor, selector, most=120):
    """With the key that walks through a page."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("it => document.activeElement.matches(it)", selector):
            return visitor.page.keyboard
    raise AssertionError(f"no way to {selector} by Tab")


def test_a_vendor_sends_their_part_and_nothing_of_the_rest_is_theirs_to_see(visit, staff, shop):
    vendor = Vendor(shop, visit, staff)
    for width in (390, 1280):
        ann, vera = visit(width=width), uncounted(visit(width=width))
        ann.until(lambda page=ann.page: page.locator(".buy-form .button-act").count(), vendor.path)
        ann.puts_in_cart(vendor.path)
        ann.page.wait_for_selector("a[href='/checkout']:visible")
        ann.buys()
        ann.page.wait_for_url("**/orders/*access_token=*")
        number, address = ann.order_number(), ann.page.url
        vendor.logs_in(vera)
        rows = vera.page.locator("tbody tr")
        vera.until(lambda rows=rows: rows.count() == 1, f"/backoffice/fulfilment?q={number}")
        is_in_order(vera)
        goes_to(vera, f"tbody a[href*='{number}']").press("Enter")
        vera.page.wait_for_selector("#send")
        expect(vera.page.locator("main")).to_contain_text(f"Bowl {vendor.tag}")
        expect(vera.page.locator("main")).not_to_contain_text("mug")
        is_in_order(vera)
        goes_to(vera, "button[name=act][value=processing]").press("Enter")
        vera.page.wait_for_selector(".notice-good")
        goes_to(vera, "#f-carrier").type("DHL")
        goes_to(vera, "#f-tracking").type("00340434161094022115")
        goes_to(vera, "button[value=send]").press("Enter")
        vera.page.wait_for_selector(".notice-good")
        expect(vera.page.locator("#parcel-1")).to_have_text("Parcel 1")
        is_in_order(vera)
        assert vera.open(f"/backoffice/orders/{number}") in {403, 404}
        ann.open(address)
        expect(ann.page.locator("section.parcel a.code")).to_have_text("00340434161094022115")
        is_in_order(ann)
        vera.context.clear_cookies()
