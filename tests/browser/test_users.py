"""Finding somebody, looking after them, and seeing the shop as they do: in a browser, with and without script."""

import os
import re
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.browser.conftest import UNCOUNTED
from tests.browser.test_pages import is_in_order

pytestmark = [pytest.mark.requirement("R8.3"), pytest.mark.requirement("R9.3")]
HERE = "/backoffice/users"
PICTURES = os.environ.get("STORE_PICTURES", "")


@pytest.fixture
def cleo(shop):
    """A customer of a name that nobody else has."""
    family = "".join(chr(97 + int(digit, 16)) for digit in uuid4().hex[:9]).title()
    answer = httpx.post(f"{shop}/api/v1/accounts", headers={"x-api-key": UNCOUNTED}, timeout=20, json={
        "email": f"cleo.{family.lower()}@example.org", "password": "Kettle&Hearth-9", "given_name": "Cleo",
        "family_name": family,
    })
    assert answer.status_code == 202, answer.text
    return family


def finds(visitor, family):
    """Look for her until the read model has heard of her, and open her page."""
    for _ in range(100):
        visitor.open(HERE)
        visitor.page.fill("#find", f"cleo {family[:6]}")
        visitor.page.click(".find button")
        visitor.page.wait_for_load_state()
        found = visitor.page.locator(f"tbody a:has-text('{family}')")
        if found.count():
            return found.first
    raise AssertionError("she is never found")


def picture(visitor, name):
    if PICTURES:
        for width in (1280, 390):
            visitor.page.set_viewport_size({"width": width, "height": 900})
            visitor.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def deed(visitor, title, name, button, **fields):
    visitor.page.click(f"summary:has-text('{title}')")
    visitor.page.fill(f"#reason-{name}", "asked for it on the phone")
    for field, value in fields.items():
        visitor.page.select_option(f"[name={field}]", value)
    visitor.page.click(f".deeds button:has-text('{button}')")
    visitor.page.wait_for_load_state()


@pytest.mark.story("US-8.2", "search users")
@pytest.mark.story("US-1.4", "admins change roles")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_somebody_is_found_and_looked_after(visit, staff_cookies, cleo, scheme):
    staff = visit(known_as=staff_cookies, scheme=scheme, motion="reduce")
    finds(staff, cleo)
    assert cleo.lower() not in staff.page.url
    picture(staff, f"users-{scheme}")
    is_in_order(staff)
    finds(staff, cleo).click()
    staff.page.wait_for_load_state()
    assert cleo in staff.page.inner_text("h1")
    picture(staff, f"user-{scheme}")
    is_in_order(staff)
    deed(staff, "Change the role", "role", "Give this role", role="vendor")
    assert "They are a vendor now" in staff.page.inner_text("main")
    assert "made the account vendor" in staff.page.inner_text("main")
    staff.page.click("summary:has-text('Disable the account')")
    picture(staff, f"user-open-{scheme}")
    is_in_order(staff)


@pytest.mark.story("US-8.2", "staff see the shop as a customer does")
def test_staff_see_the_shop_as_a_customer_and_come_back(visit, staff_cookies, cleo):
    staff = visit(known_as=staff_cookies, motion="reduce")
    finds(staff, cleo).click()
    staff.page.wait_for_load_state()
    deed(staff, "See the shop as they do", "visit", "See the shop as")
    assert staff.page.url.endswith("/account")
    assert f"You see the shop as Cleo {cleo}" in staff.page.inner_text(".visit")
    picture(staff, "visit")
    is_in_order(staff)
    staff.open("/account/history")
    assert "Our staff looked at the shop as you" in staff.page.inner_text("main")
    picture(staff, "account-history")
    is_in_order(staff)
    staff.page.click(".visit button")
    staff.page.wait_for_load_state()
    assert re.search(rf"{HERE}/[0-9a-f-]{{36}}$", staff.page.url)
    assert "left the shop as this customer" in staff.page.inner_text("main")


def test_it_works_without_script(visit, staff_cookies, cleo):
    staff = visit(script=False, known_as=staff_cookies, width=390)
    finds(staff, cleo).click()
    staff.page.wait_for_load_state()
    staff.page.click("summary:has-text('Disable the account')")
    staff.page.fill("#reason-disable", "asked for it on the phone")
    staff.page.check("[name=sure]")
    staff.page.click("text=Let nobody in any more")
    staff.page.wait_for_load_state()
    assert "No door opens for this account" in staff.page.inner_text("main")
