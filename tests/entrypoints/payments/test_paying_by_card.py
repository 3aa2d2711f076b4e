"""A shop with a key for Stripe: its checkout, its bank pages, its API and its ear for Stripe's notices."""

import logging
import re
from uuid import UUID, uuid4

import httpx
import pytest
from litestar.testing import TestClient

from store.entrypoints.shared.build_assets import build
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.payments.conftest import ASKING, MUG, SECRET, CardShop
from tests.harness.drivers.in_process import InProcess
from tests.harness.drivers.memory import OPENING
from tests.harness.drivers.postgres import settle
from tests.harness.world import CountingIds, StillClock
from tests.stripe_server import KEY, StripeServer, event

pytestmark = [
    pytest.mark.story("US-3.5", "handle success and failure"), pytest.mark.requirement("R3.4"),
]

@pytest.mark.story("US-10.5", "tokens stand for cards")
def test_a_card_pays_over_the_api(shop):
    placed = shop.order("pm_card_visa")
    assert placed.status_code == 201
    assert (placed.json()["status"], placed.json()["payment"]["status"]) == ("confirmed", "captured")
    assert len(shop.stripe.taken) == 1


def test_a_declined_card_is_a_402_and_buys_nothing(shop):
    refused = shop.order("pm_card_chargeDeclinedInsufficientFunds")
    assert refused.status_code == 402
    assert "not enough money" in refused.json()["detail"]
    assert shop.stripe.taken == []


def test_the_sandbox_is_gone(shop):
    assert shop.order("success", method="sandbox").status_code == 422
    assert shop.client.get(f"/sandbox/challenge/{UUID(int=1)}").status_code == 404


def test_the_checkout_shows_stripes_form_and_lets_stripe_into_this_page_alone(shop):
    page, _ = shop.checkout("pm_card_visa")
    policy = page.headers["content-security-policy"]
    assert 'src="https://js.stripe.com/v3/"' in page.text
    assert 'data-key="pk_test_of_this_shop"' in page.text
    assert "needs JavaScript" in page.text
    assert KEY not in page.text
    for rule in ("script-src 'self' https://js.stripe.com", "frame-src 'self' https://js.stripe.com",
                 "connect-src 'self' https://api.stripe.com"):
        assert rule in policy
    assert "unsafe" not in policy
    assert "stripe" not in shop.client.get("/cart").headers["content-security-policy"]


@pytest.mark.story("US-10.5", "tokens stand for cards")
@pytest.mark.story("US-3.5", "credit and debit cards of Stripe and PayPal")
def test_a_card_pays_at_the_checkout(shop):
    _, bought = shop.checkout("ctoken_visa")
    assert bought.status_code == 303
    assert bought.headers["location"].startswith("/orders/")
    assert len(shop.stripe.taken) == 1


def test_without_the_form_filled_in_nothing_is_bought_and_the_page_says_why(shop):
    _, refused = shop.checkout("")
    assert refused.status_code == 422
    assert "Fill in the card form" in refused.text
    assert shop.stripe.requests == []


@pytest.mark.story("US-3.5", "support 3-D Secure")
@pytest.mark.parametrize(("outcome", "status"), [("approve", "confirmed"), ("refuse", "cancelled")])
@pytest.mark.parametrize("browser", ["the same", "another"])
def test_the_bank_is_asked_and_leads_back_to_the_order(shop, outcome, status, browser):
    _, bought = shop.checkout(ASKING)
    at = bought.headers["location"]
    leaving = shop.client.get(at)
    [bank] = set(re.findall(r"(http://127\.0\.0\.1:\d+/bank/pi_\w+)", leaving.text))
    assert leaving.headers["cache-control"] == "no-store"
    back = httpx.get(f"{bank}?outcome={outcome}").headers["location"]
    if browser == "another":
        shop.client.cookies.clear()
    order = shop.client.get(back)
    assert order.status_code == 200
    assert order.url.path.startswith("/orders/")
    number = order.url.path.rpartition("/")[2]
    seen = shop.client.get(f"/api/v1/orders/{number}", headers={"authorization": "Bearer the-token"}).json()
    assert seen["status"] == status
    assert shop.client.get(at, follow_redirects=False).headers["location"] == f"/orders/{number}"


def test_coming_back_without_proof_opens_nobodys_order(shop):
    placed = shop.order("pm_card_visa").json()
    came = shop.client.get(
        f"/payments/{placed['payment']['id']}/return", params={"payment_intent_client_secret": "guessed"}
    )
    assert came.status_code == 404


def test_what_stripes_script_needs_is_shown_to_the_browser_that_bought_alone(shop):
    _, bought = shop.checkout("ctoken_asking")
    at = bought.headers["location"]
    mine = shop.client.get(at)
    assert "data-bank-asks" in mine.text
    assert "https://js.stripe.com" in mine.headers["content-security-policy"]
    shop.client.cookies.clear()
    others = shop.client.get(at, follow_redirects=False)
    assert others.status_code == 303
    assert "_secret_" not in others.text


@pytest.mark.parametrize("page", ["bank", "return"])
def test_a_payment_nobody_made_has_no_pages(shop, page):
    assert shop.client.get(f"/payments/{uuid4()}/{page}").status_code == 404


@pytest.mark.story("US-3.5", "no card is stored")
@pytest.mark.requirement("R10.6")
@pytest.mark.story("US-10.5", "tokens stand for cards")
def test_no_token_key_or_secret_is_found_in_any_table_or_log(shop, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    for token in ("pm_card_visa", ASKING, "ctoken_asking", "pm_card_chargeDeclined"):
        _, answer = shop.checkout(token)
        if answer.status_code == 303:
            shop.client.get(answer.headers["location"], follow_redirects=False)
        shop.order(token)
    settle(shop.shop)
    written = [caplog.text, *capfd.readouterr()]
    with shop.shop.pool().connection() as db:
        tables = db.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r'"
            " AND c.relnamespace IN ('log'::regnamespace, 'work'::regnamespace, 'read'::regnamespace)"
            " AND has_table_privilege(c.oid, 'SELECT')"  # but for what only analysts' pseudonyms are made with
        ).fetchall()
        for [table] in tables:
            for row in db.execute(f"SELECT * FROM {table}"):  # noqa: S608  # names Postgres itself gave
                written.extend(value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in row)
    everything = "\n".join(written)
    assert "payments/requested-1" in everything
    for secret in ("pm_card", "ctoken_", "_secret_", KEY, SECRET, "hooks.stripe", f"{shop.stripe.address}/bank"):
        assert secret not in everything


def test_without_a_publishable_key_the_page_says_so_and_the_api_still_sells(migrated_url, tmp_path):
    build()
    with StripeServer() as stripe:
        settings = Settings(
            database_url=migrated_url, data_dir=tmp_path, demo=False, stripe_key=KEY, stripe_url=stripe.address,
            base_url="http://shop.test",
        )
        with postgres_shop(settings) as shop:
            back_room = InProcess(
                shop.bus(), StillClock(OPENING), CountingIds(), shop.sandbox(), shop.log(),
                ask=lambda query: pytest.fail(str(query)), settle=lambda: settle(shop),
            )
            back_room.offers(MUG, 5)
            with TestClient(create_app(settings), base_url="http://shop.test") as client:
                here = CardShop(client, shop, stripe, None)
                client.cookies.set("store_cart", here.cart())
                assert "not set up" in client.get("/checkout").text
                assert here.order("pm_card_visa").status_code == 201
                assert here.hears(event({"object": "x"})).status_code == 405, "no secret, no ear"
