"""What the stock room needs from outside."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from store.application.shared.ports import AsyncJournal
from store.application.shared.work import UnitOfWork
from store.domain.inventory.places import LocationCode
from store.domain.shared.ids import ProductId, StockId, VendorId


class Attention(Protocol):
    """When the shop wants to be told that few are left, of what has no number of its own; ``None`` for never."""

    low_at: int | None


class Owners(Protocol):
    """Whose the goods are that pieces are of: a vendor's, or the shop's own."""

    def vendor(self, product: ProductId, work: UnitOfWork) -> VendorId | None:
        """The vendor who sells *product*; ``None`` where that is the shop itself."""

    async def vendors(
        self, products: Sequence[ProductId], journal: AsyncJournal
    ) -> Mapping[ProductId, VendorId | None]:
        """The same of several, in one statement."""


class Whereabouts(Protocol):
    """What lies where, over all SKUs."""

    def may_lie_at(self, location: LocationCode) -> Sequence[StockId]:
        """Every stock of which pieces lie there, whatever stands in the log by now; others may be among them."""
