"""Taxes: which rates are in force where and since when, and how this shop taxes. One stream, read with every cart."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, TypeAlias, assert_never
from uuid import UUID

from msgspec import Struct, structs

from store.domain.pricing.quote import TaxRate
from store.domain.pricing.tax_errors import NoSuchRate, RateInForce, RateUnsound, TooManyRates
from store.domain.pricing.tax_events import (
    DatedRate,
    TaxClass,
    TaxEvent,
    TaxRatesSaid,
    TaxRateTakenBack,
    TaxRules,
    TaxRulesChanged,
)
from store.domain.pricing.taxing import MILLION
from store.domain.pricing.terms import Chosen, Traits
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import Sku

MOST_RATES: Final = 5000
LONGEST_REGION: Final = 40
MOST_CHOSEN: Final = 500
_COUNTRY: Final = re.compile("[A-Z]{2}")
_NOTHING_DUE: Final = frozenset({TaxClass.ZERO, TaxClass.EXEMPT})
_NEXT_BEST: Final = {TaxClass.SUPER_REDUCED: TaxClass.REDUCED, TaxClass.REDUCED: TaxClass.STANDARD}
"""Where a place has no such rate, this one is taken."""

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
        for rate in sorted(rates, key=lambda rate: rate.since):
            self._of.setdefault(_key(rate), []).append(rate)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RateBook) and other._of == self._of

    __hash__ = None  # type: ignore[assignment]  # a book is compared, never looked up

    def on(self, key: Key, day: date) -> DatedRate | None:
        """The rate in force on that day, if there is one."""
        rates = self._of.get(key, [])
        place = bisect_right(rates, day, key=lambda rate: rate.since)
        return rates[place - 1] if place else None


class Taxes(Aggregate[TaxEvent]):
    kind = "taxes"
    kept = True

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.rates: dict[tuple[Key, date], DatedRate] = {}
        self.rules = TaxRules()
        self._book = RateBook()

    def picture(self) -> Mapping[str, object]:
        """What is in force when, line by line."""
        return {"rates": list(self.rates.values()), "rules": self.rules}

    def standard(self, place: Place, day: date, known: RateBook) -> TaxRate:
        """The standard rate at *place* on that day: what was said, before what is generally *known*; or none."""
        return TaxRate(*self._rate(place, TaxClass.STANDARD, day, known))

    def ppm_of(self, tax_class: TaxClass, place: Place, day: date, known: RateBook) -> int:
        """The rate for goods of *tax_class* there; where there is none of its own, the next higher one."""
        if tax_class in _NOTHING_DUE:
            return 0
        return self._rate(place, tax_class, day, known)[1]

    def class_of(self, sku: Sku, traits: Traits) -> TaxClass:
        """What goods are: named themselves, by their brand, or by a category, in this order. Of several classes that
        fit alike, the one that is taxed most.
        """
        ways: tuple[tuple[str, set[str]], ...] = (
            ("products", {sku, traits.slug}), ("brands", {traits.brand}), ("categories", set(traits.categories)),
        )
        for way, names in ways:
            for tax_class in TaxClass:
                if not names.isdisjoint(getattr(self.rules.classes.get(tax_class, _NONE), way)):
                    return tax_class
        return TaxClass.STANDARD

    def say(
        self, rates: Sequence[DatedRate], *, today: date, at: datetime, source: str = "", past: bool = False
    ) -> tuple[DatedRate, ...]:
        """Have *rates* in force from their days on; those that were news. What is in force already stays as it is:
        another rate begins on a later day. *past* allows rates that began before today, as files have them.
        """
        fresh = {(_key(rate), rate.since): rate for rate in rates if self.is_news(rate, today=today, past=past)}
        if len(self.rates.keys() | fresh.keys()) > MOST_RATES:
            raise TooManyRates(MOST_RATES)
        if fresh:
            self._record(TaxRatesSaid(at=at, rates=tuple(fresh.values()), source=source))
        return tuple(fresh.values())

    def is_news(self, rate: DatedRate, *, today: date, past: bool = False) -> bool:
        """Whether it says what isn't said yet.

        :raises RateUnsound: if it makes no sense.
        :raises RateInForce: if it would change what is in force.
        """
        _expect_sound(rate)
        known = self.rates.get((_key(rate), rate.since))
        if known == rate:
            return False
        if rate.since < today if known is None and not past else known is not None and rate.since <= today:
            raise RateInForce(rate.country, rate.since)
        return True

    def take_back(self, rate: DatedRate, *, today: date, at: datetime) -> None:
        """Have a rate not come into force."""
        known = self.rates.get((_key(rate), rate.since))
        if known is None:
            raise NoSuchRate
        if known.since <= today:
            raise RateInForce(known.country, known.since)
        self._record(TaxRateTakenBack(at=at, rate=known))

    def rule(self, rules: TaxRules, *, at: datetime) -> None:
        """Tax by *rules* from now on. The same again is no fact."""
        _expect_rules(rules)
        if rules != self.rules:
            self._record(TaxRulesChanged(at=at, rules=rules))

    def _rate(self, place: Place, tax_class: TaxClass, day: date, known: RateBook) -> tuple[str, int]:
        wanted: TaxClass | None = tax_class
        while wanted:
            for region in dict.fromkeys((place.region.strip().casefold(), "")):
                key = place.country, region, wanted
                found = [it for it in (self._book.on(key, day), known.on(key, day)) if it]
                if found:
                    latest = max(found, key=lambda rate: rate.since)  # of the same day: what was said
                    return f"{place.country}-{latest.region}" if latest.region else place.country, latest.ppm
            wanted = _NEXT_BEST.get(wanted)
        return place.country, 0

    def _evolve(self, event: TaxEvent) -> None:
        match event:
            case TaxRatesSaid(rates=rates):
                self.rates = {**self.rates, **{(_key(rate), rate.since): rate for rate in rates}}
                self._book = RateBook(self.rates.values())
            case TaxRateTakenBack(rate=rate):
                gone = _key(rate), rate.since
                self.rates = {key: it for key, it in self.rates.items() if key != gone}
                self._book = RateBook(self.rates.values())
            case TaxRulesChanged(rules=rules):
                self.rules = rules
            case _:
                assert_never(event)


_NONE: Final = Chosen()


def _key(rate: DatedRate) -> Key:
    return rate.country, rate.region.casefold(), rate.tax_class


def _expect_sound(rate: DatedRate) -> None:
    if not _COUNTRY.fullmatch(rate.country):
        raise RateUnsound("country", "A country is two capital letters, such as DE.")
    if len(rate.region) > LONGEST_REGION or rate.region != rate.region.strip() or not rate.region.isprintable():
        raise RateUnsound("region", f"A region is a short name or code, at most {LONGEST_REGION} letters, or nothing.")
    if not 0 <= rate.ppm <= MILLION:
        raise RateUnsound("percent", "A rate is 0 to 100 per cent.")
    if rate.tax_class in _NOTHING_DUE:
        raise RateUnsound("tax_class", "Of what is zero-rated or exempt no tax is due anywhere: it has no rates.")


def _expect_rules(rules: TaxRules) -> None:
    if not all(_COUNTRY.fullmatch(country) for country in rules.net_places):
        raise RateUnsound("net_places", "A country is two capital letters, such as US.")
    if TaxClass.STANDARD in rules.classes:
        raise RateUnsound("classes", "What is of no other class is standard: it is not chosen.")
    for chosen in rules.classes.values():
        if any(len(some) > MOST_CHOSEN for some in structs.astuple(chosen)):
            raise RateUnsound("classes", f"At most {MOST_CHOSEN} can be chosen of each.")
