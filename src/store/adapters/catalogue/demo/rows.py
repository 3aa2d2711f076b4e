"""Cards become rows of the import format: every variant with its SKU, price, stock and picture."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any, Final
from unicodedata import normalize
from zlib import crc32

from store.adapters.catalogue.demo.shelf import Card, cards

CURRENCY: Final = "EUR"
CENT: Final = Decimal("0.01")
OPENED: Final = date(2024, 3, 4)
EXACTLY_TEN: Final = 10


def slug_of(text: str) -> str:
    """*text* as it stands in an address."""
    plain = normalize("NFKD", text.lower().replace("&", "and")).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain.replace("'", "")).split())


def row_of(card: Card) -> dict[str, Any]:
    """One product in the schema of ``docs/import-format.md``."""
    slug = slug_of(card.name)
    return {
        "key": f"hearth-field/{slug}",
        "slug": slug,
        "name": card.name,
        "brand": card.brand,
        "category": list(card.category),
        "description": card.description,
        "attributes": dict(card.attributes),
        "options": list(card.options),
        "variants": list(_variants(card, slug)),
        "pictures": [{"name": name, "alt": alt} for name, alt in pictures_of(card, slug)],
        "tags": list(card.tags),
        "released": (OPENED + timedelta(days=_dice(slug, "released", 960))).isoformat(),
    }


def pictures_of(card: Card, slug: str) -> Iterator[tuple[str, str]]:
    """Names and words for a product's pictures: one a colour, then the second view."""
    colours = card.options.get("Colour")
    if colours:
        for colour, _ in colours:
            yield f"{slug}-{slug_of(colour)}", f"{card.name} in {colour.lower()}"
    else:
        yield slug, card.name
    if card.second:
        kind = card.second[0]
        words = {"detail": f"{card.name}, seen from near", "pair": f"{card.name}, two side by side"}
        yield f"{slug}-{kind}", words.get(kind, f"{card.name}, another view")


def _variants(card: Card, slug: str) -> Iterator[dict[str, Any]]:
    names = list(card.options)
    for values in product(*card.options.values()):
        chosen = dict(zip(names, (value for value, _ in values), strict=True))
        extra = sum((Decimal(surcharge) for _, surcharge in values), Decimal(0))
        sku = "-".join([slug, *(slug_of(value) for value in chosen.values())]).upper()
        picture = f"{slug}-{slug_of(chosen['Colour'])}" if "Colour" in chosen else slug
        before = None if card.before is None else f"{Decimal(card.before) + extra:.2f}"
        yield {
            "sku": sku,
            "options": chosen,
            "price": f"{(Decimal(card.price) + extra).quantize(CENT)}",
            "list_price": before,
            "currency": CURRENCY,
            "stock": int(card.facts["stock"]) if "stock" in card.facts else _stock(sku),
            "picture": picture,
        }


def _stock(sku: str) -> int:
    """Plenty of most, the last few of some, none of a handful; never the ten one SKU is known for."""
    match _dice(sku, "stock", 100):
        case 0 | 1 | 2 | 3:
            return 0
        case 4 | 5 | 6 | 7 | 8 | 9 | 10:
            return 1 + _dice(sku, "few", 3)
        case _:
            pieces = 4 + _dice(sku, "many", 76)
            return pieces if pieces != EXACTLY_TEN else pieces + 1


def _dice(name: str, what: str, sides: int) -> int:
    return crc32(f"{what}:{name}".encode()) % sides


def rows() -> Iterator[dict[str, Any]]:
    """All rows, in the order of the shelves."""
    return (row_of(card) for card in cards())
