"""The second factor on pages: set up, asked for at the door, and gone again."""

import re
import time

import pytest
from pyotp import TOTP

from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.shared.half_open import HALF_COOKIE
from tests.entrypoints.accounts.conftest import GOOD
from tests.entrypoints.accounts.test_account_api import asks, is_problem, logs_in
from tests.entrypoints.accounts.test_account_pages import cookies
from tests.entrypoints.accounts.test_email_change_pages import old_proof

pytestmark = [pytest.mark.story("US-1.2", "a second factor guards the login"), pytest.mark.requirement("R10.4")]
PATH = "/account/second-factor"


def codes_in(page):
    return re.findall(r"<code>([a-z0-9-]+)</code>", page.text)


def now(street, app, steps=0):
    """A code as the app shows it. One of the half minute before only while it stays one for some seconds."""
    while steps < 0 and street.shop.clock().now().timestamp() % 30 > 26:
        time.sleep(0.1)
    return app.at(int(street.shop.clock().now().timestamp()) + 30 * steps)


@pytest.fixture
def guarded(street, ann):
    """Ann, with an app on her phone."""
    ann.joins()
    assert ann.post(PATH).headers["location"] == f"{PATH}/setup"
    page = ann.get(f"{PATH}/setup")
    assert page.headers["cache-control"] == "no-store"
    assert 'src="data:image/svg+xml' in page.text
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")
    assert secret == re.search(r'class="secret">([A-Z2-7 ]+)<', ann.get(f"{PATH}/setup").text)[1].replace(" ", "")
    ann.app = TOTP(secret)
    wrong = ann.post(f"{PATH}/setup", {"code": "no code"})
    assert (wrong.status_code, "This code is wrong" in wrong.text) == (422, True)
    done = ann.post(f"{PATH}/setup", {"code": now(street, ann.app, -1)})
    assert (done.status_code, done.headers["cache-control"]) == (200, "no-store")
    ann.codes = codes_in(done)
    assert len(ann.codes) == 10
    return ann


def test_a_login_goes_by_two_steps_and_what_lies_between_is_no_session(street, guarded):
    phone = guarded.again()
    half = phone.logs_in()
    assert half.headers["location"] == "/login/code?next=%2Faccount"
    assert ACCOUNT_COOKIE not in cookies(half)
    assert "httponly" in cookies(half)[HALF_COOKIE]
    assert phone.get("/account").headers["location"].startswith("/login")
    ticket = phone.client.cookies[HALF_COOKIE].partition(".")[0]
    for cookie in (ACCOUNT_COOKIE, "store_session"):
        for path in ("/account", "/backoffice/orders"):
            assert phone.get(path, headers={"cookie": f"{cookie}={ticket}"}).status_code == 303
    page = phone.get(half.headers["location"])
    assert 'autocomplete="one-time-code"' in page.text
    wrong = phone.post("/login/code", {"code": "123 45", "next": "/account"})
    assert (wrong.status_code, "This code is wrong" in wrong.text) == (422, True)
    code = now(street, guarded.app)
    done = phone.post("/login/code", {"code": f"{code[:3]} {code[3:]}", "next": "/account"})
    assert (done.status_code, done.headers["location"]) == (303, "/account")
    assert "max-age=0" in cookies(done)[HALF_COOKIE]
    assert "Hello, Ann" in phone.get("/account").text
    third = guarded.again()
    third.logs_in()
    assert third.post("/login/code", {"code": code}).status_code == 422, "good once"
    assert third.post("/login/code", {"code": guarded.codes[0]}).status_code == 303


def test_a_ticket_is_for_the_address_that_was_named_and_for_a_while(street, guarded, ben):
    assert ben.get("/login/code").headers["location"] == "/login"
    phone = guarded.again()
    phone.logs_in()
    ticket = phone.client.cookies[HALF_COOKIE].partition(".")[0]
    for value in (f"{ticket}.", f"{ticket}.YmVuQGV4YW1wbGUub3Jn", "x.y", "x"):
        phone.client.cookies.set(HALF_COOKIE, value, path="/login", domain="shop.test")
        answer = phone.post("/login/code", {"code": now(street, guarded.app)})
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")


