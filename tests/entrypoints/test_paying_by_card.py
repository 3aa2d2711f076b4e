"""A shop with a key for Stripe: its checkout, its bank pages, its API and its ear for Stripe's notices."""

import logging
import re
from contextlib import contextmanager
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from litestar.testing import TestClient

from store.entrypoints.shared.build_assets import build
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.harness.drivers.in_process import InProcess
from tests.harness.drivers.memory import OPENING
from tests.harness.drivers.postgres import settle
from tests.harness.goods import Goods
from tests.harness.world import CountingIds, StillClock
from tests.stripe_server import KEY, StripeServer, event, signature

pytestmark = [
    pytest.mark.story("US-3.4", "receive order confirmation"), pytest.mark.requirement("R3.4"),
]
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
            shop.bus(), StillClock(OPENING), CountingIds(), shop.gateway(), shop.log(),
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
    with StripeServer() as stripe, opened(postgres.url(name), folder, stripe, rate_limit_keys=("k",)) as found:
        yield found


@pytest.fixture
def shop(_open):
    _open.stripe.books.intents.clear()
    _open.stripe.troubles.clear()
    _open.stripe.requests.clear()
    _open.client.cookies.clear()
    return _open


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


def test_stripe_out_of_reach_leaves_the_order_waiting_and_a_notice_ends_it(shop):
    shop.stripe.goes_wrong("/confirm", "cut", after=True)
    shop.stripe.goes_wrong("/confirm", "cut", times=2)
    shop.stripe.goes_wrong("GET", "cut", times=3)
    placed = shop.order("pm_card_visa").json()
    assert placed["status"] == "awaiting_payment"
    assert shop.hears(event(shop.intent(placed))).status_code == 200
    assert shop.status(placed) == "confirmed"
    assert len(shop.stripe.taken) == 1


def test_notices_are_a_reason_to_ask_and_nothing_more(shop):
    placed = shop.order(ASKING).json()
    said = shop.intent(placed) | {"status": "succeeded", "amount_received": 1}
    assert shop.hears(event(said, id="evt_liar")).status_code == 200
    assert shop.status(placed) == "awaiting_payment"


def test_notices_in_any_order_and_twice_come_to_the_same(shop):
    placed = shop.order(ASKING).json()
    intent = shop.intent(placed)
    shop.stripe.books.answer(intent["id"], approved=True)
    for id, kind in [("evt_b", "payment_intent.succeeded"), ("evt_a", "payment_intent.requires_action"),
                     ("evt_b", "payment_intent.succeeded"), ("evt_c", "payment_intent.processing")]:
        assert shop.hears(event(intent, type=kind, id=id)).json() == {"received": True}
        assert shop.status(placed) == "confirmed"
    asked = len(shop.stripe.requests)
    shop.hears(event(intent, id="evt_b"))
    assert len(shop.stripe.requests) == asked, "a notice that was dealt with asks nobody anything"


def test_another_amount_than_was_asked_for_confirms_no_order(shop):
    placed = shop.order(ASKING).json()
    intent = shop.intent(placed)
    shop.stripe.books.answer(intent["id"], approved=True)
    intent["amount_received"] -= 1
    assert shop.hears(event(intent, id="evt_short")).status_code == 200
    assert shop.status(placed) == "awaiting_payment"


@pytest.mark.parametrize("subject", [
    {"id": "pi_of_others", "object": "payment_intent"}, {"id": "cus_1", "object": "customer"},
    {"id": "re_1", "object": "refund", "payment_intent": "pi_of_others"},
])
def test_what_is_not_ours_is_taken_and_left_alone(shop, subject):
    assert shop.hears(event(subject, id=f"evt_{uuid4().hex}")).status_code == 200
    assert shop.stripe.requests == []


def test_an_intent_whose_order_was_never_placed_is_left_alone(shop):
    from store.adapters.payments.intents_postgres import PostgresIntents

    PostgresIntents(shop.shop.pool()).keep(uuid4(), "pi_orphan")
    assert shop.hears(event({"id": "pi_orphan", "object": "payment_intent"}, id="evt_orphan")).status_code == 200


@pytest.mark.parametrize("make", [
    lambda body: (body, "t=1,v1=00"), lambda body: (body, signature(body, "whsec_another")),
    lambda body: (body, signature(body, SECRET, at=1_000_000_000)), lambda body: (body + b" ", signature(body, SECRET)),
], ids=["made up", "of another secret", "of long ago", "of other bytes"])
def test_a_forged_notice_is_refused_and_changes_nothing(shop, make):
    placed = shop.order(ASKING).json()
    shop.stripe.books.answer(shop.intent(placed)["id"], approved=True)
    body, header = make(event(shop.intent(placed), id="evt_forged"))
    refused = shop.hears(body, header)
    assert refused.status_code == 400
    assert "Stripe-Signature".lower() in refused.text
    assert shop.status(placed) == "awaiting_payment"


def test_a_notice_of_the_live_mode_is_refused_by_a_shop_in_test_mode(shop):
    placed = shop.order("pm_card_visa").json()
    assert shop.hears(event(shop.intent(placed), id="evt_live", livemode=True)).status_code == 400


def test_a_notice_the_shop_failed_over_is_dealt_with_when_it_comes_again(shop):
    placed = shop.order(ASKING).json()
    shop.stripe.books.answer(shop.intent(placed)["id"], approved=True)
    body = event(shop.intent(placed), id="evt_again")
    with shop.shop.pool().connection() as db:
        db.execute("ALTER TABLE work.stripe_events RENAME TO stripe_events_away")
        try:
            assert shop.hears(body).status_code == 500
        finally:
            db.execute("ALTER TABLE work.stripe_events_away RENAME TO stripe_events")
    assert shop.hears(body).status_code == 200
    assert shop.status(placed) == "confirmed"


def test_stripe_is_not_counted_as_people_are(shop):
    body = event({"id": "cus_1", "object": "customer"}, id="evt_many")
    headers = {"content-type": "application/json", "stripe-signature": signature(body, SECRET), "x-api-key": ""}
    hook = "/api/v1/webhooks/stripe"
    answers = {shop.client.post(hook, content=body, headers=headers).status_code for _ in range(300)}
    assert answers == {200}


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


@pytest.mark.requirement("R10.6")
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
                shop.bus(), StillClock(OPENING), CountingIds(), shop.gateway(), shop.log(),
                ask=lambda query: pytest.fail(str(query)), settle=lambda: settle(shop),
            )
            back_room.offers(MUG, 5)
            with TestClient(create_app(settings), base_url="http://shop.test") as client:
                here = CardShop(client, shop, stripe, None)
                client.cookies.set("store_cart", here.cart())
                assert "not set up" in client.get("/checkout").text
                assert here.order("pm_card_visa").status_code == 201
                assert here.hears(event({"object": "x"})).status_code == 404, "no secret, no ear"
