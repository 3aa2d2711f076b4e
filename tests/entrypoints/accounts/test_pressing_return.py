"""Asking to send something back, as browsers without script do it: the button pressed twice, then once more later."""

import re

import pytest

from tests.entrypoints.accounts.test_account_api import asks
from tests.entrypoints.accounts.test_addresses_api import HOME
from tests.entrypoints.accounts.test_buying_logged_in import KETTLE, _kettles, buyer
from tests.entrypoints.accounts.test_returning_for_credit import delivered

__all__ = ["_kettles", "buyer"]
pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "ask within thirty days")]
PIECES = 3


@pytest.fixture
def looks(buyer, street):
    """Opens the page that says what comes back, of so many kettles, and gives what presses its button."""
    cart = asks(buyer, "POST", "/carts").json()["id"]
    asks(buyer, "POST", f"/carts/{cart}/lines", json={"sku": KETTLE, "quantity": PIECES})
    number, token = delivered(street, asks(buyer, "POST", "/orders", buyer.pass_, json={
        "cart_id": cart, "email": buyer.email, "payment": {"method": "sandbox", "token": "success"},
        "shipping_address": HOME,
    }).json())
    where = f"/orders/{number}/returns/new"

    def look(pieces):
        page = buyer.post(where, {"access_token": token, "reason": "does_not_fit", "pieces-0": str(pieces)}).text
        form = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))
        return lambda form=form, **more: buyer.post(where, form, **more)

    look.form = {"access_token": token, "reason": "does_not_fit", "pieces-0": "1", "sure": "yes"}
    look.all = lambda: [
        it["lines"][0]["quantity"]
        for it in asks(buyer, "GET", f"/orders/{number}/returns", params={"access_token": token}).json()
    ]
    return look


def test_a_second_press_leads_to_the_return_of_the_first_and_another_look_to_another(looks):
    press = looks(1)
    first, second = press(), press()
    assert (first.status_code, second.status_code) == (303, 303), second.text
    assert first.headers["location"] == second.headers["location"]
    assert looks.all() == [1]
    assert looks(1)().status_code == 303
    assert looks.all() == [1, 1]


def test_so_does_one_after_which_nothing_is_left_to_send_back(looks):
    press = looks(PIECES)
    assert press().headers["location"] == press().headers["location"]
    assert looks.all() == [PIECES]


def test_whoever_does_not_say_what_they_looked_at_is_shown_it_first(looks):
    assert "Send this back?" in looks(1)(looks.form).text
    assert looks.all() == []


def test_who_is_refused_for_a_photograph_tries_again_with_another_or_none(looks):
    press = looks(1)
    refused = press(files={"photos": ("a.png", b"no picture", "image/png")})
    assert (refused.status_code, "Not asked for yet" in refused.text) == (422, True)
    assert press().status_code == 303
    assert looks.all() == [1]
