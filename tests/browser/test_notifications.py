"""Switches that save at once, letters that end with one press, and templates to look at, in a real browser."""

import re

import pytest

from tests.browser.test_accounts import uncounted
from tests.browser.test_address_book import has_an_account
from tests.browser.test_pages import is_in_order

pytestmark = [
    pytest.mark.requirement("R9.1"), pytest.mark.requirement("R6.5"),
    pytest.mark.story("US-6.4", "saved at once"), pytest.mark.story("US-6.4", "e-mail on or off"),
    pytest.mark.story("US-6.4", "SMS on or off"),
]
CHOICES = "/account/notifications"


@pytest.mark.parametrize("script", [True, False])
def test_a_switch_is_saved_and_a_letter_ends_it(visit, script):
    ann = uncounted(visit(script=script))
    page = ann.page
    email = has_an_account(ann)
    page.click(f"a[href='{CHOICES}']")
    page.wait_for_url(f"**{CHOICES}")
    page.check("#email-promotions")
    if not script:
        page.click("button:has-text('Save') >> nth=0")
    page.wait_for_selector(".notice-good:has-text('Saved')")
    if script:
        is_in_order(ann)
        page.check("#sms-order_updates")
        page.wait_for_selector(".notice-bad:has-text('Give us a telephone number first')")
        assert not page.is_checked("#sms-order_updates")
        assert page.evaluate("document.activeElement.id") == "sms-order_updates"
    page.fill("#f-phone", "+49 30 1234567")
    page.click("button:has-text('Save the number')")
    page.wait_for_selector(".notice-good:has-text('Text messages go to this number')")
    page.check("#sms-order_updates")
    if not script:
        page.click("button:has-text('Save') >> nth=0")
    page.wait_for_selector(".notice-good:has-text('Saved')")
    ann.open(CHOICES)
    assert page.is_checked("#sms-order_updates")
    assert page.is_checked("#email-promotions")
    letter = f".mails li:has-text('{email}'):has-text('You get our news from now on') a >> nth=0"
    ann.until(lambda: page.locator(letter).count() > 0, "/dev/outbox?channel=email")
    page.click(letter)
    page.wait_for_load_state()
    ended = re.search(r"\S+/unsubscribe/\S+", page.locator(".mail-text").text_content())[0]
    ann.open(ended)
    if script:
        is_in_order(ann)
    page.click("button:has-text('Stop these letters')")
    page.wait_for_selector("h1:has-text('These letters have stopped')")
    ann.open(CHOICES)
    assert not page.is_checked("#email-promotions")
    assert page.is_checked("#sms-order_updates")


def test_staff_look_at_letters_and_templates(staff):
    page = staff.page
    staff.open("/backoffice/letters")
    is_in_order(staff)
    page.click("a:has-text('Templates')")
    page.wait_for_url("**/templates")
    is_in_order(staff)
    page.click("a[href$='/order_confirmation']")
    page.wait_for_selector(".letter-frame")
    inside = page.frame_locator(".letter-frame").locator("h1")
    inside.wait_for()
    is_in_order(staff)
    staff.open("/backoffice/letters/templates/order_shipped_sms")
    assert "is on its way with DHL" in page.inner_text(".letter-text")
