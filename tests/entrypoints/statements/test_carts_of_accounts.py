"""What it costs that a cart is an account's, and that every page counts what lies in it."""

import re
from uuid import UUID, uuid4

import pytest

from store.adapters.identity.sessions_postgres import PostgresSessions
from store.application.cart.messages import AddToOwnCart
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId, Sku
from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.statements.counting import LINES, cost, costs

TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')
ADD, COUNT, SHOW = 5, 1, 2
"""Each with the look at the session, without which it is four, but for ``COUNT`` and ``SHOW``, which are what a page
costs more for it.
"""
pytestmark = [pytest.mark.requirement("R3.6"), pytest.mark.requirement("R9.3")]


@pytest.fixture
def members(module_url, folder):
    """Browsers of people who are logged in, by how much lies in their carts: what they send along."""
    settings = Settings(database_url=module_url, data_dir=folder, demo=False, log_level="error")
    with postgres_shop(settings) as shop:
        sessions, bus, found = PostgresSessions(shop.pool()), shop.bus(), {}
        for most in LINES:
            account = AccountId(uuid4())
            session, token = sessions.open(account, Role.CUSTOMER, "", shop.clock().now())
            for n in range(most):
                wish = AddToOwnCart(account_id=account, sku=Sku(f"THING-{n}-S"), quantity=1, currency="EUR")
                cart = bus.do(wish, Caller(actor="system:test", correlation=uuid4())).outcome.cart_id
            bearer = shop.passes().sign(session, shop.clock().now())
            found[most] = (token, cart, {"authorization": f"Bearer {bearer}"})
        return found


def cookies(token, cart: UUID | None = None):
    kept = f"; store_cart={cart}" if cart else ""
    return {"cookie": f"{ACCOUNT_COOKIE}={token}{kept}"}


@pytest.mark.story("US-3.1", "the cart persists")
def test_putting_something_into_an_accounts_cart_costs_the_same_few_statements(shop, statements, members):
    """In a process that has not seen the cart yet, and in one that has."""
    found = {
        n: costs(statements, lambda cart=cart, bearer=bearer: shop.post(
            f"/api/v1/carts/{cart}/lines", json={"sku": "THING-1-L"}, headers=bearer
        ), ADD) for n, (_, cart, bearer) in members.items()
    }
    assert len({*found.values()}) == 1, found


@pytest.mark.story("US-3.1", "the cart persists")
def test_the_button_of_a_page_costs_no_more(shop, statements, members):
    for token, cart, _ in members.values():
        page = shop.get("/cart", headers=cookies(token, cart))
        form = {"sku": "THING-1-L", "quantity": "1", "_csrf_token": TOKEN.search(page.text)[1]}
        known = {"cookie": f"{cookies(token, cart)['cookie']}; store_form={page.cookies['store_form']}"}
        shop.cookies.clear()
        for _ in "ab":
            found = cost(statements, lambda known=known, form=form: shop.post(
                "/cart/lines", data=form, headers=known | {"hx-request": "true"}
            ))
            assert len(found) <= ADD, found


@pytest.mark.story("US-3.1", "the header counts the items")
def test_the_count_costs_one_statement_however_much_lies_in_the_cart_and_none_for_who_has_none(
    shop, statements, members
):
    page = "/products/thing-1"
    shop.cookies.clear()
    shop.get(page)  # the categories are kept for a few seconds
    without = len(cost(statements, lambda: shop.get(page)))
    for n, (token, cart, bearer) in members.items():
        known = cookies(token, cart)
        assert f"Pieces in the cart: </span>{n}</span>" in shop.get(page, headers=known).text
        found = cost(statements, lambda known=known: shop.get(page, headers=known))
        assert len(found) - without - 1 <= COUNT, found
        guests = shop.post("/api/v1/carts").json()["id"]
        shop.post(f"/api/v1/carts/{guests}/lines", json={"sku": "THING-1-L", "quantity": 3})
        found = cost(statements, lambda guests=guests: shop.get(page, headers={"cookie": f"store_cart={guests}"}))
        assert len(found) - without <= COUNT, found
        assert shop.get("/api/v1/me/cart", headers=bearer).json()["item_count"] == n


@pytest.mark.story("US-3.1", "the cart persists")
def test_the_page_of_the_cart_costs_the_same_however_much_lies_in_it(shop, statements, members):
    found = {}
    for n, (token, cart, _) in members.items():
        shop.get("/cart", headers=cookies(token, cart))  # faces are kept for half a minute
        known = cookies(token, cart)
        found[n] = cost(statements, lambda known=known: shop.get("/cart", headers=known))
    assert all(len(its) <= 1 + SHOW for its in found.values()), found
