"""Taxing: how much tax is in what is paid, or comes on top of it, part by part, and how it is rounded.

Rules with names: what an order was taxed by stands in it, so that it can be worked out again.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from store.domain.shared.ids import Sku
from store.domain.shared.sharing import shared

MILLION = 1_000_000


class Rounding(StrEnum):
    """Where a tax is rounded to the smallest coin, and which way a half goes. The values are stored.

    Per unit: each piece by itself, a line's coins having been spread over its pieces. Per line: each line, and
    shipping. Per order: once for each rate, shared out by largest remainder.
    """

    HALF_UP_PER_UNIT = "half-up-per-unit"
    HALF_UP_PER_LINE = "half-up-per-line"
    HALF_UP_PER_ORDER = "half-up-per-order"
    HALF_EVEN_PER_UNIT = "half-even-per-unit"
    HALF_EVEN_PER_LINE = "half-even-per-line"
    HALF_EVEN_PER_ORDER = "half-even-per-order"

    @property
    def to_even(self) -> bool:
        """Whether a half goes to the even coin, not up."""
        return self.startswith("half-even")

    @property
    def per(self) -> str:
        """What is rounded: unit, line or order."""
        return self.rpartition("-")[2]


class ShippingTaxed(StrEnum):
    """At which rate shipping is taxed: the place's standard one, or as the goods are, by what is paid for them."""

    STANDARD = "standard"
    AS_GOODS = "as-goods"


class Taxing(Struct, frozen=True, omit_defaults=True):
    """How a cart is taxed, beside the place's standard rate. ``rates`` names the lines that have another one.

    *net*: prices are without tax, and it comes on top. *exempt* says why no tax is due, if so: such prices had the
    tax taken out before, and no rate applies.
    """

    rates: dict[Sku, int] = {}
    rounding: Rounding = Rounding.HALF_UP_PER_LINE
    shipping: ShippingTaxed = ShippingTaxed.STANDARD
    net: bool = False
    exempt: str = ""


PLAIN: Final = Taxing()
"""As most shops tax: one rate, inside prices, half up, line by line."""


class Taxable(Struct, frozen=True):
    """What is paid for something, in minor units, at which rate. It consists of so many pieces."""

    paid: int
    ppm: int
    pieces: int = 1


class TaxPart(Struct, frozen=True):
    """All that is taxed at one rate: what is paid for it, tax and all, and the tax; both in minor units."""

    ppm: int
    paid: int
    tax: int


def taxes_of(parts: Sequence[Taxable], taxing: Taxing) -> list[int]:
    """The tax of each of *parts*."""
    match taxing.rounding.per:
        case "unit":
            return [_by_piece(part, taxing) for part in parts]
        case "line":
            return [tax_of(part.paid, part.ppm, taxing) for part in parts]
        case _:
            return _by_rate(parts, taxing)


def tax_of(paid: int, ppm: int, taxing: Taxing = PLAIN) -> int:
    """The tax inside *paid*, or that comes on top of it, rounded once."""
    return _rounded(paid * ppm, MILLION if taxing.net else MILLION + ppm, to_even=taxing.rounding.to_even)


def untaxed(paid: int, ppm: int) -> int:
    """What is left of *paid* when the tax in it is not due."""
    return paid - tax_of(paid, ppm)


def shipping_parts(paid: int, goods: Sequence[Taxable], standard: int, taxing: Taxing) -> list[Taxable]:
    """What is paid for shipping, rate by rate: whole coins by largest remainder, of lower rates first."""
    worth: dict[int, int] = {}
    for part in goods:
        worth[part.ppm] = worth.get(part.ppm, 0) + part.paid
    if taxing.shipping is ShippingTaxed.STANDARD or not any(worth.values()):
        return [Taxable(paid, standard)]
    ppms = sorted(worth)
    shares = shared(paid, [worth[ppm] for ppm in ppms])
    return [Taxable(share, ppm) for ppm, share in zip(ppms, shares, strict=True)]


def breakdown(parts: Sequence[Taxable], taxes: Sequence[int], taxing: Taxing) -> tuple[TaxPart, ...]:
    """*parts* with their *taxes*, rate by rate, the highest first. What nothing is paid for is left out."""
    sums: dict[int, tuple[int, int]] = {}
    for part, tax in zip(parts, taxes, strict=True):
        paid, before = sums.get(part.ppm, (0, 0))
        sums[part.ppm] = paid + part.paid + (tax if taxing.net else 0), before + tax
    return tuple(TaxPart(ppm, *sums[ppm]) for ppm in sorted(sums, reverse=True) if sums[ppm][0])


def _by_piece(part: Taxable, taxing: Taxing) -> int:
    each, dearer = divmod(part.paid, part.pieces)
    return (part.pieces - dearer) * tax_of(each, part.ppm, taxing) + dearer * tax_of(each + 1, part.ppm, taxing)


def _by_rate(parts: Sequence[Taxable], taxing: Taxing) -> list[int]:
    found = [0] * len(parts)
    for ppm in {part.ppm for part in parts}:
        places = [place for place, part in enumerate(parts) if part.ppm == ppm]
        paid = [parts[place].paid for place in places]
        for place, tax in zip(places, shared(tax_of(sum(paid), ppm, taxing), paid), strict=True):
            found[place] = tax
    return found


def _rounded(part: int, whole: int, *, to_even: bool) -> int:
    coins, rest = divmod(part, whole)
    half = 2 * rest - whole
    return coins + (half > 0 or (half == 0 and (not to_even or coins % 2 == 1)))
