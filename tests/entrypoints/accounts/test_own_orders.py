"""One's own orders: found by how they stand, when they were placed, and what is in them; and ordered again."""

import re
from decimal import Decimal
from uuid import uuid4

import pytest

from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.money import Money
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.entrypoints.accounts.test_addresses_api import HOME, refused_with
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.story("US-4.1", "filter by date and status")]
again = pytest.mark.story("US-4.1", "order the same again")
STAFF = {"authorization": "Bearer the-token"}
NAMES = {"LAMP": "Lamp 50%_off", "STOOL": "Oak Stool"}


@pytest.fixture(scope="module", autouse=True)
def _goods(street):
    rows = tuple(
        ProductRow(key=sku, name=name, brand="Maker", category=("Home",), slug=sku.lower(),
                   variants=(VariantRow(sku, Money(2000, "EUR"), 500),))
        for sku, name in NAMES.items()
    )
    street.shop.bus().do(
        ImportProducts(source="own orders", rows=rows), Caller(actor="system:test", correlation=uuid4())
    )
    settle(street.shop)


@pytest.fixture
def buyer(street):
    """Somebody with a lamp that was cancelled, a stool on its way, and one that is packed."""
    who = street.visitor("Ann").joins()
    who.pass_ = logs_in(who).json()["access_token"]
    who.orders = {name: buys(who, sku) for name, sku in (
        ("cancelled", "LAMP"), ("shipped", "STOOL"), ("confirmed", "STOOL"),
    )}
    number, token = who.orders["cancelled"]["number"], who.orders["cancelled"]["access_token"]
    done = asks(who, "POST", f"/orders/{number}/cancellation", json={"reason": "mistake"},
                params={"access_token": token})
    assert done.status_code == 201, done.text
    asks(who, "POST", f"/orders/{who.orders['shipped']['number']}/shipment", json={"carrier": "Post"}, headers=STAFF)
    settle(street.shop)
    return who


def buys(who, sku, quantity=1):
    cart = asks(who, "POST", "/carts").json()["id"]
    asks(who, "POST", f"/carts/{cart}/lines", json={"sku": sku, "quantity": quantity})
    bought = asks(who, "POST", "/orders", who.pass_, json={
        "cart_id": cart, "email": who.email, "shipping_address": HOME,
        "payment": {"method": "sandbox", "token": "success"},
    })
    assert bought.status_code == 201, bought.text
    return bought.json()


def found(who, **asked):
    rows = asks(who, "GET", "/me/orders", who.pass_, params=asked).json()["items"]
    by_number = {order["number"]: name for name, order in who.orders.items()}
    return {by_number[row["number"]] for row in rows}


@pytest.mark.story("US-4.1", "all my orders with their status")
def test_orders_are_narrowed_down_by_how_they_stand_when_and_what_is_in_them(buyer):
    today = buyer.orders["shipped"]["placed_at"][:10]
    everything = {"cancelled", "shipped", "confirmed"}
    assert found(buyer) == everything
    for status in everything:
        assert found(buyer, status=status) == {status}
    assert found(buyer, since=today, until=today) == everything
    assert found(buyer, until="2020-01-01") == found(buyer, since="2999-01-01") == set()
    assert found(buyer, q="oak STOOL") == found(buyer, q="stool") == {"shipped", "confirmed"}
    assert found(buyer, q="50%_off") == {"cancelled"}
    assert found(buyer, q="50_") == found(buyer, q="%l") == set()
    number = buyer.orders["shipped"]["number"]
    assert found(buyer, q=number.lower()[2:8]) == {"shipped"}
    assert found(buyer, q="stool", status="cancelled") == set()


