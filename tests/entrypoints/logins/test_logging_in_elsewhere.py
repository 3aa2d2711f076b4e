"""Logging in with Google, Facebook and GitHub: there, back, and in; and what is refused on the way."""

import pytest

from store.domain.identity.login_events import Provider as Known
from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.storefront.elsewhere import ERRAND_COOKIE
from tests.entrypoints.accounts.test_account_pages import cookies
from tests.entrypoints.logins.conftest import FACEBOOK, FIRST_TIME, GITHUB, GOOGLE

pytestmark = [
    pytest.mark.story("US-1.3", "log in with Google, Facebook or GitHub"), pytest.mark.requirement("R1.4"),
]


def test_buttons_stand_where_one_logs_in_and_where_one_joins(ann):
    for path in ("/login?next=/account/orders", "/register"):
        page = ann.get(path).text
        for provider in Known:
            assert f"Continue with {provider.name_of_it}" in page
    assert 'value="/account/orders"' in ann.get("/login?next=/account/orders").text


@pytest.mark.story("US-1.3", "an account is made where there is none")
@pytest.mark.story("US-1.3", "the profile is filled from the provider")
@pytest.mark.parametrize("provider", [GOOGLE, GITHUB])
def test_whoever_is_vouched_for_is_in_at_once_with_the_name_they_have_there(ann, provider):
    ann.has_account_at(provider, given="Ann", family="Field-There")
    back = ann.goes(provider, next="/account/addresses")
    assert (back.status_code, back.headers["location"]) == (303, "/account/terms?next=%2Faccount%2Faddresses")
    assert "you have not seen them yet" in ann.get(back.headers["location"]).text
    agreed = ann.post("/account/terms", {"number": "1", "next": "/account/addresses"})
    assert agreed.headers["location"] == "/account/addresses"
    assert "httponly" in cookies(back)[ACCOUNT_COOKIE]
    assert "max-age=0" in cookies(back)[ERRAND_COOKIE]
    account = ann.get("/account").text
    assert ("Hello, Ann" in account, "Field-There" in account, ann.email in account) == (True, True, True)
    assert "You have none, and need none" in account
    assert f"You joined with {provider.name_of_it}" in account
    assert [mail.kind for mail in ann.mails] == ["account_joined"]
    assert provider.name_of_it in ann.mails[0].text
    phone = ann.again()
    assert phone.goes(provider).headers["location"] == "/account"
    assert phone.is_in()
    assert len(ann.mails) == 1, "and is the same account"


def test_nobody_but_the_browser_that_left_comes_back(ann, eve):
    ann.has_account_at(GOOGLE)
    brought = ann.street.elsewhere.presses(ann.leaves_for(GOOGLE), ann.person)
    eve.leaves_for(GOOGLE)
    assert "took too long" in eve.told(eve.comes_back(GOOGLE, brought))
    nobody = ann.again()
    assert nobody.comes_back(GOOGLE, brought).headers["location"] == "/login"
    for changed in ({"state": ""}, {"state": brought["state"][:-1]}, {"state": "ä" * 3000}):
        assert ann.comes_back(GOOGLE, brought | changed).headers["location"] == "/login"
        ann.leaves_for(GOOGLE)
    assert not any(one.is_in() for one in (ann, eve, nobody))


def test_a_browser_comes_back_once(ann):
    ann.has_account_at(GITHUB)
    brought = ann.street.elsewhere.presses(ann.leaves_for(GITHUB), ann.person)
    errand = ann.client.cookies[ERRAND_COOKIE]
    assert ann.comes_back(GITHUB, brought).headers["location"] == FIRST_TIME
    ann.post("/logout")
    ann.client.cookies.set(ERRAND_COOKIE, errand, path="/login/with", domain="shop.test")
    again = ann.comes_back(GITHUB, brought)
    assert (again.headers["location"], ann.is_in()) == ("/login", False)


