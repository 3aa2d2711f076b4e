"""The whole collection of strings made to do harm, on pages with many rows in a real browser: nothing of it runs.

Each day some of it, and all of it with HOSTILE=all.
"""

from uuid import uuid4

import httpx
import pytest

from store.entrypoints.shared.card_numbers import masked
from tests.browser.conftest import STAFF_TOKEN, UNCOUNTED
from tests.browser.test_accounts import PASSWORD, uncounted
from tests.browser.test_address_book import has_an_account
from tests.entrypoints.rest.hostile import ALWAYS, WANTED, Turns, collection

pytestmark = [
    pytest.mark.requirement("R10.2"), pytest.mark.story("US-10.2", "what people write is shown as text"),
    pytest.mark.story("US-10.2", "output is escaped"),
]
OAT = "HARBOUR-MUG-OAT"
ON_A_PAGE = 50
_FOUND = """() => [...document.querySelectorAll("main, main *")].filter((it) =>
  it.matches("script:not([type='application/ld+json']), iframe, object, embed, base, style, [src^='data:text'], "
    + "[href^='javascript:' i], [src^='javascript:' i], [action^='javascript:' i]")
  || [...it.attributes].some((one) => one.name.startsWith("on"))
).map((it) => it.outerHTML.slice(0, 200))"""
_HEARD = "for (const it of ['alert', 'confirm', 'prompt']) window[it] = (said) => { broken.push(`${it} ${said}`); };"


@pytest.fixture(scope="module")
def strings():
    return [*ALWAYS[:-1], *(collection() if WANTED == "all" else Turns().few(94, 0))]


@pytest.fixture
def client(shop):
    headers = {"x-api-key": UNCOUNTED, "authorization": f"Bearer {STAFF_TOKEN}"}
    with httpx.Client(base_url=f"{shop}/api/v1", headers=headers, timeout=60) as client:
        yield client


@pytest.fixture
def reader(visit, staff_cookies):
    """Staff and customer, who looks at pages and tells what ran on them."""
    visitor = uncounted(visit(known_as=staff_cookies, motion="reduce"))
    visitor.context.add_init_script(_HEARD)
    return visitor


def is_calm(visitor, shown=()):
    """Nothing ran or tried to, nothing stands there that could, and each of *shown* is read as it was written."""
    assert visitor.violations() == [], visitor.page.url
    assert visitor.page.evaluate(_FOUND) == [], visitor.page.url
    there = _blank(visitor.page.evaluate("document.querySelector('main').textContent"))
    missing = [text for text in shown if _blank(text) not in there]
    assert not missing, (visitor.page.url, missing[:5])


def _blank(text):
    """Without what HTML makes of spaces and ends of lines."""
    return "".join(text.split())


def looks_through(visitor, address):
    """Each page of a list; how many."""
    visitor.open(address)
    for pages in range(1, 200):
        is_calm(visitor)
        onward = visitor.page.locator("main a[rel=next]")
        if not onward.count():
            return pages
        visitor.open(onward.first.get_attribute("href"))
    raise AssertionError("no end of pages")


def test_as_what_products_are_like(reader, client, strings):
    """As values in a table and as rich text: in the shop, and where it is written. Numbers of cards come nowhere."""
    texts = [text[:500] for text in strings if masked(text) == text]
    assert len(texts) > len(strings) * 0.95
    for begin in range(0, len(texts), 100):
        some = texts[begin:begin + 100]
        asked = {"name": some[0], "brand": some[-1], "variants": [{"sku": f"H-{uuid4().hex}", "price": "1.00"}]}
        asked |= {"attributes": {f"no. {at}": text for at, text in enumerate(some)}}
        asked |= {"description": "\n\n".join(some)[:20_000], "tags": [], "reason": "to be looked at"}
        made = client.post("/products", json=asked)
        if made.status_code == 400:  # no line of text: a sign that turns what follows around
            made = client.post("/products", json=asked | {"name": f"Harm {begin}", "brand": "Harm"})
        assert made.status_code == 201, made.text
        product = made.json()
        reader.until(lambda: "no. 1" in reader.page.text_content("main"), f"/products/{product['slug']}")
        is_calm(reader, [text for text in some if text.strip()])
        for deed in ("", "/edit", "/preview"):
            reader.open(f"/backoffice/products/{product['id']}{deed}")
            is_calm(reader)
        gone = client.delete(f"/products/{product['id']}", params={"reason": some[0]}, headers={"if-match": "*"})
        assert gone.status_code in {200, 400}, gone.text


def test_as_reasons_in_a_long_history(reader, client, strings):
    rows = [{"sku": OAT, "receive": 1, "reason": text[:200]} for text in strings]
    done = 0
    for row in range(0, len(rows), 100):
        answer = client.post("/inventory/bulk", json={"rows": rows[row:row + 100]})
        if answer.status_code == 400:
            told = [client.post("/inventory/bulk", json={"rows": [one]}) for one in rows[row:row + 100]]
            assert {it.status_code for it in told} <= {200, 400}
            done += sum(it.json()["done"] for it in told if it.status_code == 200)
        else:
            done += answer.json()["done"]
    assert done > len(strings) * 0.9
    assert looks_through(reader, f"/backoffice/history/inventory/{OAT}") >= done // ON_A_PAGE


def test_as_names_somebody_had(reader, client, strings):
    email = has_an_account(reader)
    token = client.post("/tokens", json={"email": email, "password": PASSWORD}).json()["access_token"]
    mine = {"authorization": f"Bearer {token}"}
    taken = 0
    for first, last in zip(strings, reversed(strings), strict=True):
        answer = client.patch("/me", json={"given_name": first, "family_name": last}, headers=mine)
        assert answer.status_code in {200, 400, 422}, answer.text
        taken += answer.status_code == 200
    assert taken > len(strings) / 4
    account = client.get("/me", headers=mine).json()["id"]
    assert looks_through(reader, f"/backoffice/history/account/{account}") >= taken // ON_A_PAGE
    looks_through(reader, "/account/history")
    reader.open(f"/backoffice/users/{account}")
    is_calm(reader)
