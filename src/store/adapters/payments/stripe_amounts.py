"""Money as Stripe counts it: mostly the smallest coin, with a few currencies of its own mind."""

from typing import Final

from store.domain.shared.money import Money, exponent

_DECIMALS: Final = {"ISK": 2, "MGA": 0}
"""Where Stripe's decimals are not those of ISO 4217: krónur in hundredths, and no fifths of an ariary."""
_STEPS: Final = {"ISK": 100, "BHD": 10, "JOD": 10, "KWD": 10, "OMR": 10, "TND": 10}
"""Currencies Stripe takes in steps only. It asks callers to round; the shop charges what it said or nothing."""
_NEVER: Final = frozenset(("UGX", "IQD", "LYD"))
"""UGX is described as having no decimals and as having two, and a hundredfold charge is no risk to run; the others
are not taken."""


class NotChargeable(ValueError):
    """Stripe cannot take exactly this amount."""


def to_stripe(amount: Money) -> int:
    """What ``amount`` is called in a request.

    :raises NotChargeable: if Stripe takes no such amount, or not in this currency.
    """
    currency = amount.currency
    shift = _shift(currency)
    minor = amount.minor * 10**shift if shift >= 0 else _divided(amount, 10**-shift)
    if currency in _NEVER or minor <= 0 or minor % _STEPS.get(currency, 1):
        raise NotChargeable(str(amount))
    return minor


def from_stripe(minor: int, currency: str) -> Money:
    """What Stripe says it took. A part of our smallest coin counts as a whole one: it must show as a difference."""
    currency = currency.upper()
    shift = _shift(currency)
    return Money(-(-minor // 10**shift) if shift >= 0 else minor * 10**-shift, currency)


def _shift(currency: str) -> int:
    return _DECIMALS.get(currency, exponent(currency)) - exponent(currency)


def _divided(amount: Money, by: int) -> int:
    whole, rest = divmod(amount.minor, by)
    if rest:
        raise NotChargeable(str(amount))
    return whole