def test_a_browser_that_was_sent_to_one_is_not_believed_from_another(ann):
    ann.has_account_at(GITHUB).has_account_at(GOOGLE)
    brought = ann.street.elsewhere.presses(ann.leaves_for(GITHUB), ann.person)
    assert ann.comes_back(GOOGLE, brought).headers["location"] == "/login"
    brought = ann.street.elsewhere.presses(ann.leaves_for(GITHUB), ann.person)
    told = ann.told(ann.comes_back(GITHUB, brought | {"iss": ann.street.elsewhere.google}))
    assert "GitHub did not tell us who you are" in told
    assert not ann.is_in()


@pytest.mark.parametrize("provider", Known)
def test_who_would_rather_not_is_told_that_nothing_changed(ann, provider):
    turned = ann.comes_back(provider, ann.street.elsewhere.turns_back(ann.leaves_for(provider)))
    assert f"You did not go on with {provider.name_of_it} Nothing was changed." == ann.told(turned)
    assert not ann.is_in()


@pytest.mark.parametrize(("asked", "kind", "words"), [
    ("access_token", "500", "GitHub does not answer at the moment"), ("/user", "cut", "GitHub does not answer"),
    ("access_token", "garbage", "GitHub did not tell us who you are"),
])
def test_what_goes_wrong_there_is_said_with_a_way_out(ann, asked, kind, words):
    ann.has_account_at(GITHUB)
    way = ann.leaves_for(GITHUB)
    brought = ann.street.elsewhere.presses(way, ann.person)
    ann.street.elsewhere.goes_wrong(asked, kind)
    assert words in ann.told(ann.comes_back(GITHUB, brought))
    assert not ann.is_in()
    assert ann.goes(GITHUB).headers["location"] == FIRST_TIME, "and then it works"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_nobody_is_sent_to_another_site_afterwards(ann, wanted):
    ann.has_account_at(GOOGLE)
    assert ann.goes(GOOGLE, next=wanted).headers["location"] == FIRST_TIME


def test_the_way_there_names_no_page_of_ours_and_keeps_nothing(ann):
    sent = ann.post("/login/with/google")
    held = cookies(sent)[ERRAND_COOKIE]
    assert all(word in held for word in ("httponly", "samesite=lax", "path=/login/with", "max-age=600"))
    page = ann.get("/login/with/google/away")
    assert (page.headers["referrer-policy"], page.headers["cache-control"]) == ("no-referrer", "no-store")
    assert ann.client.cookies[ERRAND_COOKIE] not in page.text


def test_what_is_not_set_up_is_not_there(ann):
    for answer in (
        ann.post("/login/with/nobody"), ann.get("/login/with/nobody/away"), ann.get("/login/with/nobody/return"),
        ann.post("/login/with/%2e%2e"),
    ):
        assert answer.status_code in {404, 405}
    assert ann.get("/login/with/google/away").headers["location"] == "/login", "nobody was sent"
    forged = ann.client.post("/login/with/google", headers={"x-place-of-the-test": ann.place})
    assert forged.status_code == 403, "only our own pages send anybody"


def test_facebook_lets_in_who_proved_an_address_here(ann):
    ann.has_account_at(FACEBOOK)
    form = ann.goes(FACEBOOK)
    assert form.headers["location"] == "/login/address"
    page = ann.get("/login/address").text
    assert f'value="{ann.email}"' in page
    assert "Facebook tells us who you are, but not that an address is yours" in page
    sent = ann.post("/login/address", {"email": ann.email, "given_name": "Ann", "family_name": "Field"})
    assert sent.headers["location"] == "/register/sent"
    assert not ann.is_in()
    assert "is not confirmed yet" in ann.told(ann.goes(FACEBOOK))
    assert ann.post("/verify", {"token": ann.link("account_verification")}).headers["location"] == "/login"
    assert ann.goes(FACEBOOK).headers["location"] == "/account"
    assert [mail.kind for mail in ann.mails] == ["account_verification"]
