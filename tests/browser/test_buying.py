"""The main job, from the search box to the parcel, in a real browser."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LOOKED_FOR, STAFF_TOKEN

pytestmark = [pytest.mark.requirement("R9.1")]


@pytest.mark.story("US-3.4", "complete a purchase")
@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, True), (390, False), (1280, False)])
def test_a_newcomer_finds_buys_and_follows_a_product(visit, staff, width, script):
    ann = visit(width=width, script=script)
    ann.open("/")
    ann.page.fill("#search", "harbour mug")
    ann.page.press("#search", "Enter")
    ann.page.wait_for_url("**/products?q=harbour+mug")
    ann.page.click("main .card a >> nth=0")
    ann.page.wait_for_url("**/products/harbour-mug?found=*")
    ann.page.click(".buy-form .button-act")
    ann.page.click("a[href='/checkout']:visible")
    ann.page.wait_for_url("**/checkout")
    ann.fills_in()
    ann.pays()
    ann.page.wait_for_url("**/orders/*access_token=*")
    assert ann.heading() == "Thank you. It is yours."
    number, address = ann.order_number(), ann.page.url
    expect(ann.page.locator(".timeline")).to_contain_text("Order placed")
    ann.open("/cart")
    assert "Nothing in it yet" in ann.page.inner_text("main")

    ann.until(lambda: number in ann.page.inner_text("main"), "/dev/outbox")
    ann.page.click(f".mails li:has-text('{number}') a")
    letter = ann.page.frame_locator(".mail-frame")
    expect(letter.locator("body")).to_contain_text(number)

    staff.until(lambda: staff.page.locator("main form").count() > 0, f"/backoffice/orders/{number}")
    staff.page.fill("[name=carrier]", "DHL")
    staff.page.fill("[name=tracking]", "00340434161094022115")
    staff.page.click(".ship-form button, main form button:has-text('hip')")
    staff.page.wait_for_load_state()
    ann.until(lambda: ann.heading() == "It is on its way", address)
    assert "00340434161094022115" in ann.page.inner_text("main")
    assert visit(script=False).open(address) == 200  # the address alone opens it, in any browser


@pytest.mark.requirement("R2.6")
@pytest.mark.story("US-2.2", "searches are counted and nobody is known by them")
@pytest.mark.parametrize("script", [True, False])
def test_an_order_counts_for_the_search_it_began_with_and_leaves_nothing_in_the_browser(visit, shop, script):
    before, ann = counted(shop), visit(script=script)
    ann.open(f"/products?q={LOOKED_FOR.replace(' ', '+')}")
    ann.page.click("main .card a >> nth=0")
    ann.page.wait_for_url("**/products/*?found=*")
    mark = ann.page.url.partition("found=")[2].partition(".")[0]
    assert "?" not in ann.page.get_attribute("link[rel=canonical]", "href")
    ann.page.click(".buy-form .button-act")
    ann.page.click("a[href='/checkout']:visible")
    ann.page.wait_for_url("**/checkout")
    ann.fills_in()
    ann.pays()
    ann.page.wait_for_url("**/orders/*access_token=*")
    assert [now - then for now, then in zip(counted(shop), before, strict=True)] == [1, 1]
    assert mark not in str(ann.context.storage_state())


def counted(shop):
    """What came into carts, and into orders, of what the same words found."""
    report = httpx.get(f"{shop}/api/v1/searches", headers={"authorization": f"Bearer {STAFF_TOKEN}"}, timeout=20)
    (row,) = (row for row in report.json()["rows"] if row["words"] == LOOKED_FOR)
    return row["counts"]["added"], row["counts"]["bought"]


@pytest.mark.story("US-3.5", "handle success and failure")
@pytest.mark.parametrize("script", [True, False])
def test_a_declined_card_keeps_the_cart_and_all_that_was_typed(visit, script):
    ann = visit(script=script)
    ann.buys("decline")
    expect(ann.page.locator(".notice-bad")).to_contain_text("declined")
    assert ann.page.input_value("#f-line1") == "Lindenweg 4"
    ann.pays("success")
    ann.page.wait_for_url("**/orders/*")
    assert ann.heading() == "Thank you. It is yours."


@pytest.mark.story("US-3.5", "support 3-D Secure")
def test_a_bank_that_asks_back_is_answered_or_refused(visit):
    ann = visit()
    ann.buys("challenge")
    ann.page.wait_for_url("**/sandbox/challenge/*")
    assert ann.heading() == "Is this you?"
    ann.page.click("button[value=refuse]")
    ann.page.wait_for_url("**/orders/*")
    assert ann.heading() == "This order was cancelled"
    ann.buys("challenge")
    ann.page.click("button[value=approve]")
    ann.page.wait_for_url("**/orders/*")
    assert ann.heading() == "Thank you. It is yours."


def test_a_bank_that_does_not_answer_leaves_an_order_that_waits(visit):
    ann = visit()
    ann.buys("timeout")
    ann.page.wait_for_url("**/orders/*")
    assert ann.heading() in {"Waiting for your payment", "Thank you. It is yours.", "We are packing it"}


@pytest.mark.story("US-3.4", "asking again buys nothing twice")
def test_two_presses_of_the_button_buy_once(visit, staff):
    ann = visit()
    ann.goes_to_checkout()
    ann.fills_in(email="twice@example.org")
    ann.page.check("[name=payment_token][value=success]")
    ann.page.dblclick("button:visible:has-text('Pay')", no_wait_after=True)
    expect(ann.page).to_have_url(re.compile("/orders/"))  # the second press may cut short what the first began
    number = ann.order_number()
    ann.until(lambda: number in ann.page.inner_text("main"), "/dev/outbox")
    assert ann.page.locator(".mails li:has-text('twice@example.org')").count() == 1


def test_the_way_back_leads_to_the_order_and_not_to_a_second_one(visit):
    ann = visit()
    ann.buys()
    ann.page.wait_for_url("**/orders/*")
    number = ann.order_number()
    ann.page.go_back()
    ann.page.wait_for_load_state()
    assert "/checkout" not in ann.page.url or ann.page.locator("button:visible:has-text('Pay')").count() == 1
    if "/checkout" in ann.page.url:
        ann.page.click("button:visible:has-text('Pay')")
    ann.page.wait_for_url(re.compile("/(orders|cart)"))
    if "/orders/" in ann.page.url:
        assert ann.order_number() == number


def test_a_press_on_pay_with_nothing_typed_says_what_is_missing(visit):
    ann = visit(script=False)
    ann.goes_to_checkout()
    ann.page.locator("form[action='/checkout']").evaluate("form => form.noValidate = true")
    ann.page.click("button:visible:has-text('Pay')")
    expect(ann.page.locator("#errors")).to_contain_text("Enter the e-mail address")
