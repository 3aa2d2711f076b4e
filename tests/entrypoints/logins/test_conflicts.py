"""An address that both sides know: linked where both have proven it and nothing more is asked for, else not."""

import re
from uuid import uuid4

import pytest
from pyotp import TOTP

from store.application.identity.users import GiveRole
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from tests.entrypoints.accounts.conftest import GOOD, OTHER
from tests.entrypoints.accounts.test_second_factor_pages import codes_in, now
from tests.entrypoints.logins.conftest import FACEBOOK, FIRST_TIME, GITHUB, GOOGLE

pytestmark = [pytest.mark.story("US-1.3", "conflicts of addresses are settled"), pytest.mark.requirement("R1.4")]


def works_here(who, square):
    square.shop.bus().do(GiveRole(email=who.email, role=Role.ADMIN), by_nobody())


def by_nobody():
    return Caller(actor="test:operator", correlation=uuid4())


def test_an_address_that_both_have_proven_makes_them_one(ann):
    ann.joins()
    ann.post("/logout")
    ann.has_account_at(GOOGLE)
    assert ann.goes(GOOGLE).headers["location"] == "/account"
    account = ann.get("/account").text
    assert "Google" in account
    assert "opens your account from here on: the address is the same" in account
    assert "login_linked" in [mail.kind for mail in ann.mails]
    assert ann.again().logs_in().status_code == 303, "the password goes on"


@pytest.mark.parametrize("provider", [GOOGLE, GITHUB])
def test_an_address_that_the_provider_does_not_vouch_for_links_nothing(ann, eve, provider):
    """Whoever calls himself Ann elsewhere learns nothing, and gets nothing: Ann hears of it."""
    ann.joins()
    eve.has_account_at(provider, email=ann.email, proven=False)
    assert eve.goes(provider).headers["location"] == "/login/address"
    sent = eve.post("/login/address", {"email": ann.email, "given_name": "Eve", "family_name": "Hill"})
    assert sent.headers["location"] == "/register/sent"
    assert not eve.is_in()
    assert "account_known" in [mail.kind for mail in ann.mails]
    assert "login_linked" not in [mail.kind for mail in ann.mails]
    assert eve.goes(provider).headers["location"] == "/login/address", "still nobody's"


def test_nobody_learns_by_that_form_who_is_here(ann, eve):
    ann.joins()
    seen = []
    for email in (ann.email, f"nobody-{eve.email}"):
        stranger = eve.again()
        stranger.person = ""
        stranger.has_account_at(FACEBOOK, email=email)
        asked = stranger.goes(FACEBOOK)
        page = stranger.get("/login/address").text.replace(email, "…")
        form = {"email": email, "given_name": "Eve", "family_name": "Hill"}
        sent = stranger.post("/login/address", form)
        told = asked.status_code, asked.headers["location"], len(page)
        seen.append((*told, sent.status_code, sent.headers["location"]))
    assert seen[0] == seen[1]


def test_an_account_whose_address_nobody_proved_is_not_linked(ann, eve):
    """Eve asked for one under Ann's address before Ann came: it stays shut until Ann sets a password by mail."""
    eve.email = ann.email
    eve.registers()
    ann.has_account_at(GOOGLE)
    told = ann.told(ann.goes(GOOGLE))
    assert "There is an account under this address already" in told
    assert not ann.is_in()
    ann.post("/password/forgotten", {"email": ann.email})
    ann.post("/password/reset", {"token": ann.link("password_reset"), "password": OTHER})
    assert eve.logs_in(GOOD).status_code == 422
    assert ann.goes(GOOGLE).headers["location"] == "/account"


def test_what_a_stranger_connected_beforehand_opens_nothing_once_the_owner_came(ann, eve):
    """The other way round: Eve's account at Facebook was there first, under Ann's address."""
    eve.has_account_at(FACEBOOK, email=ann.email)
    eve.goes(FACEBOOK)
    eve.post("/login/address", {"email": ann.email, "given_name": "Eve", "family_name": "Hill"})
    assert ann.post("/verify", {"token": ann.link("account_verification")}).status_code == 422, "at Ann's browser"
    ann.post("/password/forgotten", {"email": ann.email})
    ann.post("/password/reset", {"token": ann.link("password_reset"), "password": OTHER})
    assert ann.logs_in(OTHER).status_code == 303
    assert eve.goes(FACEBOOK).headers["location"] == "/login/address"
    assert not eve.is_in()
    assert "it was there before the address was confirmed" in ann.get("/account").text


