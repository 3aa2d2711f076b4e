"""What somebody bought as a guest joins their account once they proved that the address is theirs, and never before."""

import re

import pytest

from tests.entrypoints.accounts.conftest import GOOD, OTHER
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.entrypoints.accounts.test_guests_orders import _goods, buys, gus
from tests.harness.drivers.postgres import settle

__all__ = ["_goods", "gus"]

pytestmark = [
    pytest.mark.story("US-3.6", "an account can be made afterwards"), pytest.mark.requirement("R4.3"),
    pytest.mark.requirement("R1.4"),
]


def own(who, password=GOOD, q=""):
    settle(who.street.shop)
    token = logs_in(who, password).json()["access_token"]
    return {it["number"] for it in asks(who, "GET", f"/me/orders?q={q}", token).json()["items"]}


def confirmation(who, number):
    opened = who.get(f"/orders/{number}", params={"fresh": "1"})
    return who.get(opened.headers["location"])


def makes_an_account(who, number, **changes):
    page = confirmation(who, number).text
    hidden = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', page))
    hidden.pop("_csrf_token")
    return who.post(f"/orders/{number}/account", hidden | {
        "given_name": "Gus", "family_name": "Guest", "password": GOOD,
    } | changes)


def test_one_password_on_the_confirmation_and_one_link_make_an_account_with_the_order_in_it(gus):
    number = buys(gus)
    page = confirmation(gus, number)
    assert "Keep this order in an account" in page.text
    assert re.search(r'name="given_name" type="text" value="Gus"', page.text)
    poor = makes_an_account(gus, number, password="short")
    assert poor.status_code == 422
    assert "Thank you. It is yours." in poor.text
    done = makes_an_account(gus, number)
    assert (done.status_code, done.headers["location"]) == (303, "/register/sent")
    assert gus.logs_in().status_code == 422, "before the address is proven"
    assert gus.post("/verify", {"token": gus.link("account_verification")}).status_code == 303
    assert gus.logs_in().status_code == 303
    assert "An order from before you had an account" in gus.get("/account").text
    assert own(gus) == own(gus, q="vase") == {number}
    assert own(gus, q="kettle") == set()
    assert "Keep this order in an account" not in confirmation(gus, number).text


def test_who_has_an_account_finds_what_they_bought_logged_out_after_the_next_login(ann, street):
    ann.joins()
    shopping = ann.again()
    numbers = {buys(shopping, ann.email.upper()) for _ in range(2)}
    settle(street.shop)
    assert own(ann) == set(), "not by a program's login"
    ann.again().logs_in()
    assert own(ann) == numbers
    third = buys(shopping, ann.email)
    settle(street.shop)
    token = logs_in(ann).json()["access_token"]
    claimed = [asks(ann, "POST", "/me/orders/claims", token).json()["numbers"] for _ in "ab"]
    assert claimed == [[third], []]
    assert own(ann) == {*numbers, third}
    assert "Added to an account" in confirmation(shopping, third).text
    tracked = asks(shopping, "POST", "/order-tracking", json={"number": third, "email": ann.email}).json()["timeline"]
    assert [it["what"] for it in tracked] == ["Order placed", "Payment received"]


def test_an_address_that_nobody_proved_gets_no_orders(gus, street):
    """Eve registers under the address of somebody who bought, and later somebody who bought sees her mail."""
    number = buys(gus)
    eve = street.visitor("Eve")
    eve.email = gus.email
    eve.registers(password=OTHER)
    assert eve.logs_in(OTHER).status_code == 422
    makes_an_account(gus, number)
    link = gus.link("account_verification")
    assert gus.post("/verify", {"token": link, "current_password": GOOD}).status_code == 422, "it may be Eve's password"
    assert eve.logs_in(OTHER).status_code == 422
    gus.post("/password/forgotten", {"email": gus.email})
    gus.post("/password/reset", {"token": gus.link("password_reset"), "password": GOOD})
    settle(street.shop)
    assert eve.logs_in(OTHER).status_code == 422
    assert gus.logs_in().status_code == 303
    assert own(gus) == {number}


def test_an_order_under_another_address_stays_where_it_is(gus, ann):
    number = buys(gus)
    ann.joins()
    assert own(ann) == set()
    other = ann.post(f"/orders/{number}/account", {"token": "guessed", "password": GOOD, "given_name": "A",
                                                   "family_name": "B"})
    assert other.status_code == 404
