"""Somebody who is logged in buys: to an address they keep, and finds the order among their own."""

import re
from uuid import uuid4

import pytest

from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.ordering.events import OrderPlaced
from store.domain.shared.ids import OrderNumber, order_of
from store.domain.shared.money import Money
from store.entrypoints.shared.card_numbers import masked
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.entrypoints.accounts.test_addresses_api import AWAY, HOME, refused_with
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R6.3"), pytest.mark.requirement("R3.3")]
choosing = pytest.mark.story("US-6.2", "choose an address at checkout")
KETTLE = "KETTLE-OF-ANN"


@pytest.fixture(scope="module", autouse=True)
def _kettles(street):
    row = ProductRow(key=KETTLE, name="Kettle", brand="Maker", category=("Kitchen",),
                     variants=(VariantRow(KETTLE, Money(2000, "EUR"), 500),))
    street.shop.bus().do(
        ImportProducts(source="accounts", rows=(row,)), Caller(actor="system:test", correlation=uuid4())
    )
    settle(street.shop)


@pytest.fixture
def buyer(street):
    """Somebody with an account and one kept address."""
    who = street.visitor("Ann").joins()
    who.pass_ = logs_in(who).json()["access_token"]
    who.home = asks(who, "POST", "/me/addresses", who.pass_, json=HOME).json()["id"]
    return who


def cart_of(who):
    cart = asks(who, "POST", "/carts").json()["id"]
    assert asks(who, "POST", f"/carts/{cart}/lines", json={"sku": KETTLE}).status_code == 201
    return cart


def buys(who, token=None, **where):
    return asks(who, "POST", "/orders", token, json={
        "cart_id": cart_of(who), "email": who.email, "payment": {"method": "sandbox", "token": "success"}, **where,
    })


def placed(street, number):
    id = order_of(OrderNumber(number))
    first = street.shop.journal().read([id])[id].events[0]
    assert isinstance(first, OrderPlaced)
    return first


def own(who, **asked):
    settle(who.street.shop)
    return asks(who, "GET", "/me/orders", who.pass_, params=asked).json()


@choosing
@pytest.mark.requirement("R1.5")
def test_a_program_buys_to_an_address_that_somebody_keeps(street, buyer, ben):
    bought = buys(buyer, buyer.pass_, shipping_address_id=buyer.home)
    assert bought.status_code == 201, bought.text
    fact = placed(street, bought.json()["number"])
    assert (fact.address.value.line1, str(fact.account_id)) == (HOME["line1"], asks(
        buyer, "GET", "/me", buyer.pass_).json()["id"])
    ben.joins()
    ben.pass_ = logs_in(ben).json()["access_token"]
    assert refused_with(404, buys(ben, ben.pass_, shipping_address_id=buyer.home))["type"] == "/problems/NoSuchAddress"
    assert refused_with(401, buys(ben, shipping_address_id=buyer.home))["type"] == "/problems/LogInFirst"
    assert refused_with(400, buys(buyer, buyer.pass_))["errors"][0]["field"] == "shipping_address"
    assert refused_with(400, buys(buyer, buyer.pass_, shipping_address=HOME, shipping_address_id=buyer.home))


@pytest.mark.story("US-10.4", "policy and terms")
@pytest.mark.requirement("R10.5")
def test_an_order_is_placed_under_the_terms_that_were_shown(street, buyer):
    bought = buys(buyer, buyer.pass_, shipping_address=HOME, terms=1)
    assert placed(street, bought.json()["number"]).terms == 1
    refused = buys(buyer, buyer.pass_, shipping_address=HOME, terms=2)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/NoSuchVersion"), refused.text
    assert placed(street, buys(buyer, shipping_address=HOME).json()["number"]).terms is None, "nobody said any"


