"""Amounts as staff type them: in the shop's own currency by themselves, others with its name. ``5.00 or USD 6.00``"""

import re
from collections.abc import Iterable
from typing import Final

from store.domain.shared.currency_codes import CODES
from store.domain.shared.money import Money, exponent

LONGEST: Final = 1500
"""As many characters as all currencies take that a deal may have amounts in."""
OR: Final = re.compile(r"\s+or\s+")
_ONE: Final = re.compile(r"(?:([A-Za-z]{3})\s+)?([0-9]{1,13}(?:\.[0-9]{1,3})?)")


class NoAmounts(ValueError):
    """Nothing that can be read as amounts, or two for one currency. *words* for a field say what, where it is clear."""

    def __init__(self, what: str, words: str = "") -> None:
        super().__init__(what)
        self.words = words


def amounts_in(text: str, own: str) -> list[Money]:
    """What was typed; an amount without a currency is in the shop's *own*.

    :raises NoAmounts: for anything else, also for more decimals than a currency has, and for a currency that there
        isn't; and for what is too long, since none may be left out.
    """
    found: dict[str, Money] = {}
    if len(text) > LONGEST:
        raise NoAmounts("too long")
    for part in OR.split(text.strip()):
        one = _ONE.fullmatch(part.strip())
        currency = (one[1] or own).upper() if one else own
        if one is None or currency in found:
            raise NoAmounts(part)
        if currency not in CODES and currency != own:
            raise NoAmounts(part, f"There is no currency {currency}. Three letters name one, such as USD.")
        try:
            found[currency] = Money.parse(one[2], currency)
        except ValueError as wrong:
            raise NoAmounts(part) from wrong
    return list(found.values())


def typed_amounts(amounts: Iterable[Money], own: str) -> str:
    """The same as they would be typed, the shop's *own* first."""
    in_turn = sorted(amounts, key=lambda it: (it.currency != own, it.currency))
    return " or ".join(it.amount if it.currency == own else f"{it.currency} {it.amount}" for it in in_turn)


def examples(units: int, own: str) -> list[Money]:
    """Amounts in the shop's *own* currency and in another."""
    return [Money.parse(such_as(units, it), it) for it in (own, "EUR" if own == "USD" else "USD")]


def such_amounts(units: int, own: str) -> str:
    """The same as they would be typed."""
    return typed_amounts(examples(units, own), own)


def such_as(units: int, currency: str) -> str:
    """An example of an amount with the decimals of its *currency*; of coins without parts it takes more."""
    decimals = exponent(currency)
    return Money(units * 10 ** (decimals or 2), currency).amount
