"""Writing a product down, looking at it as shoppers will, and mending what somebody else changed: in a browser."""

import re
from uuid import uuid4

import pytest

from tests.browser.test_pages import is_in_order

pytestmark = [pytest.mark.requirement("R2.2"), pytest.mark.requirement("R9.3")]
HERE = "/backoffice/products"


def writes(visitor, tag):
    """A draft with two variants, typed with the keyboard alone."""
    page = visitor.page
    visitor.open(f"{HERE}/new")
    page.focus("#f-name")
    for text in (f"Bowl {tag}", "Loam"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.fill("#f-text", "Wide, and *heavy*.")
    page.fill("[name='option.0']", "Colour")
    for row, colour in enumerate(("Red", "Blue")):
        page.fill(f"[name='variant.{row}.sku']", f"BOWL-{tag}-{row}")
        page.fill(f"[name='variant.{row}.option.0']", colour)
        page.fill(f"[name='variant.{row}.price']", "18.50")


def sends(page, button):
    with page.expect_navigation():
        page.click(f"main .sheet-aside button:has-text('{button}')")
    page.wait_for_load_state()


@pytest.mark.story("US-2.5", "add products with all details")
@pytest.mark.story("US-2.5", "invalid input is refused")
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_product_is_written_down_and_seen_before_it_is_published(visit, staff_cookies, script):
    staff, tag = visit(known_as=staff_cookies, script=script), uuid4().hex[:8]
    page = staff.page
    writes(staff, tag)
    page.fill("[name='variant.1.price']", "cheap")
    page.fill("#f-category", "nowhere")
    sends(page, "Save as a draft")
    assert page.input_value("#f-text") == "Wide, and *heavy*."
    assert "Write an amount" in page.inner_text("main")
    page.fill("[name='variant.1.price']", "19,50")
    sends(page, "Save as a draft")
    assert "There is no such category" in page.inner_text("main")
    if script:
        is_in_order(staff)
    page.fill("#f-category", "table")
    sends(page, "Save as a draft")
    assert page.locator("h1").inner_text() == f"Bowl {tag}"
    assert "Draft" in page.inner_text(".page-head")
    if script:
        is_in_order(staff)
    staff.open(f"{page.url.removeprefix(staff.shop)}/preview")
    assert "This is a preview" in page.inner_text("body")
    assert "€18.50" in page.inner_text("main")
    if script:
        is_in_order(staff)


@pytest.mark.story("US-2.5", "edits at the same time do not overwrite each other")
@pytest.mark.story("US-2.5", "soft-delete products")
def test_two_who_change_one_product_keep_what_both_wrote(visit, staff_cookies):
    one, other, tag = visit(known_as=staff_cookies), visit(known_as=staff_cookies), uuid4().hex[:8]
    writes(one, tag)
    one.page.fill("#f-category", "table")
    sends(one.page, "Put up for sale")
    address = one.page.url.removeprefix(one.shop)
    for visitor in (one, other):
        visitor.open(f"{address}/edit")
    one.page.fill("#f-brand", "Kiln")
    one.page.fill("#f-text", "Theirs.")
    sends(one.page, "Save changes")
    other.page.fill("#f-name", f"Wide bowl {tag}")
    other.page.fill("#f-text", "Mine.")
    sends(other.page, "Save changes")
    assert "Somebody changed this product while you wrote" in other.page.inner_text("main")
    assert (other.page.input_value("#f-brand"), other.page.input_value("#f-text")) == ("Kiln", "Mine.")
    assert "Theirs." in other.page.inner_text("#f-text-error")
    is_in_order(other)
    sends(other.page, "Save changes")
    assert other.page.locator("h1").inner_text() == f"Wide bowl {tag}"
    other.page.click("summary:has-text('Take it out of the shop')")
    other.page.fill("#reason-withdraw", "The glaze cracked")
    other.page.click(".deeds button:has-text('Take it out')")
    other.page.wait_for_load_state()
    assert "Bring it back" in other.page.inner_text("main")
    is_in_order(other)
    shopper = visit()
    shopper.until(lambda: "is no longer here" in shopper.page.inner_text("main"), f"/products/bowl-{tag}")
    assert re.search("Something like it", shopper.page.inner_text("main"))
    is_in_order(shopper)
