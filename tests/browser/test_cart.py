"""The cart in a real browser: what is counted above it, what is taken out and put back, and where an order is."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import MUG

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.requirement("R3.6")]


@pytest.mark.story("US-3.1", "the header counts the items")
@pytest.mark.story("US-3.1", "remove items")
@pytest.mark.story("US-3.1", "the total with taxes is shown")
@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, False)])
def test_the_header_counts_along_and_what_was_taken_out_comes_back(visit, width, script):
    ann = visit(width=width, script=script)
    count = ann.page.locator("#cart-count")
    ann.open(MUG)
    ann.page.click(".buy-form .button-act")
    if script:
        expect(ann.page.locator("#drawer-content")).to_contain_text("VAT included, for Germany")
    expect(count).to_contain_text("1")
    ann.open("/cart")
    expect(ann.page.locator("main")).to_contain_text("VAT included, for Germany")
    ann.page.click("main .line-acts button:has-text('Remove')")
    expect(ann.page.locator("main [role=status]")).to_contain_text("is out of your cart")
    expect(count).to_contain_text("0")
    assert ann.page.locator("main .line").count() == 0
    ann.page.click("main button:has-text('Put it back')")
    expect(ann.page.locator("main .line")).to_have_count(1)
    expect(count).to_contain_text("1")
    ann.open("/categories")
    expect(count).to_contain_text("1")


@pytest.mark.story("US-3.6", "follow an order by number and e-mail")
@pytest.mark.story("US-3.6", "an account can be made afterwards")
@pytest.mark.requirement("R4.3")
def test_a_guest_makes_an_account_of_the_order_and_finds_it_with_the_address_alone(visit):
    ann = visit(width=390, script=False)
    ann.open(MUG)
    ann.page.click(".buy-form .button-act")
    ann.page.click("a[href='/checkout']:visible")
    ann.page.wait_for_url("**/checkout")
    ann.fills_in()
    ann.pays()
    ann.page.wait_for_url("**/orders/*access_token=*")
    number = ann.order_number()
    ann.page.fill("[name=password]", "a kettle sings at nine")
    ann.page.click("button:has-text('Create the account')")
    ann.page.wait_for_url("**/register/sent")
    ann.open("/orders")
    ann.page.fill("[name=number]", number)
    ann.page.fill("[name=email]", "ann@example.org")
    ann.page.click("main button:has-text('Find the order')")
    expect(ann.page.locator(".timeline")).to_contain_text("Order placed")
    expect(ann.page.locator("main")).not_to_contain_text("Lindenweg")
