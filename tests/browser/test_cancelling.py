"""Changing one's mind in a real browser, with the keyboard: what comes back is said first, with scripts and without."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import is_in_order

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.requirement("R4.2")]


def press(visitor, which):
    """By keyboard."""
    visitor.page.locator(which).first.focus()
    visitor.page.keyboard.press("Enter")


@pytest.mark.story("US-4.4", "cancel within the allowed time")
@pytest.mark.story("US-4.4", "everything is refunded")
@pytest.mark.story("US-4.4", "the money that comes back is said before it is done")
@pytest.mark.story("US-4.4", "receive a cancellation confirmation")
@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, False)])
def test_an_order_is_cancelled_and_its_money_comes_back(visit, width, script):
    ann = visit(width=width, script=script)
    looked_over = is_in_order if script else bool  # what looks a page over is a script itself
    ann.buys()
    ann.page.wait_for_url("**/orders/*access_token=*")
    number, address = ann.order_number(), ann.page.url
    total = ann.page.inner_text(".order-sums dd.total")
    press(ann, "a.button:has-text('Cancel')")
    ann.page.wait_for_url("**/cancellation?*")
    looked_over(ann)
    ann.page.select_option("#f-reason", "mistake")
    press(ann, "button:has-text('Go on')")
    expect(ann.page.locator("h1")).to_have_text("Cancel the whole order?")
    assert ann.page.inner_text("dd.total") == total
    looked_over(ann)
    press(ann, "button:has-text('Cancel, and give me')")
    ann.page.wait_for_url("**/orders/*access_token=*")
    assert ann.heading() == "This order was cancelled"
    expect(ann.page.locator(".order-head")).to_contain_text(f"{total} were given back")
    expect(ann.page.locator(".timeline")).to_contain_text("ordered by mistake")
    looked_over(ann)
    press(ann, "a.button:has-text('Order again')")
    press(ann, "button:has-text('Put it into the cart')")
    ann.page.wait_for_url("**/cart")
    ann.until(lambda: f"Your order {number} is cancelled" in ann.page.inner_text("main"), "/dev/outbox")
    ann.until(lambda: f"order {number} is on its way back" in ann.page.inner_text("main"), "/dev/outbox")
    assert ann.open(address) == 200


@pytest.mark.story("US-4.4", "staff cancel with a reason")
@pytest.mark.parametrize("width", [390, 1280])
def test_staff_cancel_from_the_page_of_the_order(visit, staff_cookies, width):
    ann, staff = visit(), visit(known_as=staff_cookies, width=width)
    ann.buys()
    ann.page.wait_for_url("**/orders/*access_token=*")
    number = ann.order_number()
    staff.open(f"/backoffice/orders/{number}")
    press(staff, "summary:has-text('Cancel it')")
    staff.page.select_option("#f-why", "not_available")
    is_in_order(staff)
    press(staff, "button:has-text('Cancel these pieces')")
    staff.page.wait_for_selector(".notice-good")
    expect(staff.page.locator("main")).to_contain_text("Given back")
    is_in_order(staff)
