"""Somebody who is logged in sees their credit and pays by it: on one page, in steps, and as a program."""

import re
from uuid import uuid4

import pytest

from store.application.credit.messages import GiveCredit
from store.application.shared.bus import Caller
from store.domain.cart.errors import NotSoldIn
from store.domain.shared.money import Money
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.entrypoints.accounts.test_addresses_api import HOME
from tests.entrypoints.accounts.test_buying_logged_in import (
    KETTLE,
    _kettles,
    at_the_checkout,
    buyer,
    buys,
    paying,
    placed,
)
from tests.harness.drivers.postgres import settle

__all__ = ["_kettles", "buyer"]
pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]


def gives(who, minor):
    account = who.street.shop.account_emails().find(who.email)
    wish = GiveCredit(account_id=account, amount=Money(minor, "EUR"), reason="your parcel came late")
    who.street.shop.bus().do(wish, Caller(actor="staff:test", correlation=uuid4()))
    return account


def own(who):
    [balance] = asks(who, "GET", "/me/credit", who.pass_).json()["balances"]
    return balance


def test_who_has_none_is_offered_none_and_told_how_it_comes(buyer, ben):
    assert 'name="credit"' not in at_the_checkout(buyer)
    page = buyer.get("/account/credit").text
    assert "You have no credit" in page
    assert own(buyer)["available"]["amount"] == "0.00"
    assert ben.get("/account/credit").status_code == 303, "guests log in first"
    assert asks(ben, "GET", "/me/credit").status_code == 401


def test_it_pays_a_part_at_the_checkout_of_one_page_and_what_is_left_stands_on_the_button(street, buyer):
    gives(buyer, 1000)
    page = at_the_checkout(buyer)
    assert 'name="credit" value="10.00 EUR"' in page
    shown = buyer.post("/checkout", {**HOME, "email": buyer.email, "update": "1", "credit": "10.00 EUR"}).text
    assert re.search(r"Left to pay</dt><dd class=\"total\">€14.90", shown)
    assert "Pay €14.90" in shown
    bought = paying(buyer, credit="10.00 EUR", address_id=buyer.home)
    assert bought.status_code == 303
    number = re.match(r"/orders/([\w-]+)", bought.headers["location"])[1]
    assert placed(street, number).credit == Money(1000, "EUR")
    token = buyer.street.shop.access_tokens().of(number)
    page = buyer.get(f"/orders/{number}?access_token={token}").text
    assert ("Your credit" in page, "€14.90" in page) == (True, True)
    assert "From the shop" in buyer.get("/account/credit").text
    assert number in buyer.get("/account/credit").text


def test_where_it_is_gone_meanwhile_that_is_a_conflict_with_the_difference(buyer):
    gives(buyer, 1000)
    at_the_checkout(buyer)
    refused = paying(buyer, credit="30.00 EUR", address_id=buyer.home)
    assert refused.status_code == 409
    assert "EUR 14.90 are missing" in refused.text or "missing" in refused.text
    assert "Nothing was charged" in refused.text


def test_nonsense_in_the_box_is_no_credit(street, buyer):
    gives(buyer, 1000)
    at_the_checkout(buyer)
    for nonsense in ("x", "-5.00 EUR", "1e3 EUR", "5.00"):
        at_the_checkout(buyer)
        bought = paying(buyer, credit=nonsense, address_id=buyer.home)
        assert bought.status_code == 303, nonsense
    assert own(buyer)["available"]["amount"] == "10.00"


def test_in_steps_it_can_pay_for_all_and_no_card_is_asked_for(buyer):
    gives(buyer, 9000)
    assert buyer.post("/cart/lines", {"sku": KETTLE, "quantity": "1"}).status_code == 303
    said = {**HOME, "email": buyer.email}
    assert buyer.post("/checkout/address", said).headers["location"] == "/checkout/shipping"
    assert buyer.post("/checkout/shipping", {"shipping_method": "standard"}).headers["location"] == "/checkout/payment"
    ticked = {"payment_method": "sandbox", "payment_token": "", "credit": "90.00 EUR"}
    assert buyer.post("/checkout/payment", ticked).headers["location"] == "/checkout/review"
    page = buyer.get("/checkout/review").text
    form = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', page))
    form.pop("_csrf_token")
    assert form["credit"] == "24.90 EUR"
    assert "Pay €0.00" in page
    bought = buyer.post("/checkout/review", form)
    assert bought.headers["location"].startswith("/orders/"), bought.text[:500]
    assert own(buyer)["available"]["amount"] == "65.10"


