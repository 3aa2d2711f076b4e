"""What is asked for each variant, and the lowest of what was asked before: kept with it, so that pages only read it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct, json
from psycopg import Connection

from projections.browsing.stitching import price_piece
from store.domain.catalogue.asked import Asked, asked_from, lowest_before
from store.domain.catalogue.events import PriceChanged, PricesSaid, Variant
from store.domain.shared.money import Money

_asked: Final = json.Decoder(tuple[Asked, ...])
COLUMNS: Final[LiteralString] = "price, struck, lowest, asked"
_KNOWN: Final[LiteralString] = (
    "SELECT v.sku, v.product, v.currency, v.price, v.struck, v.lowest, v.asked, coalesce(p.for_sale, false)"
    " FROM variants v LEFT JOIN products p ON p.id = v.product WHERE "
)
_WRITE: Final[LiteralString] = (
    "UPDATE variants SET (price, struck, lowest, asked, priced) = (%s, %s, %s, %s, %s) WHERE sku = %s"
)


class Asking(Struct, frozen=True):
    """What a variant costs, what it cost before, and the lowest it was asked for in the thirty days before that."""

    price: Money
    struck: Money | None = None
    lowest: int | None = None
    asked: tuple[Asked, ...] = ()
    product: UUID | None = None
    for_sale: bool = False

    @property
    def piece(self) -> str:
        """As JSON within its variant."""
        lowest = None if self.lowest is None or self.struck is None else Money(self.lowest, self.price.currency)
        return price_piece(self.price, self.struck, lowest)

    @property
    def row(self) -> tuple[object, ...]:
        """Its columns."""
        return (
            self.price.minor, self.struck.minor if self.struck else None, self.lowest,
            json.encode(self.asked).decode(),
        )


def known(skus: list[str], db: Connection[Any]) -> dict[str, Asking]:
    """What is asked for *skus*, where anything is."""
    return dict(_read(db.execute(_KNOWN + "v.sku = ANY(%s)", (skus,)).fetchall()))


def asking(variant: Variant, at: datetime, before: Asking | None, *, for_sale: bool) -> Asking:
    """What is asked for *variant* from *at* on. A draft costs nobody anything: its prices are none that were asked."""
    asked = before.asked if before else ()
    same = before is not None and (before.price, before.struck) == (variant.price, variant.list_price)
    if before is None or not same:
        lowest = lowest_before(asked, at) if for_sale and variant.list_price else None
    else:
        lowest = before.lowest
    return Asking(
        variant.price, variant.list_price, lowest,
        asked_from(asked, at, variant.price.minor) if for_sale else asked,
    )


def reprice(event: PriceChanged, db: Connection[Any]) -> None:
    """One variant costs something else, if it is still the product's."""
    before = known([event.sku], db).get(event.sku)
    if before is None or before.product != event.product_id:
        return
    now = asking(
        Variant(event.sku, event.price, list_price=event.list_price), event.at, before, for_sale=before.for_sale
    )
    db.execute(_WRITE, (*now.row, now.piece, event.sku))


def say_prices(event: PricesSaid, db: Connection[Any]) -> None:
    """What one variant costs in other currencies."""
    said = {price.currency: price.minor for price in event.prices}
    db.execute(
        "UPDATE variants SET explicits = %s WHERE sku = %s AND product = %s",
        (json.encode(said).decode(), event.sku, event.product_id),
    )


def turned(product: UUID, at: datetime, db: Connection[Any], *, for_sale: bool) -> None:
    """From *at* on, what the variants of *product* cost is asked for, or no longer."""
    rows = db.execute(_KNOWN + "v.product = %s", (product,)).fetchall()
    for sku, before in _read(rows).items():
        lowest = lowest_before(before.asked, at) if for_sale and before.struck else before.lowest
        asked = asked_from(before.asked, at, before.price.minor if for_sale else None)
        now = Asking(before.price, before.struck, lowest, asked)
        db.execute(_WRITE, (*now.row, now.piece, sku))


def _read(rows: Iterable[tuple[Any, ...]]) -> Mapping[str, Asking]:
    return {
        sku: Asking(
            Money(price, currency), Money(struck, currency) if struck else None, lowest, _asked.decode(asked), product,
            for_sale,
        )
        for sku, product, currency, price, struck, lowest, asked, for_sale in rows
    }
