"""Stripe's gateway against localstripe, a stand-in by others: it reads the shop's requests with other eyes than ours.

It runs as a process of its own. It ignores idempotency keys and lets declined cards pass, so those are asked of our
own server; and it does not know ``return_url``, which is left out on the way.
"""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest

from store.adapters.drivers.process_tree import spawn, stop
from store.adapters.payments.gateway_stripe import StripeGateway
from store.adapters.payments.inbox_memory import MemoryInbox
from store.adapters.payments.intents_memory import MemoryIntents
from store.adapters.payments.stripe_intents import Intents
from store.adapters.payments.stripe_notices import StripeNotices
from store.application.payments.ports import Captured, Challenged, Declined, WayToBank
from store.application.shared.errors import BadValue
from tests.adapters.payments.worlds import TWELVE, a_payment
from tests.servers import await_port, free_port

pytestmark = [
    pytest.mark.story("US-3.5", "handle success and failure"), pytest.mark.requirement("R3.4"),
]
SECRET = "whsec_of_this_shop"
KEY = "sk_test_12345"


@pytest.fixture(scope="module")
def localstripe() -> Iterator[str]:
    program = shutil.which("localstripe", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("localstripe is not installed: it is built from source, and could not be here")
    port = free_port()
    folder = tempfile.mkdtemp(prefix="store-localstripe-")
    with tempfile.TemporaryFile() as log:
        server = spawn([program, "--port", str(port), "--from-scratch"], environment={**os.environ, "TMPDIR": folder},
                       output=log)
        try:
            await_port(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            stop(server, (signal.SIGTERM, 5))
            shutil.rmtree(folder)


@pytest.fixture
def client(localstripe):
    import stripe

    class WithoutReturnUrl(stripe.RequestsClient):
        def request(self, method, url, headers, post_data=None):
            if post_data and url.endswith("/confirm"):
                kept = [pair for pair in parse_qsl(post_data) if pair[0] != "return_url"]
                post_data = urlencode(kept)
            return super().request(method, url, headers, post_data)

    http = WithoutReturnUrl(timeout=10)
    yield stripe.StripeClient(KEY, http_client=http, base_addresses={"api": localstripe})
    http.close()


@pytest.fixture
def book():
    return MemoryIntents()


@pytest.fixture
def gateway(client, book):
    return StripeGateway(Intents(client), book, "http://shop.test", lambda: None)


def a_card(client, number="4242424242424242"):
    card = {"number": number, "exp_month": 12, "exp_year": 2031, "cvc": "123"}
    return client.v1.payment_methods.create({"type": "card", "card": card}).id


def test_a_good_card_is_charged(gateway, client):
    payment = a_payment()
    verdict = gateway.charge(payment, TWELVE, "stripe", a_card(client))
    assert isinstance(verdict, Captured)
    assert verdict.amount == TWELVE
    assert gateway.look(payment) == verdict
    assert gateway.cancel(payment) == verdict


@pytest.mark.parametrize(("approved", "end"), [("true", Captured), ("false", Declined)])
def test_a_bank_that_asks_decides(gateway, client, book, approved, end):
    payment = a_payment()
    assert isinstance(gateway.charge(payment, TWELVE, "stripe", a_card(client, "4000002500003155")), Challenged)
    way = gateway.way(payment)
    assert isinstance(way, WayToBank)
    intent = book.find(payment).intent
    client.raw_request(
        "post", f"/v1/payment_intents/{intent}/_authenticate", client_secret=way.secret, success=approved
    )
    assert isinstance(gateway.look(payment), end)


def test_a_payment_at_the_bank_can_be_cancelled(gateway, client):
    payment = a_payment()
    gateway.charge(payment, TWELVE, "stripe", a_card(client, "4000002500003155"))
    assert isinstance(gateway.cancel(payment), Declined)
    assert isinstance(gateway.look(payment), Declined)


def test_its_notices_are_read_and_those_of_another_secret_refused(gateway, client, book, localstripe):
    arrived: Queue[tuple[bytes, str]] = Queue()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self):
            arrived.put((self.rfile.read(int(self.headers["content-length"])), self.headers["stripe-signature"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    class Clock:
        def now(self):
            return datetime.now(UTC)

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as door:
        Thread(target=door.serve_forever, args=(0.02,), daemon=True).start()
        url = f"http://127.0.0.1:{door.server_address[1]}/"
        wanted = {"url": url, "secret": SECRET, "events[]": "payment_intent.succeeded"}
        httpx.post(f"{localstripe}/_config/webhooks/shop", data=wanted, auth=(KEY, "")).raise_for_status()
        payment = a_payment()
        gateway.charge(payment, TWELVE, "stripe", a_card(client))
        notices = StripeNotices((SECRET,), book, MemoryInbox(), Clock(), live=False)
        body, header = arrived.get(timeout=30)
        while notices.read(body, header).payment_id != payment:  # those of other tests come late, and here
            body, header = arrived.get(timeout=30)
        door.shutdown()
    with pytest.raises(BadValue):
        StripeNotices(("whsec_another",), book, MemoryInbox(), Clock(), live=False).read(body, header)
