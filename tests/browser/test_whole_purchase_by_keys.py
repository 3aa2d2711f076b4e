"""The whole purchase with the keyboard alone, past a bank that asks: as a guest and as a member, on a phone and at a
desk, and no page on the way that stands in anybody's way.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accounts import an_address, follows, registers, uncounted
from tests.browser.test_checkout_steps import presses_until
from tests.browser.test_pages import is_in_order
from tests.browser.visitor import ADDRESS, MUG
from tests.entrypoints.accounts.conftest import GOOD

pytestmark = [
    pytest.mark.requirement("R3.6"), pytest.mark.requirement("R9.1"),
    pytest.mark.story("US-3.4", "complete a purchase"), pytest.mark.story("US-3.5", "support 3-D Secure"),
]


def presses(page, wanted, *keys):
    """Go there by Tab, then press *keys*."""
    presses_until(page, wanted)
    for key in keys:
        page.keyboard.press(key)


def types(page, field, text):
    presses_until(page, f"#f-{field}")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def comes_in(visitor, email):
    """Setting up an account is no part of the purchase; logging in is."""
    registers(visitor, email)
    visitor.page.wait_for_url("**/register/sent")
    follows(visitor, email, "Confirm your e-mail address")
    visitor.page.click("main button")
    visitor.page.wait_for_url("**/login")
    types(visitor.page, "email", email)
    types(visitor.page, "password", GOOD)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(lambda url: "/login" not in url)


@pytest.mark.parametrize("member", [False, True], ids=["guest", "member"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everything_up_to_the_paid_order_needs_no_mouse(visit, width, member):
    ann = uncounted(visit(width=width)) if member else visit(width=width)
    page, email = ann.page, an_address() if member else ADDRESS["email"]
    if member:
        comes_in(ann, email)
    ann.open(MUG)
    presses(page, ".buy-form .button-act", "Enter")
    expect(page.locator("#cart-drawer")).to_be_visible()
    presses(page, "a[href='/checkout']", "Enter")
    page.wait_for_url("**/checkout")
    is_in_order(ann)
    for field in ("name", "line1", "postal_code", "city") if member else ADDRESS:
        types(page, field, ADDRESS[field])
    presses_until(page, "[name=payment_token]")
    for _ in range(12):
        if page.is_checked("[name=payment_token][value=challenge]"):
            break
        page.keyboard.press("ArrowDown")
    assert page.is_checked("[name=payment_token][value=challenge]")
    presses(page, ".pay button.button-act", "Enter")
    page.wait_for_url("**/sandbox/challenge/*")
    is_in_order(ann)
    presses(page, "button[value=approve]", "Enter")
    page.wait_for_url("**/orders/*")
    assert ann.heading() == "Thank you. It is yours."
    is_in_order(ann)
    if member:
        number = ann.order_number()
        ann.open("/account/orders")
        expect(page.locator("main")).to_contain_text(number)
