"""What a browser may see of an order it placed: a guest's for a while, and otherwise as long as the login lasts."""

import re

import pytest

from tests.entrypoints.accounts.test_own_cart import _goods, checkout_form, puts
from tests.harness.drivers.postgres import settle

__all__ = ["_goods"]
pytestmark = [pytest.mark.requirement("R1.5"), pytest.mark.requirement("R4.3")]
persists = pytest.mark.story("US-1.2", "logging out ends the session")


def buys(who):
    """The order's number. Its token stands in the address, and is not kept here."""
    form = checkout_form(who) | {
        "email": who.email, "name": "Ann", "line1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115",
        "country": "DE", "shipping_method": "standard", "payment_token": "success",
    }
    bought = who.post("/checkout", form)
    assert bought.status_code == 303, bought.text
    return re.match(r"/orders/([A-Z0-9-]+)", bought.headers["location"])[1]


def opens(who, number):
    return who.get(f"/orders/{number}").status_code


@persists
def test_the_order_of_somebody_whose_session_ran_out_is_not_the_next_persons(ann, street):
    """Nobody could take the cookie back: it is worth nothing without the login it was given to."""
    ann.joins()
    puts(ann)
    number = buys(ann)
    assert opens(ann, number) == 303
    with street.shop.pool().connection() as db:
        db.execute("UPDATE work.sessions SET expires_at = 'epoch'")
    assert "store_order" in ann.client.cookies
    assert opens(ann, number) == 404
    assert number not in ann.get("/orders").text
    assert ann.logs_in().status_code == 303
    settle(street.shop)
    assert number in ann.get("/account/orders").text


@persists
def test_a_guest_sees_it_again_and_so_does_whoever_registers_afterwards(ben):
    puts(ben)
    number = buys(ben)
    assert opens(ben, number) == 303
    ben.joins()
    assert opens(ben, number) == 303
    ben.post("/logout")
    assert opens(ben, number) == 404
