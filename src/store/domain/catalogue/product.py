"""Product: what is for sale, in which variants, at which prices."""

import re
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from store.domain.catalogue.errors import (
    AlreadyListed,
    MixedCurrencies,
    NotForSale,
    NothingToSell,
    PriceNotPositive,
    SkuMalformed,
    SkuTwice,
    UnknownVariant,
)
from store.domain.catalogue.events import (
    Description,
    PriceChanged,
    ProductEvent,
    ProductListed,
    ProductRevised,
    ProductWithdrawn,
    Variant,
)
from store.domain.catalogue.picture_events import (
    PictureAdded,
    PictureAssigned,
    PictureDescribed,
    PictureMoved,
    PictureRemoved,
)
from store.domain.catalogue.picturing import Pictured
from store.domain.shared.ids import ProductId, Sku
from store.domain.shared.money import Money

_SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Stage(StrEnum):
    BLANK = "not listed"
    LISTED = "for sale"
    WITHDRAWN = "withdrawn"


class Product(Pictured):
    kind = "product"
    id: ProductId

    def __init__(self, id: ProductId) -> None:
        super().__init__(id)
        self.stage = Stage.BLANK

    def list(self, description: Description, variants: tuple[Variant, ...], *, at: datetime) -> None:
        """Put it up for sale."""
        if self.stage is not Stage.BLANK:
            raise AlreadyListed
        _check(variants)
        self._record(ProductListed(at=at, product_id=self.id, description=description, variants=variants))

    def revise(self, description: Description, variants: tuple[Variant, ...], *, at: datetime) -> None:
        """Say something else of it. Saying the same again is no fact."""
        self._expect_listed()
        _check(variants)
        if variants[0].price.currency != next(iter(self.variants.values())).price.currency:
            raise MixedCurrencies
        if description != self.description or variants != tuple(self.variants.values()):
            self._record(
                ProductRevised(at=at, product_id=self.id, description=description, variants=variants)
            )

    def reprice(self, sku: Sku, price: Money, list_price: Money | None, *, at: datetime) -> None:
        """Ask another price of one variant. The same price again is no fact."""
        self._expect_listed()
        if sku not in self.variants:
            raise UnknownVariant(sku)
        now = self.variants[sku]
        if price.minor <= 0 or (list_price and list_price.minor <= 0):
            raise PriceNotPositive(sku)
        if price.currency != now.price.currency or (list_price and list_price.currency != price.currency):
            raise MixedCurrencies
        if (price, list_price) != (now.price, now.list_price):
            self._record(PriceChanged(
                at=at, product_id=self.id, sku=sku, price=price, list_price=list_price, was=now.price,
            ))

    def withdraw(self, *, reason: str, at: datetime) -> None:
        """Take it out of the shop."""
        self._expect_listed()
        self._record(ProductWithdrawn(at=at, product_id=self.id, reason=reason))

    def _expect_listed(self) -> None:
        if self.stage is not Stage.LISTED:
            raise NotForSale

    def _evolve(self, event: ProductEvent) -> None:
        match event:
            case ProductListed(description=description, variants=variants) | ProductRevised(
                description=description, variants=variants
            ):
                self.stage, self.description = Stage.LISTED, description
                self.variants = {variant.sku: variant for variant in variants}
                self._remember_pictures()
            case PriceChanged(sku=sku, price=price, list_price=list_price):
                was = self.variants[sku]
                self.variants = self.variants | {
                    sku: Variant(sku, price, was.options, list_price, was.picture)
                }
            case ProductWithdrawn():
                self.stage = Stage.WITHDRAWN
            case PictureAdded() | PictureRemoved() | PictureMoved() | PictureDescribed() | PictureAssigned():
                self._evolve_pictures(event)
            case _:
                assert_never(event)


def _check(variants: tuple[Variant, ...]) -> None:
    if not variants:
        raise NothingToSell
    seen = set[Sku]()
    for variant in variants:
        if not _SKU.fullmatch(variant.sku):
            raise SkuMalformed(variant.sku)
        if variant.sku in seen:
            raise SkuTwice(variant.sku)
        seen.add(variant.sku)
        if variant.price.minor <= 0 or (variant.list_price and variant.list_price.minor <= 0):
            raise PriceNotPositive(variant.sku)
    prices = [v.price for v in variants] + [v.list_price for v in variants if v.list_price]
    if len({price.currency for price in prices}) > 1:
        raise MixedCurrencies
