"""Looking back: pages of the back office as they would have been at an instant, from the facts recorded by then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from store.application.browsing.messages import (
    Attribute,
    Crumb,
    Option,
    ProductDetail,
    ProductSheet,
    VariantStock,
    VariantView,
)
from store.application.catalogue.sizes import shown
from store.application.ordering.messages import GetOrder, OrderView
from store.application.processes.following_an_order import FollowingAnOrder
from store.application.shared.answers import Image, Price
from store.application.shared.bus import Query, answers
from store.application.shared.errors import NoSuch
from store.application.shared.instants import zoned
from store.application.shared.ports import AsyncJournal, History
from store.domain.catalogue.attribute_values import words
from store.domain.catalogue.category import Category
from store.domain.catalogue.events import Description, Variant
from store.domain.catalogue.product import Product, Stage
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import OrderNumber, ProductId, Sku, stock_of

_STAGES: Final = {Stage.DRAFT: "draft", Stage.LISTED: "listed", Stage.WITHDRAWN: "withdrawn"}


class Past(Protocol):
    """The log as it was."""

    def at(self, instant: datetime) -> AsyncJournal:
        """A journal that holds nothing recorded after *instant*."""


class GetOrderThen(Query[OrderView], frozen=True):
    """One order, and its payment, as they were known at an instant."""

    number: OrderNumber
    at: datetime


class GetProductThen(Query[ProductSheet], frozen=True):
    """One product, its prices and its stock, as they were known at an instant. It has no rating and no neighbours."""

    product_id: ProductId
    at: datetime


class GetStockThen(Query[dict[str, VariantStock]], frozen=True):
    """The pieces of some SKUs as they were known at an instant; those not counted by then are left out."""

    skus: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class LookingBack:
    past: Past
    media: str
    reads = ()

    @answers(GetOrderThen)
    async def order(self, query: GetOrderThen) -> OrderView:
        return await FollowingAnOrder(self._at(query.at), self.media).order(GetOrder(number=query.number))

    @answers(GetProductThen)
    async def product(self, query: GetProductThen) -> ProductSheet:
        """Three statements: the product, its category, its stock."""
        journal = self._at(query.at)
        history = (await journal.read([query.product_id])).get(query.product_id, History())
        product = Product.replay(query.product_id, history.events)
        said = product.description
        if said is None:
            raise NoSuch("product", query.product_id)
        shelf = (await journal.read([said.category])).get(said.category, History())
        category = Category.replay(said.category, shelf.events)
        variants = list(product.variants.values())
        stock = await self._stock(journal, [variant.sku for variant in variants])
        crumb = Crumb(category.slug, category.name) if category.version else None
        return ProductSheet(
            self._detail(product, said, variants, crumb), stock, product.stage is Stage.LISTED,
            _STAGES[product.stage], product.due,
        )

    @answers(GetStockThen)
    async def stock(self, query: GetStockThen) -> dict[str, VariantStock]:
        """One statement, however many SKUs."""
        return await self._stock(self._at(query.at), [Sku(sku) for sku in query.skus])

    def _at(self, instant: datetime) -> AsyncJournal:
        return self.past.at(zoned("at", instant))

    @staticmethod
    async def _stock(journal: AsyncJournal, skus: Iterable[Sku]) -> dict[str, VariantStock]:
        streams = {sku: stock_of(sku) for sku in skus}
        histories = await journal.read(list(streams.values()))
        found: dict[str, VariantStock] = {}
        for sku, id in streams.items():
            if id in histories:
                its = Inventory.replay(id, histories[id].events)
                found[sku] = VariantStock(its.on_hand, its.reserved, its.available)
        return found

    def _detail(
        self, product: Product, said: Description, variants: list[Variant], category: Crumb | None
    ) -> ProductDetail:
        cheapest = min(variants, key=lambda variant: variant.price.minor)
        options = {name: list(dict.fromkeys(v.options[name] for v in variants if name in v.options))
                   for name in said.options}
        return ProductDetail(
            id=str(product.id), slug=said.slug, name=said.name, brand=said.brand, description=said.text,
            price=Price.of(cheapest.price), list_price=Price.of(cheapest.list_price) if cheapest.list_price else None,
            images=[shown(self.media, picture.name, picture.alt) for picture in said.pictures], rating=None,
            in_stock=False, stock_word="", category=category, breadcrumbs=[],
            features=list(said.features),
            attributes=[Attribute(name, words(value)) for name, value in said.attributes.items()],
            options=[Option(name, values) for name, values in options.items()],
            variants=[self._variant(variant, said) for variant in variants],
        )

    def _variant(self, variant: Variant, said: Description) -> VariantView:
        return VariantView(
            sku=variant.sku, options=variant.options, price=Price.of(variant.price),
            list_price=Price.of(variant.list_price) if variant.list_price else None,
            image=shown(self.media, variant.picture, said.name) if variant.picture else None,
            in_stock=False, stock_word="", images=self._gallery(variant, said),
        )

    def _gallery(self, variant: Variant, said: Description) -> list[Image]:
        """Its own pictures, where there are several."""
        words = {picture.name: picture.alt for picture in said.pictures}
        own = variant.pictures if variant.more else ()
        return [shown(self.media, name, words.get(name) or said.name) for name in own]
