"""What programs may rely on: statuses, the shape of refusals, versions, keys, and who sees what."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from store.application.shared.bus import Once
from store.entrypoints.wiring.http import LARGEST_BODY
from tests.entrypoints.rest.conftest import MUG, is_problem

pytestmark = [pytest.mark.requirement("R3.3")]

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("verb", "path", "status", "name"),
    [
        ("GET", "/products/there-is-none", 404, "NoSuch"),
        ("GET", f"/carts/{NOBODY}", 404, "NoSuch"),
        ("GET", "/carts/not-an-id", 404, "NotFound"),
        ("GET", "/nowhere", 404, "NotFound"),
        ("PUT", "/products", 405, "MethodNotAllowed"),
        ("GET", "/orders", 401, "LogInFirst"),
        ("GET", "/products?limit=0", 400, "BadValue"),
        ("GET", "/products?limit=many", 400, "MalformedRequest"),
    ],
)
def test_every_refusal_is_a_problem_that_names_its_kind(api, verb, path, status, name):
    problem = api.expects(status, verb, path)
    assert problem["type"] == f"/problems/{name}"
    assert problem["instance"] == f"/api/v1{path}".partition("?")[0]


def test_a_request_keeps_the_id_it_came_with_unless_that_could_break_a_log(api):
    named = api.asks("GET", "/nowhere", headers={"x-request-id": "mine-1"})
    assert is_problem(named)["request_id"] == "mine-1"
    for hostile in ("a b", "x" * 65, "<script>", "a;b"):
        assert is_problem(api.asks("GET", "/nowhere", headers={"x-request-id": hostile}))["request_id"] != hostile


def test_a_change_of_what_has_moved_since_is_refused_and_changes_nothing(api):
    cart = api.cart()
    old = api.asks("GET", f"/carts/{cart}").headers["etag"]
    line = f"/carts/{cart}/lines/{MUG}"
    moved = api.asks("PATCH", line, json={"quantity": 2}, headers={"if-match": old})
    assert moved.status_code == 200
    assert moved.headers["etag"] != old
    for verb, path, body in [
        ("PATCH", line, {"quantity": 3}), ("DELETE", line, None), ("POST", f"/carts/{cart}/lines", {"sku": MUG}),
    ]:
        problem = api.expects(412, verb, path, json=body, headers={"if-match": old})
        assert problem["facts"] == {"now": int(moved.headers["etag"].strip('"'))}
    assert api.expects(200, "GET", f"/carts/{cart}")["item_count"] == 2
    assert api.expects(400, "PATCH", line, json={"quantity": 3}, headers={"if-match": "yesterday"})["errors"]
    assert api.asks("PATCH", line, json={"quantity": 3}, headers={"if-match": "*"}).status_code == 200


@pytest.mark.story("US-3.4", "asking again buys nothing twice")
def test_the_same_key_and_request_get_the_same_answer_and_buy_once(api):
    cart, key = api.cart(), {"idempotency-key": str(uuid4())}
    first = api.expects(201, "POST", "/orders", json=api.buying(cart), headers=key)
    assert api.expects(201, "POST", "/orders", json=api.buying(cart), headers=key) == first
    other = api.expects(422, "POST", "/orders", json=api.buying(cart, email="ben@example.org"), headers=key)
    assert other["type"] == "/problems/KeyReused"
    again = api.expects(409, "POST", "/orders", json=api.buying(cart))
    assert again["type"] == "/problems/CartClosed"


def test_a_refusal_is_remembered_under_its_key_too(api):
    cart, key = api.cart(), {"idempotency-key": str(uuid4())}
    for _ in range(2):
        assert api.expects(402, "POST", "/orders", json=api.buying(cart, "decline"), headers=key)["facts"] is not None
    assert api.expects(200, "GET", f"/carts/{cart}")["status"] == "open"


def test_a_request_whose_twin_is_still_running_is_told_so(api):
    cart = api.cart()
    path, body, key = f"/api/v1/carts/{cart}/lines", b'{"sku":"HARBOUR-MUG-SAGE"}', str(uuid4())
    running = Once(
        principal=f"guest:{cart}", route=f"POST {path}", key=key, body=sha256(body).hexdigest(), subject=uuid4()
    )
    shop = api.back_room
    shop.idempotency().claim(running, shop.clock().now(), timedelta(seconds=30))
    sent = {"content": body, "headers": {"idempotency-key": key, "content-type": "application/json"}}
    refused = api.asks("POST", path, **sent)
    assert (refused.status_code, is_problem(refused)["type"]) == (409, "/problems/InFlight")
    assert (refused.headers["retry-after"], "Ask again in a second" in refused.text) == ("1", True)
    shop.idempotency().release(running)
    assert api.expects(201, "POST", path, **sent)["item_count"] == 2


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\there"])
def test_a_key_that_is_none_is_refused(api, key):
    api.expects(400, "POST", "/carts", headers={"idempotency-key": key})


@pytest.mark.story("US-3.6", "follow an order by number and access code")
def test_an_order_is_seen_by_whoever_holds_its_token_and_by_staff(api):
    order, other = api.order(), api.order()
    path = f"/orders/{order['number']}"
    for seen in (
        {"headers": {"authorization": f"Bearer {order['access_token']}"}},
        {"params": {"access_token": order["access_token"]}}, {"headers": api.staff},
    ):
        view = api.expects(200, "GET", path, **seen)
        assert (view["number"], view["email"]) == (order["number"], "ann@example.org")
    for unseen in (
        {}, {"params": {"access_token": other["access_token"]}}, {"headers": {"authorization": "Bearer x"}},
        {"params": {"access_token": order["access_token"][:-1]}},
    ):
        assert "ann@" not in str(api.expects(404, "GET", path, **unseen))
    api.expects(404, "GET", "/orders/NONE-SUCH", headers=api.staff)


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("GET", "/orders", None), ("GET", "/inventory", None), ("GET", "/inventory/THING-2", None),
        ("POST", "/inventory/THING-2/receipts", {"quantity": 1}), ("GET", "/history", None),
        ("POST", "/history/exports", {"form": "csv"}),
        ("GET", "/history/chains/00000000-0000-0000-0000-000000000001", None),
        ("GET", "/history/inventory/THING-2/difference?from=1", None),
        ("POST", "/inventory/THING-2/counts", {"on_hand": 1, "reason": "count"}),
        ("GET", "/history/inventory/THING-2", None), ("POST", "/orders/NONE-SUCH/shipment", {"carrier": "DHL"}),
    ],
)
def test_staff_only_means_a_staff_token(api, verb, path, body):
    for headers in ({}, {"authorization": "Bearer wrong"}, {"cookie": "store_session=made-up"}):
        refused = api.asks(verb, path, json=body, headers=headers)
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        is_problem(refused)
    assert api.asks(verb, path, json=body, headers=api.staff).status_code in {200, 201, 404, 409}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"), ("cursor=x", "cursor"),
        ("cursor=WyJuYW1lIl0", "cursor"), ("sort=sideways", "sort"), ("price_min=cheap", "price_min"),
        ("price_max=-1", "price_max"), ("price_min=1e3", "price_min"),
        ("price_max=1e99999999", "price_max"), ("in_stock=maybe", "in_stock"),
        ("q=" + "x" * 201, "q"),
    ],
)
def test_a_bad_parameter_is_named(api, query, field):
    problem = api.expects(400, "GET", f"/products?{query}")
    assert [error["field"] for error in problem["errors"]] == [field]


def test_a_cursor_belongs_to_its_sort(api):
    cursor = api.expects(200, "GET", "/products?sort=name&limit=2")["next_cursor"]
    api.expects(400, "GET", "/products", params={"sort": "price", "cursor": cursor})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sku": MUG, "colour": "blue"}, "colour"), ({"quantity": 1}, "sku"), ({"sku": 7}, "sku"),
        ({"sku": MUG, "quantity": "two"}, "quantity"), ({"sku": "x" * 65}, "sku"),
        ({"sku": MUG, "quantity": 1.5}, "quantity"),
    ],
)
def test_a_faulty_field_is_named_and_nothing_changes(api, body, field):
    cart = api.cart()
    problem = api.expects(400, "POST", f"/carts/{cart}/lines", json=body)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert api.expects(200, "GET", f"/carts/{cart}")["item_count"] == 1


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400), (b"", "application/json", 400), (b"null", "application/json", 400),
        (b"[]", "application/json", 400), (b"\xff\xfe", "application/json", 400),
        (b'{"sku":"\\ud800"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400), (b"sku=x", "application/x-www-form-urlencoded", 415),
        (b'{"sku":"x"}', "text/plain", 415), (b'{"sku":"' + b"x" * LARGEST_BODY + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_is_no_json_of_ours_is_refused(api, content, kind, status):
    cart = api.cart()
    api.expects(status, "POST", f"/carts/{cart}/lines", content=content, headers={"content-type": kind})


@pytest.mark.parametrize(
    ("verb", "path"), [("POST", "/carts/{cart}/lines"), ("POST", "/orders"), ("POST", "/accounts")]
)
@pytest.mark.parametrize("more", [{}, {"content": b"", "headers": {"content-type": "application/json"}}])
def test_a_body_that_was_not_sent_is_asked_for_in_words(api, verb, path, more):
    problem = api.expects(400, verb, path.format(cart=api.cart()), **more)
    assert problem["detail"] == "Send a JSON body"
    assert problem["errors"] == [{"field": "body", "problem": "Send a JSON body"}]


@pytest.mark.parametrize("quantity", ["2", True, 2.5, None, [2]])
def test_a_number_that_is_written_as_something_else_is_no_number(api, quantity):
    cart = api.cart()
    problem = api.expects(400, "POST", f"/carts/{cart}/lines", json={"sku": MUG, "quantity": quantity})
    assert [fault["field"] for fault in problem["errors"]] == ["quantity"]
    assert api.expects(200, "GET", f"/carts/{cart}")["lines"][0]["quantity"] == 1


@pytest.mark.parametrize("path", ["/products", "/products/harbour-mug", "/health/live", "/api/v1/openapi.json"])
def test_head_is_get_without_its_body_and_options_say_what_there_is(api, path):
    got, head, options = (api.asks(verb, path) for verb in ("GET", "HEAD", "OPTIONS"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    assert (options.status_code, options.content) == (204, b"")
    assert "GET" in options.headers["allow"]
    assert "GET" in api.asks("PUT", path).headers["allow"]


@pytest.mark.parametrize(("path", "methods"), [
    ("/orders", "GET, HEAD, OPTIONS, POST"), ("/carts/{cart}/lines/HARBOUR-MUG-SAGE", "DELETE, OPTIONS, PATCH"),
])
def test_an_address_that_several_share_names_the_methods_of_all(api, path, methods):
    assert api.asks("OPTIONS", path.format(cart=api.cart())).headers["allow"] == methods


def test_options_of_an_address_that_leads_nowhere_are_not_found(api):
    assert is_problem(api.asks("OPTIONS", "/nowhere"))["status"] == 404


def test_health_says_what_it_is_well_of(api):
    assert api.expects(200, "GET", "/health/live")["status"] == "ok"
    ready = api.asks("GET", "/health/ready")
    assert set(ready.json()) == {"status", "checks"}
    assert ready.status_code == (200 if ready.json()["status"] == "ok" else 503)


@pytest.mark.story("US-9.3", "headers tell the limit")
@pytest.mark.story("US-9.3", "a clear message")
def test_whoever_asks_often_sees_how_much_is_left_and_who_guesses_is_stopped(api):
    first = api.asks("GET", "/products?limit=1", counted="192.0.2.2").headers
    second = api.asks("GET", "/products?limit=1", counted="192.0.2.2").headers
    assert int(first["x-ratelimit-limit"]) == 1200
    assert int(second["x-ratelimit-remaining"]) == int(first["x-ratelimit-remaining"]) - 1
    order = api.order()
    guesses = [
        api.asks("GET", f"/orders/{order['number']}", params={"access_token": str(guess)}, counted="192.0.2.2")
        for guess in range(11)
    ]
    assert {guess.status_code for guess in guesses[:10]} == {404}
    assert is_problem(guesses[10])["status"] == 429
    assert 1 <= int(guesses[10].headers["retry-after"]) <= 60
    assert guesses[10].headers["x-ratelimit-remaining"] == "0"
