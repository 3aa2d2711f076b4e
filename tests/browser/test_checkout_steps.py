"""The whole purchase step by step: by guests and members, on a phone and at a desk, with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accounts import an_address, follows, logs_in, registers, uncounted
from tests.browser.test_pages import is_in_order
from tests.browser.visitor import ADDRESS

pytestmark = [
    pytest.mark.story("US-3.4", "several steps: shipping, payment, review"), pytest.mark.requirement("R3.6"),
]
FIELDS = ("email", "name", "line1", "postal_code", "city")


def goes_by_steps(visitor):
    visitor.goes_to_checkout()
    visitor.page.click("button:has-text('One step at a time')")
    visitor.page.wait_for_url("**/checkout/address")


def stands_at(visitor, step, name):
    visitor.page.wait_for_url(f"**/checkout/{step}")
    expect(visitor.page.locator("[aria-current=step]")).to_have_text(name)


def continues(visitor):
    visitor.page.click(".step-acts .button-act")


@pytest.mark.parametrize(("width", "script"), [(390, False), (1280, True)])
def test_a_guest_buys_in_steps_and_each_of_them_is_in_order(visit, width, script):
    ann = visit(width=width, script=script)
    goes_by_steps(ann)
    for field in FIELDS:
        ann.page.fill(f"#f-{field}", ADDRESS[field])
    is_in_order(ann) if script else None
    continues(ann)
    stands_at(ann, "shipping", "Delivery")
    expect(ann.page.locator(".choice").first).to_contain_text(re.compile(r"\d"))
    ann.page.check("[name=shipping_method][value=express]")
    is_in_order(ann) if script else None
    ann.page.click("[name=back]")
    stands_at(ann, "address", "Address")
    assert ann.page.input_value("#f-line1") == "Lindenweg 4"
    continues(ann)
    assert ann.page.is_checked("[name=shipping_method][value=express]")
    continues(ann)
    stands_at(ann, "payment", "Payment")
    is_in_order(ann) if script else None
    continues(ann)
    stands_at(ann, "review", "Review")
    expect(ann.page.locator("main")).to_contain_text("Lindenweg 4")
    is_in_order(ann) if script else None
    assert ann.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ann.page.click(".pay button")
    ann.page.wait_for_url("**/orders/*access_token=*")
    assert ann.heading() == "Thank you. It is yours."
    expect(ann.page.locator("[aria-current=step]")).to_have_text("Done")


def presses_until(page, wanted):
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted)", wanted):
            return
    raise AssertionError(f"the Tab key never comes to {wanted}")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_keyboard_alone_is_enough(visit, width):
    ann = visit(width=width)
    goes_by_steps(ann)
    for field in FIELDS:
        presses_until(ann.page, f"#f-{field}")
        ann.page.keyboard.type(ADDRESS[field])
    ann.page.keyboard.press("Enter")
    for step, name in (("shipping", "Delivery"), ("payment", "Payment")):
        stands_at(ann, step, name)
        presses_until(ann.page, ".step-acts .button-act")
        ann.page.keyboard.press("Enter")
    stands_at(ann, "review", "Review")
    presses_until(ann.page, ".pay button")
    ann.page.keyboard.press("Enter")
    ann.page.wait_for_url("**/orders/*access_token=*")


def test_a_browser_that_was_closed_half_way_goes_on_where_it_was(visit):
    ann = visit()
    goes_by_steps(ann)
    for field in FIELDS:
        ann.page.fill(f"#f-{field}", ADDRESS[field])
    continues(ann)
    stands_at(ann, "shipping", "Delivery")
    continues(ann)
    stands_at(ann, "payment", "Payment")
    kept = ann.context.storage_state()
    ann.context.close()
    again = visit(width=390, known_as=kept)
    again.open("/checkout/review")
    stands_at(again, "payment", "Payment")
    continues(again)
    stands_at(again, "review", "Review")
    again.page.click(".pay button")
    again.page.wait_for_url("**/orders/*access_token=*")


@pytest.mark.story("US-6.2", "choose an address at checkout")
def test_a_member_goes_on_at_another_device_with_what_was_said_at_the_first(visit):
    ann, email = uncounted(visit()), an_address()
    registers(ann, email)
    ann.page.wait_for_url("**/register/sent")
    follows(ann, email, "Confirm your e-mail address")
    ann.page.click("main button")
    ann.page.wait_for_url("**/login")
    logs_in(ann, email)
    goes_by_steps(ann)
    assert ann.page.input_value("#f-email") == email
    for field in FIELDS[1:]:
        ann.page.fill(f"#f-{field}", ADDRESS[field])
    continues(ann)
    stands_at(ann, "shipping", "Delivery")
    phone = uncounted(visit(width=390))
    phone.open("/login")
    logs_in(phone, email)
    phone.open("/checkout/steps")
    stands_at(phone, "payment", "Payment")  # the page with everything had a way to send it chosen, and handed it on
    continues(phone)
    stands_at(phone, "review", "Review")
    expect(phone.page.locator("main")).to_contain_text("Lindenweg 4")
    phone.page.click(".pay button")
    phone.page.wait_for_url("**/orders/*access_token=*")
