"""Somebody who is logged in adds a card without buying, on the pages and over the API; nobody tests cards here."""

import re
from uuid import uuid4

import pytest

from tests.entrypoints.accounts.test_account_api import asks, logs_in

pytestmark = [pytest.mark.requirement("R10.6"), pytest.mark.story("US-3.5", "a card is added without buying")]
FORM = {"payment_method": "sandbox", "idempotency_key": "k"}


@pytest.fixture
def owner(street):
    who = street.visitor("Ann").joins()
    who.pass_ = logs_in(who).json()["access_token"]
    return who


def adds(who, token="success", **more):  # noqa: S107 - the name of a sandbox card
    return who.post("/account/cards", FORM | {"payment_token": token}, **more)


def over_api(who, token="success", key=None, **more):  # noqa: S107 - the name of a sandbox card
    headers = {"idempotency-key": key} if key else {}
    wish = {"method": "sandbox", "token": token}
    return asks(who, "POST", "/me/cards", who.pass_, json=wish, headers=headers, **more)


def told(who, answer):
    """What the page says to which *answer* leads."""
    assert answer.status_code == 303
    return who.get(answer.headers["location"]).text


def test_a_card_is_added_from_its_page_and_stands_in_the_list(owner):
    assert 'href="/account/cards/new"' in owner.get("/account/cards").text
    assert "Nothing is charged now" in owner.get("/account/cards/new").text
    for _ in range(2):  # the second press of the same button
        page = told(owner, adds(owner))
        assert "The card is added" in page
        assert page.count("Visa ending 4242") == 1


def test_a_refused_card_and_an_empty_form_are_said_on_the_page(owner):
    refused = adds(owner, "decline")
    assert refused.status_code == 422
    assert "the card was refused" in refused.text
    assert adds(owner, "").status_code == 422
    assert adds(owner, "success", counted=False).status_code == 303


@pytest.mark.story("US-3.5", "support 3-D Secure")
@pytest.mark.parametrize(("outcome", "said"), [("approve", "The card is added"), ("refuse", "The card was not added")])
def test_the_sandbox_bank_asks_and_leads_back(owner, outcome, said):
    at = adds(owner, "challenge").headers["location"]
    assert re.fullmatch(r"/sandbox/cards/[0-9a-f-]{36}", at)
    assert "Nothing is charged now" in owner.get(at).text
    back = owner.post(at, {"outcome": outcome}).headers["location"]
    listed = owner.get(back)
    assert listed.headers["location"] == "/account/cards"
    page = told(owner, listed)
    assert said in page
    assert ("Visa ending 3155" in page) is (outcome == "approve")
    assert owner.get(at).headers["location"] == back


def test_who_comes_back_in_another_browser_is_asked_to_log_in_and_the_card_is_kept(owner):
    at = adds(owner, "challenge").headers["location"]
    back = owner.post(at, {"outcome": "approve"}).headers["location"]
    other = owner.again()
    assert other.get(back).headers["location"] == "/account/cards"
    assert "/login" in other.get("/account/cards").headers["location"]
    assert "Visa ending 3155" in owner.get("/account/cards").text
    assert other.get(f"/account/cards/{uuid4()}/return").headers["location"] == "/account/cards"
    assert owner.get(f"/account/cards/{uuid4()}/bank").headers["location"] == "/account/cards"


def test_programs_add_cards_once_for_each_key(owner):
    first = over_api(owner, key="one")
    assert first.status_code == 201
    assert (first.json()["status"], first.json()["card"]["last4"]) == ("kept", "4242")
    assert over_api(owner, key="one").json() == first.json()
    assert over_api(owner, "decline", key="one").status_code == 422
    refused = over_api(owner, "decline")
    assert (refused.status_code, refused.json()["type"]) == (402, "/problems/CardNotAdded")
    asked = over_api(owner, "challenge").json()
    assert (asked["status"], asked["next_action"]["url"]) == ("requires_action", f"/sandbox/cards/{asked['id']}")
    assert asks(owner, "POST", "/me/cards", json={"token": "success"}).status_code == 401
    assert over_api(owner, "success", key="two", params={}).status_code == 201
    listed = asks(owner, "GET", "/me/cards", owner.pass_).json()["items"]
    assert [card["last4"] for card in listed] == ["4242"]


def test_paypal_keeps_no_card_ahead(owner):
    answer = asks(owner, "POST", "/me/cards", owner.pass_, json={"method": "paypal", "token": "x"})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/NotAddedThere")


@pytest.mark.requirement("R9.2")
@pytest.mark.parametrize(("token", "tries"), [("decline", 3), ("success", 6)])
def test_so_many_tries_a_day_and_refused_cards_cost_more(owner, token, tries):
    answers = [adds(owner, token, counted=True).status_code for _ in range(tries + 1)]
    assert answers == [422 if token == "decline" else 303] * tries + [429]
    moved = owner.again()  # the account is counted wherever it is
    assert moved.logs_in().status_code == 303
    assert adds(moved, token, counted=True).status_code == 429
