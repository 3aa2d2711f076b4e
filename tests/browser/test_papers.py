"""The invoice of an order, from the button that pays to the file, with scripts and without."""

import pytest

from tests.browser.test_pages import is_in_order
from tests.harness.pdf import text_of

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.story("US-4.1", "download the invoice")]


def test_a_shopper_downloads_the_invoice_from_the_page_of_the_order(visit, staff):
    ann = visit(width=390)
    ann.buys()
    ann.page.wait_for_url("**/orders/*access_token=*")
    number, address = ann.order_number(), ann.page.url
    total = ann.page.inner_text(".order-sums dd.total")
    ann.until(lambda: ann.page.locator("a[type='application/pdf']").count() == 1, address)
    is_in_order(ann)
    with ann.page.expect_download() as begun:
        ann.page.click("a[type='application/pdf']")
    said = text_of(begun.value.path().read_bytes())
    assert begun.value.suggested_filename.startswith("invoice-HF-")
    assert number in said
    assert total in said
    staff.open("/backoffice/invoices")
    assert number in staff.page.inner_text("main")
    is_in_order(staff)
    staff.open(f"/backoffice/ledger?q={number}")
    assert "Balanced" in staff.page.inner_text("main")
    is_in_order(staff)
