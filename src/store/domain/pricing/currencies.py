"""Currencies: which the shop sells in beside its own, where, and how amounts in them end. One stream."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from store.domain.pricing.currency_errors import CurrenciesUnsound
from store.domain.pricing.currency_events import CurrenciesSet, CurrencyEvent, CurrencyRules, Sold
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.currency_codes import CODES

MOST_SOLD: Final = 30
MOST_REGIONS: Final = 300
MOST_HOURS: Final = 24 * 14
MOST_STEP: Final = 100_000
CURRENCY: Final = re.compile("[A-Z]{3}")
_COUNTRY: Final = re.compile("[A-Z]{2}")


class Currencies(Aggregate[CurrencyEvent]):
    kind = "currencies"
    kept = True

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.rules = CurrencyRules()

    def set(self, rules: CurrencyRules, base: str, *, at: datetime) -> None:
        """Sell by *rules* from now on, beside *base*. The same again is no fact.

        :raises CurrenciesUnsound: if they make no sense, with the first fault there is.
        """
        for field, what in _faults(rules, base):
            raise CurrenciesUnsound(field, what)
        if rules != self.rules:
            self._record(CurrenciesSet(at=at, rules=rules))

    def _evolve(self, event: CurrencyEvent) -> None:
        self.rules = event.rules


def _faults(rules: CurrencyRules, base: str) -> Iterator[tuple[str, str]]:
    codes = [it.code for it in rules.sold]
    if len(codes) > MOST_SOLD or len(set(codes)) < len(codes):
        yield "sold", f"At most {MOST_SOLD} currencies, each once."
    for it in rules.sold:
        yield from _faults_of(it, base)
    if len(rules.regions) > MOST_REGIONS:
        yield "regions", f"At most {MOST_REGIONS} countries."
    for country, code in rules.regions.items():
        if not _COUNTRY.fullmatch(country):
            yield "regions", "A country is two capital letters, such as CH."
        if code not in {*codes, base}:
            yield "regions", f"{country} can only be shown a currency that the shop sells in."
    if not 1 <= rules.hours <= MOST_HOURS:
        yield "hours", f"A cart keeps its rate for 1 to {MOST_HOURS} hours."


def _faults_of(it: Sold, base: str) -> Iterator[tuple[str, str]]:
    if it.code not in CODES:
        yield "sold", f"There is no currency {it.code}. Three capital letters name one, such as USD."
    if it.code == base:
        yield "sold", f"The shop's own prices are in {base} already."
    if not 1 <= it.step <= MOST_STEP or not 0 <= it.less < it.step:
        yield "sold", "Amounts end on a multiple of something, less some that is smaller."