@pytest.mark.story("US-4.4", "cancel a part of an order")
@pytest.mark.requirement("R4.1")
def test_what_was_cancelled_is_not_listed_as_bought(buyer, street):
    order = buys(buyer, "LAMP", 3)
    done = asks(buyer, "POST", f"/orders/{order['number']}/cancellation", params={
        "access_token": order["access_token"],
    }, json={"reason": "mistake", "lines": [{"sku": "LAMP", "quantity": 2}]})
    settle(street.shop)
    paid, back = (Decimal(it["amount"]) for it in (order["total"], done.json()["refund"]["amount"]))
    rows = asks(buyer, "GET", "/me/orders", buyer.pass_).json()["items"]
    row = next(it for it in rows if it["number"] == order["number"])
    assert (row["pieces"], row["cancelled"], row["total"], Decimal(row["left"]["amount"])) == (
        3, 2, order["total"], paid - back,
    )
    gone = next(it for it in rows if it["status"] == "cancelled")
    assert (gone["pieces"], gone["cancelled"], gone["left"]["amount"]) == (1, 1, "0.00")
    page = " ".join(buyer.get("/account/orders").text.split())
    assert "3 pieces · 2 of them were cancelled" in page
    assert f"€{row['left']['amount']}" in page
    listed = asks(buyer, "GET", "/orders", headers=STAFF, params={"q": order["number"]}).json()["items"]
    assert [(it["pieces"], it["cancelled"], it["left"]) for it in listed] == [(3, 2, row["left"])]


def test_pages_keep_what_was_chosen(buyer):
    first = asks(buyer, "GET", "/me/orders", buyer.pass_, params={"q": "stool", "limit": 1}).json()
    second = asks(buyer, "GET", "/me/orders", buyer.pass_, params={
        "q": "stool", "limit": 1, "cursor": first["next_cursor"],
    }).json()
    numbers = [page["items"][0]["number"] for page in (first, second)]
    assert numbers == [buyer.orders[name]["number"] for name in ("confirmed", "shipped")]
    assert second["next_cursor"] is None


@pytest.mark.parametrize("asked", [
    {"status": "lost"}, {"since": "soon"}, {"until": "2026-02-30"}, {"since": "0001-01-01"},
])
def test_what_is_no_day_or_status_is_said(buyer, asked):
    refused = refused_with(400, asks(buyer, "GET", "/me/orders", buyer.pass_, params=asked))
    assert refused["errors"][0]["field"] == next(iter(asked))
    page = buyer.get(f"/account/orders?{'&'.join(f'{name}={value}' for name, value in asked.items())}")
    assert page.status_code == 422
    assert f'href="#f-{next(iter(asked))}"' in page.text


@pytest.mark.story("US-4.1", "all my orders with their status")
def test_the_page_narrows_down_and_says_when_nothing_fits(buyer):
    page = buyer.get("/account/orders?status=shipped&q=stool").text
    assert buyer.orders["shipped"]["number"] in page
    assert buyer.orders["confirmed"]["number"] not in page
    assert 'value="stool"' in page
    assert "No order fits" in buyer.get("/account/orders?q=nothing-like-it").text


@again
def test_what_was_bought_is_put_into_a_cart_again_by_page_and_by_program(buyer):
    order = buyer.orders["shipped"]
    path = f"/orders/{order['number']}/again"
    page = buyer.get(path, params={"access_token": order["access_token"]})
    assert "All of it is there" in page.text
    form = dict(re.findall(r'<input type="hidden" name="(access_token|key)" value="([^"]+)"', page.text))
    for _ in range(2):  # pressed twice
        done = buyer.post(path, form)
        assert (done.status_code, done.headers["location"]) == (303, "/cart")
    assert "Oak Stool" in buyer.get("/cart").text
    assert asks(buyer, "GET", "/me/cart", buyer.pass_).json()["item_count"] == 1
    cart = asks(buyer, "POST", "/carts").json()["id"]
    put = asks(buyer, "POST", f"/carts/{cart}/orders/{order['number']}", params={"access_token": order["access_token"]})
    assert (put.status_code, [line["state"] for line in put.json()["lines"]]) == (201, ["same"])
    assert asks(buyer, "GET", f"/carts/{cart}").json()["item_count"] == 1


@again
def test_nobody_elses_order_is_ordered_again_or_known(buyer):
    path, cart = f"/orders/{buyer.orders['shipped']['number']}", asks(buyer, "POST", "/carts").json()["id"]
    assert buyer.get(f"{path}/again").status_code == 404
    assert buyer.post(f"{path}/again", {"access_token": "x" * 32}).status_code == 404
    assert refused_with(404, asks(buyer, "POST", f"/carts/{cart}{path}"))["type"] == "/problems/NoSuchOrder"
    assert re.fullmatch(r"[0-9a-f-]{36}", cart)