def test_an_order_keeps_its_address_whatever_becomes_of_the_book(street, buyer):
    number = buys(buyer, buyer.pass_, shipping_address_id=buyer.home).json()["number"]
    asks(buyer, "PUT", f"/me/addresses/{buyer.home}", buyer.pass_, json=AWAY)
    asks(buyer, "DELETE", f"/me/addresses/{buyer.home}", buyer.pass_)
    assert placed(street, number).address.value.line1 == HOME["line1"]
    again = asks(buyer, "GET", f"/orders/{number}", headers={"authorization": "Bearer the-token"}).json()
    assert again["shipping_address"]["city"] == HOME["city"]


def test_ones_own_orders_are_listed_page_by_page_and_nobody_elses(buyer, ben):
    numbers = [buys(buyer, buyer.pass_, shipping_address=HOME).json()["number"] for _ in range(3)]
    buys(buyer, shipping_address=HOME)  # as a guest
    first = own(buyer, limit=2)
    assert [it["number"] for it in first["items"]] == numbers[:0:-1]
    second = own(buyer, limit=2, cursor=first["next_cursor"])
    assert ([it["number"] for it in second["items"]], second["next_cursor"]) == (numbers[:1], None)
    order = first["items"][0]
    opened = asks(buyer, "GET", f"/orders/{order['number']}", params={"access_token": order["access_token"]})
    assert (opened.status_code, opened.json()["status"]) == (200, order["status"])
    ben.joins()
    ben.pass_ = logs_in(ben).json()["access_token"]
    assert own(ben) == {"items": [], "next_cursor": None}
    assert "No orders yet" in ben.get("/account/orders").text
    assert refused_with(400, asks(buyer, "GET", "/me/orders", buyer.pass_, params={"limit": 0}))
    page = buyer.get("/account/orders").text
    assert page.count("/again?access_token=") == 3
    assert all(number in page for number in numbers)


def at_the_checkout(who):
    """A browser with a kettle in its cart."""
    assert who.post("/cart/lines", {"sku": KETTLE, "quantity": "1"}).status_code == 303
    return who.get("/checkout").text


def paying(who, **more):
    page = who.get("/checkout").text
    hidden = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', page))
    hidden.pop("_csrf_token")
    return who.post("/checkout", hidden | {
        "email": who.email, "shipping_method": "standard", "payment_token": "success",
    } | more)


@choosing
def test_at_the_checkout_the_usual_address_is_chosen_and_the_mail_filled_in(street, buyer):
    second = asks(buyer, "POST", "/me/addresses", buyer.pass_, json=AWAY).json()["id"]
    page = at_the_checkout(buyer)
    assert f'value="{buyer.email}"' in page
    assert re.search(rf'value="{buyer.home}" id="f-address_id" checked', page)
    assert re.search(rf'value="{second}" id="f-address_id-2" required', page)
    asks(buyer, "PUT", "/me/addresses/defaults", buyer.pass_, json={"shipping": second})
    assert re.search(rf'value="{second}" id="f-address_id" checked', buyer.get("/checkout").text), "the usual one first"
    done = paying(buyer, address_id=buyer.home)
    assert done.status_code == 303, done.text
    number = re.search(r"/orders/([\w-]+)", done.headers["location"])[1]
    fact = placed(street, number)
    assert (fact.address.value.line1, fact.account_id is None) == (HOME["line1"], False)
    assert ('href="/terms"' in page, fact.terms) == (True, 1), "the version that was shown"


@choosing
@pytest.mark.story("US-3.4", "an address can be saved")
def test_another_address_is_typed_and_kept_for_next_time(street, buyer):
    at_the_checkout(buyer)
    other = HOME | {"line1": "Lindenweg 77"}
    wrong = paying(buyer, address_id="new", save_address="1", **(other | {"city": ""}))
    assert (wrong.status_code, "Enter the city." in wrong.text) == (422, True)
    assert 'name="save_address" value="1" checked' in wrong.text
    done = paying(buyer, address_id="new", save_address="1", **other)
    assert done.status_code == 303, done.text
    kept = asks(buyer, "GET", "/me/addresses", buyer.pass_).json()["items"]
    assert [it["line1"] for it in kept] == ["Lindenweg 4", "Lindenweg 77"]


