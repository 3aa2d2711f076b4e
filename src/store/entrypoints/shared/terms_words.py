"""What a promotion gives, in words for staff."""

from typing import assert_never

from store.application.shared.answers import percent as percentage
from store.domain.pricing.terms import ALL, AmountOff, Bundle, BuyGet, FreeShipping, PercentOff, Terms, Tiers
from store.domain.shared.money import Money


def in_short(terms: Terms) -> str:
    """What it gives, and to whom, on one line."""
    it = terms.audience
    some = ["for a first order"] * it.first_order + ["for some segments"] * bool(it.segments)
    where = [{"storefront": "in the storefront", "api": "through the API"}[one] for one in it.channels]
    return ", ".join([_gives(terms), *some, *([" or ".join(where)] if where else [])])


def _gives(terms: Terms) -> str:
    match terms.effect:
        case PercentOff(ppm):
            return f"{percentage(ppm)} % off"
        case AmountOff(amounts):
            return ", ".join(f"{Money(minor, currency)} off" for currency, minor in sorted(amounts.items()))
        case FreeShipping():
            return "Free delivery"
        case BuyGet(buy, get, ppm):
            return f"Buy {buy}, get {get} {'free' if ppm == ALL else f'at {percentage(ppm)} % off'}"
        case Tiers(steps):
            return ", ".join(f"{percentage(step.ppm)} % off from {step.pieces}" for step in steps)
        case Bundle(skus, ppm):
            return f"{percentage(ppm)} % off {' with '.join(skus)}"
        case _:
            assert_never(terms.effect)
