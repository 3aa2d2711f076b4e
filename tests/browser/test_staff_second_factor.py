"""The door of a back office that demands a second factor, in a real browser."""

import shutil
import tempfile
from pathlib import Path

import pytest
from pyotp import TOTP

from tests.browser.conftest import STAFF
from tests.browser.test_pages import is_in_order
from tests.browser.visitor import Visitor
from tests.servers import free_port
from tests.serving import Serving

pytestmark = [
    pytest.mark.requirement("R9.1"), pytest.mark.requirement("R10.4"),
    pytest.mark.story("US-1.2", "a second factor guards the login"),
]


@pytest.fixture
def ines(chromium):
    """Somebody in front of a shop whose staff need one."""
    place = Path(tempfile.mkdtemp(prefix="store-strict-"))
    serving = Serving(
        place / "data", free_port(), STORE_DEMO="1", STORE_LOG_LEVEL="error", STORE_STAFF_SECOND_FACTOR="required",
    )
    try:
        serving.opened()
        context = chromium.new_context(base_url=f"http://127.0.0.1:{serving.port}")
        yield Visitor(context, f"http://127.0.0.1:{serving.port}")
        context.close()
    finally:
        serving.close()
        shutil.rmtree(place)


def test_staff_are_led_through_setting_it_up(ines):
    page = ines.page
    ines.open("/backoffice/login")
    page.fill("#f-email", STAFF[0])
    page.fill("#f-password", STAFF[1])
    page.click("main button")
    page.wait_for_url("**/backoffice/login/second-factor?next=*")
    is_in_order(ines)
    app = TOTP(page.inner_text("code.secret").replace(" ", ""))
    page.fill("#f-code", app.now())
    page.click("main button")
    page.wait_for_selector(".recovery")
    is_in_order(ines)
    codes = page.locator(".recovery code").all_inner_texts()
    page.click("main a:has-text('I have them safe')")
    page.wait_for_url("**/backoffice/orders")
    ines.context.clear_cookies()
    ines.open("/backoffice/login")
    page.fill("#f-email", STAFF[0])
    page.fill("#f-password", STAFF[1])
    page.click("main button")
    page.wait_for_url("**/backoffice/login/code?next=*")
    is_in_order(ines)
    page.fill("#f-code", codes[0])
    page.click("main button")
    page.wait_for_url("**/backoffice/orders")
    assert ines.faults == []
