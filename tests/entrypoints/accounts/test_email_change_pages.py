"""Another address, on pages: a form for the owner alone, and buttons behind the links in two mails."""

import re

import pytest

from store.application.identity.errors import LinkSpent
from tests.entrypoints.accounts.conftest import GOOD, OTHER
from tests.entrypoints.accounts.test_account_pages import plain

pytestmark = [pytest.mark.story("US-6.1", "change personal information"), pytest.mark.requirement("R6.1")]


def old_proof(street, who):
    """As if the last login had been a while ago."""
    with street.shop.pool().connection() as db:
        db.execute(
            "UPDATE work.sessions SET proven_at = proven_at - interval '6 minutes' WHERE account = %s",
            (street.shop.account_emails().find(who.email),),
        )


def link(who, kind, to):
    who.email, before = to, who.email
    found = who.link(kind)
    who.email = before
    return found


@pytest.fixture
def inside(ann):
    return ann.joins()


@pytest.fixture
def new(inside):
    return inside.email.replace("@example.org", "@new.example")


@pytest.mark.requirement("R10.4")
@pytest.mark.story("US-10.3", "sensitive acts ask again who it is")
def test_the_password_is_asked_for_again_and_then_one_goes_on(street, inside):
    assert inside.get("/account/email").status_code == 200, "just logged in"
    old_proof(street, inside)
    asked = inside.get("/account/email")
    assert (asked.status_code, asked.headers["location"]) == (303, "/account/proof?next=%2Faccount%2Femail")
    assert inside.post("/account/email", {"email": "ann@new.example"}).headers["location"] == asked.headers["location"]
    assert 'value="/account/email"' in inside.get(asked.headers["location"]).text
    form = {"next": "/account/email", "current_password": OTHER}
    wrong = inside.post("/account/proof", form)
    assert (wrong.status_code, "This is not your password" in wrong.text) == (422, True)
    assert inside.get("/account/email").status_code == 303
    right = inside.post("/account/proof", form | {"current_password": GOOD})
    assert right.headers["location"] == "/account/email"
    assert inside.get("/account/email").status_code == 200
    outside = inside.post("/account/proof", {"next": "https://elsewhere.example", "current_password": GOOD})
    assert outside.headers["location"] == "/account"


def test_from_the_form_to_the_new_address_and_back(inside, new):
    former = inside.email
    done = inside.post("/account/email", {"email": new})
    assert (done.status_code, done.headers["location"]) == (303, "/account")
    assert "Look into the mail of your new address" in inside.get("/account").text
    token = link(inside, "email_change", new)
    page = inside.get("/email/confirm", params={"token": token})
    assert 'name="current_password"' not in page.text, "logged in here"
    assert page.headers["referrer-policy"] == "same-origin"
    assert inside.post("/email/confirm", {"token": token}).headers["location"] == "/account"
    assert new in inside.get("/account").text
    assert inside.post("/email/confirm", {"token": token}).status_code == 422
    undo = link(inside, "email_changed", former)
    assert 'action="/email/undo"' in inside.get("/email/undo", params={"token": undo}).text
    phone = inside.again()
    back = phone.post("/email/undo", {"token": undo})
    assert re.fullmatch(r"/password/reset\?token=[\w-]{43}", back.headers["location"])
    assert inside.get("/account").status_code == 303, "everybody is out"
    assert inside.logs_in().status_code == 422, "the old password opens nothing"
    reset = back.headers["location"].partition("=")[2]
    assert phone.post("/password/reset", {"token": reset, "password": OTHER}).status_code == 303
    inside.email = former
    assert inside.logs_in(OTHER).status_code == 303
    spent = phone.post("/email/undo", {"token": undo})
    assert (spent.status_code, str(LinkSpent()) in spent.text) == (422, True)


def test_elsewhere_the_password_proves_whose_wish_it_was(inside, new, ben):
    inside.post("/account/email", {"email": new})
    token, phone = link(inside, "email_change", new), inside.again()
    assert 'name="current_password"' in phone.get("/email/confirm", params={"token": token}).text
    for password in ("", OTHER):
        answer = phone.post("/email/confirm", {"token": token, "current_password": password})
        assert (answer.status_code, "This is not your password" in answer.text) == (422, True)
    ben.joins()
    assert 'name="current_password"' in ben.post("/email/confirm", {"token": token}).text, "somebody else is logged in"
    done = phone.post("/email/confirm", {"token": token, "current_password": GOOD})
    assert (done.status_code, done.headers["location"]) == (303, "/login")
    assert inside.get("/account").status_code == 303


@pytest.mark.requirement("R1.2")
@pytest.mark.story("US-1.1", "nobody learns whether an address has an account")
def test_the_answer_is_the_same_whoever_has_the_address(inside, new, ben):
    ben.joins()
    answers = []
    for email in (ben.email, new):
        done = inside.post("/account/email", {"email": email})
        answers.append((done.status_code, done.headers["location"], plain(inside.get("/account/email"), email)))
    assert answers[0] == answers[1]
    token = link(inside, "email_change", ben.email)
    assert inside.post("/email/confirm", {"token": token}).status_code == 422
    assert ben.logs_in().status_code == 303


@pytest.mark.parametrize(("email", "said"), [
    ("", "Enter your whole e-mail address"), ("no address", "Enter your whole e-mail address"),
    (None, "This is your address already"),
])
def test_what_is_wrong_is_said_at_the_field(inside, email, said):
    page = inside.post("/account/email", {"email": inside.email.upper() if email is None else email})
    assert page.status_code == 422
    assert re.search(rf'class="error"[^>]*>[^<]*{said}', page.text)
