"""Adding a partner and looking after them, in a browser: with and without script, and in order at every width."""

import pytest

from tests.browser.test_pages import is_in_order
from tests.harness.partner import Partner, listening

pytestmark = [pytest.mark.requirement("R9.3")]
HERE = "/backoffice/webhooks"


def add(visitor, name, url="https://partner.example/hooks/store"):
    visitor.open(HERE)
    visitor.page.fill("[name=name]", name)
    visitor.page.fill("[name=url]", url)
    visitor.page.click("main .button-act")
    visitor.page.wait_for_load_state()


def test_a_partner_is_added_its_secret_shown_once_and_its_life_looked_after(staff):
    add(staff, "Miller's warehouse")
    secret = staff.page.input_value("#f-secret")
    assert secret.startswith("whsec_")
    is_in_order(staff)
    staff.page.click("summary:has-text('Pause')")
    staff.page.fill("#reason-pause", "They move house")
    staff.page.click("text=Send nothing for now")
    staff.page.wait_for_load_state()
    assert "They move house" in staff.page.inner_text("main")
    assert staff.page.locator("#f-secret").count() == 0
    is_in_order(staff)
    staff.page.click("summary:has-text('Rotate the secret')")
    staff.page.click("text=Make another and show it")
    staff.page.wait_for_load_state()
    assert staff.page.input_value("#f-secret") != secret


def test_it_works_without_script(visit, staff_cookies):
    visitor = visit(script=False, known_as=staff_cookies, width=390)
    add(visitor, "Without script")
    assert visitor.page.locator("#f-secret").count() == 1
    visitor.page.click("summary:has-text('Remove')")
    visitor.page.click("text=Send nothing any more, for good")
    visitor.page.wait_for_load_state()
    assert visitor.page.url.endswith(HERE)


def test_what_is_wrong_is_said_at_its_field(staff):
    add(staff, "Us", "https://192.168.1.1/")
    assert "a network that is not public" in staff.page.inner_text("main")
    assert staff.page.input_value("[name=name]") == "Us"
    is_in_order(staff)


def test_a_partner_inside_is_called_by_nobody(staff):
    """The demo shop names no network: what leads to this machine is refused, however it is written."""
    with listening(Partner()) as partner:
        for host in ("localhost", "127.1", "2130706433"):
            add(staff, host, partner.address.replace("http:", "https:").replace("127.0.0.1", host))
            assert staff.page.locator("#f-secret").count() == 1, "a name is judged when it is called"
            row = staff.page.locator(f"tr:has-text('{host}'):has-text('not public')")
            staff.until(lambda row=row: row.count() == 1, HERE)
        assert not partner.seen
