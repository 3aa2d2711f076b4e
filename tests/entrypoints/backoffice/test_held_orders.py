"""Orders that the fraud check holds: what its shopper sees, and what staff decide on a page and by API."""

import re
from datetime import timedelta
from functools import partial
from uuid import uuid4

import psycopg
import pytest
from msgspec import structs

from projections.ordering.review_list import waiting_since
from store.application.ordering.reviewing import RemindOfReview
from store.application.shared.bus import Caller
from store.domain.ordering.errors import PurchaseNotAccepted
from store.domain.ordering.screening_events import OrderJudged, ReviewDue, ReviewPassed
from store.domain.shared.ids import order_of
from tests.entrypoints.backoffice.conftest import HOME, KEY, opened
from tests.entrypoints.backoffice.test_returns import Shopper
from tests.harness.drivers.driver import Refused

pytestmark = [pytest.mark.story("US-3.4", "fraud checks look at purchases"), pytest.mark.requirement("R3.5")]
KNOWN = {"x-api-key": KEY}
STAFF = KNOWN | {"authorization": "Bearer the-token"}


@pytest.fixture
def careful(built_assets, postgres, migrated_template, tmp_path):
    """A shop that looks at the second order of anybody, and at whoever sent back more than one return, and takes no
    more than eight; nobody bought before.
    """
    name = f"careful_{uuid4().hex}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name} TEMPLATE {migrated_template}")
    with opened(postgres.url(name), tmp_path, fraud_orders=1, fraud_refused=8, fraud_returns=1) as office:
        yield office


def facts(office, number):
    id = order_of(number)
    return office.shop.journal().read([id])[id].events


def asks(office, verb, path, **more):
    office.settle()
    return office.client.request(verb, f"/api/v1{path}", headers=STAFF, **more)


def test_the_first_order_passes_and_the_next_waits_and_is_sent_once_somebody_says_so(careful):
    first, held = careful.number, careful.buy()
    assert [fact.verdict for fact in facts(careful, first) if isinstance(fact, OrderJudged)] == ["pass"]
    [row] = asks(careful, "GET", "/held-orders").json()["items"]
    assert (row["number"], [reason["rule"] for reason in row["reasons"]]) == (
        held, ["orders_by_email", "orders_by_address"],
    )
    assert "ben@example.org" not in str(row)
    token = careful.shop.access_tokens().of(held)
    page = careful.get(f"/orders/{held}?access_token={token}", headers=KNOWN).text
    assert "It is being checked" in page
    assert "orders_by" not in page
    sent = asks(careful, "POST", f"/orders/{held}/shipment", json={"carrier": "DHL"})
    assert (sent.status_code, sent.json()["type"]) == (409, "/problems/OutOfTurn")
    wish = {"decision": "accept", "reason": "spoke to them"}
    assert asks(careful, "POST", f"/held-orders/{held}", json=wish).json()["status"] == "confirmed"
    assert asks(careful, "POST", f"/held-orders/{held}", json=wish).status_code == 409
    assert asks(careful, "GET", "/held-orders").json()["items"] == []
    assert isinstance(facts(careful, held)[-1], ReviewPassed)
    assert asks(careful, "POST", f"/orders/{held}/shipment", json={"carrier": "DHL"}).status_code == 201


def test_staff_press_once_with_a_reason_and_the_money_goes_back(careful):
    held = careful.buy()
    by = Caller(actor="system:test", correlation=order_of(held))
    careful.settle()
    waiting = partial(waiting_since, careful.shop.clock().now() + timedelta(hours=1), careful.shop.pool())
    assert order_of(held) in waiting()
    careful.shop.bus().do(RemindOfReview(order_id=order_of(held)), by)
    assert any(isinstance(fact, ReviewDue) for fact in facts(careful, held))
    assert order_of(held) not in waiting(), "once is enough"
    careful.settle()
    careful.log_in()
    page = careful.get("/backoffice/held-orders", headers=KNOWN).text
    assert "Overdue" in page
    assert "Many orders with this e-mail address" in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    form = {"decision": "refuse", "version": version}
    for wrong in ({"reason": ""}, {"reason": "seen", "version": "x"}, {"reason": "seen", "decision": "perhaps"}):
        careful.post(f"/backoffice/held-orders/{held}", form | wrong, headers=KNOWN)
        assert facts(careful, held)[-1].__class__ is ReviewDue
    done = careful.post(f"/backoffice/held-orders/{held}", form | {"reason": "a stolen card"}, headers=KNOWN)
    assert (done.status_code, done.headers["location"]) == (303, "/backoffice/held-orders")
    order = asks(careful, "GET", f"/orders/{held}").json()
    assert (order["status"], order["refunds"][0]["amount"]) == ("cancelled", order["total"])
    assert held not in careful.get("/backoffice/held-orders", headers=KNOWN).text
    assert "a stolen card" not in str(order)
    careful.client.cookies.clear()


@pytest.mark.requirement("R4.5")
def test_who_sends_back_nearly_everything_is_looked_at_before_more_is_sent(careful):
    second = careful.buy()
    wish = {"decision": "accept", "reason": "spoke to them"}
    assert asks(careful, "POST", f"/held-orders/{second}", json=wish).status_code == 200
    for number in (careful.number, second):
        ben = Shopper(careful, number)
        assert [ben.asks().status_code for _ in range(2)] == [303, 303]
    careful.settle()
    held = careful.buy()
    [row] = asks(careful, "GET", "/held-orders").json()["items"]
    assert row["number"] == held
    assert {"rule": "returns_by_email", "found": 4, "most": 1} in row["reasons"]
    careful.log_in()
    page = careful.get("/backoffice/held-orders", headers=KNOWN).text
    assert "Many returns of what this e-mail address bought" in page
    assert "4, at most 1" in page
    assert "returns by email: 4, at most 1" in careful.get(f"/backoffice/orders/{held}", headers=KNOWN).text
    sheet = careful.get(f"/backoffice/returns/{second}-R1", headers=KNOWN).text
    assert "4 returns of 3 orders within 90 days." in sheet, "who decides on a return is told by the same counter"
    careful.client.cookies.clear()
    shown = careful.get(f"/orders/{held}?access_token={careful.shop.access_tokens().of(held)}", headers=KNOWN).text
    assert "It is being checked" in shown
    assert "returns_by_email" not in shown


def test_of_too_many_the_next_is_refused_and_nobody_is_told_why(careful):
    def buys():
        cart = careful.back_room.open_cart()
        careful.back_room.put(cart, careful.mug.sku, 1)
        home = structs.replace(HOME, line1="Nowhere 1")
        careful.back_room.buy(cart, "eve@example.org", home, method="standard", card="success", quote=None, key=None)

    for _ in range(8):
        buys()
    with pytest.raises(Refused) as refused:
        buys()
    assert str(PurchaseNotAccepted()) in str(refused.value)
    assert not re.search(r"\d|mail|address", str(PurchaseNotAccepted()))
