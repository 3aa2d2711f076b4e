"""VAT numbers are told from made-up ones, as far as that goes without asking anybody."""

import pytest

from store.domain.pricing.vat_numbers import UNION, canonical, country_of

pytestmark = [pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "tax rates by location")]


@pytest.mark.parametrize("number", [
    "DE 136 695 976", "de136695976", "ATU13585627", "BE 0411.905.847", "ESB58378431", "ES54362315K", "ESX2482300W",
    "FR 40 303 265 045", "FR83404833048", "IT00743110157", "NL004495445B01", "NL123456782B90", "PL 526-000-12-46",
    "EL094259216", "PT501964843", "SE556188840401", "IE6433435F", "LU15027442", "FI20774740", "DK13585628",
])
def test_numbers_that_tax_offices_gave_out_are_known_as_theirs(number):
    country = {"EL": "GR"}.get(number[:2].upper(), number[:2].upper())
    assert country_of(number) == country


@pytest.mark.parametrize("number", [
    "", "DE", "DE136695977", "DE036695976", "ATU13585626", "BE0411905848", "ESB58378432", "ES54362315Z",
    "FR41303265045", "IT00743110158", "NL004495445B0", "PL5260001247", "GB980780684", "US123456789",
    "DE13669597\uff16", "x" * 500,
])
def test_what_is_none_is_seen(number):
    assert country_of(number) is None


def test_one_digit_that_is_wrong_is_seen_where_check_digits_are_known():
    right = {"DE": "136695976", "IT": "00743110157", "PL": "5260001246", "BE": "0411905847", "AT": "U13585627"}
    for country, number in right.items():
        for place, sign in enumerate(number):
            if sign.isdigit():
                others = [f"{country}{number[:place]}{n}{number[place + 1:]}" for n in range(10) if str(n) != sign]
                assert [it for it in others if country_of(it)] == [], (country, place)


def test_a_number_has_one_spelling_and_the_union_its_members():
    assert canonical(" de 136.695-976 ") == "DE136695976"
    assert len(UNION) == 27
