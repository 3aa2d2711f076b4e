"""Nobody asks a register of VAT numbers through a shop without end, and nobody is kept from buying for it."""

from itertools import islice

import pytest

from store.adapters.pricing.vat_numbers_offline import OfflineVatNumbers
from store.application.pricing.vat_checking import CheckingVatNumbers
from store.entrypoints.shared.vat_limits import VAT_NUMBERS
from tests.entrypoints.accounts.test_account_api import asks
from tests.entrypoints.accounts.test_checked_vat_numbers import PARIS
from tests.entrypoints.accounts.test_checkout_steps import POT, _pots, goes, guest, hidden, number_in, says

__all__ = ["_pots", "guest"]
pytestmark = [pytest.mark.requirement("R9.2"), pytest.mark.story("US-3.2", "tax rates by location")]
MOST = VAT_NUMBERS.windows[0].amount
WAIT = "You have tried many VAT numbers"


def french():
    """Numbers that could be given out."""
    for siren in range(404_833_100, 404_999_999):
        number = f"FR{(12 + 3 * (siren % 97)) % 97:02}{siren}"
        if OfflineVatNumbers().country(number) == "FR":
            yield number


NUMBERS = french()


def one_page(who, number, **more):
    fields = {"update": "1", "email": who.email, "vat_number": number, **PARIS, **more}
    return who.post("/checkout", fields, counted=True)


def counted(who, verb, path, body, token):
    """A request of a program that nobody let ask without end."""
    headers = {"authorization": f"Bearer {token}", "idempotency-key": f"{path} {len(str(body))}"}
    return who.client.request(
        verb, f"/api/v1{path}", json=body, headers=who._known({"counted": True, "headers": headers}),
    )


def used_up(who):
    """Whoever has tried as many as anybody may in an hour."""
    for number in islice(NUMBERS, MOST):
        assert one_page(who, number).status_code in {200, 422}
    return who


def test_looking_again_at_the_same_number_asks_nobody_and_costs_nothing(guest):
    number = next(NUMBERS)
    assert {one_page(guest, number).status_code for _ in range(MOST + 3)} <= {200, 422}


def test_whoever_tries_many_reads_it_beside_the_field_and_buys_without(guest):
    used_up(guest)
    refused = one_page(guest, next(NUMBERS), city="Lyon")
    assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (429, True)
    assert f'id="f-vat_number-error">{WAIT}' in refused.text
    assert 'value="Lyon"' in refused.text, "what was typed is still there"
    piece = guest.post("/checkout", {"update": "1", "vat_number": next(NUMBERS), **PARIS}, counted=True, headers={
        "hx-request": "true",
    })
    assert (piece.status_code, WAIT in piece.text) == (422, True), "as htmx puts it into the page"
    assert one_page(guest, "DE136695976", country="DE").status_code == 200, "of a number from here nobody is asked"
    assert one_page(guest, "").status_code == 200
    goes(says(guest, "address", email=guest.email, **PARIS), "/checkout/shipping")
    goes(says(guest, "shipping", shipping_method="standard"), "/checkout/payment")
    goes(says(guest, "payment", payment_method="sandbox", payment_token="success"), "/checkout/review")
    assert number_in(says(guest, "review", **hidden(guest.get("/checkout/review"))))


def test_a_country_in_small_letters_asks_no_more_than_one_in_capitals(guest, monkeypatch):
    """What is bought goes to the same place."""
    used_up(guest)
    number, asked = next(NUMBERS), []
    monkeypatch.setattr(CheckingVatNumbers, "check", lambda _, number: asked.append(number))
    fields = {
        "email": guest.email, "vat_number": number, **PARIS, "country": "fr", "shipping_method": "standard",
        "payment_method": "sandbox", "payment_token": "success", **hidden(guest.get("/checkout")),
    }
    for more in ({}, {"by_steps": "1"}):
        refused = guest.post("/checkout", fields | more, counted=True)
        assert (refused.status_code, asked) == (429, [])


def test_steps_and_their_switch_refuse_it_likewise_and_keep_nothing_of_it(guest):
    used_up(guest)
    number = next(NUMBERS)
    fields = {"email": guest.email, "vat_number": number, **PARIS}
    for path, more in (("/checkout/address", {}), ("/checkout", {"by_steps": "1"}), ("/checkout", {})):
        refused = guest.post(path, fields | more, counted=True)
        assert (refused.status_code, WAIT in refused.text) == (429, True), path
        assert refused.headers["retry-after"]
    assert number not in guest.get("/checkout/address").text


def test_programs_hear_429_and_change_nothing(guest):
    used_up(guest)
    cart = asks(guest, "POST", "/carts")
    id, key = cart.json()["id"], cart.headers["store-cart-key"]
    asks(guest, "POST", f"/carts/{id}/lines", json={"sku": POT, "quantity": 1})
    said = {"email": guest.email, "vat_number": next(NUMBERS), "shipping_address": PARIS}
    before = asks(guest, "GET", f"/carts/{id}/checkout", token=key).json()
    order = {
        **said, "cart_id": id, "shipping_method": "standard", "payment": {"method": "sandbox", "token": "success"},
    }
    for verb, path, body in (("PUT", f"/carts/{id}/checkout/address", said), ("POST", "/orders", order)):
        refused = counted(guest, verb, path, body, key)
        assert (refused.status_code, refused.json()["status"]) == (429, 429), refused.text
        assert refused.headers["retry-after"]
    assert asks(guest, "GET", f"/carts/{id}/checkout", token=key).json() == before
    without = counted(guest, "POST", "/orders", order | {"vat_number": ""}, key)
    assert without.status_code == 201, without.text
