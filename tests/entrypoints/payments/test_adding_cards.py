"""A card added at Stripe: its form, its bank, the way back and Stripe's notices, which all come to the same."""

import re
from uuid import uuid4

import httpx
import pytest

from tests.entrypoints.accounts.conftest import KEY, Street
from tests.entrypoints.payments.conftest import ASKING
from tests.stripe_server import event, signature

pytestmark = [pytest.mark.requirement("R3.4"), pytest.mark.story("US-3.5", "a card is added without buying")]


@pytest.fixture(autouse=True)
def _empty(shop):
    shop.stripe.books.setups.clear()
    with shop.shop.pool().connection() as db:
        db.execute("DELETE FROM work.saved_cards")


def adds(who, token, key=""):
    return who.client.post("/account/cards", follow_redirects=False, headers={"x-api-key": KEY}, data={
        "payment_method": "stripe", "payment_token": token, "idempotency_key": key or str(uuid4()),
        "_csrf_token": who.token("/account"),
    })


def listed(who):
    return who.get("/account/cards").text.count("Visa ending 4242")


def asked(shop, who, token):
    """A bank that asks; its SetupIntent."""
    adds(who, token)
    [setup] = shop.stripe.books.setups.values()
    return setup


def test_the_form_is_stripes_own_and_stripe_is_let_into_this_page_alone(shop, owner):
    page = owner.get("/account/cards/new")
    assert 'data-card data-adds data-key="pk_test_of_this_shop"' in page.text
    assert 'src="https://js.stripe.com/v3/"' in page.text
    assert "frame-src 'self' https://js.stripe.com" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert "stripe" not in owner.get("/account/cards").headers["content-security-policy"]
    assert shop.stripe.requests == []


def test_a_card_is_added_pays_at_the_checkout_and_moves_no_money_before(shop, owner):
    for _ in range(2):
        assert adds(owner, "ctoken_visa", key="pressed twice").headers["location"] == "/account/cards"
    assert listed(owner) == 1
    [setup] = shop.stripe.books.setups.values()
    assert (setup["usage"], setup["customer"] != "") == ("on_session", True)
    assert shop.stripe.taken == []


@pytest.mark.story("US-3.5", "handle success and failure")
def test_a_refused_card_ends_that_try_at_stripe_too(shop, owner):
    refused = adds(owner, "pm_card_chargeDeclined")
    assert refused.status_code == 422
    assert "The card was not added" in refused.text
    [setup] = shop.stripe.books.setups.values()
    assert setup["status"] == "canceled", "nobody who holds its secret tries other cards there"
    assert listed(owner) == 0


@pytest.mark.story("US-3.5", "support 3-D Secure")
@pytest.mark.parametrize(("outcome", "kept"), [("approve", 1), ("refuse", 0)])
@pytest.mark.parametrize("first", ["the browser", "the notice"])
def test_return_and_notice_come_to_the_same_in_either_order(shop, owner, outcome, kept, first):
    setup = asked(shop, owner, ASKING)
    leaving = owner.get(f"/account/cards/{setup['metadata']['adding']}/bank")
    [bank] = set(re.findall(r"(http://127\.0\.0\.1:\d+/bank/seti_\w+)", leaving.text))
    assert leaving.headers["cache-control"] == "no-store"
    back = httpx.get(f"{bank}?outcome={outcome}").headers["location"]
    kind = "setup_intent.succeeded" if kept else "setup_intent.setup_failed"
    steps = [lambda: owner.get(back), lambda: shop.hears(event(setup, type=kind, id=f"evt_{outcome}_{first}"))]
    for step in steps if first == "the browser" else reversed(steps):
        assert step().status_code in {200, 303}
        with shop.shop.pool().connection() as db:
            rows = db.execute("SELECT sealed IS NOT NULL FROM work.saved_cards").fetchall()
        assert rows == [(True,)] * kept
    assert listed(owner) == kept
    assert setup["status"] == ("succeeded" if kept else "canceled")


def test_what_stripes_script_needs_is_shown_to_the_owner_alone(shop, owner):
    at = f"/account/cards/{asked(shop, owner, 'ctoken_asking')['metadata']['adding']}/bank"
    mine = owner.get(at)
    assert 'data-bank-asks="seti_' in mine.text
    assert "https://js.stripe.com" in mine.headers["content-security-policy"]
    other = Street(shop.client, shop.shop).visitor("Ben").joins()
    assert other.get(at).headers["location"] == "/account/cards"


def test_a_notice_is_only_a_reason_to_ask_and_forged_ones_are_refused(shop, owner):
    setup = asked(shop, owner, ASKING)
    liar = event(setup | {"status": "succeeded"}, type="setup_intent.succeeded", id="evt_liar")
    assert shop.hears(liar, signature(liar, "whsec_another")).status_code == 400
    assert shop.hears(liar).status_code == 200
    assert listed(owner) == 0
    nobodys = event({"id": "seti_of_others", "object": "setup_intent"}, id="evt_others")
    assert shop.hears(nobodys).status_code == 200


def test_stripe_out_of_reach_leaves_the_card_open_and_asking_ends_it(shop, owner):
    shop.stripe.goes_wrong("/confirm", "cut", after=True)
    shop.stripe.goes_wrong("/confirm", "cut", times=2)
    shop.stripe.goes_wrong("GET", "cut", times=3)
    answer = adds(owner, "ctoken_visa", key="lost")
    page = owner.get(answer.headers["location"])
    assert "know yet whether the card is added" in page.text
    assert listed(owner) == 1, "who looks asks"
    assert len(shop.stripe.books.setups) == 1


def test_a_card_that_was_forgotten_before_its_notice_came_is_given_up_at_stripe(shop, owner):
    setup = asked(shop, owner, ASKING)
    shop.stripe.books.answer(setup["id"], approved=True)
    with shop.shop.pool().connection() as db:
        db.execute("DELETE FROM work.saved_cards")
    assert setup["payment_method"] in shop.stripe.books.kept
    assert shop.hears(event(setup, type="setup_intent.succeeded", id="evt_gone")).status_code == 200
    assert setup["payment_method"] not in shop.stripe.books.kept
