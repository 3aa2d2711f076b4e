"""Product: what is for sale, in which variants, at which prices."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from msgspec import structs

from store.domain.catalogue.errors import (
    AlreadyListed,
    InThePast,
    MixedCurrencies,
    NotForSale,
    NothingToSell,
    OnlyForDrafts,
    OtherCurrenciesOnly,
    PriceNotPositive,
    SkuMalformed,
    SkuTwice,
    UnknownCurrency,
    UnknownVariant,
)
from store.domain.catalogue.events import (
    Description,
    PriceChanged,
    PricesSaid,
    ProductDrafted,
    ProductEvent,
    ProductListed,
    ProductRevised,
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
from store.domain.catalogue.soundness import SKU
from store.domain.catalogue.standing_events import (
    ProductPublished,
    ProductRelisted,
    ProductUnpublished,
    ProductWithdrawn,
    PublicationCalledOff,
    PublicationPlanned,
    StandingEvent,
)
from store.domain.shared.currency_codes import CODES
from store.domain.shared.ids import ProductId, Sku, VendorId
from store.domain.shared.money import Money


class Stage(StrEnum):
    BLANK = "not listed"
    DRAFT = "draft"
    LISTED = "for sale"
    WITHDRAWN = "withdrawn"


class Product(Pictured):
    kind = "product"
    id: ProductId

    def __init__(self, id: ProductId) -> None:
        super().__init__(id)
        self.stage = Stage.BLANK
        self.vendor: VendorId | None = None
        self.due: datetime | None = None
        self.withdrawn_because = ""
        self._before = Stage.BLANK
        self.prices: dict[Sku, tuple[Money, ...]] = {}
        """What variants cost in other currencies than the product's own, where that was said."""

    def list(
        self, description: Description, variants: tuple[Variant, ...], *, at: datetime, vendor: VendorId | None = None
    ) -> None:
        """Put it up for sale, for the shop itself or for a *vendor*."""
        if self.stage is not Stage.BLANK:
            raise AlreadyListed
        _check(variants)
        self._record(ProductListed(
            at=at, product_id=self.id, description=description, variants=variants, vendor=vendor,
        ))

    def draft(
        self, description: Description, variants: tuple[Variant, ...], *, at: datetime, vendor: VendorId | None = None
    ) -> None:
        """Write it down, for nobody to see yet but those who look after it."""
        if self.stage is not Stage.BLANK:
            raise AlreadyListed
        _check(variants)
        self._record(ProductDrafted(
            at=at, product_id=self.id, description=description, variants=variants, vendor=vendor,
        ))

    def revise(self, description: Description, variants: tuple[Variant, ...], *, at: datetime) -> None:
        """Say something else of it. Saying the same again is no fact."""
        self._expect_listed()
        _check(variants)
        if variants[0].price.currency != next(iter(self.variants.values())).price.currency:
            raise MixedCurrencies
        variants = tuple(self._with_more(variant, description) for variant in variants)
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

    def say_prices(self, sku: Sku, prices: tuple[Money, ...], *, at: datetime) -> None:
        """Ask just these prices of one variant in other currencies, and in those only. The same again is no fact."""
        self._expect_listed()
        if sku not in self.variants:
            raise UnknownVariant(sku)
        if any(price.minor <= 0 for price in prices):
            raise PriceNotPositive(sku)
        codes = [price.currency for price in prices]
        if len(set(codes)) < len(codes) or self.variants[sku].price.currency in codes:
            raise OtherCurrenciesOnly
        if unknown := next((code for code in codes if code not in CODES), None):
            raise UnknownCurrency(unknown)
        prices = tuple(sorted(prices, key=lambda price: price.currency))
        if prices != self.prices.get(sku, ()):
            self._record(PricesSaid(at=at, product_id=self.id, sku=sku, prices=prices))

    def withdraw(self, *, reason: str, at: datetime) -> None:
        """Take it out of the shop."""
        self._expect_listed()
        self._record(ProductWithdrawn(at=at, product_id=self.id, reason=reason))

    def relist(self, *, at: datetime) -> None:
        """Bring back what was withdrawn, as it was then. What is here needs no bringing back."""
        if self.stage is Stage.BLANK:
            raise NotForSale
        if self.stage is Stage.WITHDRAWN:
            self._record(ProductRelisted(at=at, product_id=self.id, for_sale=self._before is Stage.LISTED))

    def publish(self, *, at: datetime) -> None:
        """Put a draft up for sale. What is for sale needs no publishing."""
        self._expect_listed()
        if self.stage is Stage.DRAFT:
            self._record(ProductPublished(at=at, product_id=self.id))

    def unpublish(self, *, at: datetime) -> None:
        """Make it a draft again."""
        self._expect_listed()
        if self.stage is Stage.LISTED:
            self._record(ProductUnpublished(at=at, product_id=self.id))

    def plan(self, due: datetime, *, at: datetime) -> None:
        """Have a draft be for sale from *due* on. The same instant again is no fact."""
        self._expect_listed()
        if self.stage is not Stage.DRAFT:
            raise OnlyForDrafts
        if due <= at:
            raise InThePast
        if due != self.due:
            self._record(PublicationPlanned(at=at, product_id=self.id, due=due))

    def call_off(self, *, at: datetime) -> None:
        """Have it go on sale at no moment of its own. Where none was planned there is nothing to call off."""
        self._expect_listed()
        if self.due:
            self._record(PublicationCalledOff(at=at, product_id=self.id))

    def keep_appointment(self, due: datetime, *, at: datetime) -> None:
        """Publish it if *due*, which has come, is still what was planned."""
        if self.stage is Stage.DRAFT and self.due == due <= at:
            self.publish(at=at)

    def _expect_listed(self) -> None:
        if self.stage not in {Stage.LISTED, Stage.DRAFT}:
            raise NotForSale

    def _evolve(self, event: ProductEvent) -> None:
        match event:
            case ProductListed():
                self.stage, self.vendor = Stage.LISTED, event.vendor
                self._describe(event.description, event.variants)
            case ProductDrafted():
                self.stage, self.vendor = Stage.DRAFT, event.vendor
                self._describe(event.description, event.variants)
            case ProductRevised():
                self._describe(event.description, event.variants)
            case PriceChanged(sku=sku, price=price, list_price=list_price):
                was = self.variants[sku]
                self.variants = self.variants | {sku: structs.replace(was, price=price, list_price=list_price)}
            case PricesSaid(sku=sku, prices=prices):
                self.prices = {**self.prices, sku: prices}
            case PictureAdded() | PictureRemoved() | PictureMoved() | PictureDescribed() | PictureAssigned():
                self._evolve_pictures(event)
            case _:
                self._evolve_standing(event)

    def _evolve_standing(self, event: StandingEvent) -> None:
        match event:
            case ProductWithdrawn(reason=reason):
                self._before, self.stage, self.withdrawn_because, self.due = self.stage, Stage.WITHDRAWN, reason, None
            case ProductRelisted(for_sale=for_sale):
                self.stage, self.withdrawn_because = Stage.LISTED if for_sale else Stage.DRAFT, ""
            case ProductPublished():
                self.stage, self.due = Stage.LISTED, None
            case ProductUnpublished():
                self.stage = Stage.DRAFT
            case PublicationPlanned(due=due):
                self.due = due
            case PublicationCalledOff():
                self.due = None
            case _:
                assert_never(event)

    def _describe(self, description: Description, variants: tuple[Variant, ...]) -> None:
        self.description = description
        self.variants = {variant.sku: variant for variant in variants}
        self._remember_pictures()


def _check(variants: tuple[Variant, ...]) -> None:
    if not variants:
        raise NothingToSell
    seen = set[Sku]()
    for variant in variants:
        if not SKU.fullmatch(variant.sku):
            raise SkuMalformed(variant.sku)
        if variant.sku in seen:
            raise SkuTwice(variant.sku)
        seen.add(variant.sku)
        if variant.price.minor <= 0 or (variant.list_price and variant.list_price.minor <= 0):
            raise PriceNotPositive(variant.sku)
    prices = [v.price for v in variants] + [v.list_price for v in variants if v.list_price]
    if len({price.currency for price in prices}) > 1:
        raise MixedCurrencies
