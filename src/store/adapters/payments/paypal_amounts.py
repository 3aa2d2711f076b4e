"""Money as PayPal writes it: a decimal string, in the currencies that it moves."""

from typing import Final

from store.domain.shared.money import Money

_WHOLE: Final = frozenset(("HUF", "TWD"))
"""Currencies with decimals by ISO 4217 of which PayPal takes whole ones only."""
_MOVED: Final = frozenset((
    "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY", "MXN", "MYR", "NOK",
    "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD",
))


class NotPayable(ValueError):
    """PayPal can't move exactly this amount."""


def to_paypal(amount: Money) -> dict[str, str]:
    """*amount* as it stands in a request.

    :raises NotPayable: if PayPal moves no such amount, or not in this currency.
    """
    value = amount.amount
    if amount.currency in _WHOLE:
        value, _, part = value.partition(".")
        if part.strip("0"):
            raise NotPayable(str(amount))
    if amount.currency not in _MOVED or amount.minor <= 0:
        raise NotPayable(str(amount))
    return {"currency_code": amount.currency, "value": value}


def from_paypal(value: str, currency: str) -> Money:
    """What PayPal says it moved.

    :raises ValueError: for what is no amount.
    """
    return Money.parse(value, currency)
