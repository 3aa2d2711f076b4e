"""Shopping in other currencies over HTTP: seen, put in, bought, explained, given back."""

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from msgspec import json

from projections.browsing.converting import Converting
from store.domain.pricing.board import Board
from store.domain.pricing.currency_events import CurrencyRules, Sold
from store.domain.pricing.rate_sheets import Rates

pytestmark = [pytest.mark.requirement("R12.3")]
MUG = "HARBOUR-MUG-SAGE"
SOLD = {
    "sold": [{"code": "USD"}, {"code": "JPY"}, {"code": "KWD"}, {"code": "CHF", "step": 5}, {"code": "SEK"}],
    "regions": {"US": "USD", "JP": "JPY", "DE": "EUR"},
}
RATES = {"USD": "1.1172", "JPY": "175.68", "KWD": "0.3425"}


@pytest.fixture(scope="module")
def rates(api):
    """The shop sells in four more currencies, of which it knows what three are worth."""
    api.expects(200, "PUT", "/currencies", json=SOLD, headers=api.staff)
    day = {"day": f"{datetime.now(UTC):%Y-%m-%d}", "base": "EUR", "source": "by hand", "rates": RATES}
    api.expects(201, "POST", "/currencies/rates", json=day, headers=api.staff)
    yield day
    api.expects(200, "PUT", "/currencies", json={"sold": []}, headers=api.staff)


def money(amount, currency):
    return {"amount": amount, "currency": currency}


def bought(api, currency):
    cart = api.expects(201, "POST", f"/carts?currency={currency}")["id"]
    api.expects(201, "POST", f"/carts/{cart}/lines", json={"sku": MUG, "quantity": 2})
    shown = api.expects(200, "GET", f"/carts/{cart}?country=DE&shipping_method=standard")
    return shown, api.expects(201, "POST", "/orders", json=api.buying(cart, quote=shown["quote"]))


@pytest.mark.story("US-12.3", "prices in the chosen currency")
def test_lists_and_products_are_shown_in_the_currency_that_is_asked_for_and_kept_apart(api, rates):
    tags = set()
    for currency, amount in (("", "22.00"), ("USD", "24.58"), ("JPY", "3865"), ("KWD", "7.535")):
        asked = f"?currency={currency}" if currency else ""
        product = api.asks("GET", f"/products/harbour-mug{asked}")
        assert product.json()["price"] == product.json()["variants"][0]["price"] == money(amount, currency or "EUR")
        tags.add(product.headers["etag"])
        assert "explicits" not in product.text
        again = api.asks("GET", f"/products/harbour-mug{asked}", headers={"if-none-match": product.headers["etag"]})
        assert again.status_code == 304
        listed = api.expects(200, "GET", "/products", params={"q": "harbour mug", "currency": currency})
        assert next(it["price"]["amount"] for it in listed["items"] if it["slug"] == "harbour-mug") == amount
    assert len(tags) == 4
    unknown = api.expects(200, "GET", "/products/harbour-mug?currency=CHF")
    assert unknown["price"] == money("22.00", "EUR"), "nobody knows what a franc is worth"
    assert "one of EUR, USD" in api.asks("GET", "/products?currency=GBP").text


@pytest.mark.story("US-12.3", "prices in the chosen currency")
def test_bounds_of_prices_are_meant_in_the_currency_that_is_asked_for(api, rates):
    for low, high, found in (("24.58", "24.58", True), ("24.59", "", False), ("", "24.57", False)):
        listed = api.expects(200, "GET", "/products", params={
            "q": "harbour mug", "currency": "USD", "price_min": low, "price_max": high, "facets": True,
        })
        assert ("harbour-mug" in {it["slug"] for it in listed["items"]}) is found, (low, high)
        if found:
            assert listed["facets"]["price"] == {"min": "24.58", "max": "24.58"} or listed["total"] > 1
    unknown = api.expects(200, "GET", "/products", params={"q": "harbour mug", "currency": "CHF", "facets": True})
    assert unknown["facets"]["price"] is None, "22.00 euros are not 22.00 francs"


