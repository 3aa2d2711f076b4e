"""Handlers of Catalogue: one short method for each command."""

from dataclasses import dataclass

from store.application.catalogue.messages import ProductMoved, RepriceVariant, WithdrawProduct
from store.application.shared.bus import handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.catalogue.product import Product


@dataclass(frozen=True)
class CatalogueHandlers:
    clock: Clock

    @handles(RepriceVariant)
    def reprice(self, command: RepriceVariant, work: UnitOfWork) -> ProductMoved:
        product = work.get(Product, command.product_id)
        expect(product, command.version)
        product.reprice(command.sku, command.price, command.list_price, at=self.clock.now())
        work.save(product)
        return ProductMoved(product.id, product.version)

    @handles(WithdrawProduct)
    def withdraw(self, command: WithdrawProduct, work: UnitOfWork) -> ProductMoved:
        product = work.get(Product, command.product_id)
        expect(product, command.version)
        product.withdraw(reason=command.reason, at=self.clock.now())
        work.save(product)
        return ProductMoved(product.id, product.version)
