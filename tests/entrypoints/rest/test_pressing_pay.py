"""Pressing Pay, as browsers without script do it: twice, after going back, when somebody knows a little too much."""

import re
from uuid import uuid4

import pytest

from tests.entrypoints.rest.conftest import KEY, MUG, row

pytestmark = [pytest.mark.requirement("R3.3")]
once = pytest.mark.story("US-3.4", "asking again buys nothing twice")
FORM = {
    "email": "ann@example.org", "name": "Ann Example", "line1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115",
    "country": "DE", "shipping_method": "standard", "payment_token": "success",
}


@pytest.fixture
def presses(api):
    """Posts the checkout of a cart with one mug in it, as the page that was opened once."""
    cart, page = api.cart(MUG), str(uuid4())
    key = api.back_room.access_tokens().of(f"cart {cart}")
    token = re.search(r'name="_csrf_token" value="([^"]+)"', api.client.get("/orders").text)[1]
    browser = api.client.cookies.get("store_form")

    def press(known=True, **changes):
        api.client.cookies.clear()
        kept = f"store_cart={cart}; store_form={browser}" + (f"; store_cart_key={key}" if known else "")
        answer = api.client.post(
            "/checkout", data=FORM | {"_csrf_token": token, "idempotency_key": page} | changes,
            headers={"x-api-key": KEY, "cookie": kept}, follow_redirects=False,
        )
        return answer.status_code, answer.headers.get("location", ""), answer.text

    return press


def order_in(location):
    return re.match(r"/orders/([^?]+)", location)[1]


@once
def test_a_second_press_leads_to_the_order_of_the_first(presses):
    (status, first, _), (again, second, _) = presses(), presses()
    assert (status, again) == (303, 303)
    assert order_in(first) == order_in(second)


@once
def test_another_card_on_the_page_one_went_back_to_is_another_try(presses):
    assert presses(payment_token="decline")[0] == 402
    status, location, _ = presses(payment_token="success")
    assert status == 303
    assert location.startswith("/orders/")


@once
def test_a_press_with_another_card_after_all_was_paid_leads_to_the_order(presses):
    bought = order_in(presses()[1])
    status, location, _ = presses(payment_token="decline")
    assert (status, order_in(location)) == (303, bought)


@pytest.mark.requirement("R4.3")
def test_whoever_knows_no_more_than_the_id_of_a_cart_is_shown_no_order(api, presses):
    """Ids of carts stand in logs, in facts and in the feed: they open nothing."""
    presses()
    api.client.cookies.clear()
    status, location, page = presses(known=False, idempotency_key=str(uuid4()), email="eve@example.org")
    assert (status, location) == (409, "")
    assert "has been bought already" in page
    assert "store_order" not in api.client.cookies


@pytest.mark.requirement("R4.3")
def test_a_cart_that_others_began_is_nobody_elses_by_putting_something_in(api):
    """Only whoever begins a cart is given what shows it to be theirs."""
    token = re.search(r'name="_csrf_token" value="([^"]+)"', api.client.get("/orders").text)[1]
    form = {"_csrf_token": token, "sku": MUG, "quantity": "1"}
    api.client.cookies.set("store_cart", api.cart(MUG))
    assert api.client.post("/cart/lines", data=form, headers={"x-api-key": KEY}).status_code == 200
    assert "store_cart_key" not in api.client.cookies
    api.client.cookies.delete("store_cart")
    assert api.client.post("/cart/lines", data=form, headers={"x-api-key": KEY}).status_code == 200
    assert "store_cart_key" in api.client.cookies
    api.client.cookies.clear()


@pytest.mark.requirement("R10.2")
@pytest.mark.parametrize("email", [
    "ann@example.org\x7f", "ann@-.--", "ann@example.org;evil", "a,b@example.org", "ann@exa\u202emple.org",
])
def test_mail_that_can_never_arrive_is_asked_for_again(api, presses, email):
    assert presses(email=email)[0] == 422
    api.expects(400, "POST", "/orders", json=api.buying(api.cart()) | {"email": email})


