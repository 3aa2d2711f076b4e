"""What owners do with their accounts, in a real browser, with scripts and without."""

import pytest
from pyotp import TOTP

from tests.adapters.identity.test_portraits import picture
from tests.browser.test_accounts import PASSWORD, an_address, follows, logs_in, registers, uncounted
from tests.browser.test_pages import is_in_order

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.requirement("R6.1")]


def joins(visit, **how):
    """Somebody who has an account and is logged in; their address."""
    ann, email = uncounted(visit(**how)), an_address()
    registers(ann, email)
    ann.page.wait_for_url("**/register/sent")
    follows(ann, email, "Confirm your e-mail address")
    ann.page.click("main button")
    ann.page.wait_for_url("**/login")
    logs_in(ann, email)
    return ann, email


def presses(ann, words, then):
    ann.page.click(f"main button:has-text('{words}')")
    ann.page.wait_for_url(then)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.story("US-6.1", "change personal information")
@pytest.mark.story("US-6.1", "a profile picture")
def test_an_address_and_a_picture_are_changed(visit, script):
    ann, email = joins(visit, script=script)
    page, new = ann.page, email.replace("@example.org", "@new.example")
    assert page.inner_text(".top .avatar") == "AF"
    page.set_input_files("#f-picture", {"name": "me.png", "mimeType": "image/png", "buffer": picture("PNG")})
    presses(ann, "Show this picture", "**/account")
    page.wait_for_selector(".notice-good")
    assert page.locator(".top .avatar img").count() == 1
    page.click("a[href='/account/email']")
    page.wait_for_url("**/account/email")
    page.fill("#f-email", new)
    presses(ann, "Send me the link", "**/account")
    follows(ann, new, "Is this your new address?")
    presses(ann, "Yes, this is my address", "**/account")
    assert new in page.inner_text(".account-head")
    follows(ann, email, "Your address was changed")
    presses(ann, "Take my address back", "**/password/reset?token=*")
    assert "Your address is yours again" in page.inner_text("main")


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.story("US-1.2", "a second factor guards the login")
@pytest.mark.story("US-6.1", "delete the account")
def test_a_second_factor_is_set_up_and_the_account_is_left_and_kept(visit, script):
    ann, email = joins(visit, script=script)
    page = ann.page
    page.click("a[href='/account/second-factor']")
    page.wait_for_url("**/account/second-factor")
    presses(ann, "Set it up", "**/setup")
    app = TOTP(page.inner_text("code.secret").replace(" ", ""))
    page.fill("#f-code", app.now())
    page.click("main button:has-text('Switch it on')")
    page.wait_for_selector(".recovery")
    codes = page.locator(".recovery code").all_inner_texts()
    page.click("main a:has-text('I have them safe')")
    page.wait_for_url("**/account")
    presses(ann, "Log out", f"{ann.shop}/")
    ann.open("/login")
    page.fill("#f-email", email)
    page.fill("#f-password", PASSWORD)
    presses(ann, "Log in", "**/login/code?next=*")
    page.fill("#f-code", codes[0])
    presses(ann, "Log in", "**/account")
    page.click("a[href='/account/delete']")
    page.wait_for_url("**/account/delete")
    page.check("#f-sure")
    presses(ann, "Delete my account", "**/login")
    assert "Your account will be deleted" in page.inner_text("main")
    follows(ann, email, "Your account will be deleted")
    presses(ann, "Keep my account", "**/login")
    assert "Your account stays" in page.inner_text("main")


@pytest.mark.story("US-6.1", "what happened to the account")
def test_the_pages_of_an_owner_are_in_order_at_every_width(visit):
    ann, _ = joins(visit)
    for path in ("/account", "/account/proof", "/account/email", "/account/second-factor", "/account/delete",
                 "/account/history", "/email/confirm?token=x", "/email/undo?token=x", "/stay?token=x"):
        ann.open(path)
        is_in_order(ann)
    ann.open("/account/second-factor")
    presses(ann, "Set it up", "**/setup")
    is_in_order(ann)
    secret = ann.page.inner_text("code.secret")
    ann.page.fill("#f-code", "000000")
    ann.page.click("main button:has-text('Switch it on')")
    ann.page.wait_for_selector("[aria-invalid=true]")
    is_in_order(ann)
    assert ann.page.inner_text("code.secret") == secret
    ann.page.fill("#f-code", TOTP(secret.replace(" ", "")).now())
    ann.page.click("main button:has-text('Switch it on')")
    ann.page.wait_for_selector(".recovery")
    is_in_order(ann)
