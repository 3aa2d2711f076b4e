"""A discount code in a real browser, with script and without: entered, seen, taken out, paid with, and explained."""

from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import STAFF_TOKEN, UNCOUNTED
from tests.browser.test_pages import RULES, complaints, is_in_order

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.requirement("R9.1")]


@pytest.fixture
def code(shop):
    """A tenth off, made by staff."""
    made = f"BROWSER-{uuid4().hex[:8].upper()}"
    answer = httpx.post(f"{shop}/api/v1/coupons", json={
        "code": made, "name": "Spring sale", "terms": {"kind": "percent", "percent": "10"},
    }, headers={"authorization": f"Bearer {STAFF_TOKEN}", "x-api-key": UNCOUNTED}, timeout=20)
    assert answer.status_code == 201, answer.text
    return made


@pytest.mark.story("US-3.3", "a code can be applied at checkout")
@pytest.mark.story("US-3.3", "the discount is shown")
@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, False)])
def test_a_code_makes_it_cheaper_and_the_order_says_why(visit, code, width, script):
    ann = visit(width=width, script=script)
    ann.puts_in_cart()
    ann.page.wait_for_selector("a[href='/checkout']:visible")
    ann.open("/cart")
    ann.page.fill("#f-code", "ghost")
    ann.page.press("#f-code", "Enter")
    expect(ann.page.locator("#f-code-error")).to_contain_text("This code is not valid")
    ann.page.fill("#f-code", code.lower())
    ann.page.press("#f-code", "Enter")
    expect(ann.page.locator(".sums")).to_contain_text("Spring sale")
    if script:
        assert complaints(ann.page, RULES) == []
    ann.page.click(".code-in button")
    expect(ann.page.locator("#f-code")).to_be_visible()
    ann.open("/checkout")
    ann.fills_in()
    ann.page.fill("#f-code", code)
    ann.page.press("#f-code", "Enter")
    expect(ann.page.locator("main")).to_contain_text("The code counts.")
    assert ann.page.input_value("#f-name") == "Ann Example", "what was typed stands there still"
    total = ann.page.inner_text("button:visible:has-text('Pay')").strip().removeprefix("Pay ")
    ann.pays()
    ann.page.wait_for_url("**/orders/*access_token=*")
    expect(ann.page.locator(".order-sums")).to_contain_text(code)
    ann.page.click("a:has-text('Why this price?')")
    expect(ann.page.locator("h1")).to_have_text("Why this price?")
    expect(ann.page.locator(".notice-good")).to_contain_text(f"it comes to the same: {total}")
    if script:
        is_in_order(ann)
