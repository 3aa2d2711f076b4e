"""Stock for carts, from the facts of the stock room."""

from collections.abc import Sequence

from store.application.shared.work import UnitOfWork
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import Sku, stock_of


class TrueStock:
    """A :class:`~store.application.cart.ports.Stock` that is never behind."""

    def available(self, sku: Sku, work: UnitOfWork) -> int:
        """Pieces nobody has a claim on, this instant."""
        return work.find(Inventory, stock_of(sku)).available

    def all_available(self, skus: Sequence[Sku], work: UnitOfWork) -> dict[Sku, int]:
        """The same of several, in one statement."""
        stocks = work.find_all(Inventory, [stock_of(sku) for sku in skus])
        return {sku: stock.available for sku, stock in zip(skus, stocks, strict=True)}
