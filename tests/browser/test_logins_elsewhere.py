"""Logging in with an account elsewhere, in a real browser that really goes there, with scripts and without."""

from uuid import uuid4

import pytest

from store.domain.identity.login_events import Provider
from tests.browser.test_accounts import an_address, uncounted
from tests.browser.test_own_account import joins, presses
from tests.browser.test_pages import is_in_order

pytestmark = [
    pytest.mark.story("US-1.3", "log in with Google, Facebook or GitHub"), pytest.mark.requirement("R1.4"),
    pytest.mark.requirement("R9.1"),
]


def somebody(there, email):
    person = str(uuid4().int)[:12]
    there.knows(Provider.GITHUB, person, login="ann", name="Ann Field", expires=True, emails=[
        {"email": email, "primary": True, "verified": True},
    ])
    there.knows(Provider.FACEBOOK, person, name="Ann Field", first_name="Ann", last_name="Field", email=email)
    return person


@pytest.fixture
def travels(visit, there):
    """Browsers that may leave for there: to anywhere else they may not."""
    gone = []

    def travel(visitor):
        gone.append(visitor)
        return visitor

    yield travel
    for visitor in gone:
        visitor.faults[:] = [fault for fault in visitor.faults if not fault.startswith(f"foreign: {there.others}/")]


def goes(page, words, person):
    """Press the button, and the one there."""
    page.click(f"main button:has-text('{words}')")
    page.click(f"a:has-text('Go on as {person}')")


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.story("US-1.3", "an account is made where there is none")
def test_somebody_joins_with_github_and_is_at_home(visit, there, travels, script):
    ann = travels(uncounted(visit(script=script)))
    person, page = somebody(there, an_address()), ann.page
    ann.open("/login?next=/account/logins")
    if script:
        is_in_order(ann)
    goes(page, "Continue with GitHub", person)
    page.wait_for_url("**/account/terms?**")
    if script:
        is_in_order(ann)
    page.click("form[action='/account/terms'] button")
    page.wait_for_url("**/account/proof?**")
    assert "does not ask you again who you are" in page.inner_text("main"), "to come by GitHub proves nothing"
    if script:
        is_in_order(ann)
    ann.open("/account")
    assert "Hello, Ann" in page.inner_text("h1")


def test_whoever_nobody_vouches_for_says_where_mail_reaches_them(visit, there, travels):
    ann = travels(uncounted(visit(motion="reduce")))
    person, page = somebody(there, an_address()), ann.page
    ann.open("/login")
    goes(page, "Continue with Facebook", person)
    page.wait_for_url("**/login/address")
    is_in_order(ann)
    page.fill("#f-email", "ann@example")
    page.click("main button:not([type=button])")
    page.wait_for_selector("#f-email-error")
    is_in_order(ann)


@pytest.mark.story("US-1.3", "an account can be linked to a provider")
def test_somebody_connects_facebook_and_removes_it(visit, there, travels):
    ann, email = joins(visit)
    travels(ann)
    person, page = somebody(there, email), ann.page
    page.click("a[href='/account/logins']")
    page.wait_for_url("**/account/logins")
    page.click("form[action='/account/logins/facebook'] button")
    page.click(f"a:has-text('Go on as {person}')")
    page.wait_for_selector(".notice-good:has-text('Facebook is connected')")
    is_in_order(ann)
    presses(ann, "Remove", "**/account/logins")
    page.wait_for_selector(".notice-good:has-text('Facebook is removed')")


def test_who_would_rather_not_comes_back_to_the_login(visit, there, travels):
    ann = travels(uncounted(visit()))
    person, page = somebody(there, an_address()), ann.page
    ann.open("/register")
    is_in_order(ann)
    page.click("main button:has-text('Continue with Facebook')")
    agreeing = page.get_attribute(f"a:has-text('Go on as {person}')", "href")
    page.goto(f"{there.others}{agreeing.replace(f'as={person}', 'deny=1')}")
    page.wait_for_url("**/login")
    assert "You did not go on with Facebook" in page.inner_text("main")
