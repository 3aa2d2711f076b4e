"""Somebody takes a copy of their data along, agrees and takes it back: in a browser, with scripts and without."""

import io
import zipfile

import pytest

from tests.browser.test_own_account import joins, presses
from tests.browser.test_pages import is_in_order

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.requirement("R9.3")]
DATA, CHOICES = "/account/data", "/choices"


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.story("US-10.4", "data can be taken along")
def test_somebody_asks_for_a_copy_and_takes_it_along(visit, script):
    ann, _ = joins(visit, script=script, motion="reduce", width=1280 if script else 390)
    page = ann.page
    ann.open(DATA)
    if script:
        is_in_order(ann)
    presses(ann, "Make a copy of my data", f"**{DATA}")
    if script:
        page.wait_for_selector("#copies .badge-good")
        page.wait_for_selector("main button:enabled:has-text('Make a copy of my data')")
        is_in_order(ann)
    else:
        ann.until(lambda: page.locator("#copies .badge-good").count() == 1, DATA)
    file = ann.context.request.get(ann.shop + page.get_attribute("#copies a[download]", "href"))
    assert file.status == 200
    assert zipfile.ZipFile(io.BytesIO(file.body())).testzip() is None


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.story("US-10.4", "consent is managed")
def test_somebody_agrees_and_takes_it_back(visit, script):
    ann, _ = joins(visit, script=script, motion="reduce", width=1280 if script else 390)
    page = ann.page
    switches = page.locator("main input[role=switch]")
    ann.open(CHOICES)
    assert switches.count() > 1
    assert page.locator("main input[role=switch]:checked").count() == 0
    switches.first.focus()
    page.keyboard.press("Space")
    presses(ann, "Save my choices", f"**{CHOICES}")
    page.wait_for_selector(".notice-good")
    assert [it.is_checked() for it in switches.all()] == [True] + [False] * (switches.count() - 1)
    if script:
        is_in_order(ann)
    presses(ann, "Reject all", f"**{CHOICES}")
    page.wait_for_function("!document.querySelector('main input[role=switch]:checked')")
    assert page.locator("main input[role=switch]:checked").count() == 0
