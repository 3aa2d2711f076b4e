"""A discount code, typed by shoppers and sent by programs: on the cart, at the checkout, on the order."""

import re
from uuid import uuid4

import pytest

from store.application.pricing.messages import CreateCoupon
from store.application.shared.bus import Caller
from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.terms import AmountOff, FreeShipping, PercentOff, Terms
from tests.entrypoints.rest.conftest import KEY, MUG
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R3.5")]
applied = pytest.mark.story("US-3.3", "a code can be applied at checkout")
shown = pytest.mark.story("US-3.3", "the discount is shown")
limits = pytest.mark.story("US-3.3", "expiry, limits and conditions hold")
kinds = pytest.mark.story("US-3.3", "percentages and fixed amounts")
one = pytest.mark.story("US-3.3", "one coupon an order, or as configured")
NOT_VALID = "This code is not valid. Look how it is spelled; it may also have run out."
FORM = {
    "email": "ann@example.org", "name": "Ann Example", "line1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115",
    "country": "DE", "shipping_method": "standard", "payment_token": "success",
}


def coupon(api, terms, name="Spring sale", **more):
    code = f"T{uuid4().hex[:10].upper()}"
    api.back_room.bus().do(
        CreateCoupon(code=code, name=name, terms=terms, limits=Limits(**more)),
        Caller(actor="system:test", correlation=uuid4()),
    )
    return code


@pytest.fixture
def ten(api):
    return coupon(api, Terms(PercentOff(100_000)))


@pytest.fixture
def browser(api):
    """A browser without script: a cart with two mugs, and the token that forms carry."""
    api.restocks()
    cart = api.cart(MUG, 2)
    token = re.search(r'name="_csrf_token" value="([^"]+)"', api.client.get("/orders").text)[1]
    known = f"store_cart={cart}; store_form={api.client.cookies.get('store_form')}"
    headers = {"x-api-key": KEY, "cookie": known}

    def go(path, form=None, **more):
        api.client.cookies.clear()
        if form is None:
            return api.client.get(path, headers=headers | more, follow_redirects=False)
        return api.client.post(
            path, data=form | {"_csrf_token": token}, headers=headers | more, follow_redirects=False,
        )

    go.cart = cart
    return go


@applied
@shown
@kinds
@pytest.mark.story("US-3.2", "discounts and promo codes")
def test_a_program_enters_a_code_and_pays_what_the_cart_says(api, ten):
    api.restocks()
    cart = api.cart(MUG, 2)
    bare = api.expects(200, "GET", f"/carts/{cart}?country=DE&shipping_method=standard")
    assert (bare["discount"], bare["discounts"], bare["code"]) == (None, [], None)
    entered = api.expects(200, "PUT", f"/carts/{cart}/coupon", json={"code": ten.lower()})
    assert entered["code"] == {"code": ten, "problem": None}
    seen = api.expects(200, "GET", f"/carts/{cart}?country=DE&shipping_method=standard")
    off = seen["discounts"][0]["amount"]["amount"]
    assert seen["discounts"] == [{"name": "Spring sale", "code": ten, "amount": {"amount": off, "currency": "EUR"}}]
    assert float(off) == pytest.approx(float(bare["subtotal"]["amount"]) / 10, abs=0.005)
    assert float(seen["total"]["amount"]) == pytest.approx(float(bare["total"]["amount"]) - float(off))
    bought = api.expects(201, "POST", "/orders", json=api.buying(cart, quote=seen["quote"]))
    assert bought["total"] == seen["total"]
    order = api.expects(200, "GET", f"/orders/{bought['number']}", headers=api.staff)
    assert (order["discounts"], order["discount"]["amount"]) == (seen["discounts"], off)


@one
def test_another_code_takes_the_place_of_the_first_and_can_be_taken_out(api, ten):
    cart, free = api.cart(), coupon(api, Terms(FreeShipping()))
    api.expects(200, "PUT", f"/carts/{cart}/coupon", json={"code": ten})
    view = api.expects(200, "PUT", f"/carts/{cart}/coupon", json={"code": free})
    assert (view["code"]["code"], view["discounts"]) == (free, [])
    assert view["code"]["problem"].startswith("It makes delivery free")
    with_shipping = api.expects(200, "GET", f"/carts/{cart}?shipping_method=standard")
    assert (with_shipping["discount"], with_shipping["code"]["problem"]) == (with_shipping["shipping"], None)
    assert api.expects(200, "DELETE", f"/carts/{cart}/coupon")["code"] is None


@limits
def test_every_code_that_cannot_be_used_is_answered_the_same(api):
    cart, used = api.cart(), coupon(api, Terms(PercentOff(1), minimum={"EUR": 10**9}))
    answers = [
        api.expects(422, "PUT", f"/carts/{cart}/coupon", json={"code": code}) for code in ("GHOST", "-", "no code")
    ]
    assert {answer["detail"] for answer in answers} == {NOT_VALID}
    assert {answer["errors"][0]["field"] for answer in answers} == {"code"}
    view = api.expects(200, "PUT", f"/carts/{cart}/coupon", json={"code": used})
    assert view["code"]["problem"] == "It is for goods worth EUR 10000000.00 or more."
    assert api.expects(409, "POST", "/orders", json=api.buying(cart))["type"] == "/problems/CodeNotApplied"
    api.expects(400, "PUT", f"/carts/{cart}/coupon", json={"code": ""})
    api.expects(404, "PUT", f"/carts/{uuid4()}/coupon", json={"code": used})


