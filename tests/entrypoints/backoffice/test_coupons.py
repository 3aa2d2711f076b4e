"""Coupons at the desk: made, changed, withdrawn, counted; and codes for single use that are handed out once."""

import re

import pytest

from store.application.processes.entering_codes import EnterCode
from store.domain.ordering.events import Address
from store.domain.pricing.codes import noted
from store.domain.pricing.coupon import Coupon
from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.terms import AmountOff, Bundle, BuyGet, Chosen, FreeShipping, PercentOff, Terms, Tier, Tiers
from store.domain.shared.ids import category_of, coupon_of
from store.entrypoints.backoffice.coupon_form import offered
from store.entrypoints.shared.terms_forms import form_of_terms, percentage, terms_of
from store.entrypoints.shared.terms_shapes import TermsForm
from store.entrypoints.shared.terms_words import in_short

pytestmark = [pytest.mark.requirement("R3.5")]
limits = pytest.mark.story("US-3.3", "expiry, limits and conditions hold")
kinds = pytest.mark.story("US-3.3", "percentages and fixed amounts")
HERE = "/backoffice/coupons"
SPRING = {"code": "spring", "name": "Spring sale", "kind": "percent", "percent": "7.5", "priority": "100"}
BEN = Address("Ben Hill", "1 Main Street", "Berlin", "10115", "DE")


@pytest.fixture
def desk(office):
    assert office.log_in().status_code == 303
    return office


def code_of(desk, **changes):
    """A coupon of its own for each test."""
    form = SPRING | {"code": f"spring-{desk._days}"} | changes
    answer = desk.post(HERE, form)
    assert answer.status_code == 303, answer.text
    desk.settle()
    return answer.headers["location"].rpartition("/")[2]


def view(desk, code):
    id = coupon_of(code)
    return Coupon.replay(id, desk.shop.journal().read([id])[id].events)


def version(page):
    return re.search(r'name="version" value="(\d+)"', page)[1]


def buys_with(desk, code):
    cart = desk.back_room.open_cart()
    desk.back_room.put(cart, desk.mug.sku, 2)
    desk.back_room.do(EnterCode(cart_id=cart, code=code))
    number = desk.back_room.buy(
        cart, "ben@example.org", BEN, method="standard", card="success", quote=None, key=None
    ).number
    desk.settle()
    return number


@kinds
@limits
def test_a_coupon_is_made_listed_used_changed_and_withdrawn(desk):
    code = code_of(desk, in_all="5", per_customer="1", minimum="10", first_day="2020-01-01", brands="Kiln\n\nFelt")
    it = view(desk, code)
    assert it.terms == Terms(
        PercentOff(75_000), Chosen(brands=("Kiln", "Felt")), {"EUR": 1000}, first_day=it.terms.first_day,
    )
    assert it.limits == Limits(5, 1)
    everything = SPRING | {"code": code, "act": "change", "name": "Spring!"}
    page = desk.get(f"{HERE}/{code}").text
    assert desk.post(f"{HERE}/{code}", everything | {"version": "9"}).status_code == 409
    assert desk.post(f"{HERE}/{code}", everything | {"version": version(page)}).status_code == 303
    number = buys_with(desk, code)
    page = desk.get(f"{HERE}/{code}").text
    assert f"/backoffice/orders/{number}" in page
    assert "changed what the coupon calls for" in page
    listed = desk.get(f"{HERE}?q={code[:8].lower()}").text
    assert code in listed
    assert "1.35" in listed, "7.5 per cent of two mugs"
    assert f"{HERE}/{code}" in desk.get(f"/backoffice/orders/{number}").text
    why = desk.get(f"/backoffice/orders/{number}/why").text
    assert "Reckoned again, it comes to the same" in why
    assert code in why
    gone = {"act": "withdraw", "version": version(page), "reason": "enough"}
    assert desk.post(f"{HERE}/{code}", gone).status_code == 303
    desk.settle()
    page = desk.get(f"{HERE}/{code}").text
    assert "It calls for nothing any more: enough" in page
    assert "Withdrawn" in desk.get(HERE).text
    again = desk.post(f"{HERE}/{code}", everything | {"version": ""})
    assert (again.status_code, "What is withdrawn stays so" in again.text) == (409, True)