@choosing
@pytest.mark.requirement("R1.5")
def test_an_address_of_somebody_else_is_none_to_choose(buyer, ben):
    ben.joins()
    at_the_checkout(ben)
    answer = paying(ben, address_id=buyer.home)
    assert (answer.status_code, "no longer in your address book" in answer.text) == (422, True)


@choosing
def test_the_tax_is_that_of_the_chosen_address(street, buyer):
    swiss = HOME | {"country": "CH", "postal_code": "8001", "city": "Zürich"}
    second = asks(buyer, "POST", "/me/addresses", buyer.pass_, json=swiss).json()["id"]
    at_the_checkout(buyer)
    done = paying(buyer, address_id=second)
    assert done.status_code == 303, done.text
    totals = placed(street, re.search(r"/orders/([\w-]+)", done.headers["location"])[1]).totals
    assert (totals.tax_place, totals.total) == ("CH", Money(2490, "EUR"))


@pytest.mark.requirement("R6.5")
@pytest.mark.story("US-6.4", "SMS on or off")
@pytest.mark.story("US-6.4", "every channel respects the choice")
def test_a_parcel_that_leaves_is_told_by_text_message_to_whoever_wants_that(street, buyer):
    def ships(order):
        sent = asks(buyer, "POST", f"/orders/{order['number']}/shipment", "the-token", json={"carrier": "DHL"})
        assert sent.status_code == 201, sent.text
        settle(street.shop)
        street.post.to(buyer.email)  # the worker sees to all that is due
        shown = buyer.get("/dev/outbox?channel=sms", headers={"authorization": "Bearer the-token"}).text
        return shown.count(f"your order {order['number']} is on its way with DHL.")

    first = buys(buyer, buyer.pass_, shipping_address=HOME).json()
    assert ships(first) == 0
    asks(buyer, "PUT", "/me/preferences/phone", buyer.pass_, json={"phone": "+49 30 1234567"})
    asks(buyer, "PATCH", "/me/preferences", buyer.pass_, json={
        "switches": [{"channel": "sms", "kind": "order_updates", "on": True}],
    })
    assert ships(buys(buyer, buyer.pass_, shipping_address=HOME).json()) == 1
    assert ships(buys(buyer, shipping_address=HOME).json()) == 0, "as a guest"


@pytest.mark.requirement("R10.5")
@pytest.mark.story("US-10.5", "card numbers are never stored")
def test_no_text_message_holds_the_number_of_a_card(street, buyer):
    """A carrier with one is refused, and the number on a label, which may look like one, isn't in the few words."""
    asks(buyer, "PUT", "/me/preferences/phone", buyer.pass_, json={"phone": "+49 30 1234567"})
    asks(buyer, "PATCH", "/me/preferences", buyer.pass_, json={
        "switches": [{"channel": "sms", "kind": "order_updates", "on": True}],
    })
    path = f"/orders/{buys(buyer, buyer.pass_, shipping_address=HOME).json()['number']}/shipment"
    card = {"carrier": "DHL 4242 4242 4242 4242"}
    assert asks(buyer, "POST", path, "the-token", json=card).json()["type"] == "/problems/CardNumberWritten"
    labelled = {"carrier": "DHL", "tracking": "4242424242424242"}
    assert asks(buyer, "POST", path, "the-token", json=labelled).status_code == 201
    settle(street.shop)
    street.post.to(buyer.email)
    shown = buyer.get("/dev/outbox?channel=sms", headers={"authorization": "Bearer the-token"}).text
    assert "is on its way with DHL." in shown
    assert masked(shown) == shown


def test_a_guest_sees_the_checkout_as_it_was(street):
    page = at_the_checkout(street.visitor("Eve"))
    assert "address_id" not in page
    assert "save_address" not in page