def test_nor_does_it_where_the_owner_asked_for_an_account_too(ann, eve):
    """Then Ann's browser asked for one as well, but not for that one: her link wants a password that she hasn't."""
    eve.has_account_at(FACEBOOK, email=ann.email)
    eve.goes(FACEBOOK)
    eve.post("/login/address", {"email": ann.email, "given_name": "Eve", "family_name": "Hill"})
    ann.registers()
    assert ann.post("/verify", {"token": ann.link("account_verification")}).status_code == 422
    ann.post("/password/forgotten", {"email": ann.email})
    ann.post("/password/reset", {"token": ann.link("password_reset"), "password": OTHER})
    assert ann.logs_in(OTHER).status_code == 303
    assert eve.goes(FACEBOOK).headers["location"] == "/login/address"
    assert not eve.is_in()


def test_the_form_takes_what_it_needs_and_grows_old(ann, square):
    assert ann.get("/login/address").headers["location"] == "/login"
    assert ann.post("/login/address", {"email": ann.email}).headers["location"] == "/login"
    ann.has_account_at(FACEBOOK)
    ann.goes(FACEBOOK)
    wrong = ann.post("/login/address", {"email": "ann@example", "given_name": "", "family_name": "Field"})
    assert (wrong.status_code, "Enter your first name" in wrong.text) == (422, True)
    assert "Enter your whole e-mail address" in wrong.text
    with square.shop.pool().connection() as db:
        db.execute("UPDATE work.login_errands SET expires_at = now() - interval '1 minute'")
    assert ann.post("/login/address", {"email": ann.email}).headers["location"] == "/login"


@pytest.mark.story("US-1.2", "a second factor guards the login")
def test_a_second_factor_is_asked_for_all_the_same(ann, square):
    ann.joins()
    ann.has_account_at(GOOGLE)
    assert "Google is connected" in ann.told(ann.connects(GOOGLE))
    ann.post("/account/second-factor")
    page = ann.get("/account/second-factor/setup").text
    app = TOTP(re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", ""))
    codes = codes_in(ann.post("/account/second-factor/setup", {"code": now(square, app, -1)}))
    phone = ann.again()
    half = phone.goes(GOOGLE, next="/account/orders")
    assert half.headers["location"].startswith("/login/code")
    assert not phone.is_in()
    assert phone.post("/login/code", {"code": codes[0], "next": "/account/orders"}).headers["location"] == (
        "/account/orders"
    )
    assert phone.is_in()
    other = ann.again()
    other.has_account_at(GITHUB)
    told = other.told(other.goes(GITHUB))
    assert "Log in to it as you always do, then connect GitHub there" in told, "an address alone links nothing then"


@pytest.mark.story("US-1.4", "staff have accounts of their own")
def test_who_works_here_comes_in_by_one_only_if_they_connected_it_from_inside(ann, square):
    ann.has_account_at(GOOGLE)
    ann.goes(GOOGLE)
    ann.post("/password/forgotten", {"email": ann.email})
    ann.post("/password/reset", {"token": ann.link("password_reset"), "password": OTHER})
    works_here(ann, square)
    stranger = ann.again()
    assert "Whoever works here logs in with the password first" in stranger.told(stranger.goes(GOOGLE))
    stranger.has_account_at(GITHUB)
    assert "There is an account under this address already" in stranger.told(stranger.goes(GITHUB))
    assert not stranger.is_in()
    ann.logs_in(OTHER)
    ann.connects(GOOGLE)
    assert stranger.goes(GOOGLE).headers["location"] == FIRST_TIME
    office = stranger.get("/backoffice/orders")
    assert office.headers["location"].startswith("/backoffice/login"), "and to the shop's own rooms by no other door"


def test_a_closed_account_is_opened_by_nobody(ann, square):
    ann.has_account_at(GOOGLE)
    ann.goes(GOOGLE)
    page = ann.post("/account/delete", {"sure": "yes"})
    assert page.status_code == 303
    assert "This account is not open" in ann.told(ann.goes(GOOGLE))
    assert not ann.is_in()
