"""A checkout in steps over HTTP: kept with its cart, gone on with by whoever holds its key, and bought."""

import uuid

import pytest

from store.adapters.payments.gateway_sandbox import SandboxGateway
from tests.entrypoints.rest.conftest import ADDRESS, MUG

pytestmark = [
    pytest.mark.story("US-3.4", "several steps: shipping, payment, review"), pytest.mark.requirement("R3.3"),
]
EMAIL = "steps@example.org"


class Steps:
    """The checkout of a guest's cart, by a program that holds its key."""

    def __init__(self, api):
        begun = api.asks("POST", "/carts")
        self.api, self.id, self.key = api, begun.json()["id"], begun.headers["store-cart-key"]
        api.expects(201, "POST", f"/carts/{self.id}/lines", json={"sku": MUG, "quantity": 1})

    def expects(self, status, verb, step="", key=None, **more):
        params = {"access_token": self.key if key is None else key}
        return self.api.expects(status, verb, f"/carts/{self.id}/checkout{step}", params=params, **more)

    def says_all(self, token="success"):  # noqa: S107 - what the sandbox answers
        self.expects(200, "PUT", "/address", json={"email": EMAIL, "shipping_address": ADDRESS})
        self.expects(200, "PUT", "/shipping", json={"shipping_method": "express"})
        return self.expects(200, "PUT", "/payment", json={"method": "sandbox", "token": token})


@pytest.fixture
def steps(api):
    api.restocks()
    return Steps(api)


def test_each_step_tells_what_is_missing_and_the_last_one_buys_once(steps):
    assert (steps.expects(200, "GET")["step"], steps.expects(200, "GET")["done"]) == ("address", [])
    said = steps.expects(200, "PUT", "/address", json={"email": EMAIL, "shipping_address": ADDRESS})
    assert (said["step"], said["email"], said["shipping_address"]["city"]) == ("shipping", EMAIL, "Berlin")
    assert all(method["estimate"] for method in said["shipping_methods"])
    refused = steps.expects(422, "POST", "/order", json={})
    assert (refused["type"], refused["facts"]) == ("/problems/StepMissing", {"step": "shipping"})
    steps.expects(200, "PUT", "/shipping", json={"shipping_method": "express"})
    whole = steps.expects(200, "PUT", "/payment", json={"method": "sandbox", "token": "success"})
    assert whole == steps.expects(200, "GET")
    assert (whole["step"], whole["done"]) == ("review", ["address", "shipping", "payment"])
    assert whole["payment"] == {"method": "sandbox", "has_token": True, "card_id": None, "remember": False}
    once = {"Idempotency-Key": str(uuid.uuid4())}
    placed = steps.expects(201, "POST", "/order", json={"quote": whole["cart"]["quote"]}, headers=once)
    assert placed["total"] == whole["cart"]["total"]
    assert placed == steps.expects(201, "POST", "/order", json={"quote": whole["cart"]["quote"]}, headers=once)
    assert steps.expects(409, "POST", "/order", json={})["type"] == "/problems/CartClosed"
    assert steps.expects(200, "GET")["email"] == ""


@pytest.mark.story("US-3.4", "asking again buys nothing twice")
def test_whoever_asks_again_after_the_shop_fell_over_pays_with_what_they_said(steps, monkeypatch):
    steps.says_all()
    once = {"Idempotency-Key": str(uuid.uuid4())}
    with monkeypatch.context() as broken:
        broken.setattr(SandboxGateway, "charge", lambda *_: 1 / 0)
        steps.expects(500, "POST", "/order", json={}, headers=once)
    assert steps.expects(409, "POST", "/order", json={})["type"] == "/problems/CartClosed"
    assert steps.expects(200, "GET")["email"] == ""
    placed = steps.expects(201, "POST", "/order", json={}, headers=once)
    assert (placed["status"], placed["payment"]["status"]) == ("confirmed", "captured")
    assert placed == steps.expects(201, "POST", "/order", json={}, headers=once)


