"""Ways into one's own account: connected, removed, never the last one; on pages and in the API."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from pyotp import TOTP

from store.application.identity.farewell import DeleteAccount
from store.application.identity.messages import Secret
from tests.entrypoints.accounts.conftest import OTHER
from tests.entrypoints.accounts.test_account_api import asks, is_problem, logs_in
from tests.entrypoints.accounts.test_email_change_pages import old_proof
from tests.entrypoints.accounts.test_second_factor_pages import codes_in, now
from tests.entrypoints.logins.conftest import FACEBOOK, GITHUB, GOOGLE
from tests.entrypoints.logins.test_conflicts import by_nobody

pytestmark = [pytest.mark.story("US-1.3", "an account can be linked to a provider"), pytest.mark.requirement("R1.4")]
reauthentication = pytest.mark.story("US-10.3", "sensitive acts ask again who it is")
LOGINS = "/account/logins"


@pytest.fixture
def inside(ann):
    return ann.joins()


def test_several_are_connected_each_told_by_mail_and_each_lets_in(inside):
    for provider in (GOOGLE, FACEBOOK, GITHUB):
        inside.has_account_at(provider)
        back = inside.connects(provider)
        assert back.headers["location"] == LOGINS
        assert f"{provider.name_of_it} is connected" in inside.told(back)
        phone = inside.again()
        assert phone.goes(provider).headers["location"] == "/account"
    page = inside.get(LOGINS).text
    assert page.count(">Connected<") == 3
    assert [mail.kind for mail in inside.mails].count("login_linked") == 3
    assert "GitHub (@ann) opens your account from here on: you connected it" in inside.get("/account").text


def test_one_is_removed_and_lets_nobody_in(inside):
    inside.has_account_at(GOOGLE, email="elsewhere@google.example")
    inside.connects(GOOGLE)
    removed = inside.post(f"{LOGINS}/google/remove")
    assert "Google is removed" in inside.told(removed)
    assert "login_unlinked" in [mail.kind for mail in inside.mails]
    stranger = inside.again()
    stranger.goes(GOOGLE)
    assert inside.email not in stranger.get("/account").text, "somebody of their own, under another address"
    assert inside.post(f"{LOGINS}/google/remove").status_code == 404
    assert inside.post(f"{LOGINS}/nobody/remove").status_code == 404


@pytest.mark.story("US-1.3", "the last way in stays")
def test_the_last_way_in_stays(ann):
    ann.has_account_at(GOOGLE)
    ann.goes(GOOGLE)
    page = ann.get(LOGINS).text
    assert "Google is the only way into your account" in page
    assert f"{LOGINS}/google/remove" not in page
    assert "This is the only way into your account" in ann.told(ann.post(f"{LOGINS}/google/remove"))
    ann.post("/password/forgotten", {"email": ann.email})
    ann.post("/password/reset", {"token": ann.link("password_reset"), "password": OTHER})
    ann.goes(GOOGLE)
    assert "Google is removed" in ann.told(ann.post(f"{LOGINS}/google/remove"))
    assert ann.again().logs_in(OTHER).status_code == 303


@pytest.mark.requirement("R1.5")
def test_after_a_reset_by_mail_its_owner_is_shown_what_else_opens_the_account(inside, eve):
    """Whoever was in may have connected an account of their own: another password alone doesn't shut them out."""
    inside.has_account_at(GOOGLE)
    inside.connects(GOOGLE)
    intruder = inside.again()
    intruder.logs_in()
    intruder.person = eve.has_account_at(GITHUB).person
    intruder.connects(GITHUB)
    inside.post("/password/forgotten", {"email": inside.email})
    done = inside.post("/password/reset", {"token": inside.link("password_reset"), "password": OTHER})
    assert done.headers["location"] == f"/login?next={LOGINS}"
    assert "Google and GitHub can open your account as well" in inside.told(done)
    assert not intruder.is_in()
    [told] = [mail for mail in inside.mails if mail.kind == "password_changed"]
    assert "Google and GitHub can open your account as well" in told.text
    back = inside.post("/login", {"email": inside.email, "password": OTHER, "next": LOGINS})
    assert back.headers["location"] == LOGINS
    assert f'action="{LOGINS}/github/remove"' in inside.get(LOGINS).text
    assert "GitHub is removed" in inside.told(inside.post(f"{LOGINS}/github/remove"))
    stranger = inside.again()
    stranger.person = intruder.person
    stranger.goes(GITHUB)
    assert inside.email not in stranger.get("/account").text


