"""What a guest has of their order: where it is, by number and e-mail address, and nothing for who guesses."""

import re
from uuid import uuid4

import pytest

from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.money import Money
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.harness.drivers.postgres import settle

SKU = "VASE-OF-GUESTS"
HOME = {"name": "Gus Guest", "line1": "Rue Longue 4", "city": "Lyon", "postal_code": "69001", "country": "FR"}
tracks = pytest.mark.story("US-3.6", "follow an order by number and e-mail")
secret = pytest.mark.requirement("R4.3")
taxes = pytest.mark.story("US-3.1", "the total with taxes is shown")


@pytest.fixture(scope="module", autouse=True)
def _goods(street):
    row = ProductRow(key=SKU, name="Vase", brand="Maker", category=("Kitchen",),
                     variants=(VariantRow(SKU, Money(2400, "EUR"), 500),))
    street.shop.bus().do(
        ImportProducts(source="guests", rows=(row,)), Caller(actor="system:test", correlation=uuid4())
    )
    settle(street.shop)


@pytest.fixture
def gus(street):
    return street.visitor("Gus")


def buys(who, email=None):
    """By the pages; gives the order's number."""
    assert who.post("/cart/lines", {"sku": SKU, "quantity": "1"}).status_code == 303
    hidden = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', who.get("/checkout").text))
    hidden.pop("_csrf_token")
    done = who.post("/checkout", hidden | {
        "email": email or who.email, "shipping_method": "standard", "payment_token": "success",
    } | HOME)
    assert done.status_code == 303, done.text
    return re.search(r"/orders/([\w-]+)", done.headers["location"])[1]


def tracked(who, number, email, **more):
    return who.post("/orders", {"number": number, "email": email}, **more)


@tracks
@secret
def test_number_and_address_show_where_it_is_and_hide_who_and_where(gus, ben):
    number = buys(gus)
    for page in (tracked(ben, number.lower(), gus.email.upper()), tracked(gus, f" {number} ", gus.email)):
        assert page.status_code == 200, page.text
        assert "Payment received" in page.text
        assert "Vase" in page.text
        assert not [it for it in ("Gus Guest", "Rue Longue", "Lyon", "69001", "access_token") if it in page.text]
        assert page.headers["cache-control"] == "no-store"
    assert ben.get(f"/orders/{number}").status_code == 404, "it opened nothing"
    known = asks(ben, "POST", "/order-tracking", json={"number": number, "email": gus.email}).json()
    assert (known["status"], known["email"], known["shipping_address"]) == ("confirmed", None, {
        "name": "G… G…", "line1": "…", "line2": None, "city": "L…", "region": None, "postal_code": "6…",
        "country": "FR",
    })


@tracks
@secret
def test_whatever_does_not_fit_the_answer_is_the_same(gus, ben):
    number = buys(gus)
    wrong = [(number, ben.email), ("AAAAA-AAAAA", gus.email), (number, ""), (number, "no address"), ("", gus.email)]
    said = set()
    for its, email in wrong:
        answer = tracked(ben, its, email)
        assert answer.status_code == 404
        said.add(re.sub(r'(value|nonce)="[^"]*"', "", answer.text))
    assert len(said) == 1
    told = [
        asks(ben, "POST", "/order-tracking", json={"number": its, "email": email})
        for its, email in wrong[:2]
    ]
    assert {answer.status_code for answer in told} == {404}
    assert len({re.sub(r'"request_id":"\w+"', "", it.text).replace(number, "").replace("AAAAA-AAAAA", "")
                for it in told}) == 1


def tracked_by_program(who, number, email, **more):
    return who.client.post(
        "/api/v1/order-tracking", json={"number": number, "email": email}, headers=who._known(more),
    )


@tracks
@secret
@pytest.mark.parametrize("guess", [tracked, tracked_by_program])
def test_who_guesses_is_stopped_by_order_wherever_they_sit_and_even_if_the_last_guess_is_right(gus, street, guess):
    number = buys(gus)
    asked = [guess(street.visitor("Eve"), number, f"eve{n}@example.org", counted=True).status_code for n in range(10)]
    assert asked == [404] * 10
    late = guess(street.visitor("Eve"), number, gus.email, counted=True)
    assert late.status_code == 429
    assert "Vase" not in late.text


@taxes
def test_the_cart_says_which_tax_is_inside_and_guesses_by_where_the_last_parcel_went(gus, ann):
    gus.post("/cart/lines", {"sku": SKU, "quantity": "1"})
    page = gus.get("/cart").text
    assert ("VAT included, for Germany" in page, "€3.83" in page) == (True, True)
    buys(gus)
    drawer = gus.post("/cart/lines", {"sku": SKU, "quantity": "1"}).headers
    assert drawer["location"] == "/cart"
    for shown in (gus.get("/cart"), gus.get("/cart", headers={"hx-request": "true", "hx-target": "drawer-content"})):
        assert ("VAT included, for France" in shown.text, "€4.00" in shown.text) == (True, True)


@taxes
def test_the_cart_of_an_account_goes_by_the_address_parcels_usually_go_to(ann):
    ann.joins()
    pass_ = logs_in(ann).json()["access_token"]
    asks(ann, "POST", "/me/addresses", pass_, json=HOME)
    phone = ann.again()
    phone.logs_in()
    phone.post("/cart/lines", {"sku": SKU, "quantity": "1"})
    assert "VAT included, for France" in phone.get("/cart").text
    own = asks(ann, "GET", "/me/cart", pass_, params={"country": "CH"}).json()
    assert (own["tax_country"], own["tax_included"]["amount"]) == ("CH", "0.00")
    assert asks(ann, "GET", "/me/cart", pass_).json()["tax_country"] == "DE", "the shop's own"
    assert asks(ann, "GET", "/me/cart", pass_, params={"country": "Atlantis"}).status_code == 400
