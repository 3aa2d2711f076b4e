"""Exchange: how amounts of one currency become amounts of another. Exact, and rounded once, at the end."""

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final

from msgspec import Struct, structs

from store.domain.shared.money import Money, exponent

_BEYOND: Final = 10**18
"""More minor units than anything costs."""


class Exchange(Struct, frozen=True, omit_defaults=True):
    """``rate`` of *currency* for ``per`` of *base*, both decimals as the *source* published them for that *day*.

    Two of them, since a table says what one euro is worth: from dollars to yen both its rates are needed, and neither
    is rounded. Results are multiples of *step* minor units, *less* some: 100 and 5 make 13.95; half a step goes up.
    """

    base: str
    currency: str
    rate: str
    source: str
    day: date
    per: str = "1"
    step: int = 1
    less: int = 0

    @property
    def plain(self) -> "Exchange":
        """The same for amounts that are no prices of goods: they end as they come."""
        return structs.replace(self, less=0) if self.less else self

    def convert(self, money: Money) -> Money:
        """*money* in the other currency. What costs something never costs nothing.

        :raises TypeError: for an amount in another currency than the base.
        """
        if money.currency != self.base:
            raise TypeError(f"cannot take {money.currency} for {self.base}")
        if money.minor < 0:
            return Money(-self.convert(Money(-money.minor, self.base)).minor, self.currency)
        if not money.minor:
            return Money(0, self.currency)
        above, below = _factor(self)
        steps = (2 * (money.minor * above + self.less * below) + self.step * below) // (2 * self.step * below)
        return Money(max(steps, self.less // self.step + 1) * self.step - self.less, self.currency)

    def least(self, minor: int) -> int:
        """The smallest amount of the base, in minor units, that comes to at least *minor* of the other currency."""
        low, high = 0, _BEYOND
        while low < high:
            middle = (low + high) // 2
            if self.convert(Money(middle, self.base)).minor >= minor:
                high = middle
            else:
                low = middle + 1
        return low

    def most(self, minor: int) -> int:
        """The greatest that comes to at most *minor*; below zero where none does."""
        return self.least(minor + 1) - 1


@lru_cache(maxsize=1000)
def _factor(it: Exchange) -> tuple[int, int]:
    """What minor units of the base are multiplied with and divided by."""
    ten = Fraction(10)
    factor = Fraction(it.rate) / Fraction(it.per) * ten ** (exponent(it.currency) - exponent(it.base))
    return factor.numerator, factor.denominator
