"""Checking out step by step: as a guest and as a member, with all that may come in between."""

import re
from uuid import uuid4

import pytest

from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.money import Money
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.harness.drivers.postgres import settle

pytestmark = [
    pytest.mark.story("US-3.4", "several steps: shipping, payment, review"), pytest.mark.requirement("R3.6"),
]
POT = "POT-IN-STEPS"
HOME = {"name": "Ann Example", "line1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115", "country": "DE"}
STEPS = ("address", "shipping", "payment", "review")


def by():
    return Caller(actor="system:test", correlation=uuid4())


def sells(street, minor):
    row = ProductRow(key=POT, name="Pot", brand="Maker", category=("Kitchen",),
                     variants=(VariantRow(POT, Money(minor, "EUR"), 500),))
    street.shop.bus().do(ImportProducts(source="steps", rows=(row,)), by())
    settle(street.shop)


@pytest.fixture(scope="module", autouse=True)
def _pots(street):
    sells(street, 2000)


@pytest.fixture
def guest(street):
    who = street.visitor("Ann")
    assert who.post("/cart/lines", {"sku": POT, "quantity": "1"}).status_code == 303
    return who


def says(who, step, **fields):
    return who.post(f"/checkout/{step}", fields)


def goes(answer, path):
    assert (answer.status_code, answer.headers.get("location")) == (303, path), answer.text[:2000]
    return answer


def reaches_review(who, card="success", method="express", **address):
    goes(says(who, "address", email=who.email, **(address or HOME)), "/checkout/shipping")
    goes(says(who, "shipping", shipping_method=method), "/checkout/payment")
    goes(says(who, "payment", payment_method="sandbox", payment_token=card), "/checkout/review")
    return hidden(who.get("/checkout/review"))


def hidden(page, status=200):
    assert page.status_code == status, page.headers.get("location")
    found = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', page.text))
    found.pop("_csrf_token")
    return found


def kept(street, who):
    cart = who.client.cookies.get("store_cart").partition(".")[0]
    with street.shop.pool().connection() as db:
        return db.execute("SELECT sealed FROM work.checkouts WHERE cart = %s", (cart,)).fetchall()


def number_in(answer):
    assert answer.status_code == 303, answer.text
    return re.match(r"/orders/([\w-]+)", answer.headers["location"])[1]


def test_a_guest_buys_in_steps_and_nothing_of_it_is_kept_beside_the_order(street, guest):
    for step in STEPS[1:]:
        goes(guest.get(f"/checkout/{step}"), "/checkout/address")
    form = reaches_review(guest)
    page = guest.get("/checkout/review").text
    assert 'aria-current="step">Review' in page
    assert all(words in page for words in ("Lindenweg 4", guest.email, "Express"))
    assert len(kept(street, guest)) == 1
    assert guest.email not in str(kept(street, guest))
    number = number_in(says(guest, "review", **form))
    confirmation = guest.get(guest.get(f"/orders/{number}?fresh=1").headers["location"]).text
    assert 'aria-current="step">Done' in confirmation
    assert kept(street, guest) == []
    assert number_in(says(guest, "review", **form)) == number, "the button pressed again"
    assert number_in(says(guest, "address", email=guest.email, **HOME)) == number, "and in another tab"


def test_a_step_that_is_wrong_says_so_beside_its_fields_and_keeps_what_was_typed(guest):
    wrong = says(guest, "address", email="ann", **(HOME | {"line1": ""}))
    assert wrong.status_code == 422
    assert 'id="f-email-error">This does not look like' in says(guest, "address", email="ann", **HOME).text
    assert 'id="f-line1-error">Enter the street' in wrong.text
    again = guest.get("/checkout/address").text
    assert 'value="ann"' in again
    assert 'value="Berlin"' in again
    goes(guest.get("/checkout/payment"), "/checkout/address")
    goes(says(guest, "address", email=guest.email, **HOME), "/checkout/shipping")
    unknown = says(guest, "shipping", shipping_method="by-pigeon")
    assert unknown.status_code == 422
    assert "Choose how it shall travel." in unknown.text


def test_going_back_loses_nothing_and_goes_forward_again_where_nothing_is_missing(guest):
    reaches_review(guest, method="express")
    goes(says(guest, "payment", back="1", payment_method="sandbox", payment_token="challenge"), "/checkout/shipping")
    assert re.search(r'value="express"[^>]*checked', guest.get("/checkout/shipping").text)
    goes(says(guest, "shipping", back="1", shipping_method="standard"), "/checkout/address")
    goes(says(guest, "address", back="1", email=guest.email, **(HOME | {"city": "Bremen"})), "/cart")
    assert 'value="Bremen"' in guest.get("/checkout/address").text
    assert re.search(r'value="standard"[^>]*checked', guest.get("/checkout/shipping").text)
    assert re.search(r'value="challenge"[^>]*checked', guest.get("/checkout/payment").text)
    goes(guest.get("/checkout/steps"), "/checkout/review")


