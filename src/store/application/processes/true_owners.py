"""Whose goods are in the stock room, from the facts of the catalogue."""

from collections.abc import Mapping, Sequence

from store.application.shared.ports import AsyncJournal, History
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.product import Product
from store.domain.shared.ids import ProductId, VendorId


class TrueOwners:
    """An :class:`~store.application.inventory.ports.Owners` that is never behind."""

    def vendor(self, product: ProductId, work: UnitOfWork) -> VendorId | None:
        """A product stays with whom it was written down for."""
        return work.find(Product, product).vendor

    async def vendors(
        self, products: Sequence[ProductId], journal: AsyncJournal
    ) -> Mapping[ProductId, VendorId | None]:
        """One statement, and none for no products."""
        histories = await journal.read(products) if products else {}
        return {id: Product.replay(id, histories.get(id, History()).events).vendor for id in products}
