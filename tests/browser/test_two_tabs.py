"""A page that was opened before a login in another tab says why its button does nothing, and offers what helps."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accounts import an_address, follows, logs_in, registers, uncounted
from tests.browser.visitor import MUG

pytestmark = [pytest.mark.requirement("R10.3"), pytest.mark.story("US-10.3", "forms carry a token")]


@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, False)])
def test_whoever_logs_in_in_another_tab_is_led_to_the_page_again(visit, width, script):
    ann, email = uncounted(visit(width=width, script=script)), an_address()
    registers(ann, email)
    follows(ann, email, "Confirm your e-mail address")
    ann.page.click("main button:has-text('Yes, this is my address')")
    ann.page.wait_for_url("**/login")
    product = ann.context.new_page()
    product.goto(MUG, wait_until="load")
    logs_in(ann, email)
    product.click(".buy-form .button-act")
    said = product.locator("#said.said-aloud" if script else "main")
    expect(said).to_contain_text("You logged in meanwhile. Load the page again")
    expect(product.locator("body")).not_to_contain_text("Check your connection")
    product.click("#said button" if script else "main a:has-text('Load the page again')")
    product.wait_for_url(lambda url: url.endswith(MUG))
    expect(product.locator("#said.said-aloud")).to_have_count(0)
    product.click(".buy-form .button-act")
    product.wait_for_selector("a[href='/checkout']:visible")
