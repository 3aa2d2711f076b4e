"""Whether the terms of a promotion make sense, said of the first that doesn't, with the field it stands in."""

from collections.abc import Iterator, Mapping
from typing import Final, assert_never

from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.errors import TermsUnsound
from store.domain.pricing.terms import (
    ALL,
    AmountOff,
    Bundle,
    BuyGet,
    Effect,
    FreeShipping,
    PercentOff,
    Terms,
    Tier,
    Tiers,
)
from store.domain.shared.currency_codes import CODES
from store.domain.shared.ids import Sku

LONGEST_NAME: Final = 120
MOST_CHOSEN: Final = 500
MOST_STEPS: Final = 10
MOST_SEGMENTS: Final = 20
LEAST_IN_BUNDLE: Final = 2
MOST_IN_BUNDLE: Final = 10
MOST_PIECES: Final = 999
LAST_PRIORITY: Final = 1000
MOST_USES: Final = 10_000_000
MOST_MONEY: Final = 10**12


def expect_sound(name: str, terms: Terms) -> None:
    """Refuse what makes no sense.

    :raises TermsUnsound: with the first fault there is.
    """
    for field, what in _faults(name, terms):
        raise TermsUnsound(field, what)


def expect_limits(limits: Limits) -> None:
    """Refuse limits that nobody could reach, or that are none.

    :raises TermsUnsound: with the first fault there is.
    """
    for field, limit in (("in_all", limits.in_all), ("per_customer", limits.per_customer)):
        if limit is not None and not 1 <= limit <= MOST_USES:
            raise TermsUnsound(field, f"A limit is a number from 1 to {MOST_USES:,}, or none.")


def _faults(name: str, terms: Terms) -> Iterator[tuple[str, str]]:
    chosen = terms.chosen
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        yield "name", f"Say in 1 to {LONGEST_NAME} letters what shoppers are to read."
    if terms.first_day and terms.last_day and terms.last_day < terms.first_day:
        yield "last_day", "It ends before it begins."
    if not are_amounts(terms.minimum):
        yield "minimum", "A minimum is an amount above nothing, in a currency of three letters."
    if not 0 <= terms.floor < ALL:
        yield "floor", "What is kept of a price is less than all of it, and not less than nothing."
    if not 0 <= terms.priority <= LAST_PRIORITY:
        yield "priority", f"A priority is a number from 0 to {LAST_PRIORITY}."
    if isinstance(terms.effect, FreeShipping | Bundle) and not chosen.everything:
        yield "chosen", "Free delivery is for the whole order, and a bundle names its goods itself: choose no others."
    yield from _too_many(terms)
    yield from _faults_of(terms.effect)


def _too_many(terms: Terms) -> Iterator[tuple[str, str]]:
    chosen = terms.chosen
    if any(len(some) > MOST_CHOSEN for some in (chosen.products, chosen.categories, chosen.brands)):
        yield "chosen", f"At most {MOST_CHOSEN} can be chosen of each."
    if len(terms.audience.segments) > MOST_SEGMENTS:
        yield "segments", f"At most {MOST_SEGMENTS} segments can be chosen."


def _faults_of(effect: Effect) -> Iterator[tuple[str, str]]:
    match effect:
        case FreeShipping():
            pass
        case PercentOff(ppm):
            yield from _percentage(ppm)
        case AmountOff(amounts):
            yield from _amounts(amounts)
        case BuyGet(buy, get, ppm):
            yield from _given(buy, get)
            yield from _percentage(ppm)
        case Tiers(steps):
            yield from _steps(steps)
        case Bundle(skus, ppm):
            yield from _together(skus)
            yield from _percentage(ppm)
        case _:
            assert_never(effect)


def _amounts(amounts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    if not amounts or not are_amounts(amounts):
        yield "amount", "Say an amount above nothing, in a currency of three letters."


def _given(buy: int, get: int) -> Iterator[tuple[str, str]]:
    if not (1 <= buy <= MOST_PIECES and 1 <= get <= MOST_PIECES):
        yield "buy", f"Say how many are bought and how many are given: 1 to {MOST_PIECES} each."


def _together(skus: tuple[Sku, ...]) -> Iterator[tuple[str, str]]:
    if not LEAST_IN_BUNDLE <= len(skus) <= MOST_IN_BUNDLE or len(set(skus)) < len(skus):
        yield "skus", f"A bundle is {LEAST_IN_BUNDLE} to {MOST_IN_BUNDLE} different articles."


def _steps(steps: tuple[Tier, ...]) -> Iterator[tuple[str, str]]:
    if not 1 <= len(steps) <= MOST_STEPS or len({step.pieces for step in steps}) < len(steps):
        yield "steps", f"Say 1 to {MOST_STEPS} steps, each from another number of pieces on."
    if not all(1 <= step.pieces <= MOST_USES for step in steps):
        yield "steps", "A step begins with a number of pieces, at least 1."
    for step in steps:
        yield from _percentage(step.ppm, "steps")


def are_amounts(amounts: Mapping[str, int]) -> bool:
    """Whether each is more than nothing, in a currency that there is."""
    return all(currency in CODES and 0 < minor <= MOST_MONEY for currency, minor in amounts.items())


def _percentage(ppm: int, field: str = "percent") -> Iterator[tuple[str, str]]:
    if not 1 <= ppm <= ALL:
        yield field, "A percentage is more than nothing, and 100 at most."