def test_one_that_opens_another_account_opens_no_second(inside, eve):
    inside.has_account_at(GITHUB)
    inside.connects(GITHUB)
    eve.joins()
    eve.person = inside.person
    assert "opens another account here" in eve.told(eve.connects(GITHUB))
    other = eve.again()
    other.person = ""
    other.has_account_at(GOOGLE)
    eve.person = other.person
    eve.connects(GOOGLE)
    eve.person = ""
    eve.has_account_at(GOOGLE)
    assert "Another account at Google opens this one already" in eve.told(eve.connects(GOOGLE))


def test_connecting_and_removing_need_the_owner_and_the_same_session(inside, square):
    inside.has_account_at(GOOGLE)
    way = inside.leaves_for(GOOGLE, f"{LOGINS}/{{}}")
    brought = square.elsewhere.presses(way, inside.person)
    inside.post("/logout")
    inside.logs_in()
    assert "took too long" in inside.told(inside.comes_back(GOOGLE, brought)), "another session than the one that left"
    old_proof(square, inside)
    for path in (LOGINS, f"{LOGINS}/google"):
        assert inside.get(path).headers["location"].startswith("/account/proof?next=")
    for path in (f"{LOGINS}/google", f"{LOGINS}/google/remove"):
        assert inside.post(path).headers["location"].startswith("/account/proof?next="), path


@reauthentication
def test_who_has_no_password_proves_it_by_the_provider(ann, square):
    ann.has_account_at(GOOGLE)
    ann.goes(GOOGLE)
    old_proof(square, ann)
    asked = ann.get("/account/proof?next=/account/email").text
    assert ("Continue with Google" in asked, 'name="current_password"' in asked) == (True, False)
    back = ann.goes(GOOGLE, "/account/proof/{}", next="/account/email")
    assert back.headers["location"] == "/account/email"
    assert ann.get("/account/email").status_code == 200
    old_proof(square, ann)
    ann.person = ""
    ann.has_account_at(GOOGLE)
    ann.goes(GOOGLE, "/account/proof/{}", next="/account/email")
    assert ann.get("/account/email").status_code == 303, "somebody else's proves nothing"


@reauthentication
def test_a_provider_that_remembers_the_browser_proves_nothing(ann):
    """Whoever finds the device is in at Google, too: coming in that way, or once more, is no proof."""
    hours_ago = int(time.time()) - 6 * 3600
    ann.has_account_at(GOOGLE, auth_time=hours_ago)
    ann.goes(GOOGLE)
    assert ann.is_in()
    assert ann.get("/account/email").headers["location"].startswith("/account/proof")
    way = parse_qs(urlsplit(ann.leaves_for(GOOGLE, "/account/proof/{}", next="/account/email")).query)
    assert way["max_age"] == ["0"]
    back = ann.goes(GOOGLE, "/account/proof/{}", next="/account/email")
    assert back.headers["location"] == "/account/proof?next=%2Faccount%2Femail"
    assert "Google did not ask you who you are just now" in ann.told(back)
    assert ann.get("/account/email").status_code == 303
    ann.post("/logout")
    ann.goes(GOOGLE)
    assert ann.post("/account/delete", {"sure": "yes"}).headers["location"].startswith("/account/proof")
    ann.has_account_at(GOOGLE)
    ann.goes(GOOGLE, "/account/proof/{}", next="/account/email")
    assert ann.get("/account/email").status_code == 200, "it asked"


@reauthentication
def test_who_comes_by_a_provider_that_cannot_ask_proves_it_by_mail(ann):
    ann.has_account_at(GITHUB)
    ann.goes(GITHUB)
    assert ann.is_in()
    page = ann.get(ann.get("/account/email").headers["location"]).text
    assert ("does not ask you again who you are" in page, "Continue with GitHub" in page) == (True, False)
    assert 'href="/password/forgotten"' in page
    ann.goes(GITHUB, "/account/proof/{}", next="/account/email")
    assert ann.get("/account/email").status_code == 303
    ann.post("/password/forgotten", {"email": ann.email})
    ann.post("/password/reset", {"token": ann.link("password_reset"), "password": OTHER})
    ann.logs_in(OTHER)
    assert ann.get("/account/email").status_code == 200


