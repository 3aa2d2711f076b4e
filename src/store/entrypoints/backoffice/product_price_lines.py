"""Prices of variants in other currencies, as staff type them: an article a line."""

import re
from typing import Final

from store.application.catalogue.records import ProductRecord
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

_PRICE: Final = re.compile(r"([A-Za-z]{3})\s+([0-9]+(?:\.[0-9]+)?)")
_LONGEST: Final = 40


class Unreadable(Exception):
    """A line that says no prices; the message says which."""


def prices_in(text: str) -> dict[Sku, tuple[Money, ...]]:
    """What was typed: ``MUG: USD 25.99, JPY 3900``, and nothing behind the colon where no price is said.

    :raises Unreadable: for a line that says something else.
    """
    found: dict[Sku, tuple[Money, ...]] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        sku, colon, said = line.partition(":")
        if not colon:
            raise Unreadable(f"“{line[:_LONGEST]}” can't be read. Write an article, a colon and prices: MUG: USD 25.99")
        found[Sku(sku.strip())] = tuple(_price(part.strip()) for part in said.split(",") if part.strip())
    return found


def typed_of(record: ProductRecord) -> str:
    """The prices of all variants as they would be typed."""
    return "\n".join(
        f"{it.sku}: {', '.join(f'{price.currency} {price.amount}' for price in it.prices)}".rstrip()
        for it in record.variants
    )


def _price(part: str) -> Money:
    found, no_price = _PRICE.fullmatch(part), Unreadable(f"“{part[:_LONGEST]}” is no price such as USD 25.99.")
    if found is None:
        raise no_price
    try:
        return Money.parse(found[2], found[1].upper())
    except ValueError:
        raise no_price from None
