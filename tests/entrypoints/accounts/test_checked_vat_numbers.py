"""Pages and API say what the register of VAT numbers says, before something is bought and afterwards."""

import re

import pytest

from tests.entrypoints.accounts.test_account_api import asks
from tests.entrypoints.accounts.test_checkout_steps import HOME, _pots, goes, guest, hidden, number_in, says

__all__ = ["_pots", "guest"]
pytestmark = [pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "tax rates by location")]
PARIS = HOME | {"country": "FR", "city": "Paris", "postal_code": "75001"}
GIVEN_OUT, UNKNOWN, SILENT = "FR40303265045", "FR86404833049", "FR83404833048"
STAFF = {"authorization": "Bearer the-token"}


def buys(who, number):
    goes(says(who, "address", email=who.email, vat_number=number, **PARIS), "/checkout/shipping")
    goes(says(who, "shipping", shipping_method="standard"), "/checkout/payment")
    goes(says(who, "payment", payment_method="sandbox", payment_token="success"), "/checkout/review")
    review = who.get("/checkout/review")
    order = number_in(says(who, "review", **hidden(review)))
    return review.text, order, who.get(who.get(f"/orders/{order}?fresh=1").headers["location"]).text


@pytest.mark.parametrize(("number", "before", "after", "taxed"), [
    (GIVEN_OUT, "knows this VAT number", "said that the VAT number is given out", False),
    (SILENT, "answer just now. So VAT is charged", "did not answer, so VAT was charged", True),
])
def test_it_is_said_at_the_review_with_the_order_and_on_its_receipt(street, guest, number, before, after, taxed):
    review, order, page = buys(guest, number)
    assert before in review
    assert ("reverse charge" in review) is not taxed
    why = re.search(r'href="(/orders/[^"]+/why[^"]*)"', page)[1].replace("&amp;", "&")
    for text in (page, guest.get(why).text):
        assert after in text
        assert ("SANDBOX0" in text) is not taxed
    assert ("What went to France on " if taxed else "pays it in France itself") in guest.get(why).text
    told = asks(guest, "GET", f"/orders/{order}", headers=STAFF).json()
    assert (told["vat_check"]["valid"], told["vat_check"]["register"]) == (not taxed, "Sandbox register")
    explained = asks(guest, "GET", f"/orders/{order}/explain", headers=STAFF).json()
    assert explained["vat_check"] == told["vat_check"]
    assert explained["matches"]


def test_a_number_that_is_not_given_out_is_said_beside_its_field_and_buys_nothing(guest):
    wrong = says(guest, "address", email=guest.email, vat_number=UNKNOWN, **PARIS)
    assert wrong.status_code == 422
    assert 'id="f-vat_number-error">Sandbox register doesn' in wrong.text
    one_page = guest.post("/checkout", {"update": "1", "email": guest.email, "vat_number": UNKNOWN, **PARIS})
    assert one_page.status_code == 422
    assert "Sandbox register doesn" in one_page.text
