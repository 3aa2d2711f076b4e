"""Whether what somebody says about taxes makes sense, said of the first fault, with the field it stands in."""

import re
from typing import Final

from msgspec import structs

from store.domain.pricing.tax_errors import RateUnsound
from store.domain.pricing.tax_events import DatedRate, TaxClass, TaxRules
from store.domain.pricing.taxing import MILLION

LONGEST_REGION: Final = 40
MOST_CHOSEN: Final = 500
NOTHING_DUE: Final = frozenset({TaxClass.ZERO, TaxClass.EXEMPT})
_COUNTRY: Final = re.compile("[A-Z]{2}")


def expect_rate(rate: DatedRate) -> None:
    """Refuse what makes no sense.

    :raises RateUnsound: with the first fault there is.
    """
    if not _COUNTRY.fullmatch(rate.country):
        raise RateUnsound("country", "A country is two capital letters, such as DE.")
    if len(rate.region) > LONGEST_REGION or rate.region != rate.region.strip() or not rate.region.isprintable():
        raise RateUnsound("region", f"A region is a short name or code, at most {LONGEST_REGION} letters, or nothing.")
    if not 0 <= rate.ppm <= MILLION:
        raise RateUnsound("percent", "A rate is 0 to 100 per cent.")
    if rate.tax_class in NOTHING_DUE:
        raise RateUnsound("tax_class", "Of what is zero-rated or exempt no tax is due anywhere: it has no rates.")


def expect_rules(rules: TaxRules) -> None:
    """Refuse what makes no sense.

    :raises RateUnsound: with the first fault there is.
    """
    if not all(_COUNTRY.fullmatch(country) for country in rules.net_places):
        raise RateUnsound("net_places", "A country is two capital letters, such as US.")
    if TaxClass.STANDARD in rules.classes:
        raise RateUnsound("classes", "What is of no other class is standard: it is not chosen.")
    for chosen in rules.classes.values():
        if any(len(some) > MOST_CHOSEN for some in structs.astuple(chosen)):
            raise RateUnsound("classes", f"At most {MOST_CHOSEN} can be chosen of each.")