def test_what_one_page_knows_the_steps_know_and_the_other_way_round(guest):
    goes(guest.post("/checkout", {"by_steps": "1", "email": guest.email, **HOME}), "/checkout/steps")
    goes(guest.get("/checkout/steps"), "/checkout/shipping")
    says(guest, "shipping", shipping_method="express")
    page = guest.get("/checkout?as=one-page").text
    assert 'value="Lindenweg 4"' in page
    assert re.search(r'value="express"[^>]*checked', page)


@pytest.mark.story("US-3.4", "review before paying")
def test_a_price_that_moved_since_the_review_is_refused_with_what_changed(street, guest):
    form = reaches_review(guest)
    sells(street, 2500)
    try:
        moved = says(guest, "review", **form)
        assert moved.status_code == 409
        table = re.sub(r"<[^>]+>|\s+", " ", moved.text[moved.text.index('class="moved"'):])
        assert re.search(r"Goods +€20\.00 +€25\.00", table), table[:400]
        assert number_in(says(guest, "review", **hidden(moved, 409)))
    finally:
        sells(street, 2000)


@pytest.mark.story("US-3.4", "review before paying")
def test_nothing_goes_to_an_address_that_the_review_did_not_show(guest):
    form = reaches_review(guest)
    goes(says(guest, "address", email=guest.email, **(HOME | {"line1": "Somewhere else 9"})), "/checkout/shipping")
    shown = says(guest, "review", **form)
    assert shown.status_code == 409
    assert "changed since you looked it over" in shown.text
    assert "Somewhere else 9" in shown.text
    assert number_in(says(guest, "review", **hidden(shown, 409)))


@pytest.mark.story("US-3.5", "handle success and failure")
def test_a_card_that_is_declined_leads_back_to_the_payment_and_the_rest_stays(street, guest):
    declined = says(guest, "review", **reaches_review(guest, "decline"))
    assert declined.status_code == 402
    assert 'aria-current="step">Payment' in declined.text
    goes(guest.get("/checkout/review"), "/checkout/payment")
    goes(says(guest, "payment", payment_method="sandbox", payment_token="success"), "/checkout/review")
    assert number_in(says(guest, "review", **hidden(guest.get("/checkout/review"))))


@pytest.mark.requirement("R4.3")
def test_whoever_knows_no_more_than_the_id_of_a_cart_is_shown_nobodys_address(street, guest):
    reaches_review(guest)
    eve = street.visitor("Eve")
    eve.client.cookies.set("store_cart", guest.client.cookies.get("store_cart"))
    goes(eve.get("/checkout/review"), "/checkout?as=one-page")
    assert "Lindenweg" not in eve.get("/checkout?as=one-page").text
    eve.joins()
    assert "Lindenweg" not in eve.get("/checkout?as=one-page").text


def test_a_member_goes_on_at_another_device_with_a_kept_address(street, ben):
    ben.joins()
    home = asks(ben, "POST", "/me/addresses", logs_in(ben).json()["access_token"], json=HOME).json()["id"]
    ben.post("/cart/lines", {"sku": POT, "quantity": "1"})
    assert "Lindenweg" in ben.get("/checkout/address").text
    goes(says(ben, "address", email=ben.email, address_id=home), "/checkout/shipping")
    goes(says(ben, "shipping", shipping_method="standard"), "/checkout/payment")
    phone = ben.again()
    phone.logs_in()
    goes(phone.get("/checkout/steps"), "/checkout/payment")
    goes(says(phone, "payment", payment_method="sandbox", payment_token="success"), "/checkout/review")
    number = number_in(says(phone, "review", **hidden(phone.get("/checkout/review"))))
    goes(ben.get("/checkout/review"), "/cart")
    assert number in ben.get("/account/orders").text or settle(street.shop) is None


def test_what_a_guest_said_goes_along_when_they_log_in(street):
    cleo = street.visitor("Cleo").joins()
    other = cleo.again()
    other.post("/cart/lines", {"sku": POT, "quantity": "1"})
    goes(says(other, "address", email=cleo.email, **HOME), "/checkout/shipping")
    other.logs_in()
    goes(other.get("/checkout/steps"), "/checkout/shipping")
    assert 'value="Lindenweg 4"' in other.get("/checkout/address").text


def test_a_code_is_entered_at_the_review_and_a_wrong_one_is_said_there(guest):
    form = reaches_review(guest)
    wrong = says(guest, "review", **form, code="NO-SUCH-CODE", apply_code="1")
    assert wrong.status_code == 422
    assert "NO-SUCH-CODE" in wrong.text
    assert 'aria-current="step">Review' in wrong.text
