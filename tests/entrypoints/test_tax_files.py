"""Files of tax rates, in the forms that people find them in."""

from datetime import date
from pathlib import Path

import pytest

from store.domain.pricing.tax_events import DatedRate, TaxClass
from store.entrypoints.shared.tax_files import MOST_ROWS, NotATaxFile, TooManyRows, read

pytestmark = [pytest.mark.requirement("R3.1"), pytest.mark.story("US-3.2", "tax rates by location")]
TODAY = date(2026, 11, 27)
FACTS = Path(__file__).parents[3] / "shared/data/facts"
REDUCED, SUPER = TaxClass.REDUCED, TaxClass.SUPER_REDUCED


def rates(text):
    return [row.rate for row in read(text, TODAY)]


def test_the_plain_form_names_country_day_and_percent_and_the_rest_if_one_likes():
    assert rates("Country,Since,Percent,Class,Region\nde,2027-01-01,7,reduced,\nUS,2027-01-01,8.875%,,NY\n") == [
        DatedRate("DE", date(2027, 1, 1), 70_000, REDUCED), DatedRate("US", date(2027, 1, 1), 88_750, region="NY"),
    ]


def test_a_list_by_date():
    text = "\ufeffcountry,name,effective_from,standard_rate_pct\nEL,Greece,2016-06-01,24\n"
    assert rates(text) == [DatedRate("GR", date(2016, 6, 1), 240_000)]


def test_a_table_of_what_is_in_force_has_reduced_rates():
    text = "country,name,standard,reduced,super_reduced\nFR,France,20.0,5.5|10.0,2.1\nIE,I,23,9|13.5,\nDK,D,25,,\n"
    assert [(it.country, it.tax_class, it.ppm) for it in rates(text)] == [
        ("FR", "standard", 200_000), ("FR", REDUCED, 100_000), ("FR", SUPER, 21_000), ("IE", "standard", 230_000),
        ("IE", REDUCED, 135_000), ("IE", SUPER, 90_000), ("DK", "standard", 250_000),
    ]


def test_a_history_has_parts_of_the_whole_for_several_territories():
    text = (
        'start_date,stop_date,territory_codes,currency_code,rate,rate_type,description\n'
        '2007-01-01,,"DE\nDE-1",EUR,0.19,standard,x\n2001-01-01,2007-01-01,DE,EUR,0.16,standard,\n'
    )
    found = read(text, TODAY)
    assert [it.rate for it in found[:2]] == [
        DatedRate("DE", date(2007, 1, 1), 190_000), DatedRate("DE", date(2007, 1, 1), 190_000, region="1"),
    ]
    assert (found[2].rate, "It is over" in found[2].problem) == (None, True)


@pytest.mark.parametrize(("row", "words"), [
    ("Germany,2027-01-01,19", "no country"), ("DE,1.1.2027,19", "no day"), ("DE,2027-01-01,lots", "no rate"),
    ("DE,2027-01-01,1.23456", "no rate"), ("DE,2027-01-01,NaN", "no rate"), ("DE,2027-01-01,1e9", "no rate"),
    ("DE", "no day"),
])
def test_a_row_that_cannot_be_read_says_why_and_stops_no_other(row, words):
    wrong, right = read(f"country,since,percent\n{row}\nDE,2027-01-01,19\n", TODAY)
    assert (wrong.row, words in wrong.problem, right.rate.ppm) == (2, True, 190_000)


def test_a_class_that_is_none():
    (row,) = read("country,since,percent,class\nDE,2027-01-01,7,cheap\n", TODAY)
    assert "“cheap” is no class" in row.problem


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\0", "country,rate\nDE,19\n"])
def test_other_files_are_refused(text):
    with pytest.raises(NotATaxFile):
        read(text, TODAY)


def test_there_is_an_end():
    with pytest.raises(TooManyRows):
        read("country,since,percent\n" + "DE,2027-01-01,19\n" * (MOST_ROWS + 1), TODAY)


@pytest.mark.parametrize(("name", "least"), [
    ("eu_standard_vat_by_date_duty27.csv", 40), ("europe_vat_current.csv", 100),
    ("vat_rates_history_kdeldycke.csv", 60),
])
def test_lists_that_others_keep_are_read(name, least):
    file = FACTS / name
    if not file.exists():
        pytest.skip("the list is not here: it is others' work, and no part of this project")
    found = [row.rate for row in read(file.read_text(), TODAY) if row.rate]
    assert len(found) >= least
    assert max(rate.ppm for rate in found) <= 300_000
    standard = {it.country: it.ppm for it in sorted(found, key=lambda it: it.since) if it.tax_class == "standard"}
    assert (standard["DE"], standard["EE"]) == (190_000, 240_000)
