"""How many SQL statements a request costs, counted by Postgres itself.

Everything between the first and the last byte counts, BEGIN and COMMIT included.
"""

from uuid import uuid4

import pytest

from store.adapters.identity.sessions_postgres import PostgresSessions
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.statements.counting import LINES, cost, costs, open_cart

LIST, DETAIL, READ_CART, ADD = 2, 2, 2, 4
"""Putting something in: its facts, what is on offer, the answer's promotions. Four are allowed."""
PLACE = 6
"""The claim, the offers, the stock, whether promotions still stand as they are known, the order's facts, and those of
its payment with the answer, in whose step what was kept of the checkout goes. Ten were allowed."""
ADDRESS = {"name": "Ann Example", "line1": "1 Long Lane", "city": "Berlin", "postal_code": "10115", "country": "DE"}


@pytest.mark.requirement("R9.3")
@pytest.mark.story("US-2.1", "pages come within two seconds")
@pytest.mark.story("US-2.2", "answers within half a second")
@pytest.mark.parametrize("asked", ["", "?q=thing", "?category=things/kind-1", "?brand=Brand+1&sort=price&limit=100",
                                   "?facets=1&facet=Size:+S&category=things/kind-1&category=things/kind-2",
                                   "?facets=1&range=Weight+(kg):+1..3&category=things/kind-1"])
def test_a_list_costs_the_same_few_statements_however_long_it_is(shop, statements, asked):
    found = cost(statements, lambda: shop.get(f"/api/v1/products{asked}"))
    assert len(found) <= LIST, found


def test_a_slip_costs_one_more_and_words_that_nobody_knows_none(shop, statements):
    first, slip = (cost(statements, lambda: shop.get("/api/v1/products?q=thnig")) for _ in range(2))
    assert len(first) <= LIST + 2, "what a word is for is asked once in ten minutes"
    assert len(slip) <= LIST + 1, slip
    assert shop.get("/api/v1/products?q=thnig").json()["corrected"] == {"thnig": "thing"}
    first, unknown = (cost(statements, lambda: shop.get("/api/v1/products?q=zeppelin")) for _ in range(2))
    assert len(first) <= LIST + 1, "as above"
    assert len(unknown) <= LIST, unknown
    assert shop.get("/api/v1/products?q=thing").json()["corrected"] == {}


@pytest.mark.requirement("R2.5")
@pytest.mark.story("US-2.2", "no result says so")
def test_the_page_says_what_it_looked_for_instead_and_quotes_nobody_unescaped(shop):
    assert "Nothing for <em>thnig</em>. Showing results for <em>thing</em>." in shop.get("/products?q=thnig").text
    assert "<script>x" not in shop.get("/products", params={"q": "thnig<script>x"}).text
    assert "Take all filters off" in shop.get("/products?q=zeppelin&in_stock=1").text


def test_a_product_costs_two_statements(shop, statements):
    assert len(found := cost(statements, lambda: shop.get("/api/v1/products/thing-1"))) <= DETAIL, found


def test_a_cart_costs_the_same_few_statements_however_full_it_is(shop, statements):
    carts = {n: open_cart(shop, n) for n in LINES}
    found = {
        n: costs(statements, lambda cart=cart: shop.get(f"/api/v1/carts/{cart}"), READ_CART + 1)
        for n, cart in carts.items()
    }
    assert {*found.values()} == {READ_CART}, found


def test_putting_something_in_costs_the_same_few_statements_however_full_the_cart_is(shop, statements):
    carts = {n: open_cart(shop, n) for n in LINES}
    found = {
        n: costs(statements, lambda cart=cart: shop.post(f"/api/v1/carts/{cart}/lines", json={"sku": "THING-1-L"}), ADD)
        for n, cart in carts.items()
    }
    assert len({*found.values()}) == 1, found


