"""Rates of a demo shop, which asks nobody: those of 30 October 2026, as if they were of the last day of publication."""

from datetime import timedelta
from typing import Final

from store.application.pricing.ports import RatesAway
from store.application.shared.ports import Clock
from store.domain.pricing.publication import is_published
from store.domain.pricing.rate_sheets import Rates

SOURCE: Final = "sandbox"
"""So everybody who looks sees that they are none."""
_THEN: Final = {
    "AUD": "1.5904", "CAD": "1.5606", "CHF": "0.9194", "CNY": "7.4326", "CZK": "24.353", "DKK": "7.4735",
    "GBP": "0.8338", "HUF": "366.33", "INR": "106.084", "ISK": "136.0", "JPY": "175.68", "KRW": "1491.76",
    "KWD": "0.3425", "NOK": "10.312", "NZD": "1.9823", "PLN": "4.4038", "RON": "5.3447", "SEK": "10.978",
    "SGD": "1.4282", "TRY": "55.8015", "USD": "1.1172",
}


class SandboxRates:
    """The twin of those that ask: a :class:`~store.application.pricing.ports.RateSource` without an outside."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def fetch(self) -> Rates:
        """The same each day."""
        day = self._clock.today()
        while not is_published(day):
            day -= timedelta(days=1)
        return Rates(day, SOURCE, "EUR", _THEN)


class NoRates:
    """A shop that sells in its own currency alone, or says its rates itself."""

    def fetch(self) -> Rates:
        """There are none to be had."""
        raise RatesAway("no source of rates is set, see STORE_RATES_URL")
