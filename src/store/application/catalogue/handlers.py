"""Handlers of Catalogue: one short method for each command."""

from dataclasses import dataclass

from store.application.catalogue.attributes_in_force import expect_fitting
from store.application.catalogue.messages import (
    KeepAppointment,
    ProductMoved,
    PublishProduct,
    RelistProduct,
    RepriceVariant,
    SayPrices,
    UnpublishProduct,
    WithdrawProduct,
)
from store.application.shared.authority import Scope
from store.application.shared.bus import handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.catalogue.product import Product, Stage
from store.domain.shared.ids import ProductId


@dataclass(frozen=True)
class CatalogueHandlers:
    clock: Clock

    @handles(RepriceVariant)
    def reprice(self, command: RepriceVariant, work: UnitOfWork) -> ProductMoved:
        product = looked_after(command.product_id, command.scope, command.version, work)
        product.reprice(command.sku, command.price, command.list_price, at=self.clock.now())
        return moved(product, work)

    @handles(SayPrices)
    def say_prices(self, command: SayPrices, work: UnitOfWork) -> ProductMoved:
        product = looked_after(command.product_id, command.scope, command.version, work)
        for sku, prices in command.prices.items():
            product.say_prices(sku, prices, at=self.clock.now())
        return moved(product, work)

    @handles(WithdrawProduct)
    def withdraw(self, command: WithdrawProduct, work: UnitOfWork) -> ProductMoved:
        product = looked_after(command.product_id, command.scope, command.version, work)
        product.withdraw(reason=command.reason, at=self.clock.now())
        return moved(product, work)

    @handles(RelistProduct)
    def relist(self, command: RelistProduct, work: UnitOfWork) -> ProductMoved:
        product = looked_after(command.product_id, command.scope, command.version, work)
        product.relist(at=self.clock.now())
        return moved(product, work)

    @handles(PublishProduct)
    def publish(self, command: PublishProduct, work: UnitOfWork) -> ProductMoved:
        """What is missing is asked for now; what is asked for after a moment was planned stops nothing."""
        product = looked_after(command.product_id, command.scope, command.version, work)
        if product.stage is Stage.DRAFT:
            expect_fitting(product, work)
        if command.due is None:
            product.publish(at=self.clock.now())
        else:
            product.plan(command.due, at=self.clock.now())
        return moved(product, work)

    @handles(UnpublishProduct)
    def unpublish(self, command: UnpublishProduct, work: UnitOfWork) -> ProductMoved:
        product = looked_after(command.product_id, command.scope, command.version, work)
        product.call_off(at=self.clock.now())
        product.unpublish(at=self.clock.now())
        return moved(product, work)

    @handles(KeepAppointment)
    def keep_appointment(self, command: KeepAppointment, work: UnitOfWork) -> ProductMoved:
        product = work.get(Product, command.product_id)
        product.keep_appointment(command.due, at=self.clock.now())
        return moved(product, work)


def looked_after(id: ProductId, scope: Scope, version: int | None, work: UnitOfWork) -> Product:
    """The product, for whoever looks after it. Others are told the same as of one that never was."""
    product = work.get(Product, id)
    if not scope.covers(vendor=product.vendor):
        raise NoSuch(Product.kind, id)
    expect(product, version)
    return product


def moved(product: Product, work: UnitOfWork) -> ProductMoved:
    """Have it appended, and say where it stands then."""
    work.save(product)
    return ProductMoved(product.id, product.version)
