"""Sending an order in a real browser: packed, sent, followed by whoever bought, and delivered; on a phone, too."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import is_in_order

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.requirement("R4.2")]


@pytest.mark.story("US-4.3", "mark an order as processing or delivered")
@pytest.mark.story("US-4.3", "mark an order as shipped")
@pytest.mark.story("US-4.2", "the tracking number")
@pytest.mark.story("US-4.2", "an estimated day of delivery")
def test_an_order_is_packed_sent_followed_and_delivered(visit, staff):
    ann = visit(width=390)
    ann.buys()
    ann.page.wait_for_url("**/orders/*access_token=*")
    number, address = ann.order_number(), ann.page.url
    expect(ann.page.locator("#expected")).to_have_text("When it comes")
    ticks = staff.page.locator("tbody input[type=checkbox]")
    staff.until(lambda: ticks.count() == 1, f"/backoffice/fulfilment?q={number}")
    is_in_order(staff)
    staff.page.check("tbody input[type=checkbox]")
    staff.page.click("button:has-text('Pack them')")
    expect(staff.page.locator("h1")).to_have_text("Marked as being packed")
    is_in_order(staff)
    staff.page.click("tbody a")
    staff.page.wait_for_selector("#send")
    is_in_order(staff)
    staff.page.fill("#f-carrier", "DHL")
    staff.page.fill("#f-tracking", "00340434161094022115")
    staff.page.click("button:has-text('Send this parcel')")
    staff.page.wait_for_selector(".notice-good")
    expect(staff.page.locator("#parcel-1")).to_have_text("Parcel 1")
    is_in_order(staff)
    ann.open(address)
    assert ann.heading() == "It is on its way"
    expect(ann.page.locator("section.parcel a.code")).to_have_text("00340434161094022115")
    expect(ann.page.locator(".timeline")).to_contain_text("Being packed")
    is_in_order(ann)
    staff.page.click("button:has-text('It is delivered')")
    staff.page.wait_for_selector(".notice-good")
    ann.open(address)
    assert ann.heading() == "It is there"
    ann.until(lambda: f"Your order {number} was delivered" in ann.page.inner_text("main"), "/dev/outbox")
