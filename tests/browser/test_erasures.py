"""Keeping somebody, letting them go and forgetting them from the back office, in a real browser."""

import pytest

from tests.browser.test_pages import is_in_order
from tests.browser.test_users import cleo, deed, finds, picture  # noqa: F401 - the first is a fixture

pytestmark = [
    pytest.mark.requirement("R6.2"), pytest.mark.requirement("R9.3"),
    pytest.mark.story("US-10.4", "right to deletion"),
]


@pytest.mark.parametrize(("scheme", "script"), [("light", True), ("dark", True), ("light", False)])
def test_somebody_is_kept_let_go_and_forgotten(visit, staff_cookies, cleo, scheme, script):  # noqa: F811 - a fixture
    staff = visit(known_as=staff_cookies, scheme=scheme, script=script, motion="reduce", width=1280 if script else 390)
    finds(staff, cleo).click()
    staff.page.wait_for_load_state()
    deed(staff, "Put a legal hold", "hold", "Keep everything")
    assert "There is a legal hold" in staff.page.inner_text("main")
    if script:
        is_in_order(staff)
    deed(staff, "Lift the legal hold", "lift", "Let it go")
    staff.page.click("summary:has-text('Forget this person')")
    staff.page.fill("#reason-erase", "By letter")
    staff.page.check("[name=sure] >> visible=true")
    staff.page.click("button:has-text('Forget them')")
    staff.page.wait_for_load_state()
    assert "They will be forgotten in two weeks" in staff.page.inner_text("main")
    staff.open("/backoffice/erasures")
    for _ in range(100):
        if staff.page.locator("tbody tr").count():
            break
        staff.open("/backoffice/erasures")
    if script:
        picture(staff, f"erasures-{scheme}")
        is_in_order(staff)
    staff.page.click("tbody a >> nth=0")
    staff.page.wait_for_load_state()
    assert "By letter" in staff.page.inner_text("main")
    if script:
        picture(staff, f"erasure-{scheme}")
        is_in_order(staff)
