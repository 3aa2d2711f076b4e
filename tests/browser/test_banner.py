"""A shop that asks for consent: what stands below each page until somebody says yes or no, in a real browser."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.browser.test_pages import is_in_order
from tests.browser.visitor import Visitor
from tests.servers import free_port
from tests.serving import Serving

pytestmark = [pytest.mark.story("US-10.4", "consent is managed"), pytest.mark.requirement("R9.1")]
BANNER = ".choose-banner"


@pytest.fixture(scope="module")
def asking(program):
    """The address of a shop without goods that would like to count visits."""
    place = Path(tempfile.mkdtemp(prefix="store-browser-"))
    serving = Serving(
        place / "data", free_port(), STORE_DEMO="0", STORE_LOG_LEVEL="error",
        STORE_PURPOSES="analytics,personalisation",
    )
    try:
        serving.opened()
        yield f"http://127.0.0.1:{serving.port}"
    finally:
        serving.close()
        shutil.rmtree(place)


@pytest.fixture
def ann(chromium, asking):
    context = chromium.new_context(base_url=asking, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    visitor = Visitor(context, asking)
    yield visitor
    context.close()
    assert not visitor.faults


def test_whoever_comes_is_asked_in_order_and_no_is_as_near_as_yes(ann):
    ann.open("/terms")
    banner = ann.page.locator(BANNER)
    assert banner.is_visible()
    is_in_order(ann)
    buttons = [button.bounding_box() for button in banner.locator("button").all()]
    assert len(buttons) == 2
    assert buttons[0]["height"] == buttons[1]["height"], "none is made smaller than the other"
    banner.locator("button").first.click()
    ann.page.wait_for_function(f"!document.querySelector('{BANNER}')")
    ann.open("/")
    assert ann.page.locator(BANNER).count() == 0
