"""Card numbers are typed wherever anybody may write, and afterwards found nowhere."""

import io
import json
import sys

import psycopg
import pytest
import structlog
from psycopg import sql
from psycopg.types.string import TextLoader

from tests.entrypoints.payments.conftest import HOME, MUG, opened
from tests.harness.drivers.postgres import settle
from tests.harness.typed_numbers import holds
from tests.stripe_server import StripeServer

pytestmark = [pytest.mark.requirement("R10.5"), pytest.mark.story("US-10.5", "card numbers are never stored")]

CARD, SPACED = "4242424242424242", "5555 5555 5555 4444"
HIDDEN = "card\uff13\uff17\uff18\uff12  8224_63\uff110\u2013005x"
"""An Amex number, as somebody writes it who means to get it past."""
TYPED = (CARD, SPACED, HIDDEN)
STAFF = {"authorization": "Bearer the-token"}


class Paper(io.StringIO):
    """What was written to the log."""


@pytest.fixture
def own(built, migrated_url, tmp_path, monkeypatch):
    paper = Paper()
    monkeypatch.setattr(sys, "stderr", paper)
    with StripeServer() as stripe, opened(migrated_url, tmp_path, stripe, rate_limit_keys=("k",)) as shop:
        shop.paper = paper
        yield shop


@pytest.fixture
def built(shop):
    """Assets are there once the shared shop is."""


def shopper_writes(shop, number):
    for field in HOME:
        if field != "country":
            shop.checkout("pm_card_visa", **{field: number})
    shop.checkout("pm_card_visa", email=f"{number}@example.org")
    shop.checkout(number)
    for token in (number, f"pm_{number}"):
        shop.order(token)
    cart = shop.cart()
    shop.client.post(f"/api/v1/carts/{cart}/lines", json={"sku": number, "quantity": 1})
    for path in ("/products", "/api/v1/products", "/orders", "/search/suggestions"):
        shop.client.get(path, params={"q": number, "number": number, "email": number})
    for path in (f"/orders/{number}", f"/products/{number}", f"/{number}", f"/api/v1/orders/{number}"):
        shop.client.get(path)
    sent = number.encode()
    shop.client.get("/", headers={"x-request-id": sent, "user-agent": sent, "referer": b"http://shop.test/" + sent})
    shop.client.post("/api/v1/carts", headers={"x-request-id": sent, "idempotency-key": sent})
    shop.client.post("/api/v1/orders", headers={"idempotency-key": sent}, json={
        "cart_id": shop.cart(), "email": "ben@example.org", "shipping_address": HOME,
        "payment": {"method": "stripe", "token": "pm_card_visa"},
    })
    shop.client.post("/api/v1/accounts", json={"name": number, "email": "ann@example.org", "password": f"a {number} b"})
    shop.client.post("/api/v1/tokens", json={"email": f"{number}@example.org", "password": number})


def staff_write(shop, number):
    def sends(path, **form):
        return shop.client.post(f"/api/v1{path}", json=form, headers=STAFF)

    order = shop.order("pm_card_visa").json()["number"]
    refused = [
        sends(f"/inventory/{MUG.sku}/counts", on_hand=400, reason=f"paid with {number}"),
        sends(f"/orders/{order}/shipment", carrier=f"DHL {number}", tracking="00340434161094042557"),
        sends("/webhooks", name=number, url="https://partner.example/"),
        sends("/webhooks", name="Miller", url=f"https://partner.example/{number}"),
        sends("/insight/queries", sql=f"SELECT '{number}'"), sends("/insight/queries", query=f"SELECT '{number}'"),
    ]
    for path in ("/orders", "/inventory", "/history"):
        shop.client.get(f"/api/v1{path}", params={"q": number}, headers=STAFF)
    return refused


def everything_kept(url):
    """Each value in each table of the shop, as text."""
    with psycopg.connect(url) as db:
        db.adapters.register_loader("timestamptz", TextLoader)  # some are infinite
        tables = db.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for schema, table in tables:
            for row in db.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, table))):
                for value in row:
                    yield f"{schema}.{table}", as_text(value)


def as_text(value):
    match value:
        case bytes() | memoryview():
            return bytes(value).decode("latin-1")
        case str():
            return value
        case float():
            return f"{value:.3f}"  # nobody writes a number into a fraction, and some look like it
    return json.dumps(value, default=str)


def test_a_card_number_is_found_nowhere_afterwards(own, migrated_url):
    refused = []
    for number in TYPED:
        shopper_writes(own, number)
        refused += staff_write(own, number)
    settle(own.shop)
    assert {answer.status_code for answer in refused} <= {400, 404, 405, 422}
    assert sum(answer.json()["type"] == "/problems/CardNumberWritten" for answer in refused) >= 9
    assert own.order("pm_card_visa").status_code == 201, "whoever writes none buys as ever"
    structlog.get_logger().error("the end")
    kept = list(everything_kept(migrated_url))
    assert len(kept) > 200
    assert [(table, text) for table, text in kept if holds(text, *TYPED)] == []
    lines = own.paper.getvalue()
    assert "the end" in lines
    assert "****4242" in lines
    assert [line for line in lines.splitlines() if holds(line, *TYPED)] == []


def test_the_refusal_names_the_field_and_says_what_to_do(shop):
    _, refused = shop.checkout("pm_card_visa", line1=f"1 Main Street {SPACED}")
    assert refused.status_code in {400, 422}
    assert "looks like the number of a card" in refused.text
    answer = shop.client.post(
        f"/api/v1/inventory/{MUG.sku}/counts", json={"on_hand": 400, "reason": CARD}, headers=STAFF
    )
    assert answer.json()["facts"] == {"field": "reason"}
    assert CARD not in answer.text