@pytest.mark.requirement("R10.2")
@pytest.mark.parametrize("name", [
    "\u202e", "\u200b", "\u200b\u200d \u00a0", "\u2060", "\u3164", "\u2800", "\u00ad", "Ann \u202eelpmaxE", "Ann\u2066",
    "An\u2029n",
])
def test_a_name_that_shows_nothing_or_steers_is_asked_for_again(api, presses, name):
    assert presses(name=name)[0] == 422
    form = api.buying(api.cart())
    for field in ("name", "line1", "city"):
        address = form["shipping_address"] | {field: name}
        api.expects(400, "POST", "/orders", json=form | {"shipping_address": address})


@pytest.mark.parametrize("name", [
    "Ann", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "Åse Ødegård-O\u2019Neill", "李", "\u0915\u094d\u200d\u0937",
])
def test_names_of_all_the_world_are_as_good(api, name):
    api.sells(row(9002, sku="NAMED"))
    form = api.buying(api.cart("NAMED"))
    form["shipping_address"] = form["shipping_address"] | {"name": name}
    assert api.expects(201, "POST", "/orders", json=form)["number"]


@pytest.mark.parametrize("field", ["name", "line1", "email", "idempotency_key"])
def test_text_with_nul_changes_nothing(presses, field):
    assert presses(**{field: "a\0b"})[0] == 422


def test_a_form_from_another_site_is_turned_away(api):
    answer = api.client.post("/cart/lines", data={"sku": MUG}, headers={
        "x-api-key": KEY, "origin": "http://elsewhere.example", "sec-fetch-site": "cross-site",
    })
    assert answer.status_code == 403


@pytest.fixture
def waiting(api, presses):
    """An order that waits for the bank, and the cookies of the browser that placed it."""
    status, bank, _ = presses(payment_token="challenge")
    assert (status, bank.split("/")[1]) == (303, "sandbox")
    kept = "; ".join(f"{cookie.name}={cookie.value}" for cookie in api.client.cookies.jar)
    number = re.search(r"store_order=\"?([^:]+):", kept)[1]
    api.client.cookies.clear()
    return number, bank, kept


@pytest.mark.parametrize("path", ["/cart", "/orders"])
def test_whoever_left_the_page_of_the_bank_is_led_back_to_it(api, waiting, path):
    number, bank, kept = waiting
    known = {"x-api-key": KEY, "cookie": kept}
    page = api.client.get(path, headers=known).text
    assert f'href="/orders/{number}"' in page
    order = api.client.get(f"/orders/{number}", headers=known, follow_redirects=True)
    assert "Waiting for your payment" in order.text
    assert f'href="{bank}"' in order.text.replace("&amp;", "&")


@pytest.mark.parametrize("path", ["/cart", "/orders"])
def test_nobody_else_is_told_of_an_order_that_waits(api, waiting, path):
    number, _, _ = waiting
    assert number not in api.client.get(path, headers={"x-api-key": KEY}).text
    assert api.client.get(f"/orders/{number}", headers={"x-api-key": KEY}).status_code == 404


@pytest.mark.parametrize(("field", "typed", "words"), [
    ("name", "\u202eBob", "signs that one can see"), ("city", "\u202eBerlin", "signs that one can see"),
    ("line1", "x" * 121, "longer than what fits"),
])
def test_the_field_that_is_wrong_is_the_one_that_is_named(presses, field, typed, words):
    status, _, page = presses(**{field: typed})
    assert status == 422
    assert re.findall(r'name="(\w+)"[^>]*aria-invalid="true"', page) == [field]
    assert words in page


def test_the_list_says_how_it_is_sorted(api):
    assert re.search(r'value="newest"\s+selected', api.asks_page("/products").text)
    assert re.search(r'value="relevance"\s+selected', api.asks_page("/products?q=mug").text)
