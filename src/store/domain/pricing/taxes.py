"""Taxes: which rates are in force where and since when, and how this shop taxes. One stream, read with every cart."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final, assert_never
from uuid import UUID

from store.domain.pricing.quote import TaxRate
from store.domain.pricing.rate_book import Key, Place, RateBook, key_of
from store.domain.pricing.tax_errors import NoSuchRate, RateInForce, TooManyRates
from store.domain.pricing.tax_events import (
    DatedRate,
    TaxClass,
    TaxEvent,
    TaxRatesSaid,
    TaxRateTakenBack,
    TaxRules,
    TaxRulesChanged,
)
from store.domain.pricing.tax_soundness import NOTHING_DUE, expect_rate, expect_rules
from store.domain.pricing.terms import Chosen, Traits
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import Sku

MOST_RATES: Final = 5000
_NEXT_BEST: Final = {TaxClass.SUPER_REDUCED: TaxClass.REDUCED, TaxClass.REDUCED: TaxClass.STANDARD}
"""Where a place has no such rate, this one is taken."""

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
        if tax_class in NOTHING_DUE:
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
        fresh = {(key_of(rate), rate.since): rate for rate in rates if self.is_news(rate, today=today, past=past)}
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
        expect_rate(rate)
        known = self.rates.get((key_of(rate), rate.since))
        if known == rate:
            return False
        if rate.since < today if known is None and not past else known is not None and rate.since <= today:
            raise RateInForce(rate.country, rate.since)
        return True

    def take_back(self, rate: DatedRate, *, today: date, at: datetime) -> None:
        """Have a rate not come into force."""
        known = self.rates.get((key_of(rate), rate.since))
        if known is None:
            raise NoSuchRate
        if known.since <= today:
            raise RateInForce(known.country, known.since)
        self._record(TaxRateTakenBack(at=at, rate=known))

    def rule(self, rules: TaxRules, *, at: datetime) -> None:
        """Tax by *rules* from now on. The same again is no fact."""
        expect_rules(rules)
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
                self.rates = {**self.rates, **{(key_of(rate), rate.since): rate for rate in rates}}
                self._book = RateBook(self.rates.values())
            case TaxRateTakenBack(rate=rate):
                gone = key_of(rate), rate.since
                self.rates = {key: it for key, it in self.rates.items() if key != gone}
                self._book = RateBook(self.rates.values())
            case TaxRulesChanged(rules=rules):
                self.rules = rules
            case _:
                assert_never(event)


_NONE: Final = Chosen()
