"""Money that is held for an order runs out: whoever bought is written to, and pays again on a page of the shop."""

import re
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest

from store.application.processes.holding_again import HoldAgain
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.bus import Caller
from store.domain.shared.ids import OrderNumber, PaymentId
from store.entrypoints.shared.build_assets import build
from tests.entrypoints.payments.conftest import ASKING, opened
from tests.entrypoints.payments.test_payment_scripts import listed, loaded
from tests.harness.drivers.post import postgres_post
from tests.harness.drivers.postgres import settle
from tests.paypal_server import CLIENT, SECRET, WEBHOOK, PayPalServer
from tests.stripe_server import StripeServer, event

pytestmark = [pytest.mark.story("US-3.5", "handle success and failure"), pytest.mark.requirement("R3.4")]
STAFF = {"authorization": "Bearer the-token"}


@pytest.fixture(scope="module")
def _open(postgres, migrated_template, tmp_path_factory):
    build()
    name = f"again_{uuid4().hex[:8]}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name} TEMPLATE {migrated_template}")
    with StripeServer() as stripe, PayPalServer() as paypal, opened(
        postgres.url(name), tmp_path_factory.mktemp("again"), stripe, rate_limit_keys=("k",), capture="when_sent",
        paypal_client_id=CLIENT, paypal_secret=SECRET, paypal_webhook_id=WEBHOOK, paypal_url=paypal.address,
    ) as shop:
        shop.paypal, shop.post = paypal, postgres_post(shop.shop)
        yield shop


@pytest.fixture
def ending(shop):
    """An order by a card that wasn't kept, whose hold can't be had for longer."""
    placed = shop.order("pm_card_visa").json()
    follow(shop, placed)
    shop.client.cookies.clear()
    return placed


def do(shop, command):
    return shop.shop.bus().do(command, Caller(actor="system:test", correlation=uuid4())).outcome


def follow(shop, placed):
    return do(shop, HoldAgain(payment_id=PaymentId(UUID(placed["payment"]["id"]))))


def link(shop, placed):
    """Where the letter leads."""
    settle(shop.shop)
    letter = next(
        it for it in reversed(shop.post.to("ben@example.org"))
        if it.kind == "payment_again" and placed["number"] in it.text
    )
    return re.search(r"http://shop\.test(/orders/[^/]+/pay\?access_token=[^\s]+)", letter.text)[1]


def pays(shop, at, token):
    page = shop.client.get(at)
    return page, presses(shop, at, page, token)


def presses(shop, at, page, token):
    hidden = dict(re.findall(r'<input type="hidden" name="(_csrf_token)" value="([^"]*)"', page.text))
    return shop.client.post(at, data=hidden | {"payment_token": token}, follow_redirects=False)


def holds(shop, placed):
    return [it["status"] for it in shop.stripe.books.intents.values()
            if it["metadata"]["payment"] == placed["payment"]["id"]]


def seen(shop, placed):
    return shop.client.get(f"/api/v1/orders/{placed['number']}", headers=STAFF).json()["payment"]


def sends(shop, placed):
    do(shop, ShipOrder(number=OrderNumber(placed["number"]), carrier="DHL", tracking="1"))


def test_a_letter_leads_to_a_page_where_another_card_pays_once(shop, ending):
    assert seen(shop, ending)["to_pay_again"]["amount"]
    at = link(shop, ending)
    page, paid = pays(shop, at, "ctoken_visa")
    assert "Nothing was charged" in page.text
    assert "data-card data-key" in page.text
    assert loaded(page) == listed("pay again")
    assert page.headers["cache-control"] == "no-store"
    assert "https://js.stripe.com" in page.headers["content-security-policy"]
    assert paid.status_code == 303
    assert seen(shop, ending)["to_pay_again"] is None
    assert sorted(holds(shop, ending)) == ["canceled", "requires_capture"]
    assert presses(shop, at, page, "ctoken_visa").headers["location"].startswith(f"/orders/{ending['number']}?")
    sends(shop, ending)
    assert sorted(holds(shop, ending)) == ["canceled", "succeeded"]


def test_the_order_says_so_and_a_declined_card_is_said_on_the_page(shop, ending):
    at = link(shop, ending)
    assert "Please pay again" in shop.client.get(at.replace("/pay?", "?")).text
    _, refused = pays(shop, at, "pm_card_chargeDeclined")
    assert refused.status_code == 422
    assert "your order still waits for it" in refused.text
    assert pays(shop, at, "")[1].status_code == 422
    assert pays(shop, at, "ctoken_visa")[1].status_code == 303
    assert holds(shop, ending).count("requires_capture") == 1


@pytest.mark.story("US-3.5", "support 3-D Secure")
@pytest.mark.parametrize("told_by", ["the way back", "a notice"])
def test_its_bank_may_ask_and_the_way_back_or_a_notice_ends_it(shop, ending, told_by):
    _, paid = pays(shop, link(shop, ending), ASKING)
    leaving = shop.client.get(paid.headers["location"])
    [bank] = set(re.findall(r"(http://127\.0\.0\.1:\d+/bank/pi_\w+)", leaving.text))
    back = httpx.get(f"{bank}?outcome=approve").headers["location"]
    if told_by == "the way back":
        assert shop.client.get(back).status_code == 200
    else:
        intent = shop.stripe.books.intents[bank.rpartition("/")[2]]
        said = event(intent, "payment_intent.amount_capturable_updated", f"evt_{uuid4().hex}")
        assert shop.hears(said).status_code == 200
    assert seen(shop, ending)["to_pay_again"] is None
    sends(shop, ending)
    assert holds(shop, ending).count("succeeded") == 1


def test_nobody_else_pays_or_sees_it_and_who_has_nothing_to_pay_is_shown_the_order(shop, ending):
    number = ending["number"]
    assert shop.client.get(f"/orders/{number}/pay").status_code == 404
    assert shop.client.get(f"/orders/{number}/pay?access_token=guessed").status_code == 404
    fine = shop.order("pm_card_visa").json()
    shown = shop.client.get(f"/orders/{fine['number']}/pay?access_token={fine['access_token']}", follow_redirects=False)
    assert shown.headers["location"].startswith(f"/orders/{fine['number']}?")


def test_paypal_is_visited_once_more(shop):
    _, bought = shop.checkout("", payment_method="paypal")
    payment = bought.headers["location"].split("/")[2]
    first = shop.paypal.newest_order_of(payment)["id"]
    shop.paypal.books.approve(first)
    order = shop.client.get(f"/payments/{payment}/return?token={first}")
    number = order.url.path.rpartition("/")[2]
    [one] = [it for it in shop.paypal.books.held.values() if it["order"] == first]
    one["status"] = "VOIDED"  # as after the 29th day
    follow(shop, {"payment": {"id": payment}})
    at = link(shop, {"number": number})
    page, paid = pays(shop, at, "")
    assert "PayPal" in page.text
    assert paid.headers["location"] == f"/payments/{payment}/bank"
    second = shop.paypal.newest_order_of(payment)["id"]
    assert second != first
    shop.paypal.books.approve(second)
    shop.client.get(f"/payments/{payment}/return?token={second}")
    assert seen(shop, {"number": number})["to_pay_again"] is None
    held = [it["status"] for it in shop.paypal.books.held.values() if it["custom_id"] == payment]
    assert held == ["VOIDED", "CREATED"]
