"""A shop that takes cards and PayPal: its checkout, the way to PayPal and back, and its ear for PayPal's notices."""

import re
import time
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest

from store.entrypoints.shared.build_assets import build
from tests.entrypoints.payments.conftest import opened
from tests.paypal_server import CLIENT, SECRET, WEBHOOK, PayPalServer, notice, signed
from tests.stripe_server import StripeServer

pytestmark = [pytest.mark.story("US-3.5", "handle success and failure"), pytest.mark.requirement("R3.4")]
STAFF = {"authorization": "Bearer the-token"}


@pytest.fixture(scope="module")
def _open(postgres, migrated_template, tmp_path_factory):
    build()
    name = f"paypal_{uuid4().hex[:8]}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name} TEMPLATE {migrated_template}")
    folder = tmp_path_factory.mktemp("paypal")
    with StripeServer() as stripe, PayPalServer() as paypal, opened(
        postgres.url(name), folder, stripe, rate_limit_keys=("k",), paypal_client_id=CLIENT, paypal_secret=SECRET,
        paypal_webhook_id=WEBHOOK, paypal_url=paypal.address,
    ) as shop:
        shop.paypal = paypal
        yield shop


@pytest.fixture
def shop(_open):
    _open.paypal.troubles.clear()
    _open.paypal.requests.clear()
    _open.paypal.books.captures.clear()
    _open.client.cookies.clear()
    for breaker in _open.app.dependencies["ways"].dependency().breakers.values():
        breaker.went_well()
    return _open


def leaves_for_paypal(shop):
    """Somebody chooses PayPal at the checkout: the page on the way, and where it leads."""
    _, bought = shop.checkout("", payment_method="paypal")
    assert bought.status_code == 303, bought.text
    at = bought.headers["location"]
    leaving = shop.client.get(at)
    [paypal] = set(re.findall(r"(http://127\.0\.0\.1:\d+/checkoutnow\?token=\w+)", leaving.text))
    return at, leaving, paypal


def status_of(shop, order):
    return shop.client.get(f"/api/v1/orders/{order}", headers=STAFF).json()


def number_in(page):
    return page.url.path.rpartition("/")[2]


def order_with(shop, placed):
    return shop.paypal.order_of(placed["payment"]["id"])


def hears(shop, body, by="paypal"):
    return shop.client.post("/api/v1/webhooks/paypal", content=body, headers=signed(body, by))


@pytest.mark.story("US-3.5", "credit and debit cards of Stripe and PayPal")
def test_both_ways_are_offered_and_no_script_of_paypals_is_loaded(shop):
    page, _ = shop.checkout("pm_card_visa")
    assert re.findall(r'name="payment_method" value="(\w+)"', page.text) == ["stripe", "paypal"]
    assert "paypal" not in page.headers["content-security-policy"]
    assert not re.search(r"<script[^>]+paypal", page.text)


@pytest.mark.story("US-3.5", "credit and debit cards of Stripe and PayPal")
@pytest.mark.parametrize(("outcome", "status", "taken"), [("approve", "confirmed", 1), ("decline", "cancelled", 0)])
@pytest.mark.parametrize("browser", ["the same", "another"])
def test_paypal_is_asked_and_leads_back_to_the_order(shop, outcome, status, taken, browser):
    at, leaving, paypal = leaves_for_paypal(shop)
    assert "PayPal" in leaving.text
    assert leaving.headers["cache-control"] == "no-store"
    back = httpx.get(f"{paypal}&outcome={outcome}").headers["location"]
    if browser == "another":
        shop.client.cookies.clear()
    order = shop.client.get(back)
    assert order.status_code == 200
    assert status_of(shop, number_in(order))["status"] == status
    assert len(shop.paypal.taken) == taken
    assert shop.client.get(at, follow_redirects=False).headers["location"] == f"/orders/{number_in(order)}"


def test_whoever_comes_back_without_paying_may_go_again_or_pay_another_way(shop):
    _, _, paypal = leaves_for_paypal(shop)
    back = httpx.get(f"{paypal}&outcome=leave").headers["location"]
    page = shop.client.get(back)
    assert "Not paid yet" in page.text
    assert shop.paypal.taken == []
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    gone = shop.client.post(page.url.path, data=form, follow_redirects=False)
    assert gone.headers["location"] == "/checkout"
    assert shop.client.get("/checkout").status_code == 200, "the cart is open again"
    shop.paypal.books.approve(paypal.rpartition("=")[2])
    shop.client.get(back.replace("unpaid", "return"))
    assert shop.paypal.taken == []


def test_an_abandoned_payment_is_shown_to_nobody_else(shop):
    _, _, paypal = leaves_for_paypal(shop)
    back = httpx.get(f"{paypal}&outcome=leave").headers["location"]
    shop.client.cookies.clear()
    assert shop.client.get(back, follow_redirects=False).headers["location"] == "/orders"


def test_coming_back_without_paypals_token_opens_nobodys_order(shop):
    placed = shop.order("", method="paypal").json()
    came = shop.client.get(f"/payments/{placed['payment']['id']}/return", params={"token": "guessed"})
    assert came.status_code == 404


