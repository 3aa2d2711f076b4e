"""Another secret takes the place of the shop's while it is open: two servers, one with each, send nobody away."""

import json
import re
from uuid import UUID

import pytest
from litestar.testing import TestClient

from store.adapters.privacy.master_key import AnotherSecret
from store.application.identity.messages import EnrolStaff, Secret
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.reading_settings import read_settings
from tests.harness.drivers.postgres import settle

pytestmark = [
    pytest.mark.requirement("R10.6"), pytest.mark.story("US-10.5", "keys are replaced while the shop is open"),
]
OLD, NEW = "former-secret-" * 4, "another-secret-" * 4
WHO = {"email": "ann@example.org", "password": "a kettle sings at nine"}
HOME = {"name": "Ann", "line1": "1 Main St", "city": "Berlin", "postal_code": "10115", "country": "DE"}
BY = Caller(actor="system:test", correlation=UUID(int=1))


@pytest.fixture
def knowing(run, monkeypatch):
    """Settings of a server that has this secret, and knows others."""

    def settings(secret, *others):
        monkeypatch.setenv("STORE_SECRET", secret)
        monkeypatch.setenv("STORE_SECRET_ALSO", ",".join(others))
        monkeypatch.setenv("STORE_STAFF_TOKEN", "first-of-the-staff,second-of-the-staff")
        return read_settings()

    return settings


@pytest.fixture
def open_at(knowing):
    servers = []

    def server(secret, *others):
        servers.append(TestClient(create_app(knowing(secret, *others)), base_url="http://127.0.0.1"))
        return servers[-1].__enter__()

    yield server
    for one in reversed(servers):
        one.__exit__(None, None, None)


@pytest.fixture
def before(knowing, open_at):
    """A server as it was, that was told of the new secret; Ann has an account and there is a mug."""
    with postgres_shop(knowing(OLD, NEW)) as shop:
        shop.bus().do(EnrolStaff(email=WHO["email"], name="Ann Lee", password=Secret(WHO["password"])), BY)
        mug = ProductRow(key="MUG", name="Mug", brand="Loam", category=("Kitchen",),
                         variants=(VariantRow("MUG", Money(900, "EUR"), 50),))
        shop.bus().do(ImportProducts(source="test", rows=(mug,)), BY)
        settle(shop)
    return open_at(OLD, NEW)


def asks(server, status, verb, path, token="", **more):
    headers = more.pop("headers", {}) | ({"authorization": f"Bearer {token}"} if token else {})
    answer = server.request(verb, f"/api/v1{path}", headers=headers, **more)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


def buys(server, key, email="ben@example.org", cart=None):
    cart = cart or asks(server, 201, "POST", "/carts")["id"]
    asks(server, 201, "POST", f"/carts/{cart}/lines", json={"sku": "MUG", "quantity": 1})
    return cart, orders(server, 201, key, cart, email)


def orders(server, status, key, cart, email="ben@example.org"):
    return asks(server, status, "POST", "/orders", headers={"idempotency-key": key}, json={
        "cart_id": cart, "email": email, "shipping_address": HOME, "shipping_method": "standard",
        "payment": {"method": "sandbox", "token": "success"},
    })


def token_of(server, path="/login"):
    return re.search(r'name="_csrf_token" value="([^"]+)"', server.get(path).text)[1]


def test_both_servers_know_whoever_came_by_either(before, open_at):
    after = open_at(NEW, OLD)
    tokens = asks(before, 201, "POST", "/tokens", json=WHO)
    assert asks(after, 200, "GET", "/me", tokens["access_token"])["email"] == WHO["email"]
    there = asks(after, 201, "POST", "/tokens/refresh", json={"refresh_token": tokens["refresh_token"]})
    again = asks(before, 201, "POST", "/tokens/refresh", json={"refresh_token": tokens["refresh_token"]})
    assert again["refresh_token"] == there["refresh_token"], "within the grace, the same successor at either"
    asks(before, 201, "POST", "/tokens", json=WHO | {"email": "ANN@example.org"})
    for server in (before, after):
        for token in ("first-of-the-staff", "second-of-the-staff"):
            asks(server, 200, "GET", "/orders", token)
        asks(server, 401, "GET", "/orders", "first-of-the-staff,second-of-the-staff")


def test_orders_repeated_wishes_and_forms_go_on_at_the_other_server(before, open_at):
    after = open_at(NEW, OLD)
    for one, other in ((before, after), (after, before)):
        cart, order = buys(one, key := f"wish of {one is before}")
        assert orders(other, 201, key, cart)["number"] == order["number"], "asked again, the same answer"
        orders(other, 422, key, cart, email="eve@example.org")
        opened = other.get(f"/orders/{order['number']}", params={"access_token": order["access_token"]})
        assert opened.status_code == 200
        assert "1 Main St" in opened.text, "the address, sealed under a key that either wrapped"
        form = {"_csrf_token": token_of(one), "next": "", **WHO}
        other.cookies.update(one.cookies)
        entered = other.post("/login", data=form, follow_redirects=False)
        assert entered.status_code == 303, entered.text
        one.cookies.clear()
        other.cookies.clear()


def test_when_all_is_wrapped_anew_the_former_secret_is_good_for_nothing(before, open_at, knowing, run):
    _, order = buys(before, "a wish")
    open_at(NEW, OLD)
    knowing(NEW)
    refused = run("secret", "status")
    assert isinstance(refused.exception, AnotherSecret), "without the former one it would not open yet"
    knowing(NEW, OLD)
    assert json.loads(run("secret", "status", "--json").stdout) == {"ours": 0, "others": 2, "lost": 0, "alone": False}
    doctor = {it["name"]: it for it in json.loads(run("doctor", "--json").stdout)}
    assert doctor["keys of persons"]["state"] == "warning"
    assert "secret rewrap" in doctor["keys of persons"]["advice"]
    done = run("secret", "rewrap", "--json")
    assert json.loads(done.stdout)["keys"] >= 4, done.output  # two persons, two keys of the shop
    assert "0 keys" in run("secret", "rewrap").output
    knowing(OLD)
    assert isinstance(run("secret", "status").exception, AnotherSecret)
    knowing(NEW)
    assert "alone" in run("secret", "status").stdout
    alone = open_at(NEW)
    tokens = asks(alone, 201, "POST", "/tokens", json=WHO)
    assert asks(alone, 200, "GET", "/me", tokens["access_token"])["given_name"]
    assert run("verify").exit_code == 0
    gone = alone.get(f"/orders/{order['number']}", params={"access_token": order["access_token"]})
    assert gone.status_code == 404, "a link that the former secret signed"
    found = asks(alone, 200, "POST", "/order-tracking", json={"number": order["number"], "email": "ben@example.org"})
    assert found["number"] == order["number"]
    assert asks(before, 200, "GET", "/me", tokens["access_token"]), "who is still running with both goes on"


def test_a_new_secret_is_printed_and_kept_nowhere(run, tmp_path):
    first, second = (run("secret", "new").stdout.strip() for _ in range(2))
    assert first != second
    assert len(first) >= 64
    assert not (tmp_path / "data").exists()
