"""A card is added in a real browser without buying: the bank asks, and it stands among the owner's own."""

import pytest

from tests.browser.test_accounts import uncounted
from tests.browser.test_address_book import has_an_account
from tests.browser.test_pages import is_in_order

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.story("US-3.5", "a card is added without buying")]


@pytest.mark.story("US-3.5", "support 3-D Secure")
@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, False)])
def test_a_card_is_added_once_its_bank_was_asked(visit, width, script):
    ann = uncounted(visit(width=width, script=script))
    has_an_account(ann)
    page = ann.page
    ann.open("/account/cards")
    page.click("a[href='/account/cards/new']")
    page.wait_for_url("**/account/cards/new")
    if script:
        is_in_order(ann)
    page.check("[name=payment_token][value=challenge]")
    page.focus("main button.button-act")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sandbox/cards/*")
    if script:
        is_in_order(ann)
    page.click("button[value=approve]")
    page.wait_for_url("**/account/cards")
    assert "The card is added" in page.inner_text("main")
    assert "3155" in page.inner_text("main")
    if script:
        is_in_order(ann)
