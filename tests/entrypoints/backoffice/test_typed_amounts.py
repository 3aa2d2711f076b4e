"""Amounts in forms have the decimals of their currency, and none that was said in another is lost by a form."""

import pytest

from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.delivery import WorkingDays
from store.domain.pricing.segment_events import SpentFrom
from store.domain.pricing.shipping_plan import ANY_CURRENCY, ShippingPlan, Tariff, Way, Zone
from store.domain.pricing.terms import AmountOff, Terms
from store.domain.shared.currency_codes import CODES
from store.domain.shared.money import Money
from store.entrypoints.backoffice.coupon_form import offered, typed_of
from store.entrypoints.backoffice.segment_form import meant
from store.entrypoints.backoffice.shipping_form import changed, ways
from store.entrypoints.backoffice.shipping_lines import Unreadable, tariffs
from store.entrypoints.shared.amounts import LONGEST, NoAmounts, amounts_in, such_as, typed_amounts

pytestmark = [pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "amounts are exact in every currency")]
FIXED = {"kind": "amount", "name": "Off", "priority": "100"}


@pytest.mark.parametrize(("currency", "good", "minor", "bad"), [
    ("JPY", "500", 500, "5.50"), ("EUR", "5.5", 550, "5.505"), ("HUF", "500", 50_000, "500.125"),
    ("KWD", "5.125", 5125, "5.1255"),
])
def test_each_currency_has_its_decimals_and_one_too_many_is_said_beside_the_field(currency, good, minor, bad):
    offer, errors = offered(FIXED | {"amount": good, "minimum": good}, currency)
    assert (errors, offer.terms.effect, offer.terms.minimum) == ({}, AmountOff({currency: minor}), {currency: minor})
    for field in ("amount", "minimum"):
        offer, errors = offered(FIXED | {"amount": good, field: bad}, currency)
        assert (offer, list(errors)) == (None, [field])
        assert such_as(5 if field == "amount" else 50, currency) in errors[field]
    rule, _ = meant({"kind": "spent", "name": "Big", "spent": good}, currency)
    assert rule.rule == SpentFrom({currency: minor})
    nobody, errors = meant({"kind": "spent", "name": "Big", "spent": bad}, currency)
    assert (nobody, list(errors)) == (None, ["spent"])
    way = {"act": "way", "id": "post", "name": "Post", "least": "1", "most": "2"}
    sent = changed(PLAN, way | {"tariffs": f"home: {good}, free from {good}"}, currency).ways[-1].tariffs
    assert sent == (Tariff("home", {currency: minor}, free_from={currency: minor}),)
    with pytest.raises(Unreadable, match=such_as(60, currency)):
        changed(PLAN, way | {"tariffs": f"home: {bad}"}, currency)


PLAN = ShippingPlan((Zone("home", "Home"),), (Way("by-air", "Air", WorkingDays(1, 2), (
    Tariff("home", {"EUR": 490, "USD": 550, "JPY": 800}, 2000, {"EUR": 6000, "KWD": 20_125}),
    Tariff("home", {ANY_CURRENCY: 990}),
)),))


def test_what_was_said_in_other_currencies_stands_in_the_form_and_is_still_there_afterwards():
    terms = Terms(AmountOff({"EUR": 500, "JPY": 600, "KWD": 1250}), minimum={"EUR": 5000, "USD": 5500})
    typed = typed_of("Off", terms, Limits(), "EUR")
    assert (typed["amount"], typed["minimum"]) == ("5.00 or JPY 600 or KWD 1.250", "50.00 or USD 55.00")
    offer, errors = offered(typed, "EUR")
    assert (errors, offer.terms) == ({}, terms)
    [air] = ways(PLAN, "EUR")
    assert air.text.splitlines() == [
        "home: 4.90 or JPY 800 or USD 5.50, up to 2000 g, free from 60.00 or KWD 20.125", "home: 9.90",
    ]
    form = {"act": "way", "id": "by-air", "name": "Air", "least": "1", "most": "2", "tariffs": air.text}
    first, second = changed(PLAN, form, "EUR").ways[0].tariffs
    assert (first, second) == (PLAN.ways[0].tariffs[0], Tariff("home", {"EUR": 990}))


@pytest.mark.parametrize("text", [
    "", "5 or 6", "5.00 or EUR 6.00", "USD", "5,00", "-5", "5 USD", "5.00 or ", "1e3", "€5",
])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(NoAmounts):
        amounts_in(text, "EUR")


@pytest.mark.parametrize("code", ["XYZ", "xyz", "XXX", "DEM", "US1"])
def test_a_currency_that_does_not_exist_is_refused_beside_its_field(code):
    with pytest.raises(NoAmounts):
        amounts_in(f"5.00 or {code} 6.00", "EUR")
    offer, errors = offered(FIXED | {"amount": "5.00", "minimum": f"50 or {code} 60"}, "EUR")
    assert (offer, list(errors)) == (None, ["minimum"])
    nobody, errors = meant({"kind": "spent", "name": "Big", "spent": f"{code} 5"}, "EUR")
    assert (nobody, list(errors)) == (None, ["spent"])
    with pytest.raises(Unreadable):
        tariffs(f"home: 5.00 or {code} 6.00", "EUR")


def test_which_one_it_is_is_said():
    _, errors = offered(FIXED | {"amount": "5.00 or usx 6.00"}, "EUR")
    assert errors["amount"] == "There is no currency USX. Three letters name one, such as USD."
    with pytest.raises(Unreadable, match="no currency USX"):
        tariffs("home: USX 6.00", "EUR")


def test_amounts_are_read_as_they_are_written():
    amounts = [Money(500, "EUR"), Money(600, "JPY"), Money(1250, "KWD")]
    assert amounts_in(typed_amounts(reversed(amounts), "EUR"), "EUR") == amounts
    assert amounts_in(" 5 or jpy 600 or KWD 1.25 ", "EUR") == amounts


def test_however_many_currencies_there_are_none_is_cut_off():
    codes = sorted(CODES - {"EUR"})[:49]
    amounts = [Money(500, "EUR"), *(Money(10**12 + place, code) for place, code in enumerate(codes))]
    assert amounts_in(typed_amounts(amounts, "EUR"), "EUR") == amounts
    [tariff] = tariffs("home: 5.00, free from " + typed_amounts(amounts, "EUR"), "EUR")
    assert tariff.free_from == {it.currency: it.minor for it in amounts}
    with pytest.raises(NoAmounts):
        amounts_in("5" + " " * LONGEST + "or USD 6.00", "EUR")
