"""Standard VAT rates of the European Union's member states, in force on a date.

Source: European Commission, "VAT rates applied in the Member States of the European Union", standard rates.
The shop collects no tax for parcels that leave the Union.
"""

from datetime import date

from store.domain.pricing.quote import TaxRate

_RATES: dict[str, tuple[tuple[date, int], ...]] = {
    country: ((date(2021, 1, 1), permille),)
    for country, permille in {
        "AT": 200, "BE": 210, "BG": 200, "CY": 190, "CZ": 210, "DE": 190, "DK": 250, "ES": 210, "FR": 200,
        "GR": 240, "HR": 250, "HU": 270, "IE": 230, "IT": 220, "LT": 210, "LU": 170, "LV": 210, "MT": 180,
        "NL": 210, "PL": 230, "PT": 230, "SE": 250, "SI": 220,
    }.items()
} | {
    "EE": ((date(2021, 1, 1), 200), (date(2024, 1, 1), 220), (date(2025, 7, 1), 240)),
    "FI": ((date(2021, 1, 1), 240), (date(2024, 9, 1), 255)),
    "RO": ((date(2021, 1, 1), 190), (date(2025, 8, 1), 210)),
    "SK": ((date(2021, 1, 1), 200), (date(2025, 1, 1), 230)),
}


class EuropeanTaxTable:
    """A :class:`~store.application.pricing.ports.TaxTable` from the table above."""

    def rate(self, country: str, on: date) -> TaxRate:
        """The standard rate in force in *country* on that day; zero outside the Union."""
        dated = [permille for since, permille in _RATES.get(country, ()) if since <= on]
        return TaxRate(country, dated[-1] if dated else 0)
