"""Attributes that a category says its goods have, in a browser: defined by staff, asked for in the form, chosen by."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.test_finding import STAYS, settled, shown
from tests.browser.test_pages import is_in_order
from tests.browser.test_products import sends, writes

MUGS = "/categories/table/mugs-and-cups"


@pytest.mark.story("US-2.3", "a range of any number")
@pytest.mark.story("US-2.3", "no page reload")
@pytest.mark.story("US-2.3", "choices can be seen and taken back")
def test_a_range_of_millilitres_is_moved_by_key_and_taken_back(visit):
    ann = visit()
    ann.open(MUGS)
    ann.page.evaluate(STAYS)
    everything = shown(ann)
    ann.page.locator("[data-end='from-Capacity_(ml)']").focus()
    for _ in range(3):
        ann.page.keyboard.press("PageUp")
    ann.page.wait_for_url("**from.Capacity*")
    settled(ann)
    expect(ann.page.locator("#results-count")).not_to_have_text(everything)
    assert ann.page.evaluate("window.stays") == "the same page"
    chip = ann.page.locator(".filters-on .chip")
    assert chip.inner_text().startswith("Capacity: from ")
    is_in_order(ann)
    chip.click()
    expect(ann.page.locator("#results-count")).to_have_text(everything)


@pytest.mark.story("US-2.3", "a range of any number")
def test_without_script_bounds_are_typed(visit):
    ann = visit(script=False, width=390)
    ann.open(MUGS)
    ann.page.click(".results-bar button:has-text('Filter')")
    ann.page.fill("[name='from.Capacity (ml)']", "200")
    ann.page.fill("[name='to.Capacity (ml)']", "400")
    ann.page.click(".filters-apply")
    ann.page.wait_for_load_state()
    assert "Capacity: 200–400 ml" in ann.page.inner_text(".filters-on")
    assert ann.page.input_value("[name='from.Capacity (ml)']") == "200"


@pytest.mark.story("US-2.4", "attributes have types")
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_staff_say_what_goods_have_and_the_form_asks_for_it(visit, staff_cookies, script):
    staff, tag = visit(known_as=staff_cookies, script=script), uuid4().hex[:8]
    page = staff.page
    staff.open("/backoffice/categories")
    page.fill("#f-name", f"Shed {tag}")
    page.click("button:has-text('Open it')")
    page.wait_for_load_state()
    page.fill("#f-new-name", "Weight")
    page.select_option("#f-new-kind", "number")
    page.fill("#f-new-unit", "kg")
    page.check(".attribute-add [name=required]")
    page.click("button:has-text('Add it')")
    page.wait_for_load_state()
    assert "Number in kg" in page.inner_text(".attributes")
    page.click(".attribute-add summary")
    page.fill("#f-new-name", "weight")
    page.select_option("#f-new-kind", "choice")
    page.fill("#f-new-choices", "A\nB")
    page.click("button:has-text('Add it')")
    page.wait_for_load_state()
    assert page.inner_text("#f-new-name-error") == "This category has an attribute of that name."
    assert page.input_value("#f-new-choices") == "A\nB"
    if script:
        page.click(".attribute-more summary")
        is_in_order(staff)
    writes(staff, tag)
    page.fill("#f-category", f"shed-{tag}")
    if script:
        page.keyboard.press("Tab")
    else:
        page.click("button:has-text('Show its fields')")
    page.wait_for_selector("[id='f-attribute.0.value']")
    assert page.input_value("[name='variant.1.sku']") == f"BOWL-{tag}-1", "what was typed stays"
    sends(page, "Put up for sale")
    assert page.inner_text("[id='f-attribute.0.value-error']") == "This is needed for whatever is for sale."
    page.fill("[id='f-attribute.0.value']", "1,50")
    if script:
        is_in_order(staff)
    sends(page, "Put up for sale")
    staff.until(lambda: "1.50 kg" in page.inner_text("main"), f"/products/bowl-{tag}")
