"""A page of an order that is open shows what happens to it, without anybody asking."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import STAFF_TOKEN
from tests.browser.test_pages import is_in_order

pytestmark = [pytest.mark.requirement("R4.3"), pytest.mark.story("US-4.2", "changes are shown as they happen")]


def ships(shop, number):
    sent = httpx.post(
        f"{shop}/api/v1/orders/{number}/shipment", json={"carrier": "DHL", "tracking": "42"},
        headers={"authorization": f"Bearer {STAFF_TOKEN}"},
    )
    assert sent.status_code < 300, sent.text


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_shows_itself_anew_and_waits_for_whoever_fills_in_a_form(visit, shop, width):
    ann = visit(width=width)
    ann.buys()
    page = ann.page
    page.wait_for_url("**/orders/*access_token=*")
    number = ann.order_number()
    page.evaluate("window.stillHere = true")
    first = page.locator("main form input:visible, main form button:visible").first
    first.focus()
    ships(shop, number)
    socket = page.evaluate(
        """([number, token]) => new Promise((told) => {
             const path = `/api/v1/orders/${number}/socket?access_token=${token}&from=1-1`;
             const socket = new WebSocket(`ws://${location.host}${path}`);
             socket.onmessage = ({ data }) => { told(data); socket.close(); };
             socket.onclose = () => told("closed");
        })""", [number, page.url.partition("access_token=")[2].partition("&")[0]],
    )
    assert '"status":"shipped"' in socket
    assert ann.heading() == "Thank you. It is yours.", "whoever stands in a form is not disturbed"
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("h1")).to_have_text("It is on its way")
    assert page.evaluate("window.stillHere"), "nothing was loaded anew"
    assert page.locator("[data-live]").count() == 1
    is_in_order(ann)
