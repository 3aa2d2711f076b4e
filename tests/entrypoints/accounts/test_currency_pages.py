"""Looking at the shop in one's own currency: chosen without a script, guessed, remembered, and kept in the cart."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.money import Money
from store.entrypoints.shared import guessing_currency
from store.entrypoints.shared.guessing_currency import countries_in
from tests.entrypoints.accounts.conftest import KEY, TOKYO
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R12.3")]
STAFF = {"authorization": "Bearer the-token", "x-api-key": KEY}
SOLD = {
    "sold": [{"code": "USD"}, {"code": "JPY"}, {"code": "CHF", "step": 5}],
    "regions": {"US": "USD", "JP": "JPY", "CH": "CHF", "DE": "EUR"},
}
RATES = {"USD": "1.1172", "JPY": "175.68"}
POT, PAN = "IRON-POT", "IRON-PAN"


@pytest.fixture(scope="module")
def abroad(street):
    def put(verb, path, **more):
        answer = street.client.request(verb, f"/api/v1{path}", headers=STAFF, **more)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    rows = tuple(
        ProductRow(key=sku, name=sku.title(), brand="Forge", slug=sku.lower(), category=("Iron",),
                   variants=(VariantRow(sku, Money(minor, "EUR"), 50, prices=prices),))
        for sku, minor, prices in ((POT, 2200, None), (PAN, 3000, (Money(2999, "USD"),)))
    )
    by = Caller(actor="system:test", correlation=uuid4())
    street.shop.bus().do(ImportProducts(source="abroad", rows=rows), by)
    settle(street.shop)
    day = {"day": f"{datetime.now(UTC):%Y-%m-%d}", "base": "EUR", "source": "by hand", "rates": RATES}
    put("PUT", "/currencies", json=SOLD)
    put("POST", "/currencies/rates", json=day)
    yield put
    put("PUT", "/currencies", json={"sold": []})


def shown(page):
    """The prices on a page, as people read them."""
    return set(re.findall(r"(?:[$¥€£]|CHF )[\d.,]*\d", page.text.replace("\xa0", " ")))


@pytest.mark.story("US-12.3", "a selector in the header")
@pytest.mark.story("US-12.3", "prices in the chosen currency")
def test_the_header_has_a_choice_that_works_without_script_and_is_remembered(street, abroad, ann):
    page = ann.get("/products/iron-pot")
    assert page.text.count('<button name="currency"') == 4
    assert "€22.00" in shown(page)
    chosen = ann.post("/currency", {"currency": "USD", "next": "/products/iron-pot?price_min=3&q=x"})
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/products/iron-pot?price_min=3&q=x")
    page = ann.get("/products/iron-pot")
    assert "$24.58" in shown(page)
    assert not {"€22.00"} & shown(page)
    assert "Prices are in US Dollar now" in page.text
    assert {"$24.58", "$29.99"} <= shown(ann.get("/categories/iron")), "what staff said goes before the rate"
    assert "$29.99" in shown(ann.get("/products?price_min=29.99&price_max=29.99"))
    assert "$29.99" not in shown(ann.get("/products?price_min=30&price_max=40"))
    wrong = ann.post("/currency", {"currency": "XXX", "next": "https://elsewhere.example/"})
    assert wrong.headers["location"].startswith("/"), "nobody is led out of the shop"
    assert "$24.58" in shown(ann.get("/products/iron-pot"))


@pytest.mark.story("US-12.3", "location and currency are guessed")
@pytest.mark.parametrize(("accepted", "price"), [
    ("en-US,en;q=0.9", "$24.58"), ("ja,en-US;q=0.9,en;q=0.8", "¥3,865"), ("de-DE,de;q=0.9,en-US;q=0.8", "€22.00"),
    ("en", "€22.00"), ("de-CH", "€22.00"), ("fr-CA,en-US;q=0.5", "$24.58"), ("*", "€22.00"), ("x" * 9000, "€22.00"),
    ("en-US;q=0,ja;q=x", "€22.00"),
])
def test_a_currency_is_guessed_by_where_a_browser_says_it_is_at_home(street, abroad, accepted, price):
    page = street.visitor().get("/products/iron-pot", headers={"accept-language": accepted})
    assert price in shown(page), "nobody knows what a franc is worth, so it stays in euros"
    assert page.headers["cache-control"].startswith("private")


@pytest.mark.story("US-12.3", "location and currency are guessed")
def test_where_somebody_is_goes_before_what_their_browser_speaks(street, abroad):
    ann = street.visitor()
    ann.place = TOKYO.replace("/64", "5")
    assert "¥3,865" in shown(ann.get("/products/iron-pot", headers={"accept-language": "en-US"}))
    ann.post("/currency", {"currency": "USD", "next": "/"})
    assert "$24.58" in shown(ann.get("/products/iron-pot"))


@pytest.mark.story("US-12.3", "location and currency are guessed")
def test_no_more_of_a_header_is_kept_in_mind_than_is_read():
    long = "ja," + "x" * 300
    known = guessing_currency._countries_in.cache_info().misses
    assert countries_in(long) == countries_in(long * 40) == ("JP",)
    assert guessing_currency._countries_in.cache_info().misses == known + 1


@pytest.mark.story("US-12.3", "location and currency are guessed")
def test_a_guess_never_moves_a_price_after_something_was_put_in_and_a_choice_goes_before_it(street, abroad, ann):
    ann.get("/products/iron-pot", headers={"accept-language": "en-US"})
    ann.post("/cart/lines", {"sku": POT, "quantity": "1"}, headers={"accept-language": "en-US"})
    assert ann.client.cookies["store_currency"] == "USD"
    assert "$24.58" in shown(ann.get("/cart", headers={"accept-language": "ja"}))
    assert "$24.58" in shown(ann.get("/products/iron-pot", headers={"accept-language": "ja"}))
    ann.post("/currency", {"currency": "EUR", "next": "/cart"})
    cart = ann.get("/cart", headers={"accept-language": "en-US"})
    assert "€22.00" in shown(cart)
    assert "priced anew" in cart.text, "it is said"


@pytest.mark.story("US-12.3", "a selector in the header")
def test_the_choice_is_remembered_on_the_account_and_comes_along_to_another_device(street, abroad, ann):
    ann.joins()
    ann.post("/currency", {"currency": "JPY", "next": "/"})
    phone = ann.again()
    assert "€22.00" in shown(phone.get("/products/iron-pot"))
    assert phone.logs_in().status_code == 303
    assert "¥3,865" in shown(phone.get("/products/iron-pot"))


@pytest.mark.story("US-12.3", "pay in one's own currency")
def test_what_a_guest_put_in_in_dollars_joins_a_cart_in_euros_at_what_it_costs_there(street, abroad, ann):
    ann.joins()
    ann.post("/cart/lines", {"sku": PAN, "quantity": "1"})
    other = ann.again()
    other.post("/currency", {"currency": "USD", "next": "/"})
    other.post("/cart/lines", {"sku": POT, "quantity": "2"})
    assert "$49.16" in shown(other.get("/cart"))
    assert other.logs_in().status_code == 303
    assert {"€44.00", "€30.00", "€74.00"} <= shown(other.get("/cart"))


@pytest.mark.story("US-12.3", "rates of the day")
def test_staff_see_the_rates_with_their_age_and_say_what_the_shop_sells_in(street, abroad):
    page = street.client.get("/backoffice/currencies", headers=STAFF)
    assert page.status_code in {200, 303}
    unknown = street.client.get("/api/v1/currencies", headers=STAFF).json()
    assert [(it["code"], it["rate"]) for it in unknown["currencies"]] == [
        ("EUR", None), ("USD", "1.1172"), ("JPY", "175.68"), ("CHF", None),
    ]
    assert unknown["stale"] is False
    away = street.client.post("/api/v1/currencies/rates/fetches", headers=STAFF)
    assert away.status_code == 422
    assert "no source of rates is set" in away.json()["detail"]
