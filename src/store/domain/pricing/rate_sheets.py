"""Rate sheets: what currencies were worth, day by day. One stream for each week, so that few are read for today's."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from msgspec import Struct

from store.domain.pricing.currencies import CURRENCY
from store.domain.pricing.currency_errors import RatesUnsound
from store.domain.pricing.currency_events import RateEvent, RatesPublished, Sold
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.exchange import Exchange

MOST_CURRENCIES: Final = 200
LONGEST_SOURCE: Final = 40
WEEKS: Final = 3
"""Rates that are older than so many weeks, the present one included, are none."""
FURTHEST: Final = Fraction(3, 2)
"""By how much a rate that was fetched may differ from the one that was known last: no currency in use moves so in days,
and a point that slipped moves by ten."""
_RATE: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,12})?")


class Rates(Struct, frozen=True):
    """What one unit of *base* is worth, since that *day*."""

    day: date
    source: str
    base: str
    rates: dict[str, str]

    def replaces(self, other: "Rates") -> bool:
        """Whether nothing is left of what the *other* says, which was there before."""
        return (self.day, self.base) == (other.day, other.base) and other.rates.keys() <= self.rates.keys()

    def worth(self, code: str, base: str) -> Fraction | None:
        """What one unit of *base* is worth in *code*; nothing where one of the two is unknown here."""
        worth = {**self.rates, self.base: "1"}
        return Fraction(worth[code]) / Fraction(worth[base]) if {code, base} <= worth.keys() else None

    def exchange(self, base: str, into: Sold) -> Exchange | None:
        """From the shop's *base* into a currency it sells in; nothing where one of the two is unknown here."""
        worth = {**self.rates, self.base: "1"}
        if base not in worth or into.code not in worth:
            return None
        return Exchange(
            base, into.code, worth[into.code], self.source, self.day, worth[base], into.step, into.less,
        )


class RateSheet(Aggregate[RateEvent]):
    kind = "rates"
    kept = True

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.said: tuple[Rates, ...] = ()
        """What counts of what was published, the latest first."""

    def picture(self) -> Mapping[str, object]:
        """What was published, the latest last."""
        return {"rates": list(reversed(self.said))}

    def publish(self, rates: Rates, *, today: date, at: datetime, known: Sequence[Rates] = ()) -> None:
        """Have *rates* be those of their day. The same again is no fact; others in their place are a correction. Those
        that nobody looked at are held against what is *known*, the newest first.

        :raises RatesUnsound: if they make no sense, or are too far from that.
        """
        if fault := _fault(rates, today) or _leap(rates, known):
            raise RatesUnsound(fault)
        if next((it for it in self.said if it.day == rates.day), None) != rates:
            self._record(RatesPublished(
                at=at, day=rates.day, source=rates.source, base=rates.base, rates=rates.rates,
            ))

    def _evolve(self, event: RateEvent) -> None:
        rates = Rates(event.day, event.source, event.base, event.rates)
        self.said = (rates, *(it for it in self.said if not rates.replaces(it)))


def latest(sheets: Iterable[RateSheet]) -> tuple[Rates, ...]:
    """All that is on these, the newest day first, and of a day what was said last: who speaks of one currency says
    nothing of the others.
    """
    said = [rates for sheet in sheets for rates in sheet.said]
    return tuple(sorted(said, key=lambda rates: rates.day, reverse=True))


def weeks_until(today: date) -> tuple[date, ...]:
    """A day of each week whose sheets count today, the present one first."""
    return tuple(today - timedelta(weeks=back) for back in range(WEEKS))


def _fault(it: Rates, today: date) -> str:
    if it.day > today + timedelta(days=1):
        return f"they are of {it.day}, which is still to come"
    if not it.rates or len(it.rates) > MOST_CURRENCIES:
        return f"there are 1 to {MOST_CURRENCIES} of them"
    if not 1 <= len(it.source) <= LONGEST_SOURCE or not it.source.isprintable():
        return "they say where they are from"
    if not all(CURRENCY.fullmatch(code) for code in (it.base, *it.rates)) or it.base in it.rates:
        return "a currency is three capital letters, and the one they are told in is not among them"
    wrong = next((code for code, rate in it.rates.items() if not _RATE.fullmatch(rate) or not _is_some(rate)), None)
    return f"what {wrong} is worth is no number above nothing" if wrong else ""


def _leap(them: Rates, known: Sequence[Rates]) -> str:
    for code in them.rates:
        now = them.worth(code, them.base)
        was = next((worth for it in known if (worth := it.worth(code, them.base))), None)
        if now and was and not was / FURTHEST <= now <= was * FURTHEST:
            return (
                f"{them.rates[code]} {code} for one {them.base} is too far from {_roughly(was)}, which was known last;"
                " if it is right, say it by hand"
            )
    return ""


def _roughly(worth: Fraction) -> str:
    """Six digits of it, for people."""
    exact = Context(prec=6).divide(Decimal(worth.numerator), Decimal(worth.denominator))
    return f"{exact.normalize():f}"


def _is_some(rate: str) -> bool:
    """Whether it is more than nothing, told without rounding it."""
    return rate.strip("0.") != ""