@pytest.mark.story("US-3.5", "keep the payment's status with the order")
def test_notices_late_twice_and_in_any_order_come_to_one_charge(shop):
    placed = shop.order("", method="paypal").json()
    assert placed["payment"]["status"] == "requires_action"
    order = order_with(shop, placed)
    capture = {"id": "3C0", "custom_id": placed["payment"]["id"]}
    assert hears(shop, notice(capture, "PAYMENT.CAPTURE.COMPLETED", "WH-early")).status_code == 200
    assert shop.status(placed) == "awaiting_payment"
    shop.paypal.books.approve(order["id"])
    for id in ("WH-b", "WH-a", "WH-b"):
        assert hears(shop, notice(order, id=id)).json() == {"received": True}
        assert shop.status(placed) == "confirmed"
    asked = len(shop.paypal.requests)
    hears(shop, notice(order, id="WH-b"))
    assert len(shop.paypal.requests) == asked, "a notice that was dealt with asks nobody anything"
    assert len(shop.paypal.taken) == 1


def test_a_forged_notice_is_refused_and_one_about_nothing_of_ours_asks_nobody(shop):
    placed = shop.order("", method="paypal").json()
    order = order_with(shop, placed)
    shop.paypal.books.approve(order["id"])
    assert hears(shop, notice(order, id="WH-forged"), by="somebody").status_code == 400
    assert shop.client.post(
        "/api/v1/webhooks/paypal", content=notice(order), headers={"content-type": "application/json"}
    ).status_code == 400
    assert hears(shop, b'{"id": "\xff"}').status_code == 400
    assert shop.status(placed) == "awaiting_payment"
    shop.paypal.requests.clear()
    assert hears(shop, notice({"id": "5OTHER", "custom_id": str(uuid4())}, id="WH-x")).status_code == 200
    assert shop.paypal.requests == []


def test_while_paypal_vouches_for_nothing_a_notice_is_left_to_come_again(shop):
    placed = shop.order("", method="paypal").json()
    order = order_with(shop, placed)
    shop.paypal.goes_wrong("verify-webhook-signature", "500", times=3)
    assert hears(shop, notice(order, id="WH-again")).status_code == 503
    shop.paypal.books.approve(order["id"])
    assert hears(shop, notice(order, id="WH-again")).status_code == 200
    assert shop.status(placed) == "confirmed"


def test_another_amount_than_was_asked_for_confirms_no_order(shop):
    placed = shop.order("", method="paypal").json()
    order = order_with(shop, placed)
    order["purchase_units"][0]["amount"] = {"currency_code": "EUR", "value": "0.01"}
    shop.paypal.books.approve(order["id"])
    hears(shop, notice(order, id="WH-short"))
    assert shop.status(placed) == "awaiting_payment"


def test_a_capture_nobody_heard_of_is_found_by_asking_and_made_once(shop):
    placed = shop.order("", method="paypal").json()
    order = order_with(shop, placed)
    shop.paypal.books.approve(order["id"])
    shop.paypal.goes_wrong("/capture", "cut", after=True)
    shop.paypal.goes_wrong("/capture", "cut", times=2)
    hears(shop, notice(order, id="WH-lost"))
    assert shop.status(placed) == "awaiting_payment"
    hears(shop, notice(order, id="WH-then"))
    assert shop.status(placed) == "confirmed"
    assert len(shop.paypal.taken) == 1


def test_a_token_that_ran_out_is_fetched_anew(shop):
    shop.order("", method="paypal")
    fetched = shop.paypal.books.tokens
    shop.paypal.books.token = "another"
    assert shop.order("", method="paypal").status_code == 201
    assert shop.paypal.books.tokens == fetched + 1


def test_a_silent_paypal_is_left_alone_and_shoppers_are_told_at_once(shop):
    shop.paypal.goes_wrong("POST /v2/checkout/orders", "500", times=9)
    placed = [shop.order("", method="paypal").json() for _ in range(3)]
    assert {one["payment"]["status"] for one in placed} == {"processing"}
    began = time.monotonic()
    refused = shop.order("", method="paypal")
    assert (refused.status_code, time.monotonic() - began < 0.5) == (503, True)
    assert "PayPal does not answer" in refused.json()["detail"]
    page, _ = shop.checkout("pm_card_visa")
    assert "be used for the moment" in page.text
    assert re.search(r'value="paypal"[^>]* disabled', page.text)
    _, told = shop.checkout("", payment_method="paypal")
    assert told.status_code == 503
    assert shop.order("pm_card_visa").json()["status"] == "confirmed"
    said = shop.client.get("/metrics").text
    assert 'store_gateway_breaker_state{gateway="paypal",state="open"} 1.0' in said
    assert 'store_gateway_breaker_state{gateway="stripe",state="closed"} 1.0' in said


def test_a_payment_is_asked_after_where_it_was_made_whatever_is_configured_today(shop, tmp_path):
    placed = shop.order("pm_card_visa").json()
    assert shop.client.get(f"/sandbox/challenge/{UUID(int=1)}").status_code == 404
    assert shop.shop.gateway().methods == ("stripe", "paypal")
    shop.paypal.requests.clear()
    shop.shop.gateway().look(UUID(placed["payment"]["id"]))
    assert shop.paypal.requests == []
