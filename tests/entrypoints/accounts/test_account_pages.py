"""The pages of accounts, as browsers see them."""

import re

import pytest

from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.shared.people import DEVICE_COOKIE
from store.entrypoints.storefront.doors import local
from tests.entrypoints.accounts.conftest import GOOD, OTHER, SAFARI

registering = pytest.mark.story("US-1.1", "register with e-mail, password and both names")
verifying = pytest.mark.story("US-1.1", "the address is verified by mail")


def plain(answer, *names):
    """A page without what every request changes, and without the address somebody typed."""
    text = re.sub(r'(nonce|value)="[^"]*"', "", answer.text)
    for name in names:
        text = text.replace(name, "")
    return text


def cookies(answer):
    return {text.partition("=")[0]: text.lower() for text in answer.headers.get_list("set-cookie")}


@registering
@verifying
@pytest.mark.story("US-1.1", "a confirmation is shown")
@pytest.mark.story("US-1.2", "log in with e-mail and password")
def test_from_the_form_to_the_account(ann):
    done = ann.registers()
    assert (done.status_code, done.headers["location"]) == (303, "/register/sent")
    assert "Check your mail" in ann.get("/register/sent").text
    link = ann.link("account_verification")
    assert 'action="/verify"' in ann.get("/verify", params={"token": link}).text
    done = ann.post("/verify", {"token": link})
    assert (done.status_code, done.headers["location"]) == (303, "/login")
    page = ann.get("/login")
    assert "Your address is confirmed" in page.text
    assert "Your address is confirmed" not in ann.get("/login").text, "said once"
    done = ann.logs_in()
    assert (done.status_code, done.headers["location"]) == (303, "/account")
    page = ann.get("/account")
    assert "Hello, Ann" in page.text
    assert ann.email in page.text
    assert "Firefox on Linux" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert '<a href="/account">' in ann.get("/cart").text


@verifying
@pytest.mark.requirement("R1.2")
def test_a_program_that_follows_links_uses_nothing_up(ann):
    ann.registers()
    link = ann.link("account_verification")
    for _ in range(3):
        page = ann.get("/verify", params={"token": link})
        assert page.headers["referrer-policy"] == "same-origin"
    assert ann.logs_in().status_code == 422
    assert ann.post("/verify", {"token": link}).status_code == 303
    assert ann.post("/verify", {"token": link}).status_code == 422
    assert "used already" in ann.post("/verify", {"token": "x"}).text


@verifying
@pytest.mark.requirement("R1.2")
def test_whoever_confirms_what_a_stranger_asked_for_gives_nothing_away(ann, street):
    eve = street.visitor("Eve")
    eve.email = ann.email
    eve.registers()
    link = ann.link("account_verification")
    assert 'name="current_password"' in ann.get("/verify", params={"token": link}).text
    for password in ("", "my own password, I think"):
        answer = ann.post("/verify", {"token": link, "current_password": password})
        assert (answer.status_code, "This is not your password" in answer.text) == (422, True)
    assert eve.logs_in().status_code == 422
    other = ann.again()
    other.registers(email=street.visitor("Ben").email)
    assert other.post("/verify", {"token": link}).status_code == 422, "another registration of the same browser"
    assert 'name="current_password"' not in eve.get("/verify", params={"token": link}).text


@verifying
def test_at_another_browser_the_password_confirms_the_address(ann):
    ann.registers()
    link, phone = ann.link("account_verification"), ann.again()
    assert 'name="current_password"' in phone.get("/verify", params={"token": link}).text
    other = ann.again()
    other.email = f"other-{ann.email}"
    other.registers()  # so that it holds the mark of another account
    assert 'name="current_password"' in other.get("/verify", params={"token": link}).text
    assert 'name="current_password"' not in ann.get("/verify", params={"token": link}).text
    assert phone.post("/verify", {"token": link, "current_password": GOOD}).status_code == 303
    assert phone.logs_in().status_code == 303


@pytest.mark.story("US-1.1", "nobody learns whether an address has an account")
@pytest.mark.requirement("R1.2")
def test_every_answer_is_the_same_for_known_and_unknown_addresses(ann, ben):
    ann.joins()
    stranger = ann.street.visitor("Eve")
    answers = []
    for email in (ann.email, ben.email):
        stranger.email = email
        pages = [
            stranger.registers(), stranger.post("/register/sent", {"email": email}),
            stranger.post("/password/forgotten", {"email": email}), stranger.logs_in("wrong wrong wrong"),
            stranger.get("/register/sent"),
        ]
        answers.append([
            (page.status_code, page.headers.get("location"), plain(page, email), sorted(cookies(page)))
            for page in pages
        ])
    assert answers[0] == answers[1]
    assert sorted(mail.kind for mail in ann.mails) == ["account_known", "account_verification", "password_reset"]
    assert sorted(mail.kind for mail in ben.mails) == ["account_verification", "password_reset"]


