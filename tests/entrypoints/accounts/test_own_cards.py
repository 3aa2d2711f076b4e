"""Somebody who is logged in keeps a card, pays by it, and removes it, on the pages and over the API."""

import re
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from store.application.payments.adding import MOST_CARDS
from store.application.payments.cards import KeptCard
from store.domain.shared.ids import AccountId, PaymentId
from tests.entrypoints.accounts.test_account_api import asks
from tests.entrypoints.accounts.test_buying_logged_in import _kettles, at_the_checkout, buyer, buys, cart_of, paying

__all__ = ["_kettles", "buyer"]
pytestmark = [
    pytest.mark.requirement("R10.6"), pytest.mark.story("US-3.5", "no card is stored"),
    pytest.mark.story("US-10.5", "tokens stand for cards"),
]


def test_a_card_is_kept_at_the_checkout_shown_by_its_end_and_pays_with_one_press(buyer):
    page = at_the_checkout(buyer)
    assert 'name="remember_card"' in page
    assert 'name="card"' not in page
    assert paying(buyer, remember_card="1", address_id=buyer.home).status_code == 303
    listed = buyer.get("/account/cards").text
    assert "Visa ending 4242" in listed
    page = at_the_checkout(buyer)
    [card] = re.findall(r'name="card" value="([0-9a-f-]{36})" id="f-card-1" checked', page)
    bought = paying(buyer, card=card, payment_token="nothing of use", address_id=buyer.home)
    assert bought.headers["location"].startswith("/orders/")


def test_who_keeps_as_many_as_can_be_is_told_instead_of_asked_to_keep_another(street, buyer):
    account, kept = AccountId(UUID(asks(buyer, "GET", "/me", buyer.pass_).json()["id"])), street.shop.saved_cards()
    for n in range(MOST_CARDS):
        assert 'name="remember_card"' in at_the_checkout(buyer)
        kept.wish(account, id := PaymentId(uuid4()), "sandbox", datetime.now(UTC))
        kept.keep(account, id, KeptCard(f"kept-{n}", "ann", "Visa", f"{1000 + n}", 12, 2030))
    page = at_the_checkout(buyer)
    assert 'name="remember_card"' not in page
    assert "To keep another, remove one" in page


def test_a_card_is_removed_on_its_page(buyer):
    at_the_checkout(buyer)
    paying(buyer, remember_card="1", address_id=buyer.home)
    remove = re.search(r'action="(/account/cards/[0-9a-f-]+/remove)"', buyer.get("/account/cards").text)[1]
    for _ in range(2):
        assert buyer.post(remove).headers["location"] == "/account/cards"
    assert "You keep no card" in buyer.get("/account/cards").text


def test_programs_keep_list_use_and_remove_cards_of_their_person_and_of_nobody_else(buyer, street):
    paid = {"payment": {"method": "sandbox", "token": "success", "remember": True}, "shipping_address_id": buyer.home}
    assert buys(buyer, buyer.pass_, **paid).status_code == 201
    [card] = asks(buyer, "GET", "/me/cards", buyer.pass_).json()["items"]
    assert (card["brand"], card["last4"]) == ("Visa", "4242")
    by_card = {"payment": {"method": "sandbox", "card_id": card["id"]}, "shipping_address_id": buyer.home}
    assert buys(buyer, buyer.pass_, **by_card).json()["status"] == "confirmed"
    assert asks(buyer, "GET", "/me/cards").status_code == 401
    other = street.visitor("Ben").joins()
    theirs = asks(other, "POST", "/tokens", json={"email": other.email, "password": "Kettle&Hearth-9"})
    token = theirs.json()["access_token"]
    assert asks(other, "DELETE", f"/me/cards/{card['id']}", token).status_code == 404
    assert asks(buyer, "DELETE", f"/me/cards/{card['id']}", buyer.pass_).status_code == 204
    assert asks(buyer, "GET", "/me/cards", buyer.pass_).json() == {"items": []}
    assert buys(buyer, buyer.pass_, **by_card).status_code == 404
    assert cart_of(buyer)


def test_guests_are_not_asked_to_keep_cards(ann):
    assert 'name="remember_card"' not in at_the_checkout(ann)
