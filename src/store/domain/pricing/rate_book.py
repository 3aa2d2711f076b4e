"""Dated rates, to be looked up by place, class and day."""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from msgspec import Struct

from store.domain.pricing.tax_events import DatedRate, TaxClass

Key: TypeAlias = tuple[str, str, TaxClass]


class Place(Struct, frozen=True):
    """Where a parcel goes, as far as taxes and shipping depend on it."""

    country: str
    region: str = ""
    postal_code: str = ""


class RateBook:
    """Dated rates, to be looked up. It doesn't change: another rate makes another book."""

    def __init__(self, rates: Iterable[DatedRate] = ()) -> None:
        self._of: dict[Key, list[DatedRate]] = {}
        for rate in sorted(rates, key=lambda rate: rate.since, reverse=True):
            self._of.setdefault(key_of(rate), []).append(rate)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RateBook) and other._of == self._of

    __hash__ = None  # type: ignore[assignment]  # a book is compared, never looked up

    def on(self, key: Key, day: date) -> DatedRate | None:
        """The rate in force on that day, if there is one."""
        return next((rate for rate in self._of.get(key, ()) if rate.since <= day), None)


def key_of(rate: DatedRate) -> Key:
    """What a rate is of, however its region is written."""
    return rate.country, rate.region.casefold(), rate.tax_class