@registering
@pytest.mark.story("US-1.1", "passwords are strong")
@pytest.mark.parametrize(("changes", "said"), [
    ({"email": "no address"}, "Enter your whole e-mail address"), ({"given_name": ""}, "Enter your first name"),
    ({"family_name": "  "}, "Enter your last name"), ({"password": ""}, "Choose a password"),
    ({"password": "Abc1!"}, "at least 8 characters"), ({"password": "abcdefgh1"}, "Add a capital letter"),
    ({"password": "Password1!"}, "known to everybody"), ({"given_name": "x" * 61}, "Enter your first name"),
])
def test_what_is_wrong_with_a_form_is_said_at_its_field_and_what_was_typed_is_kept(ann, changes, said):
    page = ann.registers(**changes)
    assert page.status_code == 422
    assert re.search(rf'class="error"[^>]*>[^<]*{said}', page.text)
    assert "Example" in page.text or "family_name" in changes
    assert GOOD not in page.text


@pytest.mark.story("US-1.2", "tokens are kept where scripts cannot read them")
@pytest.mark.story("US-10.2", "cookies are HttpOnly")
@pytest.mark.story("US-10.3", "cookies are SameSite")
@pytest.mark.story("US-10.3", "tokens rotate")
def test_the_session_is_out_of_reach_of_scripts_and_new_at_each_login(ann):
    ann.joins()
    first = ann.client.cookies[ACCOUNT_COOKIE]
    done = ann.logs_in()
    given = cookies(done)[ACCOUNT_COOKIE]
    assert "httponly" in given
    assert "samesite=lax" in given
    assert "path=/;" in given + ";"
    assert ann.client.cookies[ACCOUNT_COOKIE] != first
    assert "max-age=0" in cookies(done)["store_form"]
    stale = ann.get("/account", headers={"cookie": f"{ACCOUNT_COOKIE}={first}"})
    assert stale.headers["location"].startswith("/login")


@pytest.mark.requirement("R1.5")
@pytest.mark.story("US-1.2", "logging out ends the session")
def test_a_logout_acts_on_the_next_request_whoever_kept_the_cookie(ann):
    ann.joins()
    kept = ann.client.cookies[ACCOUNT_COOKIE]
    assert ann.post("/logout").headers["location"] == "/"
    assert ann.client.cookies.get(ACCOUNT_COOKIE) is None
    assert ann.get("/account", headers={"cookie": f"{ACCOUNT_COOKIE}={kept}"}).status_code == 303


def test_a_page_of_ones_own_leads_to_the_login_and_from_there_back(ann):
    ann.joins()
    ann.post("/logout")
    assert ann.get("/account").headers["location"] == "/login?next=%2Faccount"
    assert ann.post("/account/name").headers["location"] == "/login"
    assert "Log in" in ann.get("/cart").text


@pytest.mark.parametrize("way", ["//evil.example", "https://evil.example/x", "\\\\evil", "javascript:x", "", "/login",
                                 "http://[", "/\nx", "/" + "x" * 600])
def test_after_a_login_one_lands_inside_the_shop_whatever_a_link_says(way):
    assert local(way) == "/account"
    assert local("/products?q=mug") == "/products?q=mug"


@pytest.mark.requirement("R3.1")
def test_a_login_takes_no_cart_away(ann):
    ann.client.cookies.set("store_cart", "0190a6c4-7d1e-7c52-9c5b-2f6f1c1d7a10", domain="shop.test")
    ann.joins()
    assert ann.client.cookies["store_cart"] == "0190a6c4-7d1e-7c52-9c5b-2f6f1c1d7a10"


@pytest.mark.story("US-1.2", "a session can be ended from another device")
@pytest.mark.requirement("R1.5")
def test_one_sees_where_one_is_logged_in_and_ends_it_from_here(ann, ben):
    ann.joins()
    phone = ann.again(SAFARI)
    phone.logs_in()
    page = ann.get("/account").text
    assert "Safari on an iPhone" in page
    (other,) = re.findall(r'action="(/account/sessions/[0-9a-f-]{36}/end)"', page)
    ben.joins()
    assert ben.post(other).status_code == 404
    assert ann.post(other).headers["location"] == "/account"
    assert phone.get("/account").status_code == 303
    phone.logs_in()
    assert ann.post("/account/sessions/end").headers["location"] == "/login"
    assert [it.get("/account").status_code for it in (ann, phone)] == [303, 303]


