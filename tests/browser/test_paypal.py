"""Buying with PayPal, in a real browser: there, and back, with or without having paid."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import STAFF_TOKEN
from tests.paypal_server import CLIENT, SECRET, PayPalServer
from tests.servers import free_port
from tests.serving import Serving
from tests.stripe_server import KEY, StripeServer

pytestmark = [
    pytest.mark.requirement("R3.4"), pytest.mark.story("US-3.5", "credit and debit cards of Stripe and PayPal"),
]
SHOTS = os.environ.get("SHOTS")


@pytest.fixture(scope="module")
def paypal():
    with PayPalServer() as server:
        yield server


@pytest.fixture(scope="module")
def shop(program, paypal):
    """A demo shop that takes cards and PayPal; its address."""
    del program
    place = Path(tempfile.mkdtemp(prefix="store-paypal-"))
    with StripeServer() as stripe:
        serving = Serving(
            place / "data", free_port(), STORE_DEMO="1", STORE_LOG_LEVEL="error", STORE_STAFF_TOKEN=STAFF_TOKEN,
            STORE_STRIPE_KEY=KEY, STORE_STRIPE_URL=stripe.address, STORE_PAYPAL_CLIENT_ID=CLIENT,
            STORE_PAYPAL_SECRET=SECRET, STORE_PAYPAL_URL=paypal.address,
        )
        try:
            serving.opened()
            yield f"http://127.0.0.1:{serving.port}"
        finally:
            serving.close()
            shutil.rmtree(place)


@pytest.fixture
def ann(visit, paypal):
    """Somebody on a phone, whose way leads to PayPal and to nobody else."""
    visitors = []

    def begin(**how):
        visitors.append(visit(**how))
        visitors[-1].context.route(
            "https://js.stripe.com/**", lambda route: route.fulfill(body="", content_type="text/javascript")
        )
        return visitors[-1]

    yield begin
    for visitor in visitors:
        elsewhere = (f"foreign: {paypal.address}", "foreign: https://js.stripe.com/v3/")
        visitor.faults = [
            fault for fault in visitor.faults
            if not fault.startswith(elsewhere) and "ViewTransition opt-in disabled" not in fault  # there, not here
        ]


def shot(visitor, name):
    if SHOTS:
        visitor.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def chooses_paypal(visitor):
    visitor.goes_to_checkout()
    visitor.fills_in()
    visitor.page.check("[name=payment_method][value=paypal]")
    shot(visitor, f"checkout-{visitor.page.viewport_size['width']}")
    visitor.page.click("button:visible:has-text('with PayPal')")
    visitor.page.wait_for_url("**/checkoutnow?token=*")


def test_somebody_pays_at_paypal_without_script_and_comes_back_to_their_order(ann, paypal):
    visitor, before = ann(width=1280, script=False), len(paypal.taken)
    chooses_paypal(visitor)
    visitor.page.click("text=approve")
    visitor.page.wait_for_url("**/orders/*")
    assert visitor.heading() == "Thank you. It is yours."
    assert len(paypal.taken) == before + 1


def test_somebody_who_comes_back_without_paying_chooses_again(ann, paypal):
    visitor, before = ann(width=390, scheme="dark"), len(paypal.taken)
    chooses_paypal(visitor)
    visitor.page.click("text=leave")
    visitor.page.wait_for_url("**/unpaid*")
    assert visitor.heading() == "Not paid yet"
    shot(visitor, "unpaid")
    assert Axe().run(visitor.page).response["violations"] == []
    visitor.page.click("text=Pay another way")
    visitor.page.wait_for_url("**/checkout")
    assert len(paypal.taken) == before
