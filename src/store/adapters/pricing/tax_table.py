"""Standard VAT rates of the European Union's member states, in force on a date.

Source: European Commission, "VAT rates applied in the Member States of the European Union", standard rates.
The shop collects no tax for parcels that leave the Union.
"""

from datetime import date
from typing import Final

from store.domain.pricing.rate_book import RateBook
from store.domain.pricing.tax_events import DatedRate

_RATES: dict[str, tuple[tuple[date, int], ...]] = {
    country: ((date(2021, 1, 1), percent * 10_000),)
    for country, percent in {
        "AT": 20, "BE": 21, "BG": 20, "CY": 19, "CZ": 21, "DE": 19, "DK": 25, "ES": 21, "FR": 20,
        "GR": 24, "HR": 25, "HU": 27, "IE": 23, "IT": 22, "LT": 21, "LU": 17, "LV": 21, "MT": 18,
        "NL": 21, "PL": 23, "PT": 23, "SE": 25, "SI": 22,
    }.items()
} | {
    "EE": ((date(2021, 1, 1), 200000), (date(2024, 1, 1), 220000), (date(2025, 7, 1), 240000)),
    "FI": ((date(2021, 1, 1), 240000), (date(2024, 9, 1), 255000)),
    "RO": ((date(2021, 1, 1), 190000), (date(2025, 8, 1), 210000)),
    "SK": ((date(2021, 1, 1), 200000), (date(2025, 1, 1), 230000)),
}


_BOOK: Final = RateBook(
    DatedRate(country, since, ppm) for country, dated in _RATES.items() for since, ppm in dated
)


class EuropeanTaxTable:
    """A :class:`~store.application.pricing.ports.TaxTable` from the table above."""

    @property
    def known(self) -> RateBook:
        """The standard rates of the Union."""
        return _BOOK
