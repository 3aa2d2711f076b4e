"""Whether what is said of a product makes sense, field by field, so that whoever wrote it can mend all at once."""

import re
from collections.abc import Iterator
from typing import Final

from store.domain.catalogue.events import Description, Variant
from store.domain.shared.ids import Sku

SKU: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
Fault = tuple[str, str]


def faults_of(said: Description, variants: tuple[Variant, ...]) -> dict[str, str]:
    """What makes no sense: a sentence by the field it blames, ``variants.0.sku`` being that of the first variant."""
    found: dict[str, str] = {}
    for field, words in (*_of_options(said), *_of_variants(said, variants)):
        found.setdefault(field, words)
    return found


def _of_options(said: Description) -> Iterator[Fault]:
    for place, name in enumerate(said.options):
        if name in said.options[:place]:
            yield f"options.{place}", "This option stands here twice."


def _of_variants(said: Description, variants: tuple[Variant, ...]) -> Iterator[Fault]:
    if not variants:
        yield "variants", "A product needs at least one variant."
    elif len(variants) > 1 and not said.options:
        yield "options", "Several variants need an option by which they differ, such as Colour."
    pictures = {picture.name for picture in said.pictures}
    for place, variant in enumerate(variants):
        before, at = variants[:place], f"variants.{place}"
        yield from _of_sku(variant.sku, [other.sku for other in before], f"{at}.sku")
        yield from _of_price(variant, variants[0], at)
        if set(variant.options) != set(said.options) or not all(variant.options.values()):
            yield f"{at}.options", "Give each option of the product a value here, and no others."
        elif said.options and variant.options in [other.options for other in before]:
            yield f"{at}.options", "Another variant has the same options."
        if not pictures.issuperset(variant.pictures):
            yield f"{at}.picture", "The product has no such picture."


def _of_sku(sku: Sku, before: list[Sku], field: str) -> Iterator[Fault]:
    if not SKU.fullmatch(sku):
        yield field, "A SKU has 1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit."
    elif sku in before:
        yield field, "This SKU stands here twice."


def _of_price(variant: Variant, first: Variant, at: str) -> Iterator[Fault]:
    if variant.price.minor <= 0:
        yield f"{at}.price", "The price must be more than nothing."
    if variant.price.currency != first.price.currency:
        yield f"{at}.price", "All variants of a product are sold in one currency."
    if (was := variant.list_price) is None:
        return
    if was.currency != variant.price.currency:
        yield f"{at}.list_price", "It must be in the currency of the price."
    elif was.minor <= variant.price.minor:
        yield f"{at}.list_price", "What was asked before a reduction is more than the price."
