"""Shapes that answers of several contexts share."""

from datetime import datetime
from decimal import Decimal
from typing import NewType

from msgspec import Struct

from store.domain.shared.money import Money

Json = NewType("Json", bytes)
"""An answer as JSON text, ready to send; the query that gives it says of which shape."""


class Price(Struct, frozen=True):
    """Money as people and programs read it: a decimal string and its currency."""

    amount: str
    currency: str

    @classmethod
    def of(cls, money: Money) -> "Price":
        """*money*, for the outside."""
        return cls(money.amount, money.currency)


def percent(ppm: int) -> str:
    """Millionths as per cent: ``7.5``."""
    text = f"{Decimal(ppm) / 10_000:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class DiscountView(Struct, frozen=True):
    """What a promotion takes off; ``code`` is what calls for it, if anything has to."""

    name: str
    code: str | None
    amount: Price


class Image(Struct, frozen=True):
    """A picture by its address, what it shows, and its size in pixels, so that nothing jumps.

    ``srcset`` offers it in several widths as WebP, in the words of HTML; the same names with ``.jpg`` are JPEGs, and
    with ``.avif`` AVIFs where ``src`` ends in ``a.jpg``. Null where it is kept in one size only.
    """

    src: str
    alt: str
    width: int = 800
    height: int = 800
    srcset: str | None = None


class VatCheckView(Struct, frozen=True):
    """What a register said of a VAT number: that it is given out, or nothing in time, so that tax is charged. By the
    ``consultation`` number it can say so again.
    """

    register: str
    valid: bool
    asked_at: datetime
    consultation: str | None = None