@limits
def test_codes_for_single_use_come_as_a_file_once(desk):
    code = code_of(desk, single_use="1")
    page = desk.get(f"{HERE}/{code}").text
    file = desk.post(f"{HERE}/{code}/codes", {"many": "3", "version": version(page)})
    assert (file.status_code, file.headers["content-type"].partition(";")[0]) == (200, "text/csv")
    head, *codes = file.text.splitlines()
    assert (head, len(set(codes))) == ("code", 3)
    assert all(one.startswith(f"{code}-") for one in codes)
    again = desk.post(f"{HERE}/{code}/codes", {"many": "3", "version": version(page)})
    assert again.status_code == 409, "pressed twice, it makes no second file"
    assert not any(one in desk.get(f"{HERE}/{code}").text for one in codes)
    for many in ("0", "10001", "x", ""):
        assert desk.post(f"{HERE}/{code}/codes", {"many": many}).status_code == 422
    buys_with(desk, codes[0])
    page = desk.get(f"{HERE}/{code}").text
    assert noted(codes[0]) in page
    assert codes[0] not in page, "whoever may look at coupons can't buy with what they see"
    everybodys = code_of(desk, code=f"autumn-{desk._days}")
    assert desk.post(f"{HERE}/{everybodys}/codes", {"many": "3"}).status_code == 409


@pytest.mark.parametrize(("field", "changes"), [
    ("code", {"code": "a b!"}), ("code", {"code": ""}), ("name", {"name": ""}), ("percent", {"percent": "ten"}),
    ("percent", {"percent": "101"}), ("percent", {"percent": "0"}), ("kind", {"kind": "gift"}),
    ("amount", {"kind": "amount", "amount": "five"}), ("amount", {"kind": "amount"}), ("minimum", {"minimum": "-5"}),
    ("steps", {"kind": "tiers", "steps": "many"}), ("steps", {"kind": "tiers"}), ("buy", {"kind": "buy-get"}),
    ("skus", {"kind": "bundle", "skus": "ONE"}), ("last_day", {"last_day": "soon"}), ("floor", {"floor": "100"}),
    ("last_day", {"first_day": "2026-05-02", "last_day": "2026-05-01"}), ("in_all", {"in_all": "0"}),
    ("priority", {"priority": "1001"}), ("chosen", {"kind": "free-shipping", "brands": "Kiln"}),
])
def test_what_makes_no_sense_is_said_beside_its_field_and_nothing_is_made(desk, field, changes):
    answer = desk.post(HERE, SPRING | {"code": "NONSENSE"} | changes)
    assert answer.status_code == 422, answer.text
    assert f'href="#f-{field}"' in answer.text
    assert "Spring sale" in answer.text or "name" in changes, "what was typed stands there still"


def test_a_code_is_given_away_once(desk):
    code = code_of(desk)
    again = desk.post(HERE, SPRING | {"code": code.lower()})
    assert (again.status_code, f"There is a coupon {code} already" in again.text) == (422, True)
    assert desk.get(f"{HERE}/GHOST").status_code == 404


@kinds
@pytest.mark.parametrize(("form", "effect", "short"), [
    (TermsForm("percent", "7.5"), PercentOff(75_000), "7.5 % off"),
    (TermsForm("free-shipping"), FreeShipping(), "Free delivery"),
    (TermsForm("buy-get", buy=2, get=1), BuyGet(2, 1), "Buy 2, get 1 free"),
    (TermsForm("buy-get", "50", buy=2, get=1), BuyGet(2, 1, 500_000), "Buy 2, get 1 at 50 % off"),
    (TermsForm("bundle", "10", skus=["A", "B"]), Bundle(("A", "B"), 100_000), "10 % off A with B"),
])
def test_terms_read_as_they_were_written(form, effect, short):
    terms = terms_of(form)
    assert (terms.effect, in_short(terms)) == (effect, short)
    assert terms_of(form_of_terms(terms)) == terms


def test_amounts_steps_and_categories_read_as_they_were_written():
    for terms in (
        Terms(AmountOff({"EUR": 500, "JPY": 600})), Terms(Tiers((Tier(3, 50_000), Tier(10, 100_000))), floor=5),
        Terms(PercentOff(1), Chosen(("MUG",), (str(category_of("kitchen")),), ("Kiln",)), {"KWD": 1}),
    ):
        assert terms_of(form_of_terms(terms)) == terms
    offer, _ = offered(SPRING | {"categories": f"{category_of('kitchen')}\n{category_of('table')}"}, "EUR")
    assert offer.terms.chosen.categories == (str(category_of("kitchen")), str(category_of("table")))
    assert [percentage(ppm) for ppm in (1_000_000, 75_000, 1, 100_000)] == ["100", "7.5", "0.0001", "10"]