def test_placing_an_order_costs_the_same_few_statements_however_long_it_is(shop, statements):
    """Also where the process sees the stock for the first time; from then on it costs one less."""
    first, *carts = (open_cart(shop, n) for n in (max(LINES), *LINES))
    assert len(unknown := cost(statements, lambda: place(shop, first))) <= PLACE, unknown
    found = [cost(statements, lambda cart=cart: place(shop, cart)) for cart in carts]
    assert {len(its) for its in found} == {PLACE - 1}, found


HISTORY, ACTIVITY, CHAIN, DIFFERENCE = 4, 2, 4, 3
STAFF = {"authorization": "Bearer the-token-of-the-staff"}


def test_looking_back_costs_the_same_few_statements_however_many_facts_are_shown(
    shop, statements, module_url, folder
):
    place(shop, open_cart(shop, 1))
    settle(module_url, folder)
    stock = "/history/inventory/THING-0-S"
    budgets = {
        stock: HISTORY, f"{stock}?version=1": HISTORY, f"{stock}?at=2199-01-01T00:00:00Z": HISTORY,
        f"{stock}/difference?from=0": DIFFERENCE,
        "/history?limit=200": ACTIVITY, "/history?limit=1": ACTIVITY, "/history?about=THING-0-S&actor=guest": ACTIVITY,
    }
    few = {path: len(cost(statements, lambda path=path: look(shop, path))) for path in budgets}
    assert all(few[path] <= most for path, most in budgets.items()), few
    for _ in range(20):
        shop.post("/api/v1/inventory/THING-0-S/receipts", json={"quantity": 1}, headers=STAFF)
    settle(module_url, folder)
    many = {path: len(cost(statements, lambda path=path: look(shop, path))) for path in budgets}
    assert all(many[path] <= most for path, most in budgets.items()), many
    wish = look(shop, "/history?limit=1").json()["items"][0]["correlation"]
    assert len(cost(statements, lambda: look(shop, f"/history/chains/{wish}"))) <= CHAIN


def look(client, path):
    return client.get(f"/api/v1{path}", headers=STAFF)


def settle(url, folder):
    settings = Settings(database_url=url, data_dir=folder, demo=False, log_level="error")
    with postgres_shop(settings) as back_room:
        back_room.runner().catch_up()


def place(client, cart):
    form = {"cart_id": cart, "email": "ann@example.com", "shipping_address": ADDRESS,
            "payment": {"method": "sandbox", "token": "success"}}
    return client.post("/api/v1/orders", json=form, headers={"idempotency-key": f"key of {cart}"})


@pytest.mark.requirement("R1.5")
@pytest.mark.requirement("R9.3")
def test_a_pass_or_a_session_costs_one_statement_and_a_guest_none(shop, statements, module_url, folder):
    settings = Settings(database_url=module_url, data_dir=folder)
    with postgres_shop(settings) as back_room:
        session, token = PostgresSessions(back_room.pool()).open(
            AccountId(uuid4()), Role.CUSTOMER, "", back_room.clock().now()
        )
        shown = back_room.passes().sign(session, back_room.clock().now())
    asked = "/api/v1/products/thing-1"
    without = cost(statements, lambda: shop.get(asked))
    with_pass = cost(statements, lambda: shop.get(asked, headers={"authorization": f"Bearer {shown}"}))
    assert (len(with_pass) - len(without), [it for it in without if "work.sessions" in it]) == (1, [])
    shop.cookies.clear()
    shop.get("/products/thing-1")  # the categories are kept for a few seconds
    guest = cost(statements, lambda: shop.get("/products/thing-1"))
    shop.get("/products/thing-1", headers={"cookie": f"{ACCOUNT_COOKIE}={token}"})  # and faces for half a minute
    known = cost(statements, lambda: shop.get("/products/thing-1", headers={"cookie": f"{ACCOUNT_COOKIE}={token}"}))
    whose_cart = 1
    assert (len(known) - len(guest) - whose_cart, [it for it in guest if "work.sessions" in it]) == (1, [])