@pytest.mark.story("US-12.3", "prices in the chosen currency")
def test_nothing_is_struck_through_that_comes_to_the_same_in_the_other_currency():
    rates = (Rates(date(2026, 10, 30), "ECB", "EUR", {"USD": "1"}),)
    into = Converting(Board("EUR", CurrencyRules((Sold("USD", 100, 5),)), rates), "USD")
    card = {"price": money("13.60", "EUR"), "list_price": money("13.90", "EUR"), "lowest_price": money("13.60", "EUR")}
    assert json.decode(into.card(json.encode(card))) == {
        "price": money("13.95", "USD"), "list_price": None, "lowest_price": None,
    }
    cheaper = json.decode(into.card(json.encode(card | {"list_price": money("14.90", "EUR")})))
    assert (cheaper["list_price"], cheaper["lowest_price"]) == (money("14.95", "USD"), money("13.95", "USD"))


@pytest.mark.story("US-12.3", "amounts are exact in every currency")
def test_sending_has_no_price_in_a_currency_that_nobody_knows_the_worth_of(api, rates):
    assert api.expects(200, "GET", "/shipping-methods?currency=CHF") == [], "4.90 francs are not 4.90 euros"
    standard = api.expects(200, "GET", "/shipping-methods?currency=USD&country=DE")[0]
    assert (standard["price"], standard["free_from"]) == (money("5.47", "USD"), money("67.03", "USD"))
    cart = api.expects(201, "POST", "/carts?currency=USD")["id"]
    empty = api.expects(200, "GET", f"/carts/{cart}?country=DE&shipping_method=standard")
    assert empty["shipping"]["currency"] == "USD"


@pytest.mark.story("US-12.3", "pay in one's own currency")
@pytest.mark.story("US-12.3", "amounts are exact in every currency")
@pytest.mark.parametrize(("currency", "unit", "sum", "sending", "total"), [
    ("USD", "24.58", "49.16", "5.47", "54.63"), ("JPY", "3865", "7730", "861", "8591"),
    ("KWD", "7.535", "15.070", "1.678", "16.748"),
])
def test_a_purchase_is_charged_explained_and_given_back_in_its_own_currency(
    api, rates, currency, unit, sum, sending, total
):
    shown, order = bought(api, currency)
    assert shown["lines"][0]["unit_price"] == money(unit, currency)
    assert (shown["subtotal"], shown["shipping"]) == (money(sum, currency), money(sending, currency))
    assert shown["rate"]["exchange"]["rate"] == RATES[currency]
    assert shown["rate"]["until"]
    assert order["total"] == money(total, currency)
    told = {"params": {"access_token": order["access_token"]}}
    why = api.expects(200, "GET", f"/orders/{order['number']}/explain", **told)
    assert (why["matches"], why["complete"], why["charged"]) == (True, True, money(total, currency))
    assert why["conversion"]["rate"] == RATES[currency]
    assert why["conversion"]["day"] == rates["day"]
    assert why["lines"][0]["own_price"] == money("22.00", "EUR")
    other = {"day": rates["day"], "base": "EUR", "source": "by hand", "rates": dict.fromkeys(RATES, "2")}
    try:
        api.expects(201, "POST", "/currencies/rates", json=other, headers=api.staff)
        api.expects(201, "POST", f"/orders/{order['number']}/cancellation", json={"reason": "not_wanted"}, **told)
        again = api.expects(200, "GET", f"/orders/{order['number']}/explain", **told)
        assert again["matches"], "the rate of then is what counts"
        seen = api.expects(200, "GET", f"/orders/{order['number']}", **told)
        assert {it["amount"]["currency"] for it in seen["refunds"]} == {currency}
        assert seen["refunds"][0]["amount"] == money(total, currency)
    finally:
        api.expects(201, "POST", "/currencies/rates", json=rates, headers=api.staff)


@pytest.mark.story("US-12.3", "rates of the day")
def test_rates_that_were_fetched_are_refused_where_they_are_far_from_those_that_are_known(api, rates):
    try:
        api.expects(201, "POST", "/currencies/rates", json=rates | {"rates": RATES | {"USD": "111.72"}},
                    headers=api.staff)
        refused = api.expects(422, "POST", "/currencies/rates/fetches", headers=api.staff)
        assert "too far from 111.72" in refused["detail"]
        shown = api.expects(200, "GET", "/currencies")["currencies"]
        assert next(it["rate"] for it in shown if it["code"] == "USD") == "111.72", "what staff say counts"
    finally:
        api.expects(201, "POST", "/currencies/rates", json=rates, headers=api.staff)


