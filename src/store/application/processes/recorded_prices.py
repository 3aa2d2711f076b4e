"""What the price of an order was reckoned from, as it was recorded with it."""

from datetime import date
from typing import Any

from msgspec import ValidationError, convert

from store.domain.pricing.reckoning import Carriage, Circumstances
from store.domain.shared.money import Money


def recorded(reckoned: dict[str, Any] | None, day: date, shipping: Money) -> tuple[Circumstances, str]:
    """The circumstances, and what is wrong with them; where they weren't recorded or can't be read, as little as is
    certain: *shipping* as it was paid.
    """
    bare = Circumstances(shipping.currency, day, Carriage(shipping))
    if reckoned is None:
        return bare, ""
    try:
        return convert(reckoned, Circumstances), ""
    except ValidationError as wrong:
        return bare, f"What it was reckoned from can't be read: {wrong}."
