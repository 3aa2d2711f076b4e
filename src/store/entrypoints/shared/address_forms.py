"""Addresses in posted forms, and what is wrong with them, in words beside each field."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from msgspec import ValidationError, convert
from msgspec.structs import fields

from store.entrypoints.shared.addresses import AddressForm, address_faults
from store.entrypoints.shared.countries import place_fields

Form: TypeAlias = dict[str, str]

FIELDS: Final = ("name", "line1", "line2", "city", "region", "postal_code", "country")
_NEEDED: Final = {
    "name": "Enter the name on the parcel.", "line1": "Enter the street and number.", "city": "Enter the city.",
    "postal_code": "Enter the postal code.", "country": "Choose a country.", "region": "Enter the region.",
}
_LONGEST: Final = 120
_KINDS: Final = {field.name: field.type for field in fields(AddressForm)}


def typed(form: Mapping[str, str]) -> Form:
    """What of *form* is an address, as it was typed."""
    return {name: form.get(name, "").strip()[:_LONGEST] for name in FIELDS}


def address_in(form: Form) -> AddressForm:
    """The address in a form that was found right."""
    return convert({name: form[name].strip() for name in FIELDS if form.get(name, "").strip()}, AddressForm)


def faults_in(form: Form, *, region: bool = True) -> dict[str, str]:
    """What is missing or wrong, in words, field by field. An empty postal code is wrong where its country has one."""
    said = {name: form.get(name, "").strip() for name in FIELDS}
    errors = {name: _NEEDED[name] for name in ("country", "name", "line1", "city") if not said[name]}
    for name, text in said.items():
        if text and name not in errors and not _fits(name, text):
            errors[name] = "This is too long, or holds a sign that no label can show."
    if errors:
        return errors
    given = AddressForm(**{"postal_code": "", **{name: text for name, text in said.items() if text}})
    return {
        name: _needed(name, said["country"]) if not said.get(name) else _wrong(name, said["country"])
        for name in address_faults(given, region=region)
    }


def _fits(name: str, text: str) -> bool:
    try:
        convert(text, _KINDS[name])
    except ValidationError:
        return False
    return True


def _needed(name: str, country: str) -> str:
    for field in place_fields(country.upper()):
        if field.name == name and name == "region":
            return f"Choose the {field.label.lower()}." if field.choices else f"Enter the {field.label.lower()}."
    return _NEEDED.get(name, "This is needed.")


def _wrong(name: str, country: str) -> str:
    if name == "country":
        return "Choose one of the countries in the list: we know none of these two letters."
    for field in place_fields(country.upper()):
        if field.name == name and field.example:
            return f"This does not look right for this country. There they look like {field.example}."
    return "This does not look right for this country."