def test_programs_pay_by_it_and_are_told_what_is_missing(buyer):
    gives(buyer, 1000)
    some = {"shipping_address": HOME, "credit": {"amount": "10.00", "currency": "EUR"}}
    bought = buys(buyer, buyer.pass_, **some).json()
    assert (bought["credit"]["amount"], bought["payment"]["amount"]["amount"]) == ("10.00", "14.90")
    refused = buys(buyer, buyer.pass_, **some)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/CreditNotEnough")
    guest = buys(buyer, **some)
    assert (guest.status_code, guest.json()["type"]) == (422, "/problems/CreditNotYours")
    wrong = buys(buyer, buyer.pass_, shipping_address=HOME, credit={"amount": "1.001", "currency": "EUR"})
    assert wrong.status_code == 400
    held = own(buyer)
    assert [move["kind"] for move in held["moves"]] == ["order", "goodwill"]
    seen = asks(buyer, "GET", f"/orders/{bought['number']}", params={"access_token": bought["access_token"]}).json()
    assert seen["paid_by"] == {
        "credit": {"amount": "10.00", "currency": "EUR"}, "payment": {"amount": "14.90", "currency": "EUR"},
    }
    settle(buyer.street.shop)


def test_nobody_sees_or_spends_what_is_somebody_elses(street, buyer):
    gives(buyer, 1000)
    other = street.visitor("Ben").joins()
    other.pass_ = logs_in(other).json()["access_token"]
    assert own(other)["available"]["amount"] == "0.00"
    refused = buys(other, other.pass_, shipping_address=HOME, credit={"amount": "10.00", "currency": "EUR"})
    assert refused.status_code == 409
    account = street.shop.account_emails().find(buyer.email)
    assert asks(other, "GET", f"/users/{account}/credit", other.pass_).status_code == 403
    form = {"amount": {"amount": "5.00", "currency": "EUR"}, "why": "late", "reason": "x"}
    assert asks(other, "POST", f"/users/{account}/credit", other.pass_, json=form).status_code == 403


def shown_fields(page):
    return {
        name: value for name, value in re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', page)
        if name != "_csrf_token"
    }


def test_the_button_says_what_is_charged_though_more_credit_came_meanwhile(street, buyer):
    gives(buyer, 500)
    hidden = shown_fields(at_the_checkout(buyer))
    gives(buyer, 1000)
    form = {**HOME, "email": buyer.email, "credit": "5.00 EUR", "shipping_method": "standard"}
    shown = buyer.post("/checkout", {**form, "update": "1"}).text
    assert "Pay €19.90" in shown
    assert 'name="credit" value="5.00 EUR" checked' in shown, "without a script the whole page is shown anew"
    bought = buyer.post("/checkout", hidden | shown_fields(shown) | form | {"payment_token": "success"})
    number = re.match(r"/orders/([\w-]+)", bought.headers["location"])[1]
    assert placed(street, number).credit == Money(500, "EUR")


def to_review(buyer, token, credit):
    buyer.post("/cart/lines", {"sku": KETTLE, "quantity": "1"})
    buyer.post("/checkout/address", {**HOME, "email": buyer.email})
    buyer.post("/checkout/shipping", {"shipping_method": "standard"})
    buyer.post("/checkout/payment", {"payment_method": "sandbox", "payment_token": token, "credit": credit})
    return shown_fields(buyer.get("/checkout/review").text)


def test_a_declined_card_takes_the_credit_out_of_no_checkout(buyer):
    gives(buyer, 1000)
    declined = buyer.post("/checkout/review", to_review(buyer, "decline", "10.00 EUR"))
    assert declined.status_code == 402
    assert 'name="credit" value="10.00 EUR" checked' in declined.text


def test_programs_go_on_with_the_credit_that_was_ticked_on_the_pages(buyer):
    gives(buyer, 1000)
    to_review(buyer, "success", "10.00 EUR")
    cart = f"/carts/{asks(buyer, 'GET', '/me/cart', buyer.pass_).json()['id']}/checkout"
    some = {"amount": "10.00", "currency": "EUR"}
    assert asks(buyer, "GET", cart, buyer.pass_).json()["credit"] == some
    again = {"method": "sandbox", "token": "success"}
    seen = asks(buyer, "PUT", f"{cart}/payment", buyer.pass_, json=again).json()
    assert seen["credit"] == some, "saying the card anew takes nothing else away"
    wish = {"seal": seen["seal"], "quote": seen["cart"]["quote"]}
    bought = asks(buyer, "POST", f"{cart}/order", buyer.pass_, json=wish).json()
    assert (bought["credit"], bought["payment"]["amount"]["amount"]) == (some, "14.90")


def test_staff_give_it_only_in_what_the_shop_sells_in(street, buyer):
    account = gives(buyer, 100)
    for code in ("XQZ", "USD"):
        wish = GiveCredit(account_id=account, amount=Money(100, code), reason="your parcel came late")
        with pytest.raises(NotSoldIn):
            street.shop.bus().do(wish, Caller(actor="staff:test", correlation=uuid4()))
