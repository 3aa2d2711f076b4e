"""From the form to the account, in a real browser, with scripts and without."""

from uuid import uuid4

import pytest

from tests.browser.conftest import UNCOUNTED
from tests.browser.test_pages import RULES, complaints, is_in_order

pytestmark = [
    pytest.mark.requirement("R9.1"), pytest.mark.requirement("R1.2"),
    pytest.mark.story("US-1.1", "register with e-mail, password and both names"),
    pytest.mark.story("US-1.1", "the address is verified by mail"),
    pytest.mark.story("US-1.2", "log in with e-mail and password"),
]
PASSWORD, OTHER = "Kettle&Hearth-9", "a garden behind the mill"


def uncounted(visitor):
    """Many people come from this machine, and log in more often than anybody would."""
    visitor.context.set_extra_http_headers({"x-api-key": UNCOUNTED})
    return visitor


def an_address():
    return f"ann-{uuid4().hex[:12]}@example.org"


def follows(visitor, email, subject):
    """Open the newest mail about *subject* to *email* in the sandbox, and follow the link in it."""
    page, its = visitor.page, f".mails li:has-text('{email}'):has-text('{subject}') a >> nth=0"
    visitor.until(lambda: page.locator(its).count() > 0, "/dev/outbox")
    page.click(its)
    page.wait_for_load_state()
    text = page.locator(".mail-text").text_content()
    visitor.open(next(word for word in text.split() if "token=" in word))


def registers(visitor, email, password=PASSWORD):
    page = visitor.page
    visitor.open("/")
    page.click("a[href='/login'] >> nth=0")
    page.wait_for_url("**/login")
    page.click("a[href='/register']")
    page.wait_for_url("**/register")
    for name, text in (("given_name", "Ann"), ("family_name", "Field"), ("email", email), ("password", password)):
        page.fill(f"#f-{name}", text)
    page.click("main button:has-text('Create the account')")


def logs_in(visitor, email, password=PASSWORD):
    visitor.page.fill("#f-email", email)
    visitor.page.fill("#f-password", password)
    visitor.page.click("main button:has-text('Log in')")
    visitor.page.wait_for_url("**/account")


@pytest.mark.parametrize("script", [True, False])
def test_somebody_gets_an_account_and_sets_another_password(visit, script):
    ann, email = uncounted(visit(script=script)), an_address()
    page = ann.page
    registers(ann, email, "Password1!")
    page.wait_for_selector("#errors")
    assert "known to everybody" in page.inner_text("#f-password-error")
    assert page.input_value("#f-email") == email
    page.fill("#f-password", PASSWORD)
    page.click("main button:has-text('Create the account')")
    page.wait_for_url("**/register/sent")
    follows(ann, email, "Confirm your e-mail address")
    page.click("main button")
    page.wait_for_url("**/login")
    assert "Your address is confirmed" in page.inner_text("main")
    logs_in(ann, email)
    assert ann.heading() == "Hello, Ann"
    ann.open("/password/forgotten")
    page.fill("#f-email", email)
    page.click("main button")
    page.wait_for_selector(".notice-good")
    follows(ann, email, "Set another password")
    page.fill("#f-password", OTHER)
    page.click("main button")
    page.wait_for_url("**/login")
    logs_in(ann, email, OTHER)


def test_the_account_is_in_order_at_every_width_and_shows_each_device(visit):
    ann, email = uncounted(visit()), an_address()
    registers(ann, email)
    ann.page.wait_for_url("**/register/sent")
    follows(ann, email, "Confirm your e-mail address")
    is_in_order(ann)
    ann.page.click("main button")
    ann.page.wait_for_url("**/login")
    logs_in(ann, email)
    phone = uncounted(visit(width=390))
    phone.open("/login")
    logs_in(phone, email)
    ann.open("/account")
    assert ann.page.locator(".devices li").count() == 2
    is_in_order(ann)
    ann.page.click(".devices button")
    ann.page.wait_for_selector(".notice-good")
    assert complaints(ann.page, RULES) == []
    phone.open("/account")
    assert phone.page.url.endswith("/login?next=%2Faccount")
    ann.page.click("button:has-text('Change the password')")
    assert ann.page.url.endswith("/account"), "the browser itself asks for what is missing"
    ann.page.fill("#f-current_password", "something else")
    ann.page.fill("#f-password", OTHER)
    ann.page.click("button:has-text('Change the password')")
    ann.page.wait_for_selector("#errors")
    is_in_order(ann)


def test_a_password_is_judged_while_it_is_typed(visit):
    ann = visit()
    ann.open("/register")
    said = ann.page.locator("[data-strength] span")
    for password, words in (
        ("abc", "Not enough yet"), ("Aa1!Aa1!", "Weak"), ("Abcdef1!", "Fair"), (PASSWORD, "Strong"), (OTHER, "Strong"),
    ):
        ann.page.fill("#f-password", password)
        assert said.inner_text() == words, password
    assert complaints(ann.page, RULES) == []


def test_at_another_browser_the_password_is_asked_for_beside_the_link(visit):
    """One that asked for an account too, and holds the mark of that: the mail is about another."""
    ann, email = uncounted(visit()), an_address()
    registers(ann, email)
    ann.page.wait_for_url("**/register/sent")
    other = uncounted(visit(motion="reduce"))
    registers(other, an_address())
    other.page.wait_for_url("**/register/sent")
    follows(other, email, "Confirm your e-mail address")
    assert other.page.locator("#f-current_password").is_visible()
    is_in_order(other)
    other.page.fill("#f-current_password", OTHER)
    other.page.click("main button:not([type=button])")
    other.page.wait_for_selector("#f-current_password-error")
    is_in_order(other)
    other.page.fill("#f-current_password", PASSWORD)
    other.page.click("main button:not([type=button])")
    other.page.wait_for_url("**/login")
