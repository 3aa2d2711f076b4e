"""Rates from a file that somebody else keeps up."""

from pathlib import Path

from store.adapters.pricing.rates_ecb import MOST_READ, rates_in
from store.application.pricing.ports import RatesAway
from store.domain.pricing.rate_sheets import Rates


class FileRates:
    """A :class:`~store.application.pricing.ports.RateSource`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fetch(self) -> Rates:
        """As the file has them now."""
        try:
            with self._path.open("rb") as file:
                return rates_in(file.read(MOST_READ + 1))
        except OSError as failure:
            raise RatesAway("the file can't be read") from failure
