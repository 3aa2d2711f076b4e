"""Strings made to do harm, wherever a stranger may write: never our fault, and never markup."""

import json
import random
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.entrypoints.rest.conftest import ADDRESS, MUG, is_problem

FILE = Path(__file__).parents[4] / "shared" / "data" / "hostile" / "hostile_strings.jsonl"
EACH = 10
MADE_HERE = [
    "", " ", "\x00", "\r\nset-cookie: a=b", "\u202e", "\ud7ff", "🏺" * 50, "%", "_", "\\", "'", '"', "a" * 5000,
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "${7*7}", "../../etc/passwd", "NaN", "-1",
    "1e400", "٣", "ﬀ", "ı", "İ", "\u0000'; DROP TABLE x; --",
]


def strings():
    """Some of each kind, the same ones at every run."""
    if not FILE.is_file():
        return MADE_HERE
    kinds = {}
    for line in FILE.read_text("utf-8").splitlines():
        found = json.loads(line)
        kinds.setdefault(found["category"], []).append(found["payload"])
    chosen = random.Random(7)
    return MADE_HERE + [one for found in kinds.values() for one in chosen.sample(found, min(EACH, len(found)))]


HOSTILE = strings()

pytestmark = [pytest.mark.requirement("R10.2")]


@pytest.fixture(scope="module", autouse=True)
def _says_if_they_are_few():
    if not FILE.is_file():
        pytest.skip("no collection of hostile strings beside this checkout")


def harmless(answer, string):
    """Not our fault, and if it says the string again, then not as markup."""
    assert answer.status_code < 500, (string, answer.text)
    assert answer.headers["x-content-type-options"] == "nosniff"
    if answer.headers["content-type"].startswith("text/html") and "<" in string and len(string) > len("<b>"):
        assert string not in answer.text, string
    elif answer.status_code >= 400 and answer.request.url.path.startswith("/api"):
        is_problem(answer)


def path(string):
    return quote(string, safe="").replace(".", "%2E") or "%20"


@pytest.mark.parametrize("page", ["/api/v1/products", "/products"])
def test_as_words_to_search_for(api, page):
    for string in HOSTILE:
        harmless(api.asks_page(page, params={"q": string}), string)


@pytest.mark.parametrize("name", ["category", "brand", "sort", "cursor", "price_min", "in_stock", "limit"])
def test_as_filters(api, name):
    for string in HOSTILE:
        harmless(api.asks_page("/api/v1/products", params={name: string}), string)


@pytest.mark.parametrize(
    "prefix",
    ["/api/v1/carts/", "/api/v1/products/", "/products/", "/api/v1/orders/", "/orders/", "/media/", "/static/"],
)
def test_in_addresses(api, prefix):
    for string in HOSTILE:
        harmless(api.asks_page(prefix + path(string)), string)


def test_as_a_sku(api):
    cart = api.cart()
    for string in HOSTILE:
        harmless(api.asks("POST", f"/carts/{cart}/lines", json={"sku": string}), string)
        harmless(api.asks("PATCH", f"/carts/{cart}/lines/{path(string)}", json={"quantity": 1}), string)
        harmless(api.asks("GET", f"/inventory/{path(string)}", headers=api.staff), string)
    assert [line["sku"] for line in api.expects(200, "GET", f"/carts/{cart}")["lines"]] == [MUG]


def test_as_an_e_mail_address(api):
    cart = api.cart()
    for string in HOSTILE:
        for email in (string, f"{string}@example.org"):
            answer = api.asks("POST", "/orders", json=api.buying(cart, email=email, quote="moved"))
            harmless(answer, string)
            assert answer.status_code in ({422} if "\0" in string else {400, 409})


@pytest.mark.parametrize("field", ["name", "line1", "line2", "city", "region", "postal_code", "country"])
def test_in_an_address(api, field):
    cart = api.cart()
    for string in HOSTILE:
        form = api.buying(cart, shipping_address=ADDRESS | {field: string}, quote="moved")
        harmless(api.asks("POST", "/orders", json=form), string)


@pytest.mark.parametrize("field", ["name", "url", "from", "kinds", "stream", "reason"])
def test_in_a_webhook(api, field):
    for string in HOSTILE:
        form = {"name": "Miller", "url": "https://partner.example/", field: [string] if field == "kinds" else string}
        harmless(api.asks("POST", "/webhooks", json=form, headers=api.staff), string)


@pytest.mark.story("US-10.2", "what people write is shown as text")
@pytest.mark.story("US-10.2", "output is escaped")
def test_an_order_keeps_what_was_written_and_shows_it_as_text(api):
    written = '<script>alert("1")</script>'
    cart = api.cart()
    order = api.expects(
        201, "POST", "/orders", json=api.buying(cart, shipping_address=ADDRESS | {"name": written, "line2": written})
    )
    view = api.expects(200, "GET", f"/orders/{order['number']}", params={"access_token": order["access_token"]})
    assert view["shipping_address"]["name"] == written
    page = api.asks_page(f"/orders/{order['number']}", params={"access_token": order["access_token"]})
    assert page.status_code == 200
    harmless(page, written)


@pytest.mark.parametrize(
    "name",
    ["x-request-id", "x-correlation-id", "store-position", "authorization", "idempotency-key", "if-match", "cookie",
     "accept", "accept-language", "origin", "content-type"],
)
def test_in_headers(api, name):
    cart = api.cart()
    for string in HOSTILE:
        value = "".join(sign for sign in string if sign not in "\r\n\x00").encode("utf-8")[:2000]
        for verb, at, body in (("GET", "/products?limit=1", None), ("POST", f"/carts/{cart}/lines", b'{"sku":"none"}')):
            harmless(api.asks(verb, at, content=body, headers={name: value}), string)


@pytest.mark.parametrize("host", ["a:b", "shop:99999999", "[::1", "shop:-1"])
def test_in_the_name_of_the_host(api, host):
    answer = api.asks("POST", "/orders", content=b"{", headers={"host": host, "content-type": "application/json"})
    assert answer.status_code < 500, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
