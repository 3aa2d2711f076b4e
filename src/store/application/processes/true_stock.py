"""Stock for carts, from the facts of the stock room."""

from store.application.shared.work import UnitOfWork
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import Sku, stock_of


class TrueStock:
    """A :class:`~store.application.cart.ports.Stock` that is never behind."""

    def available(self, sku: Sku, work: UnitOfWork) -> int:
        """Pieces nobody has a claim on, this instant."""
        return work.find(Inventory, stock_of(sku)).available
