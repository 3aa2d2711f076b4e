"""Addresses are written down, chosen and removed in a real browser, with scripts and without."""

import pytest

from tests.browser.test_accounts import an_address, follows, logs_in, registers, uncounted
from tests.browser.test_pages import RULES, complaints, is_in_order

pytestmark = [
    pytest.mark.requirement("R9.1"), pytest.mark.requirement("R6.3"),
    pytest.mark.story("US-6.2", "add, edit and delete addresses"),
    pytest.mark.story("US-6.2", "choose an address at checkout"),
]
HOME = {"name": "Ann Field", "line1": "Lindenweg 4", "postal_code": "10115", "city": "Berlin"}


def has_an_account(visitor):
    email = an_address()
    registers(visitor, email)
    visitor.page.wait_for_url("**/register/sent")
    follows(visitor, email, "Confirm your e-mail address")
    visitor.page.click("main button")
    visitor.page.wait_for_url("**/login")
    logs_in(visitor, email)
    return email


def writes_down(visitor, **changes):
    visitor.open("/account/addresses/new")
    for name, text in (HOME | changes).items():
        visitor.page.fill(f"#f-{name}", text)
    visitor.page.click("button:has-text('Save the address')")
    visitor.page.wait_for_url("**/account/addresses")


@pytest.mark.parametrize("script", [True, False])
def test_somebody_keeps_addresses_and_sends_a_mug_to_one(visit, script):
    ann = uncounted(visit(script=script))
    page = ann.page
    email = has_an_account(ann)
    page.click("a[href='/account/addresses']")
    page.wait_for_url("**/account/addresses")
    if script:
        is_in_order(ann)
    page.click("main a[href='/account/addresses/new'] >> nth=0")
    page.wait_for_url("**/account/addresses/new")
    page.select_option("#f-country", "US")
    if not script:
        page.click("button:has-text('Show the fields of this country')")
    page.wait_for_selector("label:has-text('ZIP code')")
    if script:
        is_in_order(ann)
    writes_down(ann)
    writes_down(ann, line1="Lindenweg 9")
    assert page.locator(".address-card").count() == 2
    page.click(".address-card >> nth=1 >> button:has-text('Use for bills')")
    page.wait_for_selector(".notice-good")
    if script:
        is_in_order(ann)
    page.click(".address-card >> nth=0 >> button:has-text('Remove')")
    page.wait_for_selector("button:has-text('Take that back')")
    assert page.locator(".address-card").count() == 1
    page.click("button:has-text('Take that back')")
    page.wait_for_selector(".address-card >> nth=1")
    ann.goes_to_checkout()
    assert page.input_value("#f-email") == email
    assert page.locator("[name=address_id]:checked").get_attribute("id") == "f-address_id"
    assert not page.is_visible("#f-line1")
    page.check("#f-address_id-new")
    assert page.is_visible("#f-line1")
    if script:
        is_in_order(ann)
    page.check("#f-address_id-2")
    ann.pays()
    page.wait_for_url("**/orders/**")
    assert "Lindenweg 9" in page.inner_text("main")
    number = ann.order_number()
    ann.until(lambda: page.locator(f"main a:has-text('{number}')").count() > 0, "/account/orders")
    if script:
        assert complaints(page, RULES) == []
        is_in_order(ann)


@pytest.mark.story("US-6.2", "addresses are checked")
def test_a_suggested_address_fills_in_its_fields(visit):
    """By htmx into the browser's own list; whoever takes one of it has the whole address."""
    eve = visit()
    eve.goes_to_checkout()
    page = eve.page
    page.locator("#f-line1").press_sequentially("Lindenw")
    page.wait_for_selector("#places option", state="attached")
    words = page.locator("#places option").first.get_attribute("value")
    page.fill("#f-line1", words)
    assert [page.input_value(f"#f-{name}") for name in ("line1", "postal_code", "city")] == [
        "Lindenweg 4", "10115", "Berlin",
    ]
    is_in_order(eve)
