"""Ready-made JSON, put together by Postgres: what rarely moves is kept as text, what moves is stitched in.

Kept pieces are objects without their closing brace, so that whatever comes behind them needs no look inside.
"""

from collections.abc import Sequence
from typing import Final, LiteralString

from msgspec import Struct, json

from projections.browsing.converting import SAID, explicits
from store.application.catalogue.sizes import shown
from store.application.shared.answers import Image, Price
from store.domain.catalogue.events import Description, Variant
from store.domain.shared.money import Money

MANY: Final = 6
"""Lists are told of no more pieces than this, so that what sells well needn't be written anew at each sale."""


class VariantCard(Struct, frozen=True, omit_defaults=True):
    """A variant without price and stock. ``images`` are all of its own, where there are several."""

    sku: str
    options: dict[str, str]
    image: Image | None
    images: list[Image] = []


class Priced(Struct, frozen=True):
    """The price of something, as it stands within it."""

    price: Price
    list_price: Price | None
    lowest_price: Price | None


def piece(ready: Struct) -> str:
    """*ready* as JSON that goes on."""
    return json.encode(ready)[:-1].decode()


def variant_piece(variant: Variant, said: Description, media: str) -> str:
    """A *variant* of the product that *said* describes, open at its end."""
    picture = shown(media, variant.picture, said.name) if variant.picture else None
    return piece(VariantCard(variant.sku, variant.options, picture, gallery(variant.pictures, said, media)))


def gallery(own: Sequence[str], said: Description, media: str) -> list[Image]:
    """The pictures that a variant has for its *own*, if there are several, in the words the product has for them."""
    words = {picture.name: picture.alt for picture in said.pictures}
    return [shown(media, name, words.get(name) or said.name) for name in own] if len(own) > 1 else []


def price_piece(price: Money, list_price: Money | None, lowest: Money | None = None) -> str:
    """What stands within a product or a variant about its price."""
    return piece(Priced(Price.of(price), *(Price.of(it) if it else None for it in (list_price, lowest))))[1:]


def _stock(pieces: LiteralString) -> LiteralString:
    """What a shopper should hear of the stock: a word only where it matters."""
    return (
        f"CASE WHEN {pieces} >= {MANY} THEN ',\"in_stock\":true,\"stock_word\":\"\"'"
        f" WHEN {pieces} < 1 THEN ',\"in_stock\":false,\"stock_word\":\"Sold out\"'"
        f" ELSE ',\"in_stock\":true,\"stock_word\":\"Only ' || {pieces} || ' left\"' END"
    )


def card(of: LiteralString, *, elsewhere: bool = False) -> LiteralString:
    """The card of the product *of*; *elsewhere*: with what is said for other currencies, to be converted."""
    return f"{of}.card || ',' || {of}.priced || {_stock(f'{of}.few')} || {_end(of, elsewhere)}"


def _end(of: LiteralString, elsewhere: bool) -> LiteralString:
    return f"',\"{SAID}\":' || {explicits(of)} || '}}'" if elsewhere else "'}'"


def _variants(*, elsewhere: bool) -> LiteralString:
    return (
        "(SELECT '[' || string_agg("
        f"v.card || ',' || v.priced || {_stock('v.on_hand - v.reserved')} || {_end('v', elsewhere)}, ','"
        " ORDER BY v.place) || ']' FROM read.variants v WHERE v.product = p.id)"
    )


def _related(*, elsewhere: bool) -> LiteralString:
    """What somebody said goes well with it, or else what stands in the same place."""
    it = card("r", elsewhere=elsewhere)
    chosen: LiteralString = (
        f"(SELECT '[' || string_agg({it}, ',' ORDER BY array_position(p.related, r.id)) || ']'"
        " FROM read.products r WHERE r.id = ANY(p.related) AND r.for_sale)"
    )
    near: LiteralString = (
        f"(SELECT '[' || coalesce(string_agg(card, ','), '') || ']' FROM (SELECT {it} AS card"
        " FROM read.products r WHERE r.for_sale AND r.category = p.category AND r.id <> p.id"
        " ORDER BY (r.few > 0) DESC, r.listed DESC, r.id LIMIT 4) AS near)"
    )
    return f"coalesce({chosen}, {near})"


def page(related: LiteralString | None = None, *, elsewhere: bool = False) -> LiteralString:
    """The page of product ``p`` whose category is ``c``; null if nothing of it can be bought."""
    return (
        f"p.detail || ',' || p.priced || {_stock('p.few')} || ',\"category\":' || coalesce(c.crumb, 'null')"
        f" || ',\"breadcrumbs\":' || coalesce(c.trail, '[]') || ',\"variants\":' || {_variants(elsewhere=elsewhere)}"
        f" || ',\"related\":' || {related or _related(elsewhere=elsewhere)} || {_end('p', elsewhere)}"
    )


IN_PLACE: Final[LiteralString] = "LEFT JOIN read.categories c ON c.id = p.category"
