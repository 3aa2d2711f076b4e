"""A shop with a key for Stripe, a Stripe on this machine, and a browser."""

import re
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from litestar.testing import TestClient

from store.entrypoints.shared.build_assets import build
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.accounts.conftest import KEY as UNCOUNTED
from tests.entrypoints.accounts.conftest import Street
from tests.harness.drivers.in_process import InProcess
from tests.harness.drivers.memory import OPENING
from tests.harness.drivers.postgres import settle
from tests.harness.goods import Goods
from tests.harness.world import CountingIds, StillClock
from tests.stripe_server import KEY, StripeServer, signature

SECRET = "whsec_of_this_shop"
HOME = {"name": "Ben Hill", "line1": "1 Main Street", "city": "Berlin", "postal_code": "10115", "country": "DE"}
MUG = Goods("Ash mug", "9.00")
ASKING = "pm_card_authenticationRequired"


class CardShop:
    """The shop, Stripe, and a browser."""

    def __init__(self, client, shop, stripe, app):
        self.client, self.shop, self.stripe, self.app = client, shop, stripe, app

    def cart(self):
        id = self.client.post("/api/v1/carts").json()["id"]
        self.client.post(f"/api/v1/carts/{id}/lines", json={"sku": MUG.sku, "quantity": 1})
        return id

    def order(self, token, method="stripe"):
        return self.client.post("/api/v1/orders", json={
            "cart_id": self.cart(), "email": "ben@example.org", "shipping_address": HOME,
            "payment": {"method": method, "token": token},
        })

    def status(self, placed):
        return self.client.get(
            f"/api/v1/orders/{placed['number']}", params={"access_token": placed["access_token"]}
        ).json()["status"]

    def hears(self, body, header=None):
        """Stripe sends *body*."""
        return self.client.post(
            "/api/v1/webhooks/stripe", content=body,
            headers={"content-type": "application/json", "stripe-signature": header or signature(body, SECRET)},
        )

    def intent(self, placed):
        return self.stripe.intent_of(placed["payment"]["id"])

    def checkout(self, token, **more):
        """A shopper's way through the pages."""
        self.client.cookies.clear()
        self.client.cookies.set("store_cart", self.cart())
        page = self.client.get("/checkout")
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        form = hidden | HOME | {"email": "ben@example.org", "shipping_method": "standard"} | more
        form["payment_token"] = token
        return page, self.client.post("/checkout", data=form, follow_redirects=False)


@contextmanager
def opened(url, folder, stripe, **more):
    settings = Settings(
        database_url=url, data_dir=folder, demo=False, log_level="info", command_threads=2, stripe_key=KEY,
        stripe_publishable_key="pk_test_of_this_shop", stripe_webhook_secret=SECRET, stripe_url=stripe.address,
        staff_token="the-token", base_url="http://shop.test", **more,
    )
    with postgres_shop(settings) as shop:
        back_room = InProcess(
            shop.bus(), StillClock(OPENING), CountingIds(), shop.sandbox(), shop.log(),
            ask=lambda query: pytest.fail(str(query)), settle=lambda: settle(shop),
        )
        back_room.offers(MUG, 500)
        app = create_app(settings)
        with TestClient(app, base_url="http://shop.test") as client:
            client.headers["x-api-key"] = "k"
            yield CardShop(client, shop, stripe, app)


@pytest.fixture(scope="module")
def _open(postgres, migrated_template, tmp_path_factory):
    build()
    name = f"cards_{uuid4().hex[:8]}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name} TEMPLATE {migrated_template}")
    folder = tmp_path_factory.mktemp("cards")
    keys = ("k", UNCOUNTED)
    with StripeServer() as stripe, opened(postgres.url(name), folder, stripe, rate_limit_keys=keys) as found:
        yield found


@pytest.fixture
def shop(_open):
    _open.stripe.books.intents.clear()
    _open.stripe.troubles.clear()
    _open.stripe.requests.clear()
    _open.client.cookies.clear()
    return _open


@pytest.fixture(scope="module")
def owner(_open):
    """Somebody with an account there."""
    return Street(_open.client, _open.shop).visitor("Ann").joins()