def test_other_codes_and_switching_off_need_the_owner(street, guarded):
    old_proof(street, guarded)
    for path in (PATH, f"{PATH}/codes", f"{PATH}/off", f"{PATH}/setup"):
        assert guarded.post(path, {"code": "1"}).headers["location"].startswith("/account/proof?next="), path
    assert 'autocomplete="one-time-code"' in guarded.get("/account/proof").text
    for code in ("", "  ", "123 45"):
        alone = guarded.post("/account/proof", {"current_password": GOOD, "code": code})
        said = "This code is wrong" if code.strip() else "needs a code of its second factor as well"
        assert (alone.status_code, said in alone.text) == (422, True), "the password alone is not enough"
    assert guarded.post(f"{PATH}/off").headers["location"].startswith("/account/proof?next=")
    shown = {"current_password": GOOD, "code": now(street, guarded.app)}
    assert guarded.post("/account/proof", {**shown, "current_password": "another one"}).status_code == 422
    assert guarded.post("/account/proof", shown).status_code == 303
    assert "Make other codes" in guarded.get(PATH).text
    assert guarded.post(PATH).headers["location"] == PATH, "it is on already"
    others = codes_in(guarded.post(f"{PATH}/codes"))
    assert not set(others) & set(guarded.codes)
    assert guarded.post(f"{PATH}/off").headers["location"] == "/account"
    assert guarded.post(f"{PATH}/codes").headers["location"] == PATH
    assert guarded.logs_in().headers["location"] == "/account"


def test_programs_are_told_that_a_code_is_needed_and_send_it_along(street, guarded):
    needed = is_problem(logs_in(guarded))
    assert (needed["status"], needed["type"]) == (401, "/problems/CodeNeeded")
    form = {"email": guarded.email, "password": GOOD}
    wrong = is_problem(asks(guarded, "POST", "/tokens", json=form | {"code": "nothing"}))
    assert (wrong["status"], wrong["errors"][0]["field"]) == (422, "code")
    given = asks(guarded, "POST", "/tokens", json=form | {"code": guarded.codes[1]})
    assert given.status_code == 201
    token = given.json()["access_token"]
    assert asks(guarded, "GET", "/me", token).json()["second_factor"] is True
    assert is_problem(asks(guarded, "POST", "/me/second-factor", token))["status"] == 409
    wrong_password = is_problem(asks(guarded, "POST", "/tokens", json=form | {"password": "x", "code": "1"}))
    assert wrong_password["type"] == "/problems/WrongLogin"


def test_whoever_knows_the_password_alone_takes_neither_factor_nor_address_nor_password(street, guarded):
    form = {"email": guarded.email, "password": GOOD}
    token = asks(guarded, "POST", "/tokens", json=form | {"code": guarded.codes[0]}).json()["access_token"]
    old_proof(street, guarded)
    acts = [
        ("DELETE", "/me/second-factor", None), ("POST", "/me/second-factor/recovery-codes", None),
        ("POST", "/me/email", {"email": "mallory@example.org"}),
        ("PUT", "/me/password", {"current_password": GOOD, "password": "another gate at night"}),
    ]
    for code in ({}, {"code": ""}, {"code": "123456"}):
        said = is_problem(asks(guarded, "POST", "/me/proof", token, json={"current_password": GOOD, **code}))
        assert said["type"] == ("/problems/WrongCode" if code.get("code") else "/problems/CodeNeeded")
        for verb, path, json in acts:
            refused = is_problem(asks(guarded, verb, path, token, **({"json": json} if json else {})))
            assert refused["type"] == "/problems/ProveFirst", path
    changed = guarded.post("/account/password", {"current_password": GOOD, "password": "another gate at night"})
    assert changed.headers["location"].startswith("/account/proof"), "and so on pages"
    proof = {"current_password": GOOD, "code": guarded.codes[1]}
    assert asks(guarded, "POST", "/me/proof", token, json=proof).status_code == 204
    assert is_problem(asks(guarded, "POST", "/me/proof", token, json=proof))["status"] == 422, "good once"
    assert asks(guarded, "DELETE", "/me/second-factor", token).status_code == 204


@pytest.mark.requirement("R1.6")
@pytest.mark.story("US-1.2", "guessing is slowed down")
def test_codes_are_limited_as_passwords_are(guarded):
    phone = guarded.again()
    phone.logs_in()
    statuses = [phone.post("/login/code", {"code": "1"}, counted=True).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
