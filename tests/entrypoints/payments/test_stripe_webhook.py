"""Stripe's notices: signed, once, in any order, and only a reason to ask Stripe itself."""

from uuid import uuid4

import psycopg
import pytest

from tests.entrypoints.payments.conftest import ASKING, SECRET
from tests.stripe_server import event, signature

pytestmark = [
    pytest.mark.story("US-3.5", "keep the payment's status with the order"), pytest.mark.requirement("R3.4"),
]

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
    with psycopg.connect(shop.shop.settings().database_url, autocommit=True) as db:
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
