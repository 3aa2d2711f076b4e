"""Postal addresses as people type them, checked by the rules of each country."""

from typing import Annotated, Final

from litestar.exceptions import ValidationException
from msgspec import Meta, Struct

from store.application.customers.messages import SavedAddress
from store.domain.customers.events import PostalAddress
from store.domain.ordering.events import Address
from store.domain.shared.tidy import tidied
from store.entrypoints.shared.countries import InvalidAddressError, normalize_address

Email = Annotated[
    str, Meta(max_length=254, examples=["ann@example.org"], pattern=(
        r"^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_]([\w-]{0,61}[^\W_])$(?![\s\S])"
    )),
]
_STEERS: Final = r"\x00-\x1f\x7f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
"""Signs that end a line or turn the way in which it is read."""
_SHOWS_NOTHING: Final = (
    r"\s\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065"
    r"\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufffb"
)
PLAIN: Final = rf"^[^{_STEERS}]*$(?![\s\S])"
VISIBLE: Final = rf"^[^{_STEERS}]*[^{_STEERS}{_SHOWS_NOTHING}][^{_STEERS}]*$(?![\s\S])"
"""No signs that steer a printer or a mail, and at least one that can be seen."""
NOTHING_OR_VISIBLE: Final = rf"^$(?![\s\S])|{VISIBLE}"


class AddressForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the parcel goes. ``country`` is two letters (ISO 3166)."""

    name: Annotated[str, Meta(min_length=1, max_length=120, pattern=VISIBLE, examples=["Ann Example"])]
    line1: Annotated[str, Meta(min_length=1, max_length=120, pattern=VISIBLE, examples=["Lindenweg 4"])]
    city: Annotated[str, Meta(min_length=1, max_length=120, pattern=VISIBLE, examples=["Berlin"])]
    postal_code: Annotated[str, Meta(max_length=20, pattern=PLAIN, examples=["10115"])]
    country: Annotated[str, Meta(pattern=r"^[A-Za-z]{2}$(?![\s\S])", examples=["DE"])]
    line2: Annotated[str, Meta(max_length=120, pattern=PLAIN)] | None = None
    region: Annotated[str, Meta(max_length=80, pattern=PLAIN)] | None = None


_FIELDS: Final = {
    "country_code": "country", "country_area": "region", "city": "city", "postal_code": "postal_code",
    "street_address": "line1", "name": "name",
}
_WORDS: Final = {"required": "is needed", "invalid": "does not look right for this country"}
_NO_COUNTRY: Final = "is no country that we know: write its two letters, such as DE"


def checked(form: AddressForm) -> Address:
    """The address behind *form*, for a parcel.

    :raises ValidationException: naming each field that the country's own rules find wanting.
    """
    _expect_sound(address_faults(form), "shipping_address.")
    return Address(
        name=tidied(form.name), line1=tidied(form.line1), line2=tidied(form.line2 or "") or None,
        city=tidied(form.city), region=tidied(form.region or "") or None, postal_code=tidied(form.postal_code),
        country=form.country.upper(),
    )


def checked_to_keep(form: AddressForm) -> PostalAddress:
    """The address behind *form*, for an address book: with all that its country calls for."""
    _expect_sound(address_faults(form, region=True), "")
    return tidy(form)


def tidy(form: AddressForm) -> PostalAddress:
    """*form* as it is kept, without space that nobody meant."""
    return PostalAddress(
        name=tidied(form.name), line1=tidied(form.line1), line2=tidied(form.line2 or "") or None,
        city=tidied(form.city), region=tidied(form.region or "") or None, postal_code=tidied(form.postal_code),
        country=form.country.upper(),
    )


def kept(it: SavedAddress) -> Address:
    """An address that somebody keeps, as an order has it: a copy, which stays as it is."""
    return Address(it.name, it.line1, it.city, it.postal_code, it.country, it.line2, it.region)


def _expect_sound(faults: dict[str, str], where: str) -> None:
    if faults:
        raise ValidationException(
            "The address is not complete",
            extra=[{"key": f"{where}{field}", "message": words} for field, words in faults.items()],
        )


def address_faults(form: AddressForm, *, region: bool = False) -> dict[str, str]:
    """What the rules of its country find wrong, field by field, in words.

    A parcel arrives without its *region*; it is asked for where an address is kept.
    """
    try:
        normalize_address({
            "country_code": form.country.upper(), "country_area": form.region or "", "city": form.city,
            "postal_code": form.postal_code, "street_address": form.line1, "name": form.name,
        })
    except InvalidAddressError as wanting:
        return {
            _FIELDS.get(field, field): _said(field, code) for field, code in wanting.errors.items()
            if field in _FIELDS and (region or (field, code) != ("country_area", "required"))
        }
    return {}


def _said(field: str, code: str) -> str:
    return _NO_COUNTRY if (field, code) == ("country_code", "invalid") else _WORDS.get(code, code)
