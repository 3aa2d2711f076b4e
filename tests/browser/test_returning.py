"""Sending something back in a real browser: asked for with a photograph, by keyboard, and paid back by staff."""

import pytest
from playwright.sync_api import expect

from tests.adapters.catalogue.hostile_pictures import photo
from tests.browser.test_pages import is_in_order

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.requirement("R4.5")]


@pytest.mark.story("US-4.5", "ask within thirty days")
@pytest.mark.story("US-4.5", "choose a reason")
@pytest.mark.story("US-4.5", "pictures of damage")
@pytest.mark.story("US-4.5", "follow the return")
@pytest.mark.story("US-4.5", "the refund comes after approval")
@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, False)])
def test_a_return_with_a_photograph_is_asked_for_and_paid_back(visit, staff, width, script):
    ann = visit(width=width, script=script)
    looked_over = is_in_order if script else bool  # what looks a page over is a script itself
    ann.buys()
    ann.page.wait_for_url("**/orders/*access_token=*")
    number, address = ann.order_number(), ann.page.url
    _arrives(staff, number)
    ann.open(address)
    _press(ann, ann.page.locator("a.button:has-text('Send something back')"))
    ann.page.wait_for_url("**/returns/new?*")
    looked_over(ann)
    ann.page.fill("#f-pieces-0", "1")
    ann.page.select_option("#f-reason", "damaged")
    ann.page.fill("#f-words", "The handle is off.")
    _press(ann, ann.page.locator("button:has-text('Go on')"))
    expect(ann.page.locator("h1")).to_have_text("Send this back?")
    looked_over(ann)
    ann.page.set_input_files("#f-photos", {"name": "mug.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    _press(ann, ann.page.locator("button:has-text('Ask to send it back')"))
    expect(ann.page.locator("h1")).to_have_text("We have your request")
    expect(ann.page.locator("img[alt='Your photograph 1']")).to_be_visible()
    looked_over(ann)
    mine = ann.page.url
    staff.open(f"/backoffice/returns/{number}-R1")
    is_in_order(staff)
    for button in ("Yes, it may come", "It has arrived", "Give the money back"):
        _press(staff, staff.page.locator(f"button:has-text('{button}')"))
        staff.page.wait_for_selector(".notice-good")
    expect(staff.page.locator("main")).to_contain_text("Given back")
    ann.open(mine)
    expect(ann.page.locator("h1")).to_have_text("Your money has gone back")
    looked_over(ann)


@pytest.mark.story("US-4.5", "follow the return")
@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, False)])
def test_another_colour_is_sent_for_what_comes_back(visit, staff, width, script):
    ann = visit(width=width, script=script)
    looked_over = is_in_order if script else bool
    ann.buys()
    ann.page.wait_for_url("**/orders/*access_token=*")
    number, address = ann.order_number(), ann.page.url
    _arrives(staff, number)
    ann.open(address)
    _press(ann, ann.page.locator("a.button:has-text('Send something back')"))
    ann.page.wait_for_url("**/returns/new?*")
    ann.page.fill("#f-pieces-0", "1")
    ann.page.select_option("#f-reason", "not_wanted")
    ann.page.select_option("#f-instead-0", "HARBOUR-MUG-OAT")
    looked_over(ann)
    _press(ann, ann.page.locator("button:has-text('Go on')"))
    expect(ann.page.locator("main")).to_contain_text("Oat")
    looked_over(ann)
    _press(ann, ann.page.locator("button:has-text('Ask to send it back')"))
    expect(ann.page.locator("h1")).to_have_text("We have your request")
    mine = ann.page.url
    staff.open(f"/backoffice/returns/{number}-R1")
    is_in_order(staff)
    for button in ("Yes, it may come", "It has arrived"):
        _press(staff, staff.page.locator(f"button:has-text('{button}')"))
        staff.page.wait_for_selector(".notice-good")
    _press(staff, staff.page.locator("button:has-text('Send what is wanted')"))
    expect(staff.page.locator("main")).to_contain_text("It is inspected")
    is_in_order(staff)
    ann.open(mine)
    looked_over(ann)
    ann.page.click("a:has-text('See order')")
    expect(ann.page.locator("main")).to_contain_text(number)
    looked_over(ann)


def _press(visitor, place):
    """By keyboard."""
    place.focus()
    visitor.page.keyboard.press("Enter")


def _arrives(staff, number):
    staff.open(f"/backoffice/orders/{number}")
    staff.open(f"/backoffice/fulfilment?q={number}")
    staff.page.click(f"a:has-text('{number}')")
    staff.page.fill("#f-carrier", "Post")
    staff.page.click("button:has-text('Send this parcel')")
    staff.page.wait_for_selector("button:has-text('It is delivered')")
    staff.page.click("button:has-text('It is delivered')")
    staff.page.wait_for_selector("button:has-text('It is not there after all')")