@pytest.mark.story("US-12.3", "pay in one's own currency")
def test_no_cart_keeps_a_rate_that_was_corrected_or_a_currency_that_the_shop_took_back(api, rates):
    cart = api.expects(201, "POST", "/carts?currency=USD")["id"]
    api.expects(201, "POST", f"/carts/{cart}/lines", json={"sku": MUG, "quantity": 1})
    wrong = rates | {"rates": RATES | {"USD": "2"}}
    try:
        api.expects(201, "POST", "/currencies/rates", json=wrong, headers=api.staff)
        anew = api.expects(200, "GET", f"/carts/{cart}")
        assert (anew["total"], anew["lines"][0]["price_was"]) == (money("44.00", "USD"), money("24.58", "USD"))
        more = api.expects(200, "PATCH", f"/carts/{cart}/lines/{MUG}", json={"quantity": 2})
        assert (more["total"], more["rate"]["exchange"]["rate"]) == (money("88.00", "USD"), "2")
        api.expects(201, "POST", "/currencies/rates", json=rates, headers=api.staff)
        api.expects(200, "PUT", "/currencies", json={"sold": []}, headers=api.staff)
        gone = api.expects(200, "GET", f"/carts/{cart}")
        assert "can't be bought in USD" in gone["lines"][0]["problem"]
        refused = api.expects(409, "POST", "/orders", json=api.buying(cart, quote=more["quote"]))
        assert refused["type"].endswith("/NoLongerSold")
    finally:
        api.expects(201, "POST", "/currencies/rates", json=rates, headers=api.staff)
        api.expects(200, "PUT", "/currencies", json=SOLD, headers=api.staff)
    assert api.expects(200, "GET", f"/carts/{cart}")["total"] == money("49.16", "USD")


@pytest.mark.story("US-12.3", "pay in one's own currency")
def test_a_cart_keeps_its_rate_and_is_priced_anew_only_when_somebody_switches_it(api, rates):
    yesterday = rates | {"day": f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}", "rates": {"SEK": "11.1"}}
    api.expects(201, "POST", "/currencies/rates", json=yesterday, headers=api.staff)
    cart = api.expects(201, "POST", "/carts?currency=SEK")["id"]
    api.expects(201, "POST", f"/carts/{cart}/lines", json={"sku": MUG, "quantity": 1})
    other = rates | {"rates": RATES | {"SEK": "12", "JPY": "200"}}
    try:
        api.expects(201, "POST", "/currencies/rates", json=other, headers=api.staff)
        kept = api.expects(200, "GET", f"/carts/{cart}")
        assert (kept["total"], kept["lines"][0]["price_was"]) == (money("244.20", "SEK"), None)
        more = api.expects(200, "PATCH", f"/carts/{cart}/lines/{MUG}", json={"quantity": 2})
        assert more["total"] == money("488.40", "SEK")
        yen = api.expects(200, "PUT", f"/carts/{cart}/currency", json={"currency": "JPY"})
        assert (yen["currency"], yen["total"], yen["rate"]["exchange"]["rate"]) == ("JPY", money("8800", "JPY"), "200")
        own = api.expects(200, "PUT", f"/carts/{cart}/currency", json={"currency": "EUR"})
        assert (own["total"], own["rate"]) == (money("44.00", "EUR"), None)
    finally:
        api.expects(201, "POST", "/currencies/rates", json=rates, headers=api.staff)
    refused = api.expects(422, "PUT", f"/carts/{cart}/currency", json={"currency": "GBP"})
    assert "doesn't sell in GBP" in refused["detail"]
    no_rate = api.expects(422, "PUT", f"/carts/{cart}/currency", json={"currency": "CHF"})
    assert "can't be bought in CHF" in no_rate["detail"]
    facts = api.expects(200, "GET", f"/history/cart/{cart}", headers=api.staff)["facts"]
    assert [fact["tag"] for fact in facts].count("cart/currency-switched-1") == 2


def test_analysts_see_a_cart_in_the_currency_it_was_turned_into(api, rates):
    cart = api.cart(MUG, 2)
    api.expects(200, "PUT", f"/carts/{cart}/currency", json={"currency": "JPY"})
    with psycopg.connect(api.settings.database_url) as db:
        asked = "SELECT currency, value_minor, pieces FROM insight.carts WHERE cart_id = %s"
        assert db.execute(asked, [cart]).fetchone() == ("JPY", 2 * 3865, 2)
        order = bought(api, "USD")[1]
        asked = "SELECT currency, rate::text FROM insight.order_rates WHERE number = %s"
        assert db.execute(asked, [order["number"]]).fetchone() == ("USD", "1.1172")
