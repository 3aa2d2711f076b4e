"""Amounts of money, exact to the smallest coin."""

import re
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

_NO_DECIMALS = frozenset((
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
    "XPF",
))
_THREE_DECIMALS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))

_PLAIN = re.compile(r"(-?)([0-9]{1,13})(?:\.([0-9]{1,20}))?")


def exponent(currency: str) -> int:
    """How many decimals *currency* has (ISO 4217): 0, 2 or 3."""
    return 0 if currency in _NO_DECIMALS else 3 if currency in _THREE_DECIMALS else 2


class Money(Struct, frozen=True):
    """An amount in minor units: ``Money(1250, "EUR")`` is twelve euros fifty."""

    minor: int
    currency: str

    @classmethod
    def parse(cls, amount: str, currency: str) -> "Money":
        """Read a decimal string such as ``"12.50"``.

        :raises ValueError: for anything that is not a plain number of that currency, sub-cent parts included.
        """
        plain = _PLAIN.fullmatch(amount)
        if plain is None:
            raise ValueError(f"not an amount: {amount!r}")
        sign, whole, part = plain[1], plain[2], (plain[3] or "").rstrip("0")
        decimals = exponent(currency)
        if len(part) > decimals:
            raise ValueError(f"not an amount in {currency}: {amount!r}")
        return cls(int(f"{sign}{whole}{part.ljust(decimals, '0')}"), currency)

    @property
    def amount(self) -> str:
        """As a decimal string with the decimals of its currency: ``"12.50"``."""
        decimals = exponent(self.currency)
        return f"{Decimal(self.minor).scaleb(-decimals):.{decimals}f}"

    def __str__(self) -> str:
        return f"{self.currency} {self.amount}"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise TypeError(f"cannot mix {other.currency} with {self.currency}")
        return other.minor

    @classmethod
    def total(cls, amounts: "Iterable[Money]", currency: str) -> "Money":
        """The sum, which is zero *currency* where there is nothing to add."""
        total = cls(0, currency)
        for amount in amounts:
            total += amount
        return total