@reauthentication
@pytest.mark.story("US-1.2", "a second factor guards the login")
def test_who_has_no_password_proves_it_by_a_code(ann, square):
    ann.has_account_at(GOOGLE)
    ann.goes(GOOGLE)
    ann.post("/account/second-factor")
    setup = ann.get("/account/second-factor/setup").text
    app = TOTP(re.search(r'class="secret">([A-Z2-7 ]+)<', setup)[1].replace(" ", ""))
    codes = codes_in(ann.post("/account/second-factor/setup", {"code": now(square, app, -1)}))
    old_proof(square, ann)
    form = {"next": "/account/email"}
    wrong = ann.post("/account/proof", form | {"code": "aaaa-bbbb-cccc"})
    assert (wrong.status_code, "This code is wrong" in wrong.text) == (422, True)
    assert ann.get("/account/email").status_code == 303
    assert ann.post("/account/proof", form | {"code": codes[0]}).headers["location"] == "/account/email"
    assert ann.get("/account/email").status_code == 200
    old_proof(square, ann)
    assert ann.post("/account/proof", form | {"code": codes[0]}).status_code == 422, "each is good once"
    ann.post("/password/forgotten", {"email": ann.email})
    ann.post("/password/reset", {"token": ann.link("password_reset"), "password": OTHER})
    ann.logs_in(OTHER)
    ann.post("/login/code", {"code": codes[1], "next": ""})
    old_proof(square, ann)
    ann.post("/account/proof", form | {"code": codes[2]})
    assert ann.get("/account/email").status_code == 303, "who has a password says it"


def test_who_has_a_password_says_it(inside, square):
    inside.has_account_at(GOOGLE)
    inside.connects(GOOGLE)
    old_proof(square, inside)
    assert 'name="current_password"' in inside.get("/account/proof").text
    inside.goes(GOOGLE, "/account/proof/{}", next="/account/email")
    assert inside.get("/account/email").status_code == 303


@pytest.mark.story("US-1.3", "the profile is filled from the provider")
@pytest.mark.story("US-1.3", "tokens of the provider are refreshed")
@pytest.mark.parametrize("provider", [GOOGLE, GITHUB])
def test_a_name_that_changed_there_is_taken_over_by_a_refreshed_token(inside, square, provider):
    inside.has_account_at(provider)
    inside.connects(provider)
    path = f"{LOGINS}/{provider.value}/news"
    assert path in inside.get(LOGINS).text
    for name in ("Hill", "Valley"):
        inside.has_account_at(provider, family=name)
        assert "Your name is the one" in inside.told(inside.post(path))
        assert f'value="{name}"' in inside.get("/account").text
    logins, account = square.shop.linked_logins(), square.shop.account_emails().find(inside.email)
    logins.keep_token(account, provider, Secret("taken back there"))
    assert "tells us nothing any more" in inside.told(inside.post(path))
    assert inside.post(path).status_code == 404, "there is nothing to ask with"
    assert path not in inside.get(LOGINS).text


def test_programs_list_and_remove_them(inside, square):
    inside.has_account_at(GITHUB)
    inside.connects(GITHUB)
    token = logs_in(inside).json()["access_token"]
    answer = asks(inside, "GET", "/me/logins", token)
    [login] = answer.json()["items"]
    assert (login["provider"], login["label"], login["removable"], answer.json()["password"]) == (
        "github", "@ann", True, True,
    )
    assert answer.headers["cache-control"] == "no-store"
    old_proof(square, inside)
    assert is_problem(asks(inside, "DELETE", "/me/logins/github", token))["status"] == 403
    token = logs_in(inside).json()["access_token"]
    assert asks(inside, "DELETE", "/me/logins/github", token).status_code == 204
    assert is_problem(asks(inside, "DELETE", "/me/logins/github", token))["status"] == 404
    assert asks(inside, "DELETE", "/me/logins/nobody", token).status_code in {400, 404}
    assert asks(inside, "GET", "/me/logins").status_code == 401
    assert asks(inside, "GET", "/me/logins", token).json() == {"items": [], "password": True}


@pytest.mark.story("US-10.4", "who was forgotten can be read nowhere")
def test_all_of_it_goes_with_the_account(ann, square):
    ann.has_account_at(GOOGLE)
    ann.goes(GOOGLE)
    account = square.shop.account_emails().find(ann.email)
    ann.post("/account/delete", {"sure": "yes"})
    with square.shop.pool().connection() as db:
        def rows():
            return db.execute("SELECT token FROM work.linked_logins WHERE account = %s", (account,)).fetchall()

        assert rows()[0][0] is not None, "a token, sealed"
        square.shop.bus().do(DeleteAccount(account_id=account), by_nobody())
        assert rows(), "not yet"
    assert ann.goes(GOOGLE).headers["location"] == "/login"