@pytest.mark.story("US-3.4", "asking again buys nothing twice")
def test_of_what_nothing_is_known_any_more_nothing_is_bought(api, steps, monkeypatch):
    steps.says_all()
    once = {"Idempotency-Key": str(uuid.uuid4())}
    with monkeypatch.context() as broken:
        broken.setattr(SandboxGateway, "charge", lambda *_: 1 / 0)
        steps.expects(500, "POST", "/order", json={}, headers=once)
    assert api.asks("DELETE", f"/carts/{steps.id}/checkout", params={"access_token": steps.key}).status_code == 204
    for headers in (once, {}):
        assert steps.expects(409, "POST", "/order", json={}, headers=headers)["type"] == "/problems/CartClosed"


@pytest.mark.requirement("R3.6")
@pytest.mark.story("US-3.4", "review before paying")
def test_another_quote_than_what_was_looked_over_is_refused(steps):
    steps.says_all()
    assert steps.expects(409, "POST", "/order", json={"quote": "0" * 32})["type"] == "/problems/QuoteChanged"
    assert steps.expects(200, "GET")["step"] == "review"


@pytest.mark.requirement("R3.6")
@pytest.mark.story("US-3.4", "review before paying")
def test_what_is_said_anew_after_it_was_looked_over_is_looked_over_again(steps):
    seen = steps.says_all()["seal"]
    moved = {"email": EMAIL, "shipping_address": ADDRESS | {"line1": "Somewhere else 9"}}
    now = steps.expects(200, "PUT", "/address", json=moved)["seal"]
    assert steps.expects(409, "POST", "/order", json={"seal": seen})["type"] == "/problems/SaidAnew"
    assert steps.expects(201, "POST", "/order", json={"seal": now})["number"]


def test_a_card_that_is_declined_leaves_all_that_was_said(steps):
    steps.says_all("decline")
    assert steps.expects(402, "POST", "/order", json={})["type"] == "/problems/CardDeclined"
    assert steps.expects(200, "GET")["email"] == EMAIL
    steps.expects(200, "PUT", "/payment", json={"method": "sandbox", "token": "success"})
    assert steps.expects(201, "POST", "/order", json={})["number"]


@pytest.mark.requirement("R4.3")
def test_without_its_key_there_is_no_such_checkout(api, steps):
    steps.says_all()
    for key in ("", "x" * 20, Steps(api).key):
        for verb, step, body in (
            ("GET", "", None), ("PUT", "/shipping", {"shipping_method": "standard"}), ("POST", "/order", {}),
            ("DELETE", "", None),
        ):
            steps.expects(404, verb, step, key=key, json=body)
    steps.expects(404, "GET", key="", headers=api.staff)
    assert steps.expects(200, "GET")["shipping_method"] == "express"


def test_what_can_not_be_is_refused_and_changes_nothing(steps):
    steps.says_all()
    wrong = {"email": EMAIL, "shipping_address": ADDRESS | {"postal_code": "1"}}
    assert steps.expects(400, "PUT", "/address", json=wrong)["errors"][0]["field"] == "shipping_address.postal_code"
    own = {"email": EMAIL, "shipping_address_id": str(uuid.uuid4())}
    assert steps.expects(401, "PUT", "/address", json=own)["type"] == "/problems/LogInFirst"
    steps.expects(422, "PUT", "/shipping", json={"shipping_method": "pigeon"})
    steps.expects(422, "PUT", "/payment", json={"method": "shells"})
    assert steps.expects(200, "GET")["done"] == ["address", "shipping", "payment"]
    number = {"email": EMAIL, "shipping_address": ADDRESS, "vat_number": "DE1"}
    told = steps.expects(200, "PUT", "/address", json=number)
    assert (told["step"], list(told["problems"])) == ("address", ["vat_number"])


@pytest.mark.requirement("R6.2")
def test_what_was_said_is_forgotten_when_somebody_says_so(api, steps):
    steps.says_all()
    assert api.asks("DELETE", f"/carts/{steps.id}/checkout", params={"access_token": steps.key}).status_code == 204
    told = steps.expects(200, "GET")
    assert (told["step"], told["email"], told["shipping_address"], told["payment"]) == ("address", "", None, None)
    assert told["cart"]["item_count"] == 1
