"""Keeping products: writing one down and changing it. Import does the same with many."""

from dataclasses import dataclass

from store.application.catalogue.handlers import looked_after, moved
from store.application.catalogue.messages import ProductMoved
from store.application.catalogue.wishes import ProductWish
from store.application.processes.writing_products import written
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, handles
from store.application.shared.ports import Clock, Ids
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.events import Variant
from store.domain.catalogue.product import Product, Stage
from store.domain.shared.ids import ProductId, VendorId


class CreateProduct(Command[ProductMoved], frozen=True):
    """Write a product down, as a draft or for sale at once; the shop's own, or a vendor's."""

    wish: ProductWish
    draft: bool = False
    vendor: VendorId | None = None


class ReviseProduct(Command[ProductMoved], frozen=True):
    """Say something else of it."""

    product_id: ProductId
    wish: ProductWish
    version: int | None = None
    scope: Scope = EVERYTHING


@dataclass(frozen=True)
class KeepingProducts:
    clock: Clock
    ids: Ids

    @handles(CreateProduct)
    def create(self, command: CreateProduct, work: UnitOfWork) -> ProductMoved:
        """Description, address and the stock of each variant, together or not at all."""
        product, now = work.find_new(Product, ProductId(self.ids.next())), self.clock.now()
        description, variants = written(command.wish, product, work, now, for_sale=not command.draft)
        put = product.draft if command.draft else product.list
        put(description, variants, at=now, vendor=command.vendor)
        return moved(product, work)

    @handles(ReviseProduct)
    def revise(self, command: ReviseProduct, work: UnitOfWork) -> ProductMoved:
        """A price that alone is different is a fact of its own: what things cost is looked for by it."""
        product = looked_after(command.product_id, command.scope, command.version, work)
        now = self.clock.now()
        for_sale = product.stage is Stage.LISTED
        description, variants = written(command.wish, product, work, now, for_sale=for_sale)
        known = product.variants
        if description == product.description and [v.sku for v in variants] == list(known):
            for variant in variants:
                if _but_for_price(variant) == _but_for_price(known[variant.sku]):
                    product.reprice(variant.sku, variant.price, variant.list_price, at=now)
        product.revise(description, variants, at=now)
        return moved(product, work)


def _but_for_price(variant: Variant) -> tuple[object, ...]:
    return variant.sku, variant.options, variant.picture