@pytest.mark.requirement("R1.5")
def test_another_password_logs_out_all_devices_but_this_one(ann):
    ann.joins()
    phone = ann.again()
    phone.logs_in()
    wrong = ann.post("/account/password", {"current_password": "wrong", "password": OTHER})
    assert (wrong.status_code, "This is not your password" in wrong.text) == (422, True)
    weak = ann.post("/account/password", {"current_password": GOOD, "password": "weak"})
    assert (weak.status_code, "at least 8" in weak.text) == (422, True)
    done = ann.post("/account/password", {"current_password": GOOD, "password": OTHER})
    assert done.headers["location"] == "/account"
    assert "Your password is changed" in ann.get("/account").text
    assert phone.get("/account").status_code == 303
    assert phone.logs_in(GOOD).status_code == 422
    assert phone.logs_in(OTHER).status_code == 303


@pytest.mark.requirement("R6.1")
def test_a_forgotten_password_is_set_by_the_link_in_the_mail(ann):
    ann.joins()
    assert "Check your mail" in ann.post("/password/forgotten", {"email": ann.email}).text
    link = ann.link("password_reset")
    assert ann.get("/password/reset", params={"token": link}).status_code == 200
    weak = ann.post("/password/reset", {"token": link, "password": "weak"})
    assert (weak.status_code, link in weak.text) == (422, True), "the link is still good"
    done = ann.post("/password/reset", {"token": link, "password": OTHER})
    assert done.headers["location"] == "/login"
    assert ann.get("/account").status_code == 303
    assert ann.logs_in(OTHER).status_code == 303
    spent = ann.post("/password/reset", {"token": link, "password": GOOD})
    assert (spent.status_code, "Send a new link" in spent.text) == (422, True)
    assert ann.mails[-1].kind == "password_changed"


def test_a_name_is_changed_on_the_page(ann):
    ann.joins()
    assert ann.post("/account/name", {"given_name": "", "family_name": "Field"}).status_code == 422
    ann.post("/account/name", {"given_name": "<b>Anna</b>", "family_name": "Field"})
    page = ann.get("/account").text
    assert "Hello, &lt;b&gt;Anna&lt;/b&gt;" in page
    assert "<b>Anna" not in page


@pytest.mark.requirement("R1.6")
@pytest.mark.story("US-1.2", "guessing is slowed down")
def test_guesses_at_one_account_are_counted_wherever_they_come_from(ann):
    answers = [ann.logs_in("wrong wrong wrong", counted=True)]
    while answers[-1].status_code != 429 and len(answers) < 20:  # the window may move on meanwhile
        answers.append(ann.logs_in("wrong wrong wrong", counted=True))
    assert [answer.status_code for answer in answers] == [422] * (len(answers) - 1) + [429]
    assert len(answers) > 10
    assert "Retry-After".lower() in answers[-1].headers


@pytest.mark.requirement("R1.6")
@pytest.mark.story("US-1.2", "guessing is slowed down")
def test_whoever_guesses_elsewhere_does_not_lock_out_a_device_that_was_in_before(street, ann):
    ann.joins()
    ann.post("/logout")
    guesses = []
    while 429 not in guesses and len(guesses) < 20:  # a slow machine takes long enough for the window to move on
        guesses.append(ann.again().logs_in("wrong wrong wrong", counted=True).status_code)
    assert guesses == [422] * (len(guesses) - 1) + [429], "from as many places"
    assert len(guesses) > 10
    assert ann.again().logs_in(counted=True).status_code == 429, "even the right password waits"
    assert ann.logs_in(counted=True).status_code == 303
    thief = street.visitor("Eve")
    thief.email = ann.email
    thief.client.cookies.set(DEVICE_COOKIE, street.devices.mark("eve@example.org"))
    assert thief.logs_in(counted=True).status_code == 429, "a mark is good for one account"


@pytest.mark.requirement("R1.6")
@pytest.mark.story("US-1.1", "registration is rate limited")
def test_mails_to_one_address_are_counted(ann):
    eve = ann.street.visitor("Eve")
    eve.email = ann.email
    statuses = {eve.post("/password/forgotten", {"email": ann.email}, counted=True).status_code for _ in range(21)}
    assert statuses == {200, 429}
    assert eve.registers(headers={"x-forwarded-for": "203.0.113.9"}).status_code == 303
    assert eve.post("/register", {
        "email": ann.email, "given_name": "Eve", "family_name": "Example", "password": GOOD,
    }, counted=True, headers={"x-forwarded-for": "203.0.113.9"}).status_code == 429


@pytest.mark.story("US-1.4", "every route is guarded by a permission")
def test_a_customer_has_no_business_in_the_back_office(ann):
    ann.joins()
    form = {"email": ann.email, "password": GOOD, "next": ""}
    assert ann.post("/backoffice/login", form).status_code == 422
    token = ann.client.cookies[ACCOUNT_COOKIE]
    assert ann.get("/backoffice/orders", headers={"cookie": f"store_session={token}"}).status_code == 403
    assert ann.get("/api/v1/me").status_code == 401, "the API takes no cookies"