@limits
@pytest.mark.requirement("R9.2")
def test_who_guesses_codes_is_stopped(api):
    cart = api.cart()
    answers = [
        api.asks("PUT", f"/carts/{cart}/coupon", json={"code": f"GUESS{n}"}, counted="192.0.2.3").status_code
        for n in range(12)
    ]
    assert (answers[0], answers[-1]) == (422, 429)


@limits
def test_a_code_that_is_used_up_says_so_before_anybody_pays(api):
    api.restocks()
    last = coupon(api, Terms(AmountOff({"EUR": 500})), in_all=1)
    carts = [api.cart() for _ in range(2)]
    for cart in carts:
        api.expects(200, "PUT", f"/carts/{cart}/coupon", json={"code": last})
    seen = api.expects(200, "GET", f"/carts/{carts[1]}?country=DE&shipping_method=standard")
    api.expects(201, "POST", "/orders", json=api.buying(carts[0]))
    refused = api.expects(409, "POST", "/orders", json=api.buying(carts[1], quote=seen["quote"]))
    assert refused["type"] == "/problems/CouponUsedUp"
    settle(api.back_room)
    now = api.expects(200, "GET", f"/carts/{carts[1]}?country=DE&shipping_method=standard")
    assert (now["discount"], now["code"]["problem"]) == (None, "It is not valid any more.")
    api.expects(201, "POST", "/orders", json=api.buying(carts[1], quote=now["quote"]))


@applied
@shown
def test_a_shopper_without_script_enters_a_code_in_the_cart(browser, ten):
    refused = browser("/cart/code", {"code": "ghost"})
    assert (refused.status_code, NOT_VALID in refused.text, 'value="ghost"' in refused.text) == (422, True, True)
    assert browser("/cart/code", {"code": f" {ten.lower()} "}).headers["location"] == "/cart"
    page = browser("/cart").text
    assert "Spring sale" in page
    assert ten in page
    drawer = browser("/cart", **{"hx-request": "true", "hx-target": "drawer-content"}).text
    assert "Spring sale" in drawer
    assert browser("/cart/code/remove", {}).status_code == 303
    assert ten not in browser("/cart").text


@applied
@shown
def test_a_shopper_enters_a_code_at_the_checkout_and_sees_the_new_total_before_paying(browser, ten, api):
    typed = FORM | {"name": "Ann Unusual", "code": "ghost", "apply_code": "1"}
    refused = browser("/checkout", typed)
    assert (refused.status_code, NOT_VALID in refused.text, "Ann Unusual" in refused.text) == (422, True, True)
    without_pressing_apply = browser("/checkout", typed | {"code": ten, "apply_code": ""})
    assert without_pressing_apply.status_code == 200, "nobody pays with a code that was not reckoned in yet"
    assert "The code counts." in without_pressing_apply.text
    quote = re.search(r'name="quote.standard" value="([^"]+)"', without_pressing_apply.text)[1]
    assert browser("/checkout", FORM | {"remove_code": "1"}).status_code == 200
    changed = browser("/checkout", FORM | {"quote.standard": quote, "idempotency_key": "a"})
    assert (changed.status_code, "Prices changed" in changed.text) == (409, True)
    browser("/checkout", FORM | {"code": ten})
    paid = browser("/checkout", FORM | {"quote.standard": quote, "idempotency_key": "b"})
    assert paid.status_code == 303
    number = re.match(r"/orders/([^?]+)", paid.headers["location"])[1]
    token = api.back_room.access_tokens().of(number)
    page = api.asks_page(f"/orders/{number}?access_token={token}").text
    assert "Spring sale" in page
    assert ten in page


@shown
@pytest.mark.requirement("R3.1")
@pytest.mark.story("US-3.2", "itemised breakdown")
def test_whoever_may_see_an_order_is_told_why_it_costs_that(api, ten):
    api.restocks()
    cart = api.cart(MUG, 2)
    api.expects(200, "PUT", f"/carts/{cart}/coupon", json={"code": ten})
    bought = api.expects(201, "POST", "/orders", json=api.buying(cart))
    number, token = bought["number"], bought["access_token"]
    told = api.expects(200, "GET", f"/orders/{number}/explain?access_token={token}")
    assert (told["matches"], told["total"], told["charged"]) == (True, bought["total"], bought["total"])
    assert told == api.expects(200, "GET", f"/orders/{number}/explain", headers=api.staff)
    assert [(it["code"], it["applied"]) for it in told["promotions"]] == [(ten, True)]
    assert api.expects(404, "GET", f"/orders/{number}/explain")["type"] == "/problems/NoSuchOrder"
    assert api.expects(404, "GET", f"/orders/{number}/explain?access_token=wrong")
    page = api.asks_page(f"/orders/{number}/why?access_token={token}")
    assert (page.status_code, "Reckoned again, it comes to the same" in page.text) == (200, True)
    assert api.asks_page(f"/orders/{number}/why").status_code == 404
