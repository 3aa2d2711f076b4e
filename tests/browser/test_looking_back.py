"""Looking back in a real browser: the slider moves the whole page, by mouse and by keyboard, and without script too."""

import re

import pytest

from tests.browser.test_pages import is_in_order

pytestmark = [pytest.mark.story("US-2.6", "stock history log"), pytest.mark.requirement("R4.2")]
PAST = "/backoffice/history/inventory/HARBOUR-MUG-SAGE"


def test_the_slider_takes_the_whole_page_back_while_it_is_moved(staff):
    staff.open(PAST)
    page = staff.page
    latest = int(page.locator("#version").get_attribute("max"))
    assert latest >= 2
    assert page.locator(".past").count() == 0
    page.focus("#version")
    page.keyboard.press("Home")
    page.wait_for_selector(".past")
    assert "1 of" in page.inner_text("#time-said")
    assert page.inner_text("#state") == "As it stood after fact 1"
    assert re.search(r"version=1(&|$)", page.url)
    assert page.evaluate("document.activeElement.id") == "version"
    page.keyboard.press("End")
    page.wait_for_selector(".past", state="detached")
    assert page.inner_text("#state") == "As it stands now"
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(".past")
    page.click("text=Back to now")
    page.wait_for_selector(".past", state="detached")
    assert staff.violations() == []


def test_what_is_ticked_is_compared(staff):
    staff.open(PAST)
    page = staff.page
    boxes = page.locator("input[name=v]")
    boxes.first.check()
    boxes.last.check()
    page.click("text=Compare what is ticked")
    page.wait_for_selector(".table-difference")
    assert "On hand" in page.inner_text(".table-difference")
    is_in_order(staff)


def test_a_wish_is_followed_from_a_fact_to_its_chain(staff):
    staff.open(PAST)
    staff.page.click("text=Why did this happen? >> nth=0")
    staff.page.wait_for_selector(".chain-step")
    assert "What one wish led to" in staff.page.inner_text("h1")
    is_in_order(staff)


def test_a_search_is_written_down_as_a_file(staff):
    staff.open("/backoffice/activity?about=HARBOUR-MUG-SAGE")
    with staff.page.expect_download() as download:
        staff.page.click("text=Export CSV")
    assert download.value.suggested_filename == "facts.csv"
